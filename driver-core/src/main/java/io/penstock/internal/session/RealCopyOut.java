package io.penstock.internal.session;

import static java.util.Objects.requireNonNull;

import io.penstock.CommandTag;
import io.penstock.CopyOut;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A {@code COPY … TO STDOUT} that is run once, when somebody takes its bytes. */
final class RealCopyOut implements CopyOut {

    private final SessionOperations operations;
    private final String sql;
    private final AtomicReference<@Nullable CopyOutCall> call = new AtomicReference<>();

    RealCopyOut(SessionOperations operations, String sql) {
        this.operations = operations;
        this.sql = sql;
    }

    @Override
    public CompletionStage<CommandTag> forEach(Consumer<? super ByteBuffer> action) {
        requireNonNull(action, "action");
        var core = operations.core();
        var started = new CopyOutCall(core, core.separateDispatcher(null), sql, action);
        if (!call.compareAndSet(null, started)) {
            throw new IllegalStateException("a copy can be consumed once");
        }
        started.start(operations);
        return started.result();
    }

    @Override
    public void cancel() {
        var running = call.get();
        if (running != null) {
            running.cancel();
        }
    }

    @Override
    public long bufferedBytes() {
        var running = call.get();
        return running == null ? 0 : running.heldBytes();
    }
}
