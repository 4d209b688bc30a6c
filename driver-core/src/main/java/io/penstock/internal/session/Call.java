package io.penstock.internal.session;

import io.penstock.error.Outcome;
import io.penstock.error.PgException;
import io.penstock.error.PgRejectedException;
import io.penstock.error.SqlState;
import io.penstock.internal.exchange.Exchange;
import io.penstock.internal.exchange.ExchangeEnd;
import io.penstock.internal.flow.CallSite;
import io.penstock.internal.flow.DriverFuture;
import io.penstock.internal.flow.Origin;
import io.penstock.internal.flow.SerialDispatcher;
import io.penstock.internal.types.TypeChanges;
import io.penstock.internal.wire.ReadyStatus;
import org.jspecify.annotations.Nullable;

/**
 * A call that is under way, which is the stage that its caller holds: where it was made from, and what it was about.
 *
 * <p>Its exchange ends it on the connection's owner. The stage is completed there and then, which unparks a thread that waits for it; the
 * functions hooked onto the stage run through the dispatcher.
 *
 * @param <T> what the stage brings
 */
abstract class Call<T extends @Nullable Object> extends DriverFuture<T> implements ExchangeEnd, Origin {

    private static final int[] NO_TYPES = {};

    private final ConnectionCore core;
    private final CallSite site;

    private volatile @Nullable Exchange exchange;

    // Confined to the connection's owner.
    private @Nullable Runnable stopTimer;
    private boolean cancelled;

    Call(ConnectionCore core, SerialDispatcher dispatcher) {
        this(core, dispatcher, core.callSite(dispatcher));
    }

    /** One of several that are asked for in one go. */
    Call(ConnectionCore core, SerialDispatcher dispatcher, CallSite site) {
        super(dispatcher);
        this.core = core;
        this.site = site;
    }

    /** Before it is submitted: what the call runs as. */
    final void runsAs(Exchange submitted) {
        exchange = submitted;
    }

    /** What it runs as; null before that is known. */
    final @Nullable Exchange running() {
        return exchange;
    }

    @Override
    public final CallSite site() {
        return site;
    }

    /** Any thread: the user has cancelled a copy of the stage. */
    @Override
    public final void cancelOperation() {
        var running = exchange;
        if (running != null) {
            core.link().interject(() -> cancel(running));
        }
    }

    private void cancel(Exchange running) {
        if (!running.ended()) {
            cancelled = true;
            core.drain().cancel(running);
        }
    }

    /** What the stage brings when the exchange has ended well. */
    abstract T value(ReadyStatus status);

    /** The types of what it brings, as far as they differ from database to database: they have to be known first. */
    int[] changingTypes() {
        return NO_TYPES;
    }

    /** What is being done, for error messages. */
    abstract String operation();

    /** The SQL text for the error's context, or null. */
    abstract @Nullable String sql();

    final ConnectionCore core() {
        return core;
    }

    @Override
    public final void succeeded(ReadyStatus status) {
        if (cancelled) {
            failed(new PgRejectedException(
                    "cancelled while it was under way; its answer was dropped",
                    SqlState.QUERY_CANCELED,
                    Outcome.UNKNOWN));
            return;
        }
        stopTimer();
        var altered = core.takeAlteredTypes(SessionBuilder.status(status));
        var types = changingTypes();
        if (core.heldEnds().isFree(types, altered)) {
            bring(status);
        } else {
            core.heldEnds().hold(types, altered, () -> bring(status));
        }
    }

    private void bring(ReadyStatus status) {
        T value;
        try {
            value = value(status);
        } catch (PgException e) {
            failLocated(e, null);
            return;
        }
        succeed(value);
    }

    @Override
    public final void failed(PgException error) {
        failed(error, null);
    }

    /** The calling thread: it is not even submitted. */
    final void failedBefore(String sql, PgException error) {
        failed(error, sql);
    }

    /** @param unsent its text where it does not run yet */
    private void failed(PgException error, @Nullable String unsent) {
        stopTimer();
        if (TypeChanges.explain(error)) {
            core.types().doubt();
        }
        if (core.link().isOwner() && !core.heldEnds().isEmpty()) {
            core.heldEnds().hold(() -> failLocated(error, unsent));
        } else {
            failLocated(error, unsent);
        }
    }

    private void failLocated(PgException error, @Nullable String unsent) {
        var located = located(error, unsent == null ? sql() : unsent);
        fail(located);
        onFailed(located);
    }

    /** Owner: the call ends now, with this error; what its exchange still brings is drained. */
    final void endEarly(PgException error) {
        failed(error);
        var running = exchange;
        if (running != null) {
            core.abandon(running);
        }
    }

    /** Owner: a timer that is to be stopped when the call ends. */
    final void timer(Runnable stop) {
        stopTimer = stop;
    }

    private void stopTimer() {
        if (stopTimer != null) {
            stopTimer.run();
            stopTimer = null;
        }
    }

    /** The error with what was tried, on whom, and the caller's frames. */
    final PgException located(PgException error) {
        return located(error, sql());
    }

    private PgException located(PgException error, @Nullable String sql) {
        return site.stamp(error.in(core.context(operation(), sql)));
    }

    /** Hook of a call that holds something. */
    void onFailed(PgException error) {}
}
