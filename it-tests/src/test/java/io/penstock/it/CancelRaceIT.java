package io.penstock.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.BlockingConnection;
import io.penstock.PgConnection;
import io.penstock.Query;
import io.penstock.Result;
import io.penstock.error.PgRejectedException;
import io.penstock.error.PgServerException;
import io.penstock.error.PgTimeoutException;
import io.penstock.it.invariant.Await;
import io.penstock.it.invariant.Nonce;
import io.penstock.it.invariant.TestClient;
import io.penstock.it.server.PostgresServer;
import io.penstock.it.server.PostgresTest;
import io.penstock.observe.CancelSentEvent;
import io.penstock.observe.DriverListener;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

/**
 * Cancels that race with the completion of their statements, and the statements behind them, each of which gets back its own nonce
 * (reliability.md, row 74).
 *
 * <p>Some dozens of each kind by default; {@code -Dpenstock.it.cancelRaces=100000} for as many as a release deserves, all kinds
 * together.
 */
@PostgresTest
class CancelRaceIT {

    private static final System.Logger LOG = System.getLogger(CancelRaceIT.class.getName());

    private static final int RACES = Integer.getInteger("penstock.it.cancelRaces", 240);
    private static final int KINDS = 3;
    private static final int CONNECTIONS = 4;
    private static final Duration DEADLINE = Duration.ofMillis(1);

    /** How long a target may have been under way when its stage is cancelled; 50 µs are about what sending it takes. */
    private static final long MAX_HEAD_START_NANOS = 300_000;

    private static final long LIMIT_MINUTES = 60;

    private static final Executor RACERS = task -> {
        var thread = new Thread(task, "racer");
        thread.setDaemon(true);
        thread.start();
    };

    private final PostgresServer server;
    private final Figures figures = new Figures();
    private TestClient client;

    /** What became of cancels and statements. */
    private static final class Figures implements DriverListener {
        private final LongAdder races = new LongAdder();
        private final LongAdder delivered = new LongAdder();
        private final LongAdder keptBack = new LongAdder();
        private final LongAdder failed = new LongAdder();
        private final LongAdder targetsHit = new LongAdder();
        private final LongAdder innocents = new LongAdder();
        private final LongAdder innocentsHit = new LongAdder();

        @Override
        public void cancelSent(CancelSentEvent event) {
            switch (event.outcome()) {
                case DELIVERED -> delivered.increment();
                case TOO_LATE -> keptBack.increment();
                case FAILED -> failed.increment();
            }
        }

        Map<String, String> told() {
            return Map.of(
                    "cancels raced", races.toString(),
                    "requests delivered", delivered.toString(),
                    "requests kept back", keptBack.toString(),
                    "requests failed", failed.toString(),
                    "targets hit", targetsHit.toString(),
                    "innocent statements", innocents.toString(),
                    "innocents hit", innocentsHit.toString());
        }
    }

