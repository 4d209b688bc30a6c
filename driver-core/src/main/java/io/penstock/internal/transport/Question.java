package io.penstock.internal.transport;

import io.penstock.internal.flow.StageFailure;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Something that is asked of code that may block, throw, or answer later: it ends with a value or a failure, once. Any thread. */
final class Question<T extends @Nullable Object> implements Runnable {

    private final Supplier<? extends CompletionStage<T>> question;
    private final CompletableFuture<T> answer = new CompletableFuture<>();

    Question(Supplier<? extends CompletionStage<T>> question) {
        this.question = question;
    }

    /** Asks; may block. */
    @Override
    public void run() {
        try {
            question.get().whenComplete((value, error) -> {
                if (error == null) {
                    answer.complete(value);
                } else {
                    answer.completeExceptionally(StageFailure.unwrapped(error));
                }
            });
        } catch (Throwable e) {
            answer.completeExceptionally(e);
        }
    }

    /** What has been answered, when it has. */
    CompletableFuture<T> answer() {
        return answer;
    }
}
