package io.penstock.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.testing.FakeLoop;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No function of a user's runs on the loop, nor on the thread that registers it; whatever the method, stage and
 * moment.
 */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NeverInlineTest {
    private static final String OFFLOAD = "test-offload";

    private final Bench bench = new Bench();
    private final ExecutorService offload = Executors.newSingleThreadExecutor(task -> new Thread(task, OFFLOAD));
    private final SerialDispatcher dispatcher = bench.on(offload);
    private final Witness witness = new Witness();

    /** As hostile as a user's executor can be: its tasks run in the thread that hands them over. */
    private final Executor inPlace = task -> {
        witness.executorCalledOn.add(Thread.currentThread().getName());
        task.run();
    };

    @AfterEach
    void close() {
        offload.shutdown();
        bench.close();
    }

    static Stream<Arguments> methodsAndStages() {
        return Stream.of(StageMethod.values())
                .flatMap(method -> Stream.of(StageKind.values()).map(kind -> Arguments.of(method, kind)));
    }

    @ParameterizedTest
    @MethodSource("methodsAndStages")
    void registeredBeforeCompletion(StageMethod method, StageKind kind) {
        var source = new DriverFuture<String>(dispatcher);
        method.register(kind.of(source), witness, inPlace);
        bench.loop.run(() -> complete(source, method));
        assertRanOffLoop();
    }

    @ParameterizedTest
    @MethodSource("methodsAndStages")
    void registeredAfterCompletionByAnyThread(StageMethod method, StageKind kind) {
        var source = new DriverFuture<String>(dispatcher);
        var stage = kind.of(source);
        bench.loop.run(() -> complete(source, method));
        awaitSettled(stage);
        method.register(stage, witness, inPlace);
        assertRanOffLoop();
    }

    @ParameterizedTest
    @MethodSource("methodsAndStages")
    void registeredAfterCompletionOnTheLoopItself(StageMethod method, StageKind kind) {
        var source = new DriverFuture<String>(dispatcher);
        var stage = kind.of(source);
        bench.loop.run(() -> complete(source, method));
        awaitSettled(stage);
        bench.loop.run(() -> method.register(stage, witness, inPlace));
        assertRanOffLoop();
    }

    @ParameterizedTest
    @MethodSource("methodsAndStages")
    void registeredInAContinuationRunsAfterIt(StageMethod method, StageKind kind) {
        var source = new DriverFuture<String>(dispatcher);
        var stage = kind.of(source);
        bench.loop.run(() -> complete(source, method));
        awaitSettled(stage);
        var insideCall = new CopyOnWriteArrayList<Boolean>();
        new DriverFutureBox(dispatcher).done().thenRun(() -> {
            method.register(stage, witness, task -> new Thread(task, OFFLOAD + "-user").start());
            insideCall.add(witness.ran.getCount() == 0 && witness.ranOn.contains(OFFLOAD));
        });
        assertRanOffLoop();
        Bench.awaitIdle(dispatcher);
        assertThat(insideCall).containsExactly(false);
    }

    @ParameterizedTest
    @MethodSource("methodsAndStages")
    void registeredBeforeCompletionInABurst(StageMethod method, StageKind kind) {
        var source = new DriverFuture<String>(dispatcher);
        method.register(kind.of(source), witness, inPlace);
        bench.loop.run(() -> {
            dispatcher.beginBurst();
            complete(source, method);
            dispatcher.endBurst();
        });
        assertRanOffLoop();
    }

    @Test
    void everyMethodOfCompletionStageIsInTheTable() {
        long functions = Stream.of(CompletionStage.class.getMethods())
                .filter(method -> !method.getName().equals("toCompletableFuture"))
                .count();
        assertThat(StageMethod.values()).hasSize((int) functions);
    }

    @Test
    void aFailureThatPassesThroughDoesNotDragFunctionsOntoTheLoop() {
        var source = new DriverFuture<String>(dispatcher);
        var end = source.exceptionally(e -> "not called").exceptionallyCompose(e -> new CompletableFuture<>());
        end.thenRun(witness::ran);
        bench.loop.run(() -> source.succeed("ok"));
        assertRanOffLoop();
    }

    @Test
    void asyncWithoutExecutorUnderTheEventLoopStrategyRunsOffTheLoop() {
        var source = new DriverFuture<String>(bench.onLoop());
        source.thenRunAsync(witness::ran);
        bench.loop.run(() -> source.succeed("ok"));
        assertRanOffLoop();
    }

    @Test
    void eventLoopStrategyRunsOnTheLoop() {
        var source = new DriverFuture<String>(bench.onLoop());
        source.thenRun(witness::ran);
        bench.loop.run(() -> source.succeed("ok"));
        witness.await();
        assertThat(witness.ranOn).containsExactly(FakeLoop.NAME);
    }

    private void assertRanOffLoop() {
        witness.await();
        assertThat(witness.ranOn)
                .hasSize(1)
                .allMatch(name -> name.startsWith(OFFLOAD) || name.startsWith("penstock-offload-"));
        assertThat(witness.executorCalledOn).allMatch(name -> name.startsWith(OFFLOAD));
    }

    private static void awaitSettled(CompletionStage<String> stage) {
        // Not by join alone: a copy follows its source by way of the dispatcher.
        ((CompletableFuture<String>) stage).handle((value, error) -> "settled").join();
    }

    private static void complete(DriverFuture<String> source, StageMethod method) {
        if (method.needsFailure()) {
            source.fail(new IllegalStateException("failed by the test"));
        } else {
            source.succeed("value");
        }
    }

    /** The stages that a user can hold. */
    enum StageKind {
        DRIVER_FUTURE {
            @Override
            CompletableFuture<String> of(DriverFuture<String> source) {
                return source;
            }
        },
        DERIVED {
            @Override
            CompletableFuture<String> of(DriverFuture<String> source) {
                return source.thenApply(value -> value + "!");
            }
        },
        COPY {
            @Override
            CompletableFuture<String> of(DriverFuture<String> source) {
                return source.toCompletableFuture();
            }
        },
        DERIVED_FROM_COPY {
            @Override
            CompletableFuture<String> of(DriverFuture<String> source) {
                return source.toCompletableFuture().thenApply(value -> value + "!");
            }
        },
        MINIMAL {
            @Override
            CompletableFuture<String> of(DriverFuture<String> source) {
                return (CompletableFuture<String>) source.minimalCompletionStage();
            }
        },
        MINIMAL_OF_COPY {
            @Override
            CompletableFuture<String> of(DriverFuture<String> source) {
                return (CompletableFuture<String>) source.toCompletableFuture().minimalCompletionStage();
            }
        };

        abstract CompletableFuture<String> of(DriverFuture<String> source);
    }

    /** A completed future of the same dispatcher. */
    private record DriverFutureBox(SerialDispatcher dispatcher) {
        DriverFuture<String> done() {
            var future = new DriverFuture<String>(dispatcher);
            future.succeed("done");
            return future;
        }
    }

    private static final class Witness implements StageMethod.Probe {
        final List<String> ranOn = new CopyOnWriteArrayList<>();
        final List<String> executorCalledOn = new CopyOnWriteArrayList<>();
        final CountDownLatch ran = new CountDownLatch(1);

        @Override
        public void ran() {
            ranOn.add(Thread.currentThread().getName());
            ran.countDown();
        }

        void await() {
            try {
                assertThat(ran.await(10, TimeUnit.SECONDS))
                        .as("function called")
                        .isTrue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }
}
