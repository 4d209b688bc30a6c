package io.penstock.pool;

import static io.penstock.testing.ScriptedClient.await;
import static io.penstock.testing.ScriptedClient.failure;
import static io.penstock.testing.ServerMessage.commandComplete;
import static io.penstock.testing.ServerMessage.readyForQuery;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.PgConnection;
import io.penstock.Result;
import io.penstock.config.PoolOptions;
import io.penstock.error.Outcome;
import io.penstock.error.PgClosedException;
import io.penstock.error.PgRejectedException;
import io.penstock.error.PgTimeoutException;
import io.penstock.internal.wire.FrontendMessage.CancelRequest;
import io.penstock.internal.wire.FrontendMessage.Query;
import io.penstock.testing.Script;
import io.penstock.testing.ScriptedClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A pool for callers that do not wait, from the call to the socket. */
@Timeout(30)
class PgPoolTest {

    private final PooledServer server = new PooledServer();

    private static PgPool pool(ScriptedClient play, int size) {
        return pool(play, PoolOptions.builder().maxSize(size));
    }

    private static PgPool pool(ScriptedClient play, PoolOptions.Builder options) {
        return PgPool.create(play.client(), play.options().build(), options.build());
    }

    @Test
    void lendsAndTakesBack() {
        try (var play = ScriptedClient.of(server.scripts(2))) {
            var pool = pool(play, 2);
            var results = new ArrayList<CompletionStage<List<Result>>>();
            for (var i = 0; i < 50; i++) {
                results.add(pool.withConnection(connection -> connection.script("work")));
            }
            results.forEach(ScriptedClient::await);

            assertThat(server.seen).hasSize(50);
            assertThat(pool.metrics().totals().acquired()).isEqualTo(50);
            await(pool.close());
            assertThat(pool.metrics().free()).isEqualTo(2);
        }
    }

    @Test
    void takesTheConnectionBackBeforeItTellsTheResult() {
        try (var play = ScriptedClient.of(server.scripts(1))) {
            var pool = pool(play, 1);
            for (var i = 0; i < 20; i++) {
                await(pool.withConnection(connection -> connection.script("work")));
                assertThat(pool.metrics().active()).isZero();
            }
            await(pool.close());
        }
    }

    @Test
    void takesBackFromWorkThatFailsOrThrows() {
        try (var play = ScriptedClient.of(server.scripts(1))) {
            var pool = pool(play, 1);

            assertThat(failure(pool.withConnection(connection -> connection.script("fail")))
                            .sqlState())
                    .isEqualTo("22012");
            CompletionStage<Object> thrown = pool.withConnection(connection -> {
                throw new IllegalStateException("the work's own");
            });
            assertThat(thrown.toCompletableFuture()
                            .handle((value, error) -> error)
                            .join())
                    .isInstanceOf(IllegalStateException.class);

            await(pool.withConnection(connection -> connection.script("next")));
            await(pool.close());
        }
    }

    @Test
    void runsATransactionOnAConnectionOfItsOwn() {
        try (var play = ScriptedClient.of(server.scripts(1))) {
            var pool = pool(play, 1);

            await(pool.inTransaction(tx -> tx.script("work")));

            assertThat(server.seen).containsExactly("BEGIN", "work", "COMMIT");
            await(pool.close());
        }
    }

    @Test
    void runsWorkOffTheLoops() {
        try (var play = ScriptedClient.of(server.scripts(1))) {
            var pool = pool(play, 1);
            var threads = ConcurrentHashMap.<String>newKeySet();
            var results = new ArrayList<CompletionStage<List<Result>>>();
            for (var i = 0; i < 20; i++) {
                results.add(pool.withConnection(connection -> {
                    threads.add(Thread.currentThread().getName());
                    return connection.script("work").thenApply(done -> {
                        threads.add(Thread.currentThread().getName());
                        return done;
                    });
                }));
            }
            results.forEach(ScriptedClient::await);

            assertThat(threads).noneMatch(name -> name.startsWith("penstock-loop"));
            await(pool.close());
        }
    }

    /** Reliability.md, row 82. */
    @Test
    void refusesWhatIsUsedAfterItsReturn() {
        try (var play = ScriptedClient.of(server.scripts(1))) {
            var pool = pool(play, 1);
            var connection = await(pool.acquire());
            await(connection.close());
            await(connection.close());

            var refusal = failure(connection.script("late"));

            assertThat(refusal).isInstanceOf(PgClosedException.class).hasMessageContaining("returned to its pool");
            assertThat(refusal.outcome()).isEqualTo(Outcome.NOT_SENT);
            await(pool.withConnection(next -> next.script("next")));
            assertThat(server.seen).containsExactly("next");
            await(pool.close());
        }
    }

    @Test
    void rollsBackWhatWasLeftOpen() {
        try (var play = ScriptedClient.of(server.scripts(1))) {
            var pool = pool(play, 1);
            var connection = await(pool.acquire());
            await(connection.script("BEGIN"));
            connection.close();

            await(pool.withConnection(next -> next.script("next")));

            assertThat(server.seen).containsExactly("BEGIN", "ROLLBACK", "next");
            await(pool.close());
        }
    }

