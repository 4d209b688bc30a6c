package io.penstock.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.TransactionStatus;
import io.penstock.config.LeakAction;
import io.penstock.config.ResetPolicy;
import io.penstock.error.PgTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A hundred thousand things that may happen to a pool, in an order that chance has chosen, against a model of what has to hold: a queue, and who
 * holds what. A seed that fails is told, and fails again.
 *
 * <p>{@code -Dpenstock.pool.seeds=100000} for more.
 */
@Timeout(600)
class PoolModelTest {

    private static final int SEEDS = Integer.getInteger("penstock.pool.seeds", 340);
    private static final int STEPS = 300;
    private static final Duration LATE_AT_THE_MOST = Duration.ofMillis(10);

    /** One run. */
    private static final class Run {

        private final Random random;
        private final PoolFixture fixture;
        private final int maxSize;
        private final int maxPending;

        /** The model: who waits, in the order of their coming; who holds what. */
        private final List<PoolFixture.Caller> queue = new ArrayList<>();

        private final Map<PoolFixture.Caller, FakeConnection> holders = new IdentityHashMap<>();
        private final List<PoolFixture.Caller> everybody = new ArrayList<>();
        private final List<String> history = new ArrayList<>();

        Run(long seed) {
            random = new Random(seed);
            maxSize = 1 + random.nextInt(4);
            maxPending = random.nextInt(6);
            var policy = ResetPolicy.values()[random.nextInt(3)];
            var minSize = random.nextInt(maxSize + 1);
            var reclaims = random.nextBoolean();
            fixture = PoolFixture.of(builder -> builder.maxSize(maxSize)
                    .minSize(minSize)
                    .maxPending(maxPending)
                    .resetPolicy(policy)
                    .idleTimeout(Duration.ofSeconds(20))
                    .maxLifetime(Duration.ofSeconds(60))
                    .leakThreshold(reclaims ? Duration.ofSeconds(40) : null)
                    .leakAction(LeakAction.RECLAIM));
            fixture.kind.sendsByItself = random.nextBoolean();
            fixture.kind.closesAtOnce = random.nextBoolean();
        }

        void play() {
            for (var step = 0; step < STEPS; step++) {
                act();
                check();
            }
            everythingGoesWell();
            end();
        }

        // ---- what may happen

        private void act() {
            switch (random.nextInt(16)) {
                case 0, 1, 2, 3 -> acquire();
                case 4, 5, 6 -> giveBack();
                case 7 -> leave();
                case 8, 9 -> {
                    if (told("open", !fixture.kind.attempts.isEmpty())) {
                        fixture.kind.open();
                    }
                }
                case 10 -> {
                    if (told("fail", !fixture.kind.attempts.isEmpty())) {
                        fixture.kind.fail(
                                List.of("08001", "53300", "57P03", "28P01").get(random.nextInt(4)));
                    }
                }
                case 11 -> answer();
                case 12 -> lose();
                case 13 -> {
                    if (told("socket closed", !fixture.kind.closing.isEmpty())) {
                        fixture.kind.closeOne();
                    }
                }
                default -> advance(Duration.ofMillis(1L << random.nextInt(14)));
            }
        }

        private boolean told(String what, boolean happens) {
            if (happens) {
                history.add(what);
            }
            return happens;
        }

        private void acquire() {
            history.add("acquire");
            var before = queue.size();
            var caller = fixture.acquire(Duration.ofSeconds(1 + random.nextInt(30)));
            everybody.add(caller);
            if (caller.waits()) {
                queue.add(caller);
            } else if (caller.failure() == null) {
                assertThat(before)
                        .as("who waited when somebody else was served at once")
                        .isZero();
                lent(caller);
            }
        }

        private void giveBack() {
            if (holders.isEmpty()) {
                return;
            }
            var caller = new ArrayList<>(holders.keySet()).get(random.nextInt(holders.size()));
            var connection = holders.remove(caller);
            switch (random.nextInt(6)) {
                case 0 -> connection.status = TransactionStatus.IN_TRANSACTION;
                case 1 -> connection.quiet = connection.gone;
                case 2 -> connection.refusesWrites = random.nextInt(4) == 0;
                default -> {}
            }
            history.add("give back " + connection + " " + connection.status + (connection.quiet ? "" : " busy"));
            caller.giveBack();
            if (random.nextInt(4) == 0) {
                caller.giveBack();
            }
        }

        private void leave() {
            if (!everybody.isEmpty()) {
                history.add("leave");
                var caller = everybody.get(random.nextInt(everybody.size()));
                caller.leave();
                queue.remove(caller);
            }
        }

        private void answer() {
            if (fixture.kind.checks.isEmpty()) {
                return;
            }
            var check = fixture.kind.checks.element();
            history.add("answer " + check.what());
            if (random.nextInt(5) == 0) {
                fixture.kind.answerByClosing();
            } else {
                check.connection().quiet = true;
                if (check.what().startsWith("reset")) {
                    check.connection().status = TransactionStatus.IDLE;
                }
                fixture.kind.answer();
            }
        }

