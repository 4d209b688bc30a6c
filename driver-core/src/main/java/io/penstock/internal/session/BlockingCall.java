package io.penstock.internal.session;

import io.penstock.error.PgClosedException;
import io.penstock.error.PgException;
import io.penstock.error.PgServerException;
import io.penstock.error.PgTimeoutException;
import io.penstock.error.SqlState;
import io.penstock.internal.exchange.Exchange;
import io.penstock.internal.exchange.ExchangeEnd;
import io.penstock.internal.transport.CallerLink;
import io.penstock.internal.wire.ReadyStatus;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A call that its own thread runs, and how its exchange ended. Confined to that thread. */
final class BlockingCall implements ExchangeEnd {

    private final ConnectionCore core;
    private final CallerLink link;
    private final String operation;
    private final @Nullable String sql;
    private @Nullable PgException error;

    BlockingCall(ConnectionCore core, CallerLink link, String operation, @Nullable String sql) {
        this.core = core;
        this.link = link;
        this.operation = operation;
        this.sql = sql;
    }

    @Override
    public void succeeded(ReadyStatus status) {}

    @Override
    public void failed(PgException failure) {
        error = failure;
    }

    /**
     * Runs the exchange to its end; throws what it ended in. Where there is more of it than the caller wants, the rest is drained, and how
     * that ended is no news.
     */
    void run(Exchange exchange, @Nullable Duration timeout, BooleanSupplier tooMuch) {
        measure(exchange);
        var deadline = CallDeadline.of(core, exchange, timeout);
        link.run(exchange, tooMuch);
        if (deadline.stop()) {
            overdue(deadline.timeout());
        }
        if (!exchange.ended()) {
            drain(exchange);
            error = null;
        }
        check();
    }

    /** Before it is begun: it is measured, if anybody wants to know. */
    void measure(Exchange exchange) {
        core.measure(exchange, operation, sql);
    }

    /** Discards what still comes; beyond the budget has the statement cancelled; beyond the deadline closes. */
    void drain(Exchange exchange) {
        drain(core, link, exchange);
    }

    /** Discards what still comes of an exchange. */
    static void drain(ConnectionCore core, CallerLink link, Exchange exchange) {
        link.execute(() -> core.exchanges().abandon(exchange));
        var deadline = CallDeadline.of(core, exchange, core.options().timeouts().drain());
        link.await(exchange, () -> core.exceedsDrain(exchange));
        if (!deadline.stop() && !exchange.ended()) {
            core.canceller().stop(exchange);
        }
        link.await(exchange, () -> false);
    }

    /** The exchange has ended in a way that the caller has asked for. */
    void ignoreServerError() {
        if (error instanceof PgServerException) {
            error = null;
        }
    }

    /** What the deadline has done is told as such; an error that is the statement's own stays. */
    void overdue(Duration timeout) {
        error = overdue(error, timeout);
    }

    /** What a call failed in whose deadline has passed. */
    static @Nullable PgException overdue(@Nullable PgException failure, Duration timeout) {
        if (failure instanceof PgClosedException
                || (failure != null && failure.sqlState().equals(SqlState.QUERY_CANCELED))) {
            var late = new PgTimeoutException(
                    "no answer within " + timeout, SqlState.QUERY_CANCELED, failure.outcome(), failure);
            var context = failure.context();
            return context == null ? late : late.in(context);
        }
        return failure;
    }

    /** Throws what the exchange has ended in, if it has ended badly. */
    void check() {
        var failure = error;
        if (failure == null) {
            return;
        }
        error = null;
        throw told(core, failure, operation, sql);
    }

    /** A failure as its caller is told of it. What an interrupted thread has left under way is cancelled. */
    static PgException told(ConnectionCore core, PgException failure, String operation, @Nullable String sql) {
        if (failure instanceof PgClosedException && Thread.currentThread().isInterrupted()) {
            core.canceller().cancelLost();
        }
        return failure.in(core.context(operation, sql));
    }
}
