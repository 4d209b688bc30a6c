/**
 * Pools: connections that are shared by those who need one now and then, asynchronous or blocking.
 *
 * <h2>In fifteen lines</h2>
 *
 * <pre>{@code
 * var options = ConnectionOptions.parse("postgresql://app@db.example/shop?sslmode=verify-full");
 * var size = PoolOptions.builder().maxSize(8).acquireTimeout(Duration.ofSeconds(5)).build();
 * try (var penstock = Penstock.create();
 *         var pool = BlockingPool.create(penstock, options, size)) {
 *
 *     var name = pool.withConnection(c -> c.query("select name from product where id = $1", 42).single().getString(0));
 *
 *     pool.inTransaction(c -> {
 *         c.query("insert into invoice(product) values ($1)", 42);
 *         return c.query("update stock set n = n - 1 where product = $1", 42);
 *     });
 * }
 * PgPool async = PgPool.create(penstock, options, size);              // the same, for stages instead of threads
 * async.inTransaction(tx -> tx.query("delete from basket where id = $1", 7)).thenAccept(done -> log(done));
 * }</pre>
 *
 * <h2>A connection's way</h2>
 *
 * <pre>
 *    free ───&gt; connecting ───&gt; idle &lt;─────────────&gt; active      lent, and returned as it was
 *     ^             │            ^                     │
 *     │           failed         └───── checking &lt;─────┤        returned with work under way, or with something to be undone;
 *     │&lt;────────────┘                      │           │        idle for long, and asked for a sign of life
 *     └──────────────── closing &lt;──────────┴───────────┘        lost, past its lifetime, not needed; until its socket is closed
 * </pre>
 *
 * <h2>Who is served</h2>
 *
 * First come, first served: from the moment somebody waits, nobody who comes later gets a connection before him. Who returns one hands it
 * to who has waited longest. Who gives up (time, cancel, interrupt) loses no connection: one that arrives at that moment goes on to the next.
 *
 * <h2>Bounds</h2>
 *
 * {@link io.penstock.config.PoolOptions} has them all: connections, waiters, how long they wait, how long anything between two users may
 * take. Over a bound somebody waits or is told {@code NOT_SENT}; nothing grows.
 *
 * <h2>What is not left to the next user</h2>
 *
 * The last ReadyForQuery's status decides. An open or failed transaction is rolled back, in the flight of whoever has the connection next.
 * What else is undone {@link io.penstock.config.ResetPolicy} says. A connection with a reply outstanding is never lent.
 *
 * <h2>When the server goes</h2>
 *
 * A connection that is lost is parted with at once, whether anybody has it or not. New ones are opened slowly: one attempt, then two, four, …
 * as they succeed; with pauses of at most half a second while they fail, so that the pool is back within a second when the server is. A
 * server that refuses for good (a wrong password, no such database) is asked ever less often, and who asks meanwhile is told its words at
 * once. A server that turns out not to write (25006) is not lent any more.
 *
 * <h2>Threads</h2>
 *
 * The event loops run the driver's code only. What has to wait for a server where nobody else does (opening a caller-run connection, a sign
 * of life) runs on a few threads of the pool's own, {@code penstock-pool-N}, which end when they are idle.
 *
 * @see <a href="https://www.postgresql.org/docs/current/protocol-flow.html">Message Flow</a>
 */
@NullMarked
package io.penstock.pool;

import org.jspecify.annotations.NullMarked;
