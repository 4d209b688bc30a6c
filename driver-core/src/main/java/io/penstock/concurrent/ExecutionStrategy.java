package io.penstock.concurrent;

import static java.util.Objects.requireNonNull;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Which threads run the code you hand to the driver. Immutable; given to a client, and to a single query where that
 * query should differ.
 *
 * <h2>The paths of user code</h2>
 *
 * These are all. "The executor" is the strategy's: the client's own off-load threads, the executor you gave, or the
 * event loop where you opted in.
 *
 * <table>
 * <caption>Who runs what</caption>
 * <tr><th>path</th><th>thread</th></tr>
 * <tr><td>Completions: functions given to a stage's {@code thenApply}, {@code whenComplete}, {@code handle}, …, with or
 *     without {@code Async}, before or after the stage is complete</td>
 *     <td>the executor; with {@code …Async(fn, executor)} that executor, and the call of its {@code execute} is made
 *     from the strategy's executor, not from the loop</td></tr>
 * <tr><td>Rows: {@code onRow}, {@code forEach} actions, accumulators, row mappers</td><td>the executor</td></tr>
 * <tr><td>Terminal signals: {@code onStart}, {@code onComplete}, {@code onError}</td><td>the executor</td></tr>
 * <tr><td>Notifications and notices</td><td>the executor</td></tr>
 * <tr><td>Listeners, the dropped-error handler, and the logging back end behind it</td>
 *     <td>the executor, never a loop even with {@link #eventLoop()}</td></tr>
 * <tr><td>Codecs, encoding</td><td>the thread that submits the query</td></tr>
 * <tr><td>Codecs, decoding</td><td>the thread that reads the value: the one that runs your row mapper or
 *     continuation, or any that you pass a result to</td></tr>
 * <tr><td>Password, TLS and address suppliers</td><td>the client's off-load threads, never a loop even with
 *     {@link #eventLoop()}: they are asked while connecting, when blocking is the rule</td></tr>
 * <tr><td>The executor's own {@link Executor#execute}</td><td>an event loop, or whoever hands work in: the one
 *     exception, see {@link #on(Executor)}</td></tr>
 * <tr><td>Sources you feed COPY or parameters from</td><td>the executor</td></tr>
 * <tr><td>Close: continuations of the stage that {@code close()} returns</td><td>the executor</td></tr>
 * <tr><td>Blocking calls (JDBC, {@code join()})</td><td>your own thread; there is no hop, and nothing of yours runs
 *     elsewhere</td></tr>
 * </table>
 *
 * <h2>What is guaranteed</h2>
 *
 * Signals of one connection, or of one subscription where a query has a strategy of its own, are delivered first in,
 * first out, never two at a time, each happening before the next. Many signals are delivered by one task. Which thread
 * it is may change from one task to the next.
 *
 * <p>Nothing is lost. When the executor refuses a task, the operation whose result it was fails with a {@link
 * java.util.concurrent.RejectedExecutionException} as the cause of a typed error, the refusal is counted, and one
 * thread of the client's own delivers.
 *
 * <p>Your code may block. It may also wait for another result of the same connection, which is delivered past the
 * queue; if it waits for a stage <em>derived</em> from one, the functions of that stage, and whatever stands before
 * them in the queue, are called within the wait, on the waiting thread, because no other thread may overlap it.
 *
 * <p>A call that blocks on one of the driver's event loops (possible with {@link #eventLoop()} only) throws an {@link
 * IllegalStateException} at once.
 */
public final class ExecutionStrategy {
    private static final ExecutionStrategy OFFLOAD_ALL = new ExecutionStrategy(Mode.OFFLOAD_ALL, null);
    private static final ExecutionStrategy EVENT_LOOP = new ExecutionStrategy(Mode.EVENT_LOOP, null);

    private final Mode mode;
    private final @Nullable Executor executor;

    private ExecutionStrategy(Mode mode, @Nullable Executor executor) {
        this.mode = mode;
        this.executor = executor;
    }

    /**
     * The default: the client's own threads. A virtual thread for each task where the JVM has them (21 and later), so
     * code may block as it likes; else a pool of at most 256 daemon threads that grows before it queues and shrinks
     * after ten seconds of idleness.
     *
     * <p>Threads of that pool have no context class loader: code that needs one sets it, or brings its own executor.
     */
    public static ExecutionStrategy offloadAll() {
        return OFFLOAD_ALL;
    }

    /**
     * An executor of yours, which the driver never shuts down.
     *
     * <p>Its {@code execute} is called from event loops, at most once for each batch of signals, so it must not block.
     * It may refuse by throwing; it should not discard silently. An executor that runs the task in the calling thread
     * (a {@code CallerRunsPolicy}, {@code Runnable::run}) is not let run your code on a loop: the driver takes that as
     * a refusal.
     */
    public static ExecutionStrategy on(Executor executor) {
        return new ExecutionStrategy(Mode.EXECUTOR, requireNonNull(executor, "executor"));
    }

    /**
     * Runs your code on the connection's event loop, without a hop: for code that never blocks and is short. Whatever
     * it costs is paid by all connections of that loop; the loop's watchdog reports it when it exceeds the threshold.
     */
    public static ExecutionStrategy eventLoop() {
        return EVENT_LOOP;
    }

    /** Which of the three. */
    public Mode mode() {
        return mode;
    }

    /** The executor given to {@link #on(Executor)}; empty for the two other modes. */
    public Optional<Executor> executor() {
        return Optional.ofNullable(executor);
    }

    /** Equal when the mode and the executor are. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ExecutionStrategy that && mode == that.mode && Objects.equals(executor, that.executor);
    }

    @Override
    public int hashCode() {
        return Objects.hash(mode, executor);
    }

    @Override
    public String toString() {
        return switch (mode) {
            case OFFLOAD_ALL -> "offloadAll";
            case EXECUTOR -> "on(" + executor + ")";
            case EVENT_LOOP -> "eventLoop";
        };
    }

    /** The three ways. */
    public enum Mode {
        /** The client's own off-load threads. */
        OFFLOAD_ALL,
        /** The executor that was given. */
        EXECUTOR,
        /** The connection's event loop. */
        EVENT_LOOP
    }
}
