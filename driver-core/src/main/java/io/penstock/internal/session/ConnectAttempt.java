package io.penstock.internal.session;

import io.penstock.config.ConnectionOptions;
import io.penstock.error.PgClosedException;
import io.penstock.error.PgConnectException;
import io.penstock.error.PgException;
import io.penstock.error.PgServerException;
import io.penstock.error.SqlState;
import io.penstock.internal.auth.AuthRules;
import io.penstock.internal.auth.Authentication;
import io.penstock.internal.auth.ClientNonce;
import io.penstock.internal.auth.ProofWork;
import io.penstock.internal.auth.ScramProof;
import io.penstock.internal.exchange.ExchangeEnd;
import io.penstock.internal.exchange.StartupExchange;
import io.penstock.internal.flow.Deadline;
import io.penstock.internal.session.Candidates.Candidate;
import io.penstock.internal.transport.Dial;
import io.penstock.internal.transport.Links;
import io.penstock.internal.transport.tls.TlsNegotiation;
import io.penstock.internal.wire.ReadyStatus;
import java.util.Arrays;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One address, tried until it leads to a session or to nothing: with TLS and without as the policy allows, and once more with protocol
 * 3.0 where a newer version was refused. Each try is a new socket.
 *
 * <p>Confined to the connection's owner.
 */
final class ConnectAttempt implements Links.Outcome, StartupExchange.Host, ExchangeEnd {

    /** How far it has come; for the message when time runs out. */
    enum Phase {
        DIALLING("connecting and agreeing on TLS"),
        STARTUP("authenticating and starting the session");

        private final String words;

        Phase(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    private final Connector connector;
    private final ConnectionOptions options;
    private final Candidate candidate;
    private final Deadline deadline;

    private Phase phase = Phase.DIALLING;
    private Dial dial;
    private int minor;
    private volatile @Nullable SessionBuilder session;
    private volatile Runnable stopDialling = () -> {};
    private @Nullable Runnable stopTimer;

    ConnectAttempt(Connector connector, Candidate candidate, Deadline deadline) {
        this.connector = connector;
        this.options = connector.options();
        this.candidate = candidate;
        this.deadline = deadline;
        this.minor = options.maxProtocolVersion().minor();
        this.dial = new Dial(
                candidate.host(),
                candidate.address(),
                options.tcp(),
                connector.tls(),
                TlsNegotiation.first(options.tls(), candidate.host()),
                connector.runtime().offload().executor(),
                deadline);
    }

    Phase phase() {
        return phase;
    }

    void start() {
        phase = Phase.DIALLING;
        stopDialling = connector.links().dial(dial, this);
        if (connector.abandoned() != null) {
            stopDialling.run();
        }
    }

    /** A timer's thread: ends what is under way. A dial has the same deadline, and ends by itself. */
    void timeUp() {
        abort(new PgConnectException(
                "the server at " + candidate.host() + " did not start a session in time",
                SqlState.SQLCLIENT_UNABLE_TO_ESTABLISH_SQLCONNECTION,
                (Throwable) null));
    }

    /** Any thread: nobody waits for it any more. */
    void abandon(PgException why) {
        stopDialling.run();
        abort(why);
    }

    private void abort(PgException why) {
        var current = session;
        if (current != null) {
            current.link().close(why);
        }
    }

    // ---- the socket

    @Override
    public void opened(Links.Opened opened) {
        phase = Phase.STARTUP;
        var rules = new AuthRules(
                options.requireAuth(),
                options.channelBinding(),
                options.scramMaxIterations(),
                opened.secured().security(),
                opened.secured().binding());
        var authentication = new Authentication(
                rules, options.user(), ClientNonce.from(connector.runtime().random()));
        var startup = new StartupExchange(minor, StartupParameters.of(options), authentication, this, this);
        var builder = new SessionBuilder(connector, dial, opened, startup);
        session = builder;
        builder.pipeline().protocolMinor(minor);
        stopTimer = builder.link().schedule(this::timeUp, deadline.remaining());
        var nobodyWaits = connector.abandoned();
        if (nobodyWaits != null) {
            builder.link().close(nobodyWaits);
        }
        builder.link().submit(startup);
    }

    // ---- what the startup needs

    @Override
    public void askPassword(Consumer<char @Nullable []> answer) {
        try {
            connector.links().ask(this::password, deadline, new Password(answer));
        } catch (RuntimeException refused) {
            abort(noThread(refused));
        }
    }

    /** One that comes when nobody waits for it any more is wiped at once. */
    private CompletionStage<char @Nullable []> password() {
        return options.password()
                .passwordFor(candidate.host(), options.database(), options.user())
                .whenComplete((password, error) -> {
                    if (password != null && (deadline.expired() || connector.isOver())) {
                        Arrays.fill(password, '\0');
                    }
                });
    }

    private final class Password implements Links.Answer<char @Nullable []> {

        private final Consumer<char @Nullable []> answer;

        Password(Consumer<char @Nullable []> answer) {
            this.answer = answer;
        }

        @Override
        public void came(char @Nullable [] password) {
            guarded(() -> answer.accept(password));
        }

        @Override
        public void failed(Throwable error) {
            if (deadline.expired()) {
                timeUp();
            } else {
                abort(error instanceof PgException e ? e : passwordFailed(error));
            }
        }
    }

    private static PgException passwordFailed(Throwable error) {
        return new PgConnectException("the password's source failed", SqlState.INVALID_PASSWORD, error);
    }

    private static PgException noThread(RuntimeException refused) {
        return new PgConnectException("no thread for authentication", SqlState.INSUFFICIENT_RESOURCES, refused);
    }

    @Override
    public void compute(ProofWork work, Consumer<ScramProof> answer) {
        Runnable task = () -> {
            try {
                var proof = work.run(connector::isOver);
                onLoop(() -> guarded(() -> answer.accept(proof)));
            } catch (PgException e) {
                onLoop(() -> abort(e));
            } catch (RuntimeException | Error e) {
                onLoop(() -> abort(passwordFailed(e)));
            }
        };
        try {
            connector.links().blocking().execute(task);
        } catch (RuntimeException refused) {
            abort(noThread(refused));
        }
    }

    private void onLoop(Runnable task) {
        connector.onOwner(task);
    }

    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (PgException e) {
            abort(e);
        }
    }

