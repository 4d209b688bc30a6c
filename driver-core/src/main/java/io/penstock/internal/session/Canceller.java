package io.penstock.internal.session;

import io.penstock.ServerInfo;
import io.penstock.config.ConnectionOptions;
import io.penstock.config.HostAddress;
import io.penstock.error.ErrorContext;
import io.penstock.error.Outcome;
import io.penstock.error.PgClosedException;
import io.penstock.error.PgException;
import io.penstock.error.PgRejectedException;
import io.penstock.error.PgTimeoutException;
import io.penstock.error.SqlState;
import io.penstock.internal.exchange.Exchange;
import io.penstock.internal.exchange.Quarantine;
import io.penstock.internal.flow.Deadline;
import io.penstock.internal.transport.CancelSender;
import io.penstock.internal.transport.Dial;
import io.penstock.internal.transport.Link;
import io.penstock.internal.transport.LoopLinks;
import io.penstock.internal.transport.tls.TlsNegotiation;
import io.penstock.observe.CancelOutcome;
import io.penstock.observe.CancelSentEvent;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Asks the server to cancel what one connection is at: with that connection's key, to the address that was dialled, under its TLS
 * policy, within {@code cancelTimeout}. All cancel requests of the connection come from here, whoever runs it, so the rules are here:
 *
 * <ul>
 *   <li>A request is aimed at one exchange, and not sent once that has ended.
 *   <li>From before it is sent until a sentinel behind it has come back, the connection sends nothing new: {@link Quarantine}.
 *   <li>Where nobody can say whether a request will still arrive, the connection is closed.
 *   <li>An exchange that is to be {@link #stop stopped} and is not within {@code cancelTimeout} costs the connection.
 * </ul>
 *
 * <p>Safe from any thread, but for what is said of sentinels.
 */
final class Canceller {

    /** For a request whose outcome changes nothing. */
    static final CancelSender.Outcome UNHEARD = new CancelSender.Outcome() {
        @Override
        public void delivered() {}

        @Override
        public void failed(PgException error) {}
    };

    private final ClientRuntime runtime;
    private final ConnectionOptions options;
    private final Dial dialled;
    private final ServerInfo server;
    private final byte[] secretKey;
    private final Link link;
    private final Quarantine quarantine;

    /** The sentinel that is out. Confined to the connection's owner. */
    private @Nullable Exchange watched;

    private Runnable stopWatch = () -> {};

    /** Set once, before the connection is used. */
    private volatile Runnable settled = () -> {};

    Canceller(
            ClientRuntime runtime,
            ConnectionOptions options,
            Dial dialled,
            ServerInfo server,
            byte[] secretKey,
            Link link,
            Quarantine quarantine) {
        this.runtime = runtime;
        this.options = options;
        this.dialled = dialled;
        this.server = server;
        this.secretKey = secretKey;
        this.link = link;
        this.quarantine = quarantine;
    }

    /** The server that the connection leads to. */
    HostAddress host() {
        return dialled.host();
    }

    /** What to run, on any thread, when what waits for the end of requests has to look again. */
    void onSettled(Runnable action) {
        settled = action;
    }

    /** Any thread: whether a request may still hit something. */
    boolean isPending() {
        return quarantine.isPending();
    }

    /**
     * Asks the server to cancel an exchange that it is at.
     *
     * @param target null where there is nothing to cancel
     * @param outcome told once, on any thread; {@code delivered} too where there was nothing left to cancel
     */
    void cancel(@Nullable Exchange target, CancelSender.Outcome outcome) {
        if (secretKey.length == 0) {
            outcome.failed(new PgRejectedException("the server gave no key to cancel with", "0A000", Outcome.NOT_SENT));
            return;
        }
        if (target == null) {
            tell(CancelOutcome.TOO_LATE);
            outcome.delivered();
            return;
        }
        quarantine.requested();
        start(new Aimed(target, outcome));
    }

    /** The same; returns when the request was delivered, and throws what it has failed in. Blocks. */
    void cancelNow(@Nullable Exchange target, ErrorContext context) {
        var done = new CompletableFuture<@Nullable PgException>();
        cancel(target, new CancelSender.Outcome() {
            @Override
            public void delivered() {
                done.complete(null);
            }

            @Override
            public void failed(PgException error) {
                done.complete(error);
            }
        });
        var error = done.join();
        if (error != null) {
            throw error.in(context);
        }
    }

    /** Has the server end an exchange, one way or the other: by a cancel request, or else by the loss of the connection. */
    void stop(Exchange target) {
        cancel(target, UNHEARD);
        closeUnlessEnded(target, "a cancelled " + target.operation() + " did not end");
    }

    /** Ends an exchange that nobody waits for any more: it is not sent, if it has not been yet, and stopped if it has. */
    void revoke(Exchange target, PgException unlessSent) {
        target.revoke(unlessSent);
        settled.run();
        stop(target);
    }

    /** The connection is lost to us, and the server may go on with what it was at: tells it to stop. */
    void cancelLost() {
        if (secretKey.length > 0) {
            start(new Lost());
        }
    }

    /** Owner: a sentinel was sent; it ends the quarantine in time, or the connection ends. */
    void watch(Exchange sentinel) {
        watched = sentinel;
        stopWatch = closeUnlessEnded(sentinel, "no answer behind a cancel request");
    }

    /** Owner: an exchange has ended. */
    void onEnded(Exchange exchange) {
        if (exchange == watched) {
            watched = null;
            stopWatch.run();
        }
    }

    private Runnable closeUnlessEnded(Exchange exchange, String problem) {
        var patience = options.timeouts().cancel();
        return link.schedule(
                () -> {
                    if (!exchange.ended()) {
                        link.close(new PgTimeoutException(
                                problem + " within " + patience, SqlState.CONNECTION_FAILURE, Outcome.UNKNOWN));
                    }
                },
                patience);
    }

    private void start(CancelErrand.Purpose purpose) {
        new CancelErrand(runtime, Deadline.after(options.timeouts().cancel(), System::nanoTime), purpose).start();
    }

    private void dial(Deadline deadline, CancelSender.Outcome outcome) {
        try {
            var links = LoopLinks.next(runtime.loops(), runtime.offload().executor());
            var dial = dialled.with(TlsNegotiation.first(options.tls(), dialled.host()), deadline);
            links.execute(() -> CancelSender.send(links, dial, server.processId(), secretKey, outcome));
        } catch (RejectedExecutionException e) {
            outcome.failed(new PgClosedException("the client is closed", "08003", Outcome.NOT_SENT, e));
        }
    }

    private void tell(CancelOutcome how) {
        runtime.meters().cancelled(how);
        var event = new CancelSentEvent(server.address(), server.processId(), how);
        runtime.events().tell(listener -> listener.cancelSent(event));
    }

    /** A request that is to hit one exchange, and nothing behind it. */
    private final class Aimed implements CancelErrand.Purpose {

        private final Exchange target;
        private final CancelSender.Outcome outcome;

        Aimed(Exchange target, CancelSender.Outcome outcome) {
            this.target = target;
            this.outcome = outcome;
        }

        @Override
        public boolean isOver() {
            return target.ended();
        }

        @Override
        public void send(Deadline deadline, CancelSender.Outcome errand) {
            dial(deadline, errand);
        }

        @Override
        public void ended(CancelOutcome how, @Nullable PgException error) {
            tell(how);
            if (error != null && error.outcome() != Outcome.NOT_SENT) {
                link.close(error);
            } else {
                settle(how);
                settled.run();
            }
            if (error == null) {
                outcome.delivered();
            } else {
                outcome.failed(error);
            }
        }

        private void settle(CancelOutcome how) {
            switch (how) {
                case DELIVERED -> quarantine.delivered();
                case TOO_LATE, FAILED -> quarantine.notSent();
            }
        }
    }

    /** A request for a session that we have left: there is nothing behind it that it could hit. */
    private final class Lost implements CancelErrand.Purpose {

        @Override
        public boolean isOver() {
            return false;
        }

        @Override
        public void send(Deadline deadline, CancelSender.Outcome errand) {
            dial(deadline, errand);
        }

        @Override
        public void ended(CancelOutcome how, @Nullable PgException error) {
            tell(how);
        }
    }
}