    CancelRaceIT(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void remember(TestClient testClient) {
        client = testClient;
    }

    /** How long a target takes: about as long as a cancel needs to arrive, found by trying. */
    private static final class Length {

        private double seconds = 0.002;
        private boolean everHit;

        Query of(Nonce nonce) {
            return nonce.query("pg_sleep(" + seconds + ")", "");
        }

        /** A target that was hit was too long, one that was not was too short; and by far, as long as none was. */
        void adapt(boolean hit) {
            everHit |= hit;
            var factor = hit ? 0.9 : everHit ? 1.1 : 1.5;
            seconds = Math.min(Math.max(seconds * factor, 0.000_1), 0.2);
        }
    }

    private void race(TestInfo test, Supplier<Racer> racers) {
        var ends = new ArrayList<CompletableFuture<Void>>();
        for (var i = 0; i < CONNECTIONS; i++) {
            var racer = racers.get();
            ends.add(CompletableFuture.runAsync(() -> races(racer), RACERS));
        }
        try {
            CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)).get(LIMIT_MINUTES, TimeUnit.MINUTES);
        } catch (Exception e) {
            throw new AssertionError("a race has failed: " + figures.told(), e);
        } finally {
            LOG.log(Level.INFO, "{0}: {1}", test.getDisplayName(), figures.told());
        }
        assertThat(figures.innocentsHit.sum()).isZero();
        assertThat(figures.failed.sum()).isZero();
        assertThat(figures.targetsHit.sum()).as("cancels that came in time").isPositive();
        assertThat(figures.races.sum()).isGreaterThanOrEqualTo(RACES / KINDS);
    }

    private void races(Racer racer) {
        for (var i = 0; i < 1 + RACES / KINDS / CONNECTIONS; i++) {
            racer.race();
            figures.races.increment();
        }
        racer.close();
    }

    /** One connection that is raced on. */
    private interface Racer {
        void race();

        void close();
    }

    /** Whether the cancel came in time. */
    private boolean tellTarget(Supplier<Result> answer, Nonce nonce) {
        try {
            nonce.in(answer.get());
            return false;
        } catch (PgServerException hit) {
            assertThat(hit.sqlState()).isEqualTo("57014");
            assertThat(hit.isAnswerToCancel()).isTrue();
            figures.targetsHit.increment();
            return true;
        } catch (PgTimeoutException atItsDeadline) {
            figures.targetsHit.increment();
            return true;
        } catch (PgRejectedException dropped) {
            assertThat(dropped.sqlState()).isEqualTo("57014");
            return false;
        }
    }

    private void tellInnocent(Supplier<Result> answer, Nonce nonce) {
        figures.innocents.increment();
        try {
            nonce.in(answer.get());
        } catch (PgServerException hit) {
            figures.innocentsHit.increment();
            throw hit;
        }
    }

    // ---- on a connection that a loop runs

    @Test
    @Timeout(value = LIMIT_MINUTES, unit = TimeUnit.MINUTES)
    void hitsNobodyBehindACancelOfTheConnection(TestInfo test) {
        var penstock = client.penstock(builder -> builder.listener(figures));
        race(test, () -> new LoopRacer(client.connect(penstock, client.options())) {
            @Override
            CompletionStage<?> cancel(CompletionStage<Result> target) {
                return connection.cancel();
            }
        });
    }

    @Test
    @Timeout(value = LIMIT_MINUTES, unit = TimeUnit.MINUTES)
    void hitsNobodyBehindACancelOfTheStage(TestInfo test) {
        var penstock = client.penstock(builder -> builder.listener(figures));
        race(test, () -> new LoopRacer(client.connect(penstock, client.options())) {
            @Override
            CompletionStage<?> cancel(CompletionStage<Result> target) {
                LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(MAX_HEAD_START_NANOS));
                target.toCompletableFuture().cancel(true);
                return CompletableFuture.completedStage(null);
            }
        });
    }

    private abstract class LoopRacer implements Racer {

        final PgConnection connection;
        private final Length length = new Length();

        LoopRacer(PgConnection connection) {
            this.connection = connection;
        }

        abstract CompletionStage<?> cancel(CompletionStage<Result> target);

        /** What is submitted behind the cancel is innocent, and is submitted at once. */
        @Override
        public void race() {
            var aimedAt = Nonce.next();
            var target = connection.query(length.of(aimedAt));
            var cancelled = cancel(target);
            var nonces = List.of(Nonce.next(), Nonce.next());
            var innocents = nonces.stream()
                    .map(nonce -> connection.query(nonce.select("1")))
                    .toList();
            length.adapt(tellTarget(() -> Await.get(target), aimedAt));
            for (var i = 0; i < nonces.size(); i++) {
                var innocent = innocents.get(i);
                tellInnocent(() -> Await.get(innocent), nonces.get(i));
            }
            Await.get(cancelled);
        }

        @Override
        public void close() {
            Await.get(connection.close());
        }
    }

    // ---- on a connection that its caller runs

    @Test
    @Timeout(value = LIMIT_MINUTES, unit = TimeUnit.MINUTES)
    void hitsNobodyBehindADeadlineOfABlockingCall(TestInfo test) {
        var penstock = client.penstock(builder -> builder.listener(figures));
        race(
                test,
                () -> new BlockingRacer(
                        penstock.connectBlocking(client.options().build())));
    }

    private final class BlockingRacer implements Racer {

        private final BlockingConnection connection;
        private final Length length = new Length();

        BlockingRacer(BlockingConnection connection) {
            this.connection = connection;
        }

        @Override
        public void race() {
            var aimedAt = Nonce.next();
            var query = length.of(aimedAt).withTimeout(DEADLINE);
            length.adapt(tellTarget(() -> connection.query(query), aimedAt));
            for (var nonce : List.of(Nonce.next(), Nonce.next())) {
                tellInnocent(() -> connection.query(nonce.select("1")), nonce);
            }
        }

        @Override
        public void close() {
            connection.close();
        }
    }
}
