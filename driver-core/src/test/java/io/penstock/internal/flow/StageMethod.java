package io.penstock.internal.flow;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Every method of {@link CompletionStage} that takes a function, each as a row: how to register a probe with it. */
enum StageMethod {
    THEN_APPLY((s, p, e) -> s.thenApply(p::value)),
    THEN_APPLY_ASYNC((s, p, e) -> s.thenApplyAsync(p::value)),
    THEN_APPLY_ASYNC_ON((s, p, e) -> s.thenApplyAsync(p::value, e)),
    THEN_ACCEPT((s, p, e) -> s.thenAccept(p::value)),
    THEN_ACCEPT_ASYNC((s, p, e) -> s.thenAcceptAsync(p::value)),
    THEN_ACCEPT_ASYNC_ON((s, p, e) -> s.thenAcceptAsync(p::value, e)),
    THEN_RUN((s, p, e) -> s.thenRun(p::ran)),
    THEN_RUN_ASYNC((s, p, e) -> s.thenRunAsync(p::ran)),
    THEN_RUN_ASYNC_ON((s, p, e) -> s.thenRunAsync(p::ran, e)),
    THEN_COMBINE((s, p, e) -> s.thenCombine(done(), p::values)),
    THEN_COMBINE_ASYNC((s, p, e) -> s.thenCombineAsync(done(), p::values)),
    THEN_COMBINE_ASYNC_ON((s, p, e) -> s.thenCombineAsync(done(), p::values, e)),
    THEN_ACCEPT_BOTH((s, p, e) -> s.thenAcceptBoth(done(), p::values)),
    THEN_ACCEPT_BOTH_ASYNC((s, p, e) -> s.thenAcceptBothAsync(done(), p::values)),
    THEN_ACCEPT_BOTH_ASYNC_ON((s, p, e) -> s.thenAcceptBothAsync(done(), p::values, e)),
    RUN_AFTER_BOTH((s, p, e) -> s.runAfterBoth(done(), p::ran)),
    RUN_AFTER_BOTH_ASYNC((s, p, e) -> s.runAfterBothAsync(done(), p::ran)),
    RUN_AFTER_BOTH_ASYNC_ON((s, p, e) -> s.runAfterBothAsync(done(), p::ran, e)),
    APPLY_TO_EITHER((s, p, e) -> s.applyToEither(never(), p::value)),
    APPLY_TO_EITHER_ASYNC((s, p, e) -> s.applyToEitherAsync(never(), p::value)),
    APPLY_TO_EITHER_ASYNC_ON((s, p, e) -> s.applyToEitherAsync(never(), p::value, e)),
    ACCEPT_EITHER((s, p, e) -> s.acceptEither(never(), p::value)),
    ACCEPT_EITHER_ASYNC((s, p, e) -> s.acceptEitherAsync(never(), p::value)),
    ACCEPT_EITHER_ASYNC_ON((s, p, e) -> s.acceptEitherAsync(never(), p::value, e)),
    RUN_AFTER_EITHER((s, p, e) -> s.runAfterEither(never(), p::ran)),
    RUN_AFTER_EITHER_ASYNC((s, p, e) -> s.runAfterEitherAsync(never(), p::ran)),
    RUN_AFTER_EITHER_ASYNC_ON((s, p, e) -> s.runAfterEitherAsync(never(), p::ran, e)),
    THEN_COMPOSE((s, p, e) -> s.thenCompose(p::stage)),
    THEN_COMPOSE_ASYNC((s, p, e) -> s.thenComposeAsync(p::stage)),
    THEN_COMPOSE_ASYNC_ON((s, p, e) -> s.thenComposeAsync(p::stage, e)),
    WHEN_COMPLETE((s, p, e) -> s.whenComplete(p::values)),
    WHEN_COMPLETE_ASYNC((s, p, e) -> s.whenCompleteAsync(p::values)),
    WHEN_COMPLETE_ASYNC_ON((s, p, e) -> s.whenCompleteAsync(p::values, e)),
    HANDLE((s, p, e) -> s.handle(p::values)),
    HANDLE_ASYNC((s, p, e) -> s.handleAsync(p::values)),
    HANDLE_ASYNC_ON((s, p, e) -> s.handleAsync(p::values, e)),
    EXCEPTIONALLY((s, p, e) -> s.exceptionally(p::value)),
    EXCEPTIONALLY_ASYNC((s, p, e) -> s.exceptionallyAsync(p::value)),
    EXCEPTIONALLY_ASYNC_ON((s, p, e) -> s.exceptionallyAsync(p::value, e)),
    EXCEPTIONALLY_COMPOSE((s, p, e) -> s.exceptionallyCompose(p::stage)),
    EXCEPTIONALLY_COMPOSE_ASYNC((s, p, e) -> s.exceptionallyComposeAsync(p::stage)),
    EXCEPTIONALLY_COMPOSE_ASYNC_ON((s, p, e) -> s.exceptionallyComposeAsync(p::stage, e));

    private final Registration registration;

    StageMethod(Registration registration) {
        this.registration = registration;
    }

    CompletionStage<?> register(CompletionStage<String> stage, Probe probe, Executor executor) {
        return registration.on(stage, probe, executor);
    }

    /** Whether its function is called on failure only. */
    boolean needsFailure() {
        return name().startsWith("EXCEPTIONALLY");
    }

    private static CompletionStage<String> done() {
        return CompletableFuture.completedFuture("other");
    }

    private static CompletionStage<String> never() {
        return new CompletableFuture<>();
    }

    private interface Registration {
        CompletionStage<?> on(CompletionStage<String> stage, Probe probe, Executor executor);
    }

    /** A function of any shape, that calls back. */
    interface Probe {
        void ran();

        default String value(Object any) {
            ran();
            return "probed";
        }

        default String values(Object any, Object other) {
            ran();
            return "probed";
        }

        default CompletionStage<String> stage(Object any) {
            ran();
            return done();
        }
    }
}
