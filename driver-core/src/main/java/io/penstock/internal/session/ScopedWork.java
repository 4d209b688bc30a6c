package io.penstock.internal.session;

import io.penstock.Result;
import io.penstock.Transaction;
import io.penstock.TransactionOptions;
import io.penstock.error.PgException;
import io.penstock.internal.exchange.Exchange;
import io.penstock.internal.exchange.ExchangeEnd;
import io.penstock.internal.exchange.ResultSink;
import io.penstock.internal.exchange.SimpleQueryExchange;
import io.penstock.internal.exchange.TransactionScope;
import io.penstock.internal.flow.DriverFuture;
import io.penstock.internal.flow.StageFailure;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Work between a beginning and an end: a transaction's BEGIN and COMMIT, a savepoint's SAVEPOINT and RELEASE. The end is chosen by how the
 * work's stage ends, and the result's stage ends after it.
 *
 * <p>All steps hang on stages of the connection, so the user's function runs on the execution strategy's threads.
 */
final class ScopedWork<T> {

    private static final AtomicLong SCOPES = new AtomicLong();

    private final ConnectionCore core;
    private final SessionOperations outer;
    private final TransactionScope scope;
    private final Words words;
    private final RealTransaction transaction;
    private final DriverFuture<T> result;

    /** The statements of one kind of scope. */
    private record Words(String begin, String succeed, String fail) {

        static Words transaction(TransactionOptions options) {
            return new Words(options.beginStatement(), "COMMIT", "ROLLBACK");
        }

        /** The name is made of digits: nothing of the user's is in the text. */
        static Words savepoint(long number) {
            var name = "penstock_" + number;
            return new Words(
                    "SAVEPOINT " + name,
                    "RELEASE SAVEPOINT " + name,
                    "ROLLBACK TO SAVEPOINT " + name + "; RELEASE SAVEPOINT " + name);
        }
    }

    private ScopedWork(SessionOperations outer, TransactionScope scope, Words words) {
        this.core = outer.core();
        this.outer = outer;
        this.scope = scope;
        this.words = words;
        this.transaction = new RealTransaction(core, scope, outer.tenure());
        this.result = new DriverFuture<>(core.dispatcher(null));
    }

    static <T> CompletionStage<T> transaction(
            SessionOperations operations,
            TransactionOptions options,
            Function<? super Transaction, ? extends CompletionStage<T>> work) {
        var scope = new TransactionScope("transaction " + SCOPES.incrementAndGet());
        return new ScopedWork<T>(operations, scope, Words.transaction(options)).run(work);
    }

    static <T> CompletionStage<T> savepoint(
            RealTransaction transaction, Function<? super Transaction, ? extends CompletionStage<T>> work) {
        var number = SCOPES.incrementAndGet();
        var scope = new TransactionScope("savepoint " + number);
        return new ScopedWork<T>(transaction.operations(), scope, Words.savepoint(number)).run(work);
    }

    private CompletionStage<T> run(Function<? super Transaction, ? extends CompletionStage<T>> work) {
        var begin = new ScriptCall(core, core.dispatcher(null), "begin", words.begin());
        core.hold();
        var beginning = new SimpleQueryExchange("begin", words.begin(), begin.sink(), begin).opening(scope);
        outer.submit(beginning, begin);
        StatementDeadline.set(core, beginning, begin, null);
        begin.thenCompose(begun -> apply(work)).whenComplete((value, error) -> {
            if (begin.isCompletedExceptionally()) {
                core.link().execute(() -> undo(beginning));
                core.release();
                result.fail(StageFailure.unwrapped(error));
            } else {
                end(value, StageFailure.unwrappedOrNull(error));
            }
        });
        return result;
    }

    /** Owner: a beginning that is given up may yet succeed; then the scope ends at once. */
    private void undo(Exchange beginning) {
        if (beginning.written() && core.isOpen()) {
            core.submitAdmitted(
                    new SimpleQueryExchange("rollback", words.fail(), ResultSink.DISCARD, ExchangeEnd.IGNORED)
                            .closing(scope));
        }
    }

    private CompletionStage<T> apply(Function<? super Transaction, ? extends CompletionStage<T>> work) {
        CompletionStage<T> stage = work.apply(transaction);
        if (stage == null) {
            throw new NullPointerException("the transaction's function returned null instead of a stage");
        }
        return stage;
    }

    private void end(T value, @Nullable Throwable error) {
        var rollsBack = error != null || transaction.isRollbackOnly();
        var operation = rollsBack ? "rollback" : "commit";
        var sql = rollsBack ? words.fail() : words.succeed();
        var call = new ScriptCall(core, core.dispatcher(null), operation, sql);
        Exchange exchange = new SimpleQueryExchange(operation, sql, call.sink(), call).closing(scope);
        core.measure(exchange, operation, sql);
        core.submitAdmitted(exchange);
        StatementDeadline.set(core, exchange, call, null);
        call.whenComplete((results, failure) -> {
            core.release();
            if (error != null) {
                fail(error, StageFailure.unwrappedOrNull(failure));
            } else if (failure != null) {
                result.fail(commitFailure(StageFailure.unwrapped(failure), rollsBack));
            } else {
                finish(value, results, rollsBack);
            }
        });
    }

    /** The work's own error is the news; that its rollback failed too is a detail. */
    private void fail(Throwable error, @Nullable Throwable failure) {
        if (failure != null && failure != error) {
            error.addSuppressed(failure);
        }
        result.fail(error);
    }

    private void finish(T value, List<Result> results, boolean rollsBack) {
        var refusal = rollsBack ? null : CommitAnswer.refusal(results);
        if (refusal != null) {
            result.fail(refusal.in(core.context("commit", null)));
            return;
        }
        result.succeed(value);
    }

    private Throwable commitFailure(Throwable failure, boolean rollsBack) {
        if (rollsBack || !(failure instanceof PgException error)) {
            return failure;
        }
        var told = CommitAnswer.failure(error, outer.scope() == null);
        return told.context() != null ? told : told.in(core.context("commit", null));
    }
}
