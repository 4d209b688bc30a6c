package io.penstock.internal.session;

import io.penstock.error.Outcome;
import io.penstock.error.PgTimeoutException;
import io.penstock.error.SqlState;
import io.penstock.internal.exchange.Exchange;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A statement's deadline on this side, counted from the call. When it passes, the caller has its answer at once; what was not sent
 * never is, and what was sent is drained, cancelled, and in the end cut off, as {@link Drain} says.
 */
final class StatementDeadline {

    /** How often a silence is looked at before it has lasted too long. */
    private static final int LOOKS = 4;

    private StatementDeadline() {}

    /** Sets it, where there is one: the query's own, or else the connection's. */
    static void set(ConnectionCore core, Exchange exchange, Call<?> call, @Nullable Duration own) {
        var timeout = own != null ? own : core.options().timeouts().statement();
        if (timeout != null) {
            core.link().execute(() -> arm(core, exchange, call, timeout));
        }
    }

    /**
     * Sets it for a result that goes at somebody's pace: what has an end is the silence of the server.
     *
     * @param heard grows with everything that the server sends or takes; asked by the owner
     * @param excused whether it is not the server that is waited for; asked by the owner
     */
    static void setForSilence(
            ConnectionCore core,
            Exchange exchange,
            Call<?> call,
            @Nullable Duration own,
            LongSupplier heard,
            BooleanSupplier excused) {
        var timeout = own != null ? own : core.options().timeouts().statement();
        if (timeout != null) {
            core.link().execute(() -> new Silence(core, exchange, call, timeout, heard, excused).next());
        }
    }

    /** Sets that of a ping: it cancels nothing, and where the server had nothing else to do it is taken for dead. */
    static void setForPing(ConnectionCore core, Exchange exchange, Call<?> call, Duration timeout) {
        core.link().execute(() -> {
            if (!exchange.ended()) {
                call.timer(core.link().schedule(() -> giveUpPing(core, exchange, call, timeout), timeout));
            }
        });
    }

    private static void giveUpPing(ConnectionCore core, Exchange exchange, Call<?> call, Duration timeout) {
        if (!exchange.ended()) {
            var why = new PgTimeoutException(
                    "no answer to a ping within " + timeout,
                    SqlState.CONNECTION_FAILURE,
                    exchange.written() ? Outcome.UNKNOWN : Outcome.NOT_SENT);
            call.failed(why);
            core.drain().unanswered(exchange, why);
        }
    }

    /** A server that is listened to. Confined to the owner. */
    private static final class Silence {

        private final ConnectionCore core;
        private final Exchange exchange;
        private final Call<?> call;
        private final Duration timeout;
        private final LongSupplier heard;
        private final BooleanSupplier excused;
        private long seen;
        private int inVain;

        Silence(
                ConnectionCore core,
                Exchange exchange,
                Call<?> call,
                Duration timeout,
                LongSupplier heard,
                BooleanSupplier excused) {
            this.core = core;
            this.exchange = exchange;
            this.call = call;
            this.timeout = timeout;
            this.heard = heard;
            this.excused = excused;
        }

        void next() {
            if (!exchange.ended()) {
                call.timer(core.link().schedule(this::look, timeout.dividedBy(LOOKS)));
            }
        }

        private void look() {
            var now = heard.getAsLong();
            inVain = now == seen && !excused.getAsBoolean() ? inVain + 1 : 0;
            seen = now;
            if (inVain < LOOKS) {
                next();
            } else {
                expire(core, exchange, call, timeout);
            }
        }
    }

    private static void arm(ConnectionCore core, Exchange exchange, Call<?> call, Duration timeout) {
        if (!exchange.ended()) {
            call.timer(core.link().schedule(() -> expire(core, exchange, call, timeout), timeout));
        }
    }

    private static void expire(ConnectionCore core, Exchange exchange, Call<?> call, Duration timeout) {
        if (exchange.ended()) {
            return;
        }
        call.failed(new PgTimeoutException(
                "no answer within " + timeout,
                SqlState.QUERY_CANCELED,
                exchange.written() ? Outcome.UNKNOWN : Outcome.NOT_SENT));
        core.drain().cancel(exchange);
    }
}
