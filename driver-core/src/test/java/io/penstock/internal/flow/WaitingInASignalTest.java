package io.penstock.internal.flow;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A continuation that blocks on another result of its own connection: it must not wait for itself. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WaitingInASignalTest {
    private final Bench bench = new Bench();
    private final SerialDispatcher dispatcher = bench.offloading();
    private final List<String> log = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        bench.close();
    }

    /** What a user may wait for. */
    enum Awaited {
        RESULT(f -> f),
        COPY(CompletableFuture::toCompletableFuture),
        DERIVED(f -> f.thenApply(v -> v)),
        COPY_OF_DERIVED(f -> f.thenApply(v -> v).toCompletableFuture()),
        DERIVED_OF_COPY(f -> f.toCompletableFuture().thenApply(v -> v)),
        CHAIN(f -> f.thenApply(v -> v)
                .thenCompose(CompletableFuture::completedFuture)
                .whenComplete((v, e) -> {})),
        ASYNC(f -> f.thenApplyAsync(v -> v)),
        MINIMAL(f -> f.minimalCompletionStage().toCompletableFuture());

        private final Function<CompletableFuture<String>, CompletableFuture<String>> of;

        Awaited(Function<CompletableFuture<String>, CompletableFuture<String>> of) {
            this.of = of;
        }
    }

    @ParameterizedTest
    @EnumSource
    void joinsWhatIsStillToCome(Awaited awaited) throws Exception {
        var first = new DriverFuture<String>(dispatcher);
        var second = new DriverFuture<String>(dispatcher);
        var inside = new CountDownLatch(1);
        var joined = first.thenApply(v -> {
            var stage = awaited.of.apply(second);
            inside.countDown();
            return stage.join();
        });
        bench.loop.run(() -> first.succeed("first"));
        Bench.await(inside);
        bench.loop.run(() -> {
            dispatcher.beginBurst();
            second.succeed("second");
            dispatcher.endBurst();
        });
        assertThat(joined.get(10, SECONDS)).isEqualTo("second");
    }

    @ParameterizedTest
    @EnumSource
    void getsWhatHasComeAlready(Awaited awaited) throws Exception {
        var first = new DriverFuture<String>(dispatcher);
        var second = new DriverFuture<String>(dispatcher);
        second.succeed("second");
        var joined = first.thenApply(v -> {
            try {
                return awaited.of.apply(second).get(10, SECONDS);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        bench.loop.run(() -> first.succeed("first"));
        assertThat(joined.get(10, SECONDS)).isEqualTo("second");
    }

    @Test
    void waitsInsideOfWaiting() throws Exception {
        var futures = new CopyOnWriteArrayList<DriverFuture<Integer>>();
        for (int i = 0; i < 20; i++) {
            futures.add(new DriverFuture<>(dispatcher));
        }
        CompletableFuture<Integer> last = futures.get(19).thenApply(n -> n);
        for (int i = 18; i >= 0; i--) {
            var inner = last;
            last = futures.get(i).thenApply(n -> n + inner.join());
        }
        for (var future : futures) {
            bench.loop.run(() -> future.succeed(1));
        }
        assertThat(last.get(10, SECONDS)).isEqualTo(20);
    }

    @Test
    void othersAreDeliveredMeanwhileInOrder() throws Exception {
        var first = new DriverFuture<String>(dispatcher);
        var second = new DriverFuture<String>(dispatcher);
        var end = first.thenAccept(v -> {
            log.add("begin");
            dispatcher.execute(() -> log.add("other 1"));
            dispatcher.execute(() -> log.add("other 2"));
            dispatcher.execute(() -> second.succeed("second"));
            second.thenRun(() -> log.add("dependent")).join();
            log.add("end");
        });
        first.succeed("go");
        end.get(10, SECONDS);
        assertThat(log).containsExactly("begin", "other 1", "other 2", "dependent", "end");
    }

    /** As a stream's drain does, whose subscriber must not be called while it is being called. */
    @Test
    void aTaskThatWaitsIsNotEnteredAgainAndKeepsItsPlace() throws Exception {
        var result = new DriverFuture<String>(dispatcher);
        var done = new CountDownLatch(1);
        var task = new RecurringTask() {
            @Override
            public void run() {
                log.add("enter");
                if (log.size() == 1) {
                    dispatcher.enqueue(this);
                    dispatcher.execute(() -> log.add("other"));
                    dispatcher.execute(() -> result.succeed("x"));
                    result.thenRun(() -> log.add("dependent")).join();
                    dispatcher.execute(done::countDown);
                }
                log.add("leave");
            }
        };
        dispatcher.enqueue(task);
        Bench.await(done);
        assertThat(log).containsExactly("enter", "other", "dependent", "leave", "enter", "leave");
    }

    @Test
    void timesOut() throws Exception {
        var first = new DriverFuture<String>(dispatcher);
        var never = new DriverFuture<String>(dispatcher).thenApply(v -> v);
        var end = first.thenRun(
                () -> assertThatThrownBy(() -> never.get(5, MILLISECONDS)).isInstanceOf(TimeoutException.class));
        first.succeed("go");
        end.get(10, SECONDS);
    }

    @Test
    void getIsInterruptedAndJoinKeepsTheInterrupt() throws Exception {
        var first = new DriverFuture<String>(dispatcher);
        var second = new DriverFuture<String>(dispatcher);
        var derived = second.thenApply(v -> v);
        var end = first.thenRun(() -> {
            Thread.currentThread().interrupt();
            assertThatThrownBy(derived::get).isInstanceOf(InterruptedException.class);
            Thread.currentThread().interrupt();
            dispatcher.execute(() -> second.succeed("x"));
            assertThat(derived.join()).isEqualTo("x");
            assertThat(Thread.interrupted()).isTrue();
        });
        first.succeed("go");
        end.get(10, SECONDS);
    }
}
