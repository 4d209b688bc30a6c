package io.penstock.internal.session;

import io.penstock.Result;
import io.penstock.internal.flow.DriverFuture;
import io.penstock.internal.flow.StageFailure;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Joins the stages of a batch into one, and splits one into many. */
final class AllOf {

    private AllOf() {}

    /** Ends when the last one has; with the first error, in the order of the stages. */
    static CompletionStage<List<Result>> inOrder(ConnectionCore core, List<CompletionStage<Result>> stages) {
        var joined = new DriverFuture<List<Result>>(core.dispatcher(null));
        if (stages.isEmpty()) {
            joined.succeed(List.of());
            return joined;
        }
        var results = new Result[stages.size()];
        var errors = new @Nullable Throwable[stages.size()];
        var open = new AtomicInteger(stages.size());
        for (var i = 0; i < stages.size(); i++) {
            var index = i;
            stages.get(i).whenComplete((result, error) -> {
                results[index] = result;
                errors[index] = StageFailure.unwrappedOrNull(error);
                if (open.decrementAndGet() == 0) {
                    end(joined, results, errors);
                }
            });
        }
        return joined;
    }

    private static void end(DriverFuture<List<Result>> joined, Result[] results, @Nullable Throwable[] errors) {
        for (var error : errors) {
            if (error != null) {
                joined.fail(error);
                return;
            }
        }
        joined.succeed(List.of(results));
    }

    /** A stage for each result of one that brings them all. */
    static List<CompletionStage<Result>> each(CompletionStage<List<Result>> all, int count) {
        return IntStream.range(0, count)
                .<CompletionStage<Result>>mapToObj(i -> all.thenApply(results -> results.get(i)))
                .toList();
    }

    /** An error as something that a stage's function can throw. */
    static RuntimeException rethrown(Throwable error) {
        var cause = StageFailure.unwrapped(error);
        return cause instanceof RuntimeException e ? e : new CompletionException(cause);
    }
}
