package io.penstock.it.invariant;

import io.penstock.error.PgException;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what tests have asked for; whatever does not happen within ten seconds fails the test. */
public final class Await {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final long POLL_NANOS = 2_000_000;

    private Await() {}

    /** The stage's value; its own failure is thrown as it is. */
    public static <T> T get(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new AssertionError("failed with something else than a runtime exception", e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("did not end within " + LIMIT + ": " + stage, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** The stage's failure, which must be one of the driver's and hold no secret. */
    public static PgException failure(CompletionStage<?> stage) {
        try {
            Object value = get(stage);
            throw new AssertionError("succeeded: " + value);
        } catch (PgException failure) {
            Secrets.assertNoneIn(failure);
            return failure;
        }
    }

    /** Returns when the latch is open. */
    public static void signal(CountDownLatch latch) {
        try {
            if (!latch.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("no signal within " + LIMIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Returns when nothing is left of what another process or thread still has; tells what is, if it takes too long. */
    public static void untilEmpty(String what, Supplier<? extends Collection<?>> left) {
        try {
            until(what, () -> left.get().isEmpty());
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + ", left: " + left.get(), e);
        }
    }

    /** Returns when a condition holds about which nobody can tell us, such as the state of another process. */
    public static void until(String what, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > LIMIT.toNanos()) {
                throw new AssertionError("not within " + LIMIT + ": " + what);
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }
}