        private void lose() {
            var alive = fixture.kind.opened.stream().filter(c -> !c.gone).toList();
            if (alive.isEmpty()) {
                return;
            }
            var connection = alive.get(random.nextInt(alive.size()));
            history.add("lose " + connection);
            if (random.nextInt(3) == 0) {
                connection.inSight = false;
            } else {
                connection.lose();
            }
        }

        private void advance(Duration by) {
            history.add("advance " + by);
            fixture.timer.advance(by);
        }

        // ---- what has to hold

        private void check() {
            queueMovesInOrder();
            holders.keySet().removeIf(PoolFixture.Caller::isOver);
            var counts = fixture.counts();
            var metrics = fixture.metrics();
            assertThat(metrics.pending()).as("who waits").isEqualTo(queue.size());
            assertThat(metrics.active()).as("who holds").isEqualTo(holders.size());
            // Of those that have been idle for long, as many are asked for a sign of life as there are waiters.
            assertThat(metrics.idle() == 0 || metrics.pending() <= metrics.connecting() + metrics.checking())
                    .as("somebody waits for nothing while a connection is idle")
                    .isTrue();
            assertThat(counts.get(2)).as("attempts").isEqualTo(fixture.kind.attempts.size());
            // Those for whom a connection is on the way do not count when they come; it may fail later.
            assertThat(metrics.pending()).as("who waits beyond the bound").isLessThanOrEqualTo(maxPending + maxSize);
            assertThat(everybody).allMatch(caller -> caller.told() <= 1);
            assertThat(holders.values().stream().distinct().count())
                    .as("each connection is lent once")
                    .isEqualTo(holders.size());
            var open = fixture.kind.opened.stream().filter(c -> !c.gone).count();
            assertThat(open + fixture.kind.attempts.size()).as("sockets").isLessThanOrEqualTo(maxSize);
        }

        /** Those who do not wait any more were served in their order, or have a reason. */
        private void queueMovesInOrder() {
            var now = fixture.now();
            var someWait = false;
            for (var caller : List.copyOf(queue)) {
                if (caller.waits()) {
                    someWait = true;
                    assertThat(now - caller.deadline)
                            .as("waits beyond his time")
                            .isLessThanOrEqualTo(LATE_AT_THE_MOST.toNanos());
                    continue;
                }
                queue.remove(caller);
                if (caller.failure() == null) {
                    assertThat(someWait).as("somebody was overtaken").isFalse();
                    lent(caller);
                } else if (caller.failure() instanceof PgTimeoutException) {
                    assertThat(now - caller.deadline).as("told too early").isNotNegative();
                }
            }
        }

        private void lent(PoolFixture.Caller caller) {
            var connection = caller.connection();
            if (!caller.isOver()) {
                assertThat(connection.status).as("what was lent").isEqualTo(TransactionStatus.IDLE);
                assertThat(connection.quiet).as("a reply is outstanding").isTrue();
                assertThat(connection.isOpen()).as("what was lent is open").isTrue();
                holders.put(caller, connection);
            }
        }

        // ---- how it ends

        /** From here on the server is well, and everybody returns what he has: then everybody is served in the end. */
        private void everythingGoesWell() {
            history.add("all goes well");
            for (var round = 0; round < 200 && !queue.isEmpty(); round++) {
                while (!fixture.kind.closing.isEmpty()) {
                    fixture.kind.closeOne();
                }
                fixture.kind.openAll();
                while (!fixture.kind.checks.isEmpty()) {
                    var connection = fixture.kind.checks.element().connection();
                    connection.quiet = true;
                    connection.status = TransactionStatus.IDLE;
                    fixture.kind.answer();
                }
                check();
                for (var caller : List.copyOf(holders.keySet())) {
                    holders.remove(caller).refusesWrites = false;
                    caller.giveBack();
                    check();
                }
                advance(Duration.ofMillis(100));
                check();
            }
            assertThat(queue).as("who was never served").isEmpty();
        }

        private void end() {
            history.add("close");
            var ended = new AtomicInteger();
            var last = fixture.acquire();
            everybody.add(last);
            fixture.pool.submit(() -> fixture.pool
                    .steward()
                    .shutdown()
                    .begin(Duration.ofSeconds(1), Duration.ofSeconds(1), ended::incrementAndGet));
            fixture.timer.advance(Duration.ofSeconds(2));
            while (!fixture.kind.attempts.isEmpty()) {
                fixture.kind.open();
            }
            while (!fixture.kind.checks.isEmpty()) {
                fixture.kind.answer();
            }
            while (!fixture.kind.closing.isEmpty()) {
                fixture.kind.closeOne();
            }
            assertThat(ended).as("the pool's end").hasValue(1);
            assertThat(fixture.kind.opened).allMatch(connection -> connection.gone);
            assertThat(everybody).noneMatch(PoolFixture.Caller::waits);
            assertThat(fixture.timer.pending()).as("timers").isZero();
        }
    }

    @Test
    void holdsWhateverHappens() {
        for (var seed = 0L; seed < SEEDS; seed++) {
            var run = new Run(seed);
            try {
                run.play();
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + seed + ", after " + run.history, e);
            }
        }
    }
}