    @Override
    public void authenticated() {
        current().pipeline().authenticated();
    }

    @Override
    public void flush() {
        current().link().flush();
    }

    // ---- how it ended

    @Override
    public void succeeded(ReadyStatus status) {
        stopTimer();
        var builder = current();
        var mismatch = builder.tooOld() != null ? builder.tooOld() : builder.mismatch(candidate.wanted());
        if (mismatch != null) {
            builder.link().terminate(options.timeouts().close());
            connector.failed(mismatch);
            return;
        }
        connector.succeeded(builder);
    }

    /** A socket that could not be opened, or a session that did not start. */
    @Override
    public void failed(PgException error) {
        stopTimer();
        var broken = session;
        session = null;
        if (broken != null) {
            broken.link().close(error);
        }
        var otherTls = connector.isOver() || deadline.expired()
                ? null
                : dial.negotiation().next(error);
        if (otherTls != null) {
            dial = dial.with(otherTls, deadline);
            start();
        } else if (phase == Phase.STARTUP && refusesVersion(error)) {
            minor = 0;
            dial = dial.with(TlsNegotiation.first(options.tls(), candidate.host()), deadline);
            start();
        } else {
            connector.failed(error);
        }
    }

    /** Servers before 9.3 and many poolers end the connection over a version that they do not know, instead of negotiating. */
    private boolean refusesVersion(PgException error) {
        if (minor == 0 || options.minProtocolVersion().minor() > 0 || connector.isOver() || deadline.expired()) {
            return false;
        }
        return error instanceof PgServerException
                ? SqlState.isClass(error.sqlState(), "08") || SqlState.isClass(error.sqlState(), "0A")
                : error.getCause() instanceof PgClosedException;
    }

    private void stopTimer() {
        if (stopTimer != null) {
            stopTimer.run();
            stopTimer = null;
        }
    }

    private SessionBuilder current() {
        var started = session;
        if (started == null) {
            throw new AssertionError("BUG: no session is being started");
        }
        return started;
    }
}
