/**
 * What you type: the core's operations as Reactive Streams publishers.
 *
 * <h2>In fifteen lines</h2>
 *
 * <pre>{@code
 * var options = ConnectionOptions.parse("postgresql://app@db.example/shop?sslmode=verify-full");
 * var penstock = Penstock.create();
 * var pool = ReactivePool.create(penstock, options, PoolOptions.builder().maxSize(8).build());
 *
 * // Nothing is sent before somebody subscribes and asks; then rows come at his pace, in bounded memory.
 * Publisher<String> names = pool.query(Query.of("select name from product where price < $1", 100), row -> row.getString(0));
 *
 * // Committed when the inner publisher completes, rolled back when it fails or its subscriber cancels.
 * Publisher<CommandTag> order = pool.inTransaction(tx -> Flux.concat(
 *         tx.execute(Query.of("insert into invoice(product) values ($1)", 42)),
 *         tx.execute(Query.of("update stock set n = n - 1 where product = $1", 42))));
 *
 * Publisher<ListenEvent> events = pool.listen("orders");
 * }</pre>
 *
 * <h2>What all publishers here do</h2>
 *
 * <ul>
 *   <li><b>Lazy.</b> Nothing is sent, and no connection is taken, before the first demand.
 *   <li><b>Unicast.</b> Each subscriber has an execution of his own; a publisher may be subscribed to again, which runs it again. That of {@link
 *       io.penstock.reactive.RowPublisher#of} is of one stream, and serves one subscriber.
 *   <li><b>Bounded in bytes</b> whatever the demand: at most the connection's receive window and one row.
 *   <li><b>Off the loop, serial, in order.</b> Signals and mappers run on the execution strategy's threads, or on the thread that asks for more;
 *       never two at a time.
 *   <li><b>A cancel is a cancel</b>: what has not been sent is not sent; a statement that runs is ended on the server; the connection is
 *       usable, or parted with, but never lent with an answer outstanding.
 *   <li><b>Errors</b> are the core's {@link io.penstock.error.PgException}s, and what mappers and inner publishers fail with, unwrapped. What a
 *       subscriber throws ends his flow alone and goes to the client's dropped-error handler.
 * </ul>
 *
 * {@code docs/reactive.md} says what {@code request(n)}, {@code cancel} and {@code take(k)} do on the wire.
 *
 * <h2>What belongs here</h2>
 *
 * The vocabulary: sessions whose methods return publishers. How a subscriber is served is in {@code io.penstock.reactive.operator}; what R2DBC
 * asks for is in {@code io.penstock.r2dbc}. No thread, queue or buffer is made here: those are the core's. Compiles against the core's exported
 * packages only.
 *
 * @see <a href="https://www.reactive-streams.org/">Reactive Streams</a>
 */
@NullMarked
package io.penstock.reactive;

import org.jspecify.annotations.NullMarked;
