package io.penstock.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.penstock.BlockingConnection;
import io.penstock.TransactionStatus;
import io.penstock.concurrent.ExecutionStrategy;
import io.penstock.config.PoolOptions;
import io.penstock.error.Outcome;
import io.penstock.error.PgClosedException;
import io.penstock.error.PgException;
import io.penstock.error.PgRejectedException;
import io.penstock.error.PgTimeoutException;
import io.penstock.internal.wire.FrontendMessage.Query;
import io.penstock.testing.Script;
import io.penstock.testing.ScriptedClient;
import io.penstock.testing.ScriptedServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A pool for threads that wait, from the call to the socket. */
@Timeout(30)
class BlockingPoolTest {

    private final PooledServer server = new PooledServer();

    private static BlockingPool pool(ScriptedClient play, int size) {
        return pool(play, PoolOptions.builder().maxSize(size));
    }

    private static BlockingPool pool(ScriptedClient play, PoolOptions.Builder options) {
        return BlockingPool.create(play.client(), play.options().build(), options.build());
    }

    /** What a call in a thread of its own has come to. */
    private static <T> CompletableFuture<T> elsewhere(Callable<T> call, Thread[] thread) {
        var result = new CompletableFuture<T>();
        thread[0] = new Thread(() -> {
            try {
                result.complete(call.call());
            } catch (Throwable thrown) {
                result.completeExceptionally(thrown);
            }
        });
        thread[0].start();
        return result;
    }

