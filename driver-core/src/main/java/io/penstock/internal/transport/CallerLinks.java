package io.penstock.internal.transport;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.penstock.error.PgException;
import io.penstock.error.PgRejectedException;
import io.penstock.error.SqlState;
import io.penstock.internal.exchange.SessionEvents;
import io.penstock.internal.exchange.StatementCache;
import io.penstock.internal.flow.Deadline;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The calling thread, as the one that runs a connection: everything happens in the call. What may wait for others than the server, for longer than
 * the caller wants, is asked by a thread of the client while the caller waits for the answer.
 *
 * <p>Timers run on the client's event loops, and do nothing but close a socket: that ends the read or write that the
 * calling thread is in.
 */
public final class CallerLinks implements Links {

    private final EventLoops timers;
    private final Executor helpers;

    /** Netty's pools would leave a thread local in every thread that calls: for as long as a container's thread lives it would keep the loader of the driver's classes. A connection keeps its buffers itself. */
    private final ByteBufAllocator allocator = UnpooledByteBufAllocator.DEFAULT;

    /** Fails with why nobody waits for answers any more; never succeeds. */
    private final CompletableFuture<Void> unwanted = new CompletableFuture<>();

    /**
     * @param timers where deadlines are kept
     * @param helpers ask what the caller waits for, and write a large flight where the caller is a virtual thread, which must not wait in a
     *     selector; platform threads
     */
    public CallerLinks(EventLoops timers, Executor helpers) {
        this.timers = timers;
        this.helpers = helpers;
    }

    @Override
    public void execute(Runnable task) {
        task.run();
    }

    @Override
    public boolean inLoop() {
        return true;
    }

    @Override
    public Runnable dial(Dial dial, Outcome outcome) {
        Opened opened;
        try {
            opened = CallerDialler.dial(timers, allocator, dial);
        } catch (PgException e) {
            outcome.failed(e);
            return () -> {};
        }
        outcome.opened(opened);
        return () -> {};
    }

    @Override
    public Pipeline pipeline(Opened opened, StatementCache statements, SessionEvents events, Pipeline.Bounds bounds) {
        return new Pipeline(allocator, statements, events, bounds, timers.traffic());
    }

    @Override
    public Link link(Opened opened, Pipeline pipeline, LinkListener listener) {
        return new CallerLink(socket(opened), pipeline, listener, timers, helpers, allocator);
    }

    @Override
    public <T extends @Nullable Object> void ask(
            Supplier<? extends CompletionStage<T>> question, Deadline deadline, Answer<T> answer) {
        var asked = new Question<>(question);
        helpers.execute(asked);
        T value;
        try {
            CompletableFuture.anyOf(asked.answer(), unwanted).get(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
            value = asked.answer().join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            answer.failed(new PgRejectedException(
                    "the thread was interrupted while it connected",
                    SqlState.QUERY_CANCELED,
                    io.penstock.error.Outcome.NOT_SENT));
            return;
        } catch (TimeoutException e) {
            answer.failed(e);
            return;
        } catch (ExecutionException e) {
            answer.failed(requireNonNull(e.getCause()));
            return;
        }
        answer.came(value);
    }

    @Override
    public void stopAsking(PgException why) {
        unwanted.completeExceptionally(why);
    }

    @Override
    public Executor blocking() {
        return Runnable::run;
    }

    @Override
    public Runnable schedule(Runnable task, Duration delay) {
        return timers.schedule(task, delay);
    }

    @Override
    public void pause(Duration delay, Runnable then) {
        LockSupport.parkNanos(delay.toNanos());
        then.run();
    }

    @Override
    public boolean isCallerRun() {
        return true;
    }

    private static CallerSocket socket(Opened opened) {
        if (opened instanceof CallerSocket socket) {
            return socket;
        }
        throw new AssertionError("BUG: not a socket of a caller");
    }
}
