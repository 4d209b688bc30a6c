package io.penstock.internal.session;

import io.penstock.error.Outcome;
import io.penstock.error.PgException;
import io.penstock.error.PgTimeoutException;
import io.penstock.error.SqlState;
import io.penstock.internal.exchange.ExchangeEnd;
import io.penstock.internal.exchange.ResultSink;
import io.penstock.internal.exchange.SimpleQueryExchange;
import io.penstock.internal.transport.CallerLink;
import io.penstock.internal.transport.CancelSender;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The deadline of one call that its own thread runs, kept by a timer.
 *
 * <p>When it passes, the statement is cancelled on the server; when that does not end it within {@code cancelTimeout}, the connection
 * is closed. A cancel request that was sent is waited for before the call returns, and flushed out by an empty statement: it
 * cannot hit the next one.
 */
final class CallDeadline {

    private enum State {
        RUNNING,
        PASSED,
        OVER
    }

    private final ConnectionCore core;
    private final CallerLink link;
    private final Duration timeout;
    private final CountDownLatch requested = new CountDownLatch(1);
    private final AtomicReference<State> state = new AtomicReference<>(State.RUNNING);
    private final Runnable stopTimer;

    /** Starts it. */
    CallDeadline(ConnectionCore core, CallerLink link, Duration timeout) {
        this.core = core;
        this.link = link;
        this.timeout = timeout;
        this.stopTimer = core.runtime().loops().schedule(this::expire, timeout);
    }

    /** A timer's thread. */
    private void expire() {
        if (!state.compareAndSet(State.RUNNING, State.PASSED)) {
            return;
        }
        core.runtime().loops().schedule(this::giveUp, core.options().timeouts().cancel());
        core.canceller().send(new CancelSender.Outcome() {
            @Override
            public void delivered() {
                requested.countDown();
            }

            @Override
            public void failed(PgException failure) {
                requested.countDown();
            }
        });
    }

    /** A timer's thread: the cancel request did not end it either. */
    private void giveUp() {
        if (state.get() == State.PASSED) {
            link.close(new PgTimeoutException(
                    "no answer within " + timeout + ", nor to a cancel request",
                    SqlState.QUERY_CANCELED,
                    Outcome.UNKNOWN));
        }
    }

    /** The calling thread, when the exchange has ended: whether the deadline had passed. */
    boolean passed() {
        stopTimer.run();
        if (state.compareAndSet(State.RUNNING, State.OVER)) {
            return false;
        }
        quarantine();
        state.set(State.OVER);
        return true;
    }

    private void quarantine() {
        try {
            if (requested.await(core.options().timeouts().cancel().toNanos(), TimeUnit.NANOSECONDS) && core.isOpen()) {
                link.submit(new SimpleQueryExchange("sentinel", "", ResultSink.DISCARD, ExchangeEnd.IGNORED));
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        link.close(new PgTimeoutException(
                "a cancel request was not delivered in time", SqlState.QUERY_CANCELED, Outcome.UNKNOWN));
    }
}
