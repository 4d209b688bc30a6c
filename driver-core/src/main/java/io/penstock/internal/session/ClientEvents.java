package io.penstock.internal.session;

import io.penstock.concurrent.ExecutionStrategy;
import io.penstock.error.ErrorFields;
import io.penstock.internal.flow.Backlog;
import io.penstock.internal.flow.DroppedErrors;
import io.penstock.internal.flow.LoopExecutor;
import io.penstock.internal.flow.Offload;
import io.penstock.internal.flow.OffloadObserver;
import io.penstock.internal.flow.SerialDispatcher;
import io.penstock.internal.observe.ClientMeters;
import io.penstock.observe.DriverListener;
import io.penstock.observe.NoticeEvent;
import io.penstock.observe.OffloadRejectedEvent;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells the client's listener, in order, one event at a time, never on a loop.
 *
 * <p>Bound: {@value #MAX_WAITING} events, and {@value #MAX_WAITING_BYTES} bytes of them, wait for a listener that is slow; what comes on top
 * is dropped and counted. What a listener throws goes to the dropped-error handler.
 */
final class ClientEvents implements OffloadObserver {

    private static final int MAX_WAITING = 1_024;
    private static final long MAX_WAITING_BYTES = 1 << 20;

    /** What an event takes beside the texts of a server, in bytes: an estimate. */
    private static final long EVENT_BYTES = 256;

    private final DriverListener listener;
    private final Backlog waiting = new Backlog(MAX_WAITING, MAX_WAITING_BYTES);
    private final LongAdder dropped = new LongAdder();
    private volatile @Nullable SerialDispatcher dispatcher;
    private volatile @Nullable DroppedErrors errors;

    private final ClientMeters meters;

    ClientEvents(DriverListener listener, ClientMeters meters) {
        this.listener = listener;
        this.meters = meters;
    }

    /** Events before this are dropped: nothing happens before there is a client. */
    void deliverThrough(Offload offload, ExecutionStrategy strategy) {
        errors = offload.droppedErrors();
        var offLoop = strategy.mode() == ExecutionStrategy.Mode.EVENT_LOOP ? ExecutionStrategy.offloadAll() : strategy;
        dispatcher = offload.dispatcher(offLoop, new NoLoop(offload));
    }

    /** Any thread: tells the listener, later and elsewhere. */
    void tell(Consumer<DriverListener> event) {
        tell(event, EVENT_BYTES);
    }

    /** As {@link #tell(Consumer)}, of what the server has said: of any length. */
    void tellNotice(NoticeEvent event) {
        tell(told -> told.notice(event), EVENT_BYTES + 2L * lengthOf(event.fields()));
    }

    /** The texts that a server's code can make as long as it likes. */
    private static int lengthOf(ErrorFields fields) {
        return fields.message().length()
                + lengthOf(fields.detail())
                + lengthOf(fields.hint())
                + lengthOf(fields.internalQuery())
                + lengthOf(fields.where());
    }

    private static int lengthOf(@Nullable String text) {
        return text == null ? 0 : text.length();
    }

    private void tell(Consumer<DriverListener> event, long bytes) {
        var through = dispatcher;
        if (listener == DriverListener.NONE || through == null) {
            return;
        }
        if (!waiting.enter(bytes)) {
            dropped.increment();
            return;
        }
        through.execute(() -> {
            waiting.leave(bytes);
            deliver(event);
        });
    }

    private void deliver(Consumer<DriverListener> event) {
        try {
            event.accept(listener);
        } catch (Throwable thrown) {
            var handler = errors;
            if (handler != null) {
                handler.report("listener", thrown);
            }
        }
    }

    /** Events that found no room. */
    long dropped() {
        return dropped.sum();
    }

    @Override
    public void drainStarted(long delayNanos) {
        meters.drainStarted(delayNanos);
    }

    @Override
    public void drainEnded() {}

    /** Told to the listener by the fallback thread's dispatcher; a refusal of that one is only counted. */
    @Override
    public void rejected(Throwable cause) {
        meters.rejected(cause);
        tell(told -> told.offloadRejected(new OffloadRejectedEvent("drain", cause)));
    }

    /** Events belong to no loop. */
    private record NoLoop(Offload offload) implements LoopExecutor {

        @Override
        public void execute(Runnable task) {
            offload.executor().execute(task);
        }

        @Override
        public boolean inLoop() {
            return false;
        }
    }
}