    private static void awaitPending(BlockingPool pool, int pending) {
        var deadline = System.nanoTime() + ScriptedServer.LIMIT.toNanos();
        while (pool.metrics().pending() != pending) {
            assertThat(System.nanoTime() - deadline).as("nobody waits").isNegative();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    @Test
    void lendsAndTakesBack() {
        try (var play = ScriptedClient.of(server.scripts(1));
                var pool = pool(play, 1)) {
            for (var i = 0; i < 5; i++) {
                pool.withConnection(connection -> connection.script("work"));
            }
            assertThat(server.seen).hasSize(5);
            assertThat(pool.metrics().idle()).isOne();
            assertThat(pool.metrics().totals().acquired()).isEqualTo(5);
        }
    }

    @Test
    void takesBackFromWorkThatThrows() {
        try (var play = ScriptedClient.of(server.scripts(1));
                var pool = pool(play, 1)) {
            assertThatThrownBy(() -> pool.withConnection(connection -> {
                        throw new IOException("the work's own");
                    }))
                    .isInstanceOf(IOException.class);
            assertThat(pool.metrics().idle()).isOne();
        }
    }

    @Test
    void runsATransactionOnAConnectionOfItsOwn() {
        try (var play = ScriptedClient.of(server.scripts(1));
                var pool = pool(play, 1)) {
            pool.inTransaction(connection -> connection.script("work"));
            assertThat(server.seen).containsExactly("BEGIN", "work", "COMMIT");
        }
    }

    /** Reliability.md, row 82. */
    @Test
    void refusesWhatIsUsedAfterItsReturn() {
        try (var play = ScriptedClient.of(server.scripts(1));
                var pool = pool(play, 1)) {
            var connection = pool.acquire();
            var cursor = connection.stream("select 1");
            connection.close();
            connection.close();

            for (var use : List.<Runnable>of(
                    () -> connection.script("late"),
                    () -> connection.query("late"),
                    () -> connection.stream("late"),
                    () -> connection.inTransaction(same -> null),
                    () -> connection.pollNotification(Duration.ZERO),
                    cursor::next)) {
                var failure = catchThrowableOfType(PgClosedException.class, use::run);
                assertThat(failure).hasMessageContaining("returned to its pool");
                assertThat(failure.sqlState()).isEqualTo("08003");
                assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
            }
            cursor.close();
            connection.cancel();
            connection.abort();
            assertThat(connection.isOpen()).isFalse();
            pool.withConnection(next -> next.script("next"));
            assertThat(server.seen).containsExactly("next");
        }
    }

    @Test
    void rollsBackInTheFlightOfWhoWaits() throws Exception {
        try (var play = ScriptedClient.of(server.scripts(1));
                var pool = pool(play, 1)) {
            var first = pool.acquire();
            first.script("BEGIN");
            var thread = new Thread[1];
            var second = elsewhere(pool::acquire, thread);
            awaitPending(pool, 1);
            var reads = play.server().connection(0).reads();
            first.close();

            var next = second.get(10, TimeUnit.SECONDS);
            assertThat(next.status()).isEqualTo(TransactionStatus.IDLE);
            next.script("next");
            next.close();

            assertThat(server.seen).containsExactly("BEGIN", "ROLLBACK", "next");
            assertThat(play.server().connection(0).reads()).isEqualTo(reads + 1);
        }
    }

    /** Reliability.md, row 85: an interrupt costs its thread the wait, and the pool nothing. */
    @Test
    void losesNoConnectionToAnInterruptedWaiter() throws Exception {
        try (var play = ScriptedClient.of(server.scripts(1));
                var pool = pool(play, 1)) {
            var holder = pool.acquire();
            var thread = new Thread[1];
            var interrupted = new boolean[1];
            var waiting = elsewhere(
                    () -> {
                        try {
                            return pool.acquire();
                        } finally {
                            interrupted[0] = Thread.currentThread().isInterrupted();
                        }
                    },
                    thread);
            awaitPending(pool, 1);

            thread[0].interrupt();

            thread[0].join(10_000);
            assertThat(waiting).isCompletedExceptionally();
            var failure = waiting.handle((connection, error) -> error).join();
            assertThat(failure).isInstanceOf(PgRejectedException.class);
            assertThat(((PgException) failure).sqlState()).isEqualTo("57014");
            assertThat(interrupted[0]).as("the interrupt is kept").isTrue();
            assertThat(pool.metrics().pending()).isZero();
            holder.close();
            pool.withConnection(connection -> connection.script("next"));
            assertThat(server.seen).containsExactly("next");
        }
    }

    @Test
    void refusesAThreadThatIsInterruptedAlready() {
        try (var play = ScriptedClient.of(server.scripts(1));
                var pool = pool(play, 1)) {
            pool.withConnection(BlockingConnection::isOpen);
            Thread.currentThread().interrupt();
            try {
                assertThatThrownBy(pool::acquire).isInstanceOf(PgRejectedException.class);
            } finally {
                assertThat(Thread.interrupted()).isTrue();
            }
            assertThat(pool.metrics().idle()).isOne();
        }
    }

    @Test
    void tellsWhoWaitedInVainFromWhereHeCalled() {
        try (var play = ScriptedClient.of(server.scripts(1));
                var pool = pool(play, PoolOptions.builder().name("small").maxSize(1))) {
            var holder = pool.acquire();

            var failure = catchThrowableOfType(PgTimeoutException.class, () -> pool.acquire(Duration.ofMillis(5)));

            assertThat(failure.sqlState()).isEqualTo("53300");
            assertThat(failure).hasMessageContaining("pool small").hasMessageContaining("1 connections lent");
            assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
            holder.close();
            assertThatIllegalArgumentException().isThrownBy(() -> pool.acquire(Duration.ZERO));
        }
    }

    /** Reliability.md, row 87: what opens connections needs none of the threads that wait for one. */
    @Test
    void opensAConnectionForWhoHoldsTheLastThreadOfTheStrategy() throws Exception {
        var only = Executors.newSingleThreadExecutor();
        try (var play = ScriptedClient.of(
                        builder -> builder.executionStrategy(ExecutionStrategy.on(only)), server.scripts(1));
                var pool = pool(play, 1)) {
            var results = only.submit(() -> pool.withConnection(connection -> connection.script("work")));
            assertThat(results.get(ScriptedServer.LIMIT.toSeconds(), TimeUnit.SECONDS))
                    .hasSize(1);
        } finally {
            only.shutdownNow();
        }
    }

    @Test
    void refusesToWaitOnAnEventLoop() throws Exception {
        try (var play = ScriptedClient.of(
                        builder -> builder.executionStrategy(ExecutionStrategy.eventLoop()), server.scripts(2));
                var pool = pool(play, 1)) {
            var onLoop = play.connect().script("first").thenApply(done -> pool.acquire());

            assertThatThrownBy(() -> onLoop.toCompletableFuture().get(10, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void endsTheCallOfAnotherThreadWhenItsConnectionIsReturned() throws Exception {
        var script = Script.named("silent")
                .acceptStartup()
                .expect(Query.class)
                .stall("silence")
                .awaitClosed();
        try (var play = ScriptedClient.of(script);
                var pool = pool(play, 1)) {
            var connection = pool.acquire();
            var thread = new Thread[1];
            var call = elsewhere(() -> connection.script("for ever"), thread);
            play.server().awaitStalled("silence");

            connection.close();

            thread[0].join(10_000);
            assertThat(call).isCompletedExceptionally();
            play.server().proceed("silence");
        }
    }

    @Test
    void letsNobodyInAfterItsEndAndClosesItsConnections() {
        try (var play = ScriptedClient.of(server.scripts(1))) {
            var pool = pool(play, 1);
            pool.withConnection(connection -> connection.script("work"));

            pool.close();
            pool.close();

            assertThatThrownBy(pool::acquire).isInstanceOf(PgClosedException.class);
            assertThat(pool.metrics().free()).isOne();
        }
    }

    @Test
    void endsWithItsClientWhoeverWaits() throws Exception {
        try (var play = ScriptedClient.of(server.scripts(1))) {
            var pool = pool(play, 1);
            pool.acquire();
            var thread = new Thread[1];
            var waiting = elsewhere(pool::acquire, thread);
            awaitPending(pool, 1);

            play.client().close();

            thread[0].join(10_000);
            assertThat(waiting).isCompletedExceptionally();
            assertThatThrownBy(pool::acquire).isInstanceOf(PgClosedException.class);
        }
    }
}
