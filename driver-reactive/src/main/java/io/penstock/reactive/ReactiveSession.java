package io.penstock.reactive;

import io.penstock.Batch;
import io.penstock.CommandTag;
import io.penstock.Query;
import io.penstock.Result;
import io.penstock.Row;
import java.nio.ByteBuffer;
import java.util.function.Function;
import org.reactivestreams.Publisher;

/**
 * What can be run on a pool, on a connection, and inside a transaction. See the package's tour for what all the publishers have in
 * common.
 */
public interface ReactiveSession {

    /**
     * The rows of one statement.
     *
     * @param mapper makes a value of a row; must not keep the row, which is valid during the call, and must not return null
     */
    <T> Publisher<T> query(Query query, Function<? super Row, ? extends T> mapper);

    /** Runs one statement, drops its rows unread, and publishes its tag. */
    Publisher<CommandTag> execute(Query query);

    /**
     * Runs several queries in one flight, and publishes their results, in order, when all have ended. They are collected: at most {@code
     * maxResultBytes} of all their rows. An error is published instead of them; see {@link Batch} for what it has done to the others.
     */
    Publisher<Result> batch(Batch batch);

    /**
     * Runs a {@code COPY … FROM STDIN} of the data, and publishes its tag. The data's publisher is subscribed to when the server waits for it, and
     * asked for a buffer when the connection has room. Its failure, or a cancel, ends the copy without a row.
     */
    Publisher<CommandTag> copyIn(String sql, Publisher<? extends ByteBuffer> data);

    /** Runs a {@code COPY … TO STDOUT} and publishes its bytes; each buffer is the subscriber's own, and its boundaries mean nothing. */
    Publisher<ByteBuffer> copyOut(String sql);
}
