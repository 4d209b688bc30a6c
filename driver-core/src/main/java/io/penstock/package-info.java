/**
 * What you type: a PostgreSQL client that is asynchronous, bounded, and runs your code off its event loops.
 *
 * <h2>In twenty lines</h2>
 *
 * <pre>{@code
 * var options = ConnectionOptions.parse("postgresql://app@db.example/shop?sslmode=verify-full");
 * try (var penstock = Penstock.create()) {
 *     PgConnection connection = penstock.connect(options).toCompletableFuture().join();
 *
 *     // One statement; its rows are decoded when you ask for a value.
 *     connection.query("select name, price from product where id = $1", 42)
 *             .thenAccept(result -> show(result.single().getString("name")));
 *
 *     // Any number of rows in bounded memory. The action may block: that slows the server, and nobody else.
 *     connection.stream("select id, total from invoice").forEach(row -> archive(row.getLong(0), row.getInt(1)));
 *
 *     // Committed when the stage succeeds, rolled back when it fails.
 *     connection.inTransaction(tx -> tx.query("insert into invoice(product) values ($1) returning id", 42)
 *                     .thenCompose(invoice -> tx.query("update stock set n = n - 1 where product = $1", 42)))
 *             .exceptionally(error -> report(error));
 *
 *     connection.close().toCompletableFuture().join(); // after all of the above, in that order
 * }
 * }</pre>
 *
 * <h2>Pipelining</h2>
 *
 * Calls return at once, and statements are sent without waiting for the answers to earlier ones. They run on the server in the order of
 * the calls, and their stages complete in that order. With four or more under way, which the server has to answer first, one more is sent along with the next of
 * their answers, and answers may gather for up to 200 µs (75 where they are few), a quarter of the time that the server needs for the rest at most: many statements then share a wake-up.
 *
 * <pre>
 *   you        query(A) query(B) query(C)
 *   socket     |A B C ------------&gt;                one write
 *   server                    |A|B|C|
 *   socket              &lt;------------ a b c|        often one read
 *   stages                               A B C     one hop to your executor
 * </pre>
 *
 * Each statement stands alone: an error in B fails B. {@link io.penstock.Batch#atomic()} sends several as one implicit
 * transaction instead. A stream, a copy and a transaction have the connection to themselves while they last; what is submitted behind
 * them waits.
 *
 * <h2>Threads</h2>
 *
 * The event loops run the driver's code only. Whatever you hand in (continuations, row handlers, mappers, listeners) runs on the threads of the
 * {@link io.penstock.concurrent.ExecutionStrategy}: virtual threads where the JVM has them. You may block in it. For one connection signals come
 * in order, never two at a time, each happening before the next; which thread brings them is not specified. {@code
 * ExecutionStrategy.eventLoop()} opts out, for code that is known to be short.
 *
 * <p>{@link io.penstock.BlockingConnection} is the same protocol run by the thread that calls: no hop at all.
 *
 * <h2>Bounds</h2>
 *
 * Nothing is unbounded: operations per connection, bytes of requests, bytes received and not consumed, bytes of a collected result, statements
 * kept prepared, time to connect. {@link io.penstock.config.ConnectionOptions} has them all, with their units. Over a bound a call fails at
 * once with {@link io.penstock.error.PgRejectedException}, {@code NOT_SENT}: safe to try again later.
 *
 * <h2>Errors</h2>
 *
 * Every failure is a {@link io.penstock.error.PgException} that says what was tried, on which server, with which SQLSTATE, and whether it may have
 * taken effect ({@link io.penstock.error.Outcome}). Its stack trace begins with your own frames. No parameter value and no
 * password is in any text.
 *
 * @see <a href="https://www.postgresql.org/docs/current/protocol.html">Frontend/Backend Protocol</a>
 */
@NullMarked
package io.penstock;

import org.jspecify.annotations.NullMarked;
