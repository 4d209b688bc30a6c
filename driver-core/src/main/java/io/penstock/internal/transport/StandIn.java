package io.penstock.internal.transport;

import io.penstock.internal.flow.VirtualThreads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Writes large flights: by the owner, and by a platform thread in its stead where the owner is a virtual one, which must not wait in a selector.
 *
 * <p>Confined to the connection's owner, which waits for the other thread. That one ends by itself once the socket is closed.
 */
final class StandIn {

    private final CallerSocket socket;
    private final Executor threads;

    /** What another thread writes; null while none does. */
    private @Nullable CompletableFuture<Boolean> writing;

    StandIn(CallerSocket socket, Executor threads) {
        this.socket = socket;
        this.threads = threads;
    }

    /** As {@link CallerSocket#writeAwaitingBytes}. */
    boolean write() throws IOException {
        return VirtualThreads.isVirtual(Thread.currentThread()) ? writtenByAnother() : socket.writeAwaitingBytes();
    }

    /** As {@link CallerSocket#writeFitting}; a virtual owner leaves it to {@link #write}. */
    void writeFitting() throws IOException {
        if (!VirtualThreads.isVirtual(Thread.currentThread())) {
            socket.writeFitting();
        }
    }

    private boolean writtenByAnother() throws IOException {
        var task = CompletableFuture.supplyAsync(this::writeAwaitingBytes, threads);
        writing = task;
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new ClosedByInterruptException().initCause(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof UncheckedIOException io ? io.getCause() : new IOException(e.getCause());
        }
    }

    private boolean writeAwaitingBytes() {
        try {
            return socket.writeAwaitingBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for the other thread's end; the socket is closed, so it ends at once. */
    void join() {
        if (writing != null) {
            writing.handle((done, error) -> null).join();
        }
    }
}
