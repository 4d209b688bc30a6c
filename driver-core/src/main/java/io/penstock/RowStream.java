package io.penstock;

import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.Collector;

/**
 * The rows of one statement, pulled by demand, in bounded memory. Lazy: nothing is sent before it is
 * subscribed to <em>and</em> rows are asked for. Unicast: it can be consumed once, by one of the methods here.
 *
 * <p>While a stream runs it has its connection to itself: statements submitted after it wait for its end. When its consumer
 * is slower than the server, reading from the socket stops at the receive window's high mark, TCP slows the server, and
 * reading resumes at the low mark. At most one window plus one row is held.
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
