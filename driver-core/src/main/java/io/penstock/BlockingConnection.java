package io.penstock;

import io.penstock.codec.PgType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Flow;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/**
 * A connection whose work is done by the thread that calls it: each method returns with its result or throws, with no hand-over
 * to another thread. The way in for structured code, and what the JDBC facade stands on.
 *
 * <p><b>Threads.</b> Any thread may call, platform or virtual; callers of one connection take turns. A call on one of the driver's event
 * loops throws {@link IllegalStateException} at once. {@link #cancel()}, {@link #abort()} and the getters work while another
 * thread is in a call.
 *
 * <p><b>Interrupts.</b> A thread that is interrupted while it waits for the server gets a {@link
 * io.penstock.error.PgClosedException}: the JDK closes a blocking channel on interrupt, so the connection is gone, the statement is cancelled on the
 * server, and the interrupt stays set. A thread that is interrupted before the call sends nothing, and the connection stays
 * usable.
 *
 * <p><b>Errors</b> are {@link io.penstock.error.PgException}s, thrown in the calling thread.
 */
public interface BlockingConnection extends AutoCloseable {

    /** Runs one statement and collects its rows, at most {@code maxResultBytes} of them. */
    Result query(Query query);

    /** Runs one statement and collects its rows, at most {@code maxResultBytes} of them. */
    default Result query(String sql, @Nullable Object... values) {
        return query(Query.of(sql, values));
    }

    /**
     * Runs one statement, and reads its rows as they are asked for: TCP slows the server to the caller's pace. Until the cursor is
     * closed or at its end the connection belongs to it; another statement is refused.
     */
    RowCursor stream(Query query);

    /** As {@link #stream(Query)}. */
    default RowCursor stream(String sql, @Nullable Object... values) {
        return stream(Query.of(sql, values));
    }

    /** Runs several queries in one flight; throws the first error. See {@link Batch} for what it does to the others. */
    List<Result> batch(Batch batch);

    /**
     * Runs a flight of statements. Returns when all of its answers have been received, or a receive window is full of rows: then the connection
     * belongs to the answers, and another statement is refused, until they are {@linkplain Answers#isReceived received}. The server's errors are told
     * by the answers; that it was not sent, or that the connection was lost, is too.
     */
    Answers run(Flight flight);

    /**
     * Prepares a statement without running it, and keeps it for its next use with the same declared types.
     *
     * @param parameterTypes OIDs of declared types; 0, or none at all, leaves the choice to the server
     */
    default Description describe(String sql, int... parameterTypes) {
        return describe(sql, null, parameterTypes);
    }

    /**
     * The same.
     *
     * @param timeout how long it may take, as of a {@link Query}; null for the connection's own {@code statement} timeout
     */
    Description describe(String sql, @Nullable Duration timeout, int... parameterTypes);

    /** Runs SQL text of any number of statements through the simple query protocol. */
    List<Result> script(String sql);

    /** Begins a {@code COPY … FROM STDIN}; returns when the server waits for data. */
    BlockingCopyIn copyIn(String sql);

    /** Runs a {@code COPY … TO STDOUT}, and reads its bytes as they are asked for. It is sent by the first {@code next}. */
    BlockingCopyOut copyOut(String sql);

    /** Runs work in a transaction; see {@link #inTransaction(TransactionOptions, BlockingWork)}. */
    default <T extends @Nullable Object, E extends Exception> T inTransaction(BlockingWork<T, E> work) throws E {
        return inTransaction(TransactionOptions.DEFAULT, work);
    }

    /**
     * Runs work in a transaction: commits when it returns, rolls back when it throws. A COMMIT that the server answers with ROLLBACK
     * is an error with the outcome {@code ROLLED_BACK}; a connection lost during COMMIT is SQLSTATE 08007 with the outcome {@code
     * UNKNOWN}, and is never repeated by the driver.
     *
     * @throws io.penstock.error.PgRejectedException if a transaction is open already (25001)
     */
    <T extends @Nullable Object, E extends Exception> T inTransaction(
            TransactionOptions options, BlockingWork<T, E> work) throws E;

    /**
     * What this session was notified of, where it has sent LISTEN by a statement; waits for it. A {@link Penstock#listener} is the better way for
     * whoever does nothing else: it comes back when it is lost.
     *
     * <p>Notifications come with the answers to other calls as well, and wait here, at most 1,024 of them in 4 MiB: then the oldest goes, and a
     * {@link ListenEvent.Lost} tells how many went. While a cursor or a copy is open, nothing is read on their behalf.
     *
     * @param timeout how long to wait; zero for what has come by now
     * @return in the order of their coming; null when there was none in this time
     */
    @Nullable
    ListenEvent pollNotification(Duration timeout);

    /**
     * What this session is notified of, where it has sent LISTEN by a statement, pushed to one subscriber by his demand: the other way than {@link
     * #pollNotification}, which is refused while there is one. His code runs as the client's {@link io.penstock.concurrent.ExecutionStrategy} says, never within a call.
     *
     * <p>What comes with the answers to calls is handed on at once. While nobody is in a call the connection is looked at ten times a second; while a cursor or a copy is
     * open it is not. Over 1,024 events in 4 MiB the oldest goes, and a {@link ListenEvent.Lost} tells how many went.
     *
     * <p>It completes when the connection is closed, or returned to its pool; it fails when the connection is lost. Whoever cancels can be followed by another.
     * {@code subscribe} throws a {@link io.penstock.error.PgRejectedException} (55006) while there is one.
     */
    Flow.Publisher<ListenEvent> notifications();

    /**
     * What a thread has during a call. Whoever takes it has the calls that follow run in a row, with no other thread's in between: those wait, as they do behind
     * a call. Each call of its own costs the holder less. {@code tryLock} fails while another thread is in a call, or has taken it.
     *
     * <p>It is to be given up by the thread that took it, soon: it holds up {@link #close()} as a call does. It has no conditions.
     */
    Lock turn();

    /** Asks the server to cancel what this connection is at. Returns when the request was delivered. From any thread. */
    void cancel();

    /**
     * Asks the server for a sign of life. Returns when it has answered; throws a {@link io.penstock.error.PgTimeoutException} at the timeout.
     * The connection is closed then, unless another thread was in a call on it all the time.
     */
    void ping(Duration timeout);

    /** Cuts the connection. A call that is under way throws. From any thread; returns at once; idempotent. */
    void abort();

    /** Looks types up now, and returns when they are known. See {@link PgConnection#loadTypes}. */
    void loadTypes(PgType... types);

    /** Where the session stands, as of the last answer. */
    TransactionStatus status();

    /** What this end of the connection is connected to. */
    ServerInfo server();

    /** The parameters that the server reports; a snapshot. */
    Map<String, String> parameters();

    /** Whether it can still be used, as far as is known: while nobody is in a call, the server's end of it is noticed within a second or two. */
    boolean isOpen();

    /**
     * Ends the session. A call that another thread is in may go on for {@code closeTimeout}; then it throws. Idempotent.
     */
    @Override
    void close();
}
