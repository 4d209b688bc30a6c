package io.penstock.internal.session;

import io.penstock.error.Outcome;
import io.penstock.error.PgException;
import io.penstock.error.PgRejectedException;
import io.penstock.error.PgTimeoutException;
import io.penstock.error.SqlState;
import io.penstock.internal.flow.Deadline;
import io.penstock.internal.transport.CancelSender;
import io.penstock.observe.CancelOutcome;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One cancel request on its way: its place in the client's line, its budget, and its one outcome. Safe from any thread.
 *
 * <p>It is sent only if its target has not ended by then. Its budget counts from its start, and covers the wait in the line too.
 */
final class CancelErrand implements CancelSender.Outcome {

    private enum State {
        WAITING,
        SENT,
        OVER
    }

    /** What it is for. */
    interface Purpose {

        /** Whether there is nothing left to cancel. */
        boolean isOver();

        /** Sends the request; the outcome is told to the errand. */
        void send(Deadline deadline, CancelSender.Outcome errand);

        /** The end, told once. An error with outcome {@code UNKNOWN} leaves open whether the request arrives yet. */
        void ended(CancelOutcome how, @Nullable PgException error);
    }

    private final ClientRuntime runtime;
    private final Deadline deadline;
    private final Purpose purpose;
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
    private final Runnable send = this::send;
    private volatile Runnable stopTimer = () -> {};

    CancelErrand(ClientRuntime runtime, Deadline deadline, Purpose purpose) {
        this.runtime = runtime;
        this.deadline = deadline;
        this.purpose = purpose;
    }

    void start() {
        try {
            stopTimer = runtime.loops().schedule(this::timeUp, deadline.remaining());
        } catch (RejectedExecutionException closed) {
            end(State.WAITING, CancelOutcome.FAILED, notSent("the client is closed"));
            return;
        }
        if (!runtime.cancelSlots().enter(send)) {
            end(State.WAITING, CancelOutcome.FAILED, notSent("too many cancel requests are waiting"));
        }
    }

    /** Has a slot. */
    private void send() {
        if (!state.compareAndSet(State.WAITING, State.SENT)) {
            runtime.cancelSlots().done(CancelOutcome.TOO_LATE);
        } else if (purpose.isOver()) {
            leaveSlot(CancelOutcome.TOO_LATE, null);
        } else {
            purpose.send(deadline, this);
        }
    }

    @Override
    public void delivered() {
        leaveSlot(CancelOutcome.DELIVERED, null);
    }

    @Override
    public void failed(PgException error) {
        leaveSlot(CancelOutcome.FAILED, error);
    }

    private void leaveSlot(CancelOutcome how, @Nullable PgException error) {
        end(State.SENT, how, error);
        runtime.cancelSlots().done(how);
    }

    /** A timer's thread. What was sent has the same deadline, and ends by itself. */
    private void timeUp() {
        runtime.cancelSlots().leave(send);
        end(
                State.WAITING,
                CancelOutcome.FAILED,
                new PgTimeoutException(
                        "a cancel request was not sent in time: too many others were",
                        SqlState.CONFIGURATION_LIMIT_EXCEEDED,
                        Outcome.NOT_SENT));
    }

    private void end(State from, CancelOutcome how, @Nullable PgException error) {
        if (state.compareAndSet(from, State.OVER)) {
            stopTimer.run();
            purpose.ended(how, error);
        }
    }

    private static PgException notSent(String why) {
        return new PgRejectedException(why, SqlState.CONFIGURATION_LIMIT_EXCEEDED, Outcome.NOT_SENT);
    }
}
