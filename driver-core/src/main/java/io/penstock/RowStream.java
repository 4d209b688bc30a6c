package io.penstock;

import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.Collector;

/**
 * The rows of one statement, pulled by demand, in bounded memory. Lazy: nothing is sent before it is
 * subscribed to <em>and</em> rows are asked for. Unicast: it can be consumed once, by one of the methods here.
 *
 * <p>A stream is pipelined like any other statement for as long as its rows fit the connection's receive window: they are taken in, and
 * statements behind it get their answers whatever its consumer does. When they do not, the consumer is slower than the
 * server, and the stream takes the connection for itself: reading from the socket stops at the window's high mark, TCP slows the
 * server, reading resumes at the low mark, and statements submitted later wait for the stream's end. At most one window plus one
 * row is held.
 *
 * <p>Statements that were sent before that are held up. When the consumer's pauses add up to {@code slowConsumer}, the stream fails
 * with a {@link io.penstock.error.PgTimeoutException}, alone, and they get their answers. A consumer that takes nothing at all
 * is given up after {@code idleConsumer}, whether anybody waits or not: the server holds locks for it.
 *
 * <p>A row handler that waits for a statement on the stream's own connection may wait for itself: such a statement ends with an error after
 * the queue timeout, {@code NOT_SENT}. Take another connection, or do not wait.
 */
public interface RowStream {

    /**
     * Subscribes.
     *
     * @throws IllegalStateException if this stream was consumed before
     */
    void subscribe(RowSubscriber subscriber);

    /**
     * Calls the action for each row, one after the other, off the event loop; the action may block, and the row is valid
     * until it returns. The stage completes after the last call, or fails with what the server or the action threw.
     */
    CompletionStage<CommandTag> forEach(Consumer<? super Row> action);

    /** Folds the rows into one value. The accumulator must not keep a row without {@link Row#detach()}. */
    <R> CompletionStage<R> collect(Collector<? super Row, ?, R> collector);

    /** Bytes received and not yet consumed; for progress displays and tests. Safe from any thread. */
    long bufferedBytes();
}
