package io.penstock.internal.pool;

import io.penstock.PgConnection;
import io.penstock.internal.flow.DriverFuture;
import io.penstock.internal.flow.SerialDispatcher;
import io.penstock.internal.flow.StageFailure;
import io.penstock.internal.session.RealConnection;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Work with a connection that is taken back when the work's stage has ended, before the result is told. Cancelling the result cancels
 * what it waits for: the connection, or what the work's stage stands for.
 */
final class BorrowedWork<T> {

    private final Function<? super PgConnection, ? extends CompletionStage<T>> work;
    private volatile @Nullable Runnable cancel;
    private volatile boolean cancelled;

    private BorrowedWork(Function<? super PgConnection, ? extends CompletionStage<T>> work) {
        this.work = work;
    }

    /** On a connection that is at hand: the work runs in this call. */
    static <T> CompletionStage<T> at(
            Lease<RealConnection> lease,
            RealConnection connection,
            Function<? super PgConnection, ? extends CompletionStage<T>> work) {
        var borrowed = new BorrowedWork<T>(work);
        var result = connection.<T>newFuture(borrowed::cancel);
        borrowed.run(connection.under(lease), result);
        return result;
    }

    /** On a connection that has to be waited for. */
    static <T> CompletionStage<T> after(
            StageWaiter waiter,
            SerialDispatcher dispatcher,
            Function<? super PgConnection, ? extends CompletionStage<T>> work) {
        var borrowed = new BorrowedWork<T>(work);
        borrowed.cancel = waiter::cancel;
        var result = DriverFuture.<T>of(borrowed::cancel, dispatcher);
        waiter.future().whenComplete((connection, error) -> {
            if (error != null) {
                result.fail(error);
            } else {
                borrowed.run(connection, result);
            }
        });
        return result;
    }

    private void run(PgConnection connection, DriverFuture<T> result) {
        CompletionStage<T> stage;
        try {
            stage = work.apply(connection);
            if (stage == null) {
                throw new NullPointerException("the work with a connection returned null instead of a stage");
            }
        } catch (Throwable thrown) {
            connection.close();
            result.fail(thrown);
            return;
        }
        cancel = () -> stage.toCompletableFuture().cancel(true);
        if (cancelled) {
            cancel();
        }
        stage.whenComplete((value, error) -> {
            connection.close();
            if (error == null) {
                result.succeed(value);
            } else {
                result.fail(StageFailure.unwrapped(error));
            }
        });
    }

    /** Any thread. */
    private void cancel() {
        cancelled = true;
        var action = cancel;
        if (action != null) {
            action.run();
        }
    }
}
