package io.penstock.internal.transport;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Threads that write to a blocking socket, or read from it, in its owner's stead: so that a flight which does not fit the socket's buffers is
 * read while it is written, and neither end can wait for the other for ever.
 *
 * <p>At most one reads and one writes at a time; flights keep their order. Confined to the connection's owner. They end by themselves once the
 * socket is closed.
 */
final class StandIns {

    private final CallerSocket socket;
    private final Executor threads;
    private final Consumer<IOException> onWriteFailure;

    /** The last flight; null before the first. */
    private @Nullable CompletableFuture<?> writing;

    /** How many bytes have come; null while nobody reads in the owner's stead. */
    private @Nullable CompletableFuture<Integer> reading;

    /** @param onWriteFailure told of a write that failed, on the thread that wrote */
    StandIns(CallerSocket socket, Executor threads, Consumer<IOException> onWriteFailure) {
        this.socket = socket;
        this.threads = threads;
        this.onWriteFailure = onWriteFailure;
    }

    // ---- writing

    /** Writes a flight behind those before, and gives up its buffer. */
    void write(ByteBuf bytes) {
        var before = writing == null ? CompletableFuture.completedFuture(null) : writing;
        writing = before.handleAsync(
                (done, error) -> {
                    try {
                        socket.write(bytes);
                    } catch (IOException e) {
                        onWriteFailure.accept(e);
                    } finally {
                        bytes.release();
                    }
                    return null;
                },
                threads);
    }

    /** Whether no flight is on its way. */
    boolean haveWritten() {
        return writing == null || writing.isDone();
    }

    // ---- reading

    /** Begins a read, unless one is under way or waits to be taken. */
    void read() {
        if (reading == null) {
            reading = CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            return socket.receive();
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    },
                    threads);
        }
    }

    /** Whether a read is under way or waits to be taken: then the owner must not read by itself. */
    boolean areReading() {
        return reading != null;
    }

    /** Whether a read has ended and waits to be taken. */
    boolean haveRead() {
        return reading != null && reading.isDone();
    }

    /** How many bytes the read has brought, -1 for the end of the stream; waits for it. */
    int received() throws IOException {
        var read = requireNonNull(reading, "reading");
        try {
            return read.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new ClosedByInterruptException().initCause(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof UncheckedIOException io ? io.getCause() : new IOException(e.getCause());
        } finally {
            if (read.isDone()) {
                reading = null;
            }
        }
    }

    // ---- both

    /** Waits until the flight is written or the read has ended, whichever comes first. */
    void awaitEither() throws InterruptedException {
        var read = requireNonNull(reading, "reading");
        try {
            CompletableFuture.anyOf(requireNonNull(writing, "writing"), read).get();
        } catch (ExecutionException e) {
            // Told when the bytes are taken.
            assert read.isCompletedExceptionally() : e;
        }
    }

    /** Waits for their ends; the socket is closed, so they end at once. */
    void join() {
        if (writing != null) {
            writing.handle((done, error) -> null).join();
        }
        if (reading != null) {
            reading.handle((count, error) -> null).join();
        }
    }
}