    /** What was sent before the return is done before somebody else has the connection. */
    @Test
    void settlesWhatIsUnderWayAtTheReturn() {
        var script = Script.named("settles")
                .acceptStartup()
                .expect(new Query("slow"))
                .stall("answer")
                .send(commandComplete("SLOW"), readyForQuery())
                .expect(new Query("next"))
                .send(commandComplete("NEXT"), readyForQuery())
                .awaitClosed();
        try (var play = ScriptedClient.of(script)) {
            var pool = pool(play, 1);
            var connection = await(pool.acquire());
            var slow = connection.script("slow");
            connection.close();
            assertThat(pool.metrics().checking()).isOne();
            var next = pool.withConnection(other -> other.script("next"));
            play.server().awaitStalled("answer");

            play.server().proceed("answer");

            assertThat(await(slow).get(0).tag().text()).isEqualTo("SLOW");
            assertThat(await(next).get(0).tag().text()).isEqualTo("NEXT");
            await(pool.close());
        }
    }

    @Test
    void endsWhatDoesNotSettle() {
        var silent =
                Script.named("silent").acceptStartup().expect(new Query("slow")).awaitClosed();
        var cancel = Script.named("cancel").expect(CancelRequest.class).stall("cancelled");
        try (var play = ScriptedClient.of(silent, cancel)) {
            var pool = pool(play, PoolOptions.builder().maxSize(1).settleTimeout(Duration.ofMillis(20)));
            var connection = await(pool.acquire());
            var slow = connection.script("slow");

            connection.close();

            assertThat(failure(slow)).hasMessageContaining("returned to pool penstock with work under way");
            play.server().awaitStalled("cancelled");
            play.server().proceed("cancelled");
        }
    }

    /** Reliability.md, row 80. */
    @Test
    void passesOnAConnectionThatArrivesForAnAcquireThatWasCancelled() {
        try (var play = ScriptedClient.of(server.scripts(1))) {
            var pool = pool(play, 1);
            var holder = await(pool.acquire());
            var cancelled = pool.acquire().toCompletableFuture();
            var next = pool.acquire();

            assertThat(cancelled.cancel(true)).isTrue();
            holder.close();

            assertThat(await(next).isOpen()).isTrue();
            assertThat(pool.metrics().totals().cancelled()).isOne();
            await(await(next).close());
            await(pool.close());
        }
    }

    @Test
    void stopsWaitingWhenItsResultIsCancelled() {
        try (var play = ScriptedClient.of(server.scripts(1))) {
            var pool = pool(play, 1);
            var holder = await(pool.acquire());
            var result = pool.withConnection(connection -> connection.script("never"))
                    .toCompletableFuture();

            result.cancel(true);

            assertThat(pool.metrics().pending()).isZero();
            holder.close();
            await(pool.withConnection(connection -> connection.script("next")));
            assertThat(server.seen).containsExactly("next");
            await(pool.close());
        }
    }

    @Test
    void tellsWhoWaitedInVain() {
        try (var play = ScriptedClient.of(server.scripts(1))) {
            var pool = pool(play, 1);
            var holder = await(pool.acquire());

            var failure = failure(pool.acquire(Duration.ofMillis(5)));

            assertThat(failure).isInstanceOf(PgTimeoutException.class);
            assertThat(failure.sqlState()).isEqualTo("53300");
            await(holder.close());
            await(pool.close());
        }
    }

    @Test
    void refusesWhoIsOneTooMany() {
        try (var play = ScriptedClient.of(server.scripts(1))) {
            var pool = pool(play, PoolOptions.builder().maxSize(1).maxPending(0));
            var holder = await(pool.acquire());

            assertThat(failure(pool.acquire())).isInstanceOf(PgRejectedException.class);

            await(holder.close());
            await(pool.close());
        }
    }

    /** Somebody who blocks in what he does with his connection holds up nobody else's. */
    @Test
    void aBorrowerWhoBlocksHoldsUpNobodyElse() {
        try (var play = ScriptedClient.of(server.scripts(2))) {
            var pool = pool(play, 2);
            var release = new CountDownLatch(1);
            var entered = new CompletableFuture<Boolean>();
            CompletionStage<Boolean> blocked = pool.acquire().thenApply(connection -> {
                entered.complete(true);
                try {
                    release.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                connection.close();
                return true;
            });
            await(entered);

            CompletionStage<PgConnection> other = pool.acquire();
            await(await(other).script("work"));
            await(await(other).close());

            release.countDown();
            await(blocked);
            await(pool.close());
        }
    }

    @Test
    void endsWithItsClientWhoeverWaits() {
        try (var play = ScriptedClient.of(server.scripts(1))) {
            var pool = pool(play, 1);
            await(pool.acquire());
            var waiting = pool.acquire();

            play.client().close();

            assertThat(failure(waiting)).isInstanceOf(PgClosedException.class);
            assertThat(failure(pool.acquire())).isInstanceOf(PgClosedException.class);
        }
    }
}
