package io.penstock;

import io.penstock.codec.PgType;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a server; thread-safe, pipelined, asynchronous. See the package's tour for what runs where.
 *
 * <p>It is closed by {@link #close()}, by the server, by a broken link, or by a protocol violation. In each case every operation
 * under way ends with a typed error, and later calls fail at once with a {@link
 * io.penstock.error.PgClosedException}.
 *
 * <p>Notifications are not for it: {@link Penstock#listener} has a connection for them. Those that come here, since a statement was LISTEN,
 * are dropped, the first of them with a report to the dropped-error handler.
 */
public interface PgConnection extends Session {

    /** Runs work in a transaction; see {@link #inTransaction(TransactionOptions, Function)}. */
    default <T> CompletionStage<T> inTransaction(Function<? super Transaction, ? extends CompletionStage<T>> work) {
        return inTransaction(TransactionOptions.DEFAULT, work);
    }

    /**
     * Runs work in a transaction: commits when the stage that it returns succeeds, rolls back when it fails or the
     * function throws. The function runs off the event loop. What is submitted on the connection itself waits for the
     * transaction's end: inside the function use the {@link Transaction}.
     *
     * <p>The returned stage completes after the commit. A COMMIT that the server answers with ROLLBACK is an error with the
     * outcome {@code ROLLED_BACK}. A connection lost during COMMIT is SQLSTATE 08007 with the outcome {@code UNKNOWN}, and
     * is never repeated by the driver.
     */
    <T> CompletionStage<T> inTransaction(
            TransactionOptions options, Function<? super Transaction, ? extends CompletionStage<T>> work);

    /**
     * Asks the server to cancel the statement that it is running now, over a second connection to the same address under the
     * same TLS policy. Completes when the request was delivered; whether it had an effect shows in the statement's own stage
     * (57014). Where statements are pipelined, it hits the one that the server is at, or another of those behind it that were submitted
     * before this call. What is submitted after it is sent once the request can hit nothing any more.
     */
    CompletionStage<@Nullable Void> cancel();

    /**
     * Asks the server for a sign of life, behind what was submitted before.
     *
     * <p>Whatever else is under way, the stage ends within the timeout: by the answer, or with a {@link
     * io.penstock.error.PgTimeoutException}. Where the server had nothing else to answer the connection is closed then; where it had, a
     * long statement say, it stays as it is.
     */
    CompletionStage<@Nullable Void> ping(Duration timeout);

    /**
     * Looks types up now: those given, all that this client knows of the database, and those that its codecs name. Rarely needed: the types
     * that codecs name are looked up by the first connection to a database, others when a result or a prepared statement has them,
     * and all of them again when this client alters types. It serves after somebody else has altered a type.
     *
     * <p>It uses a connection of its own, and neither waits for this one's statements nor sees what its transaction has not
     * committed.
     *
     * @param types types by name, such as {@code PgType.named("mood")}; those that there are not are ignored
     * @return completes when the types are known to all connections of this client to the database
     */
    CompletionStage<@Nullable Void> loadTypes(PgType... types);

    /** Where the session stands, as of the last answer. */
    TransactionStatus status();

    /** What this end of the connection is connected to. */
    ServerInfo server();

    /** The parameters that the server reports, such as {@code TimeZone}; a snapshot. */
    Map<String, String> parameters();

    /** Whether it can still be used. */
    boolean isOpen();

    /**
     * Finishes what was submitted before, then ends the session; what has not ended within {@code closeTimeout} is cancelled and cut
     * off. Idempotent.
     */
    CompletionStage<@Nullable Void> close();

    /** Completes when the connection has ended, for whatever reason; never fails. */
    CompletionStage<@Nullable Void> closed();
}
