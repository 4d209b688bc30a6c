package io.penstock.internal.flow;

import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** What a stage failed with, without the wrapper that every stage behind it puts around it. */
public final class StageFailure {

    private StageFailure() {}

    /** The error itself where nothing is wrapped around it. */
    public static Throwable unwrapped(Throwable error) {
        var cause = error.getCause();
        return error instanceof CompletionException && cause != null ? cause : error;
    }

    /** The same for what a completion brings: null where the stage succeeded. */
    public static @Nullable Throwable unwrappedOrNull(@Nullable Throwable error) {
        return error == null ? null : unwrapped(error);
    }
}
