package io.penstock.internal.session;

import io.penstock.config.ConnectionOptions;
import io.penstock.config.SslMode;
import io.penstock.error.ErrorContext;
import io.penstock.error.Outcome;
import io.penstock.error.PgClosedException;
import io.penstock.error.PgConfigException;
import io.penstock.error.PgConnectException;
import io.penstock.error.PgException;
import io.penstock.error.SqlState;
import io.penstock.internal.flow.Deadline;
import io.penstock.internal.transport.Links;
import io.penstock.internal.transport.tls.TlsContext;
import io.penstock.internal.transport.tls.TlsContexts;
import io.penstock.observe.ConnectFailedEvent;
import io.penstock.observe.ConnectionOpenedEvent;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Makes one connection: tries the servers' addresses one after the other, within one deadline over resolving, connecting, TLS and
 * authentication.
 *
 * <p>What blocks (name resolution, reading certificates, the password's supplier, PBKDF2) runs on the client's off-load threads; all
 * else on the loop that the connection will live on. Confined to that loop, but for {@link #start()}.
 */
final class Connector implements ClientRuntime.Live {

    /** How long to wait before a server that is starting up (57P03) is asked again. */
    private static final Duration STARTING_UP_PAUSE = Duration.ofMillis(100);

    private final ClientRuntime runtime;
    private final ConnectionOptions options;
    private final Links links;
    private final Candidates.Names names;
    private final End end;
    private final Deadline deadline;
    private final long started = System.nanoTime();
    private final List<PgException> failures = new ArrayList<>();

    private @Nullable TlsContext tls;
    private @Nullable Candidates candidates;
    private volatile @Nullable ConnectAttempt attempt;

    /** Set once, by whoever ends it: its loop, or, where that has ended first, the thread that finds out. */
    private final AtomicBoolean ended = new AtomicBoolean();

    /** Why nobody waits for a connection any more. */
    private volatile @Nullable PgException abandoned;

    /** Written before anything else is started. */
    private volatile Runnable stopTimer = () -> {};

    /** Told once, by the connection's owner. */
    interface End {

        /** There is a session; make something of it before returning. */
        void connected(SessionBuilder session);

        /** There is none; the error says what was tried. */
        void failed(PgException error);
    }

    Connector(ClientRuntime runtime, ConnectionOptions options, Links links, End end) {
        this(runtime, options, links, InetAddress::getAllByName, end);
    }

    /** @param names resolves names */
    Connector(ClientRuntime runtime, ConnectionOptions options, Links links, Candidates.Names names, End end) {
        this.runtime = runtime;
        this.options = options;
        this.links = links;
        this.names = names;
        this.end = end;
        this.deadline = Deadline.after(options.timeouts().connect(), System::nanoTime);
    }

    ClientRuntime runtime() {
        return runtime;
    }

    ConnectionOptions options() {
        return options;
    }

    Links links() {
        return links;
    }

    Deadline deadline() {
        return deadline;
    }

    @Nullable
    TlsContext tls() {
        return tls;
    }

    /** Whether nobody waits for a connection any more; asked by work that runs elsewhere. */
    boolean isOver() {
        return ended.get() || abandoned != null || deadline.expired();
    }

    /** Why nobody waits for a connection any more, where somebody has said so. */
    @Nullable
    PgException abandoned() {
        return abandoned;
    }

    // ---- off the loop

    /** Any thread: begins. By the calling thread where it runs the connection, and then over when this returns. */
    void start() {
        if (runtime.isClosed()) {
            fail(clientClosed(null));
            return;
        }
        try {
            stopTimer = links.schedule(this::expire, deadline.remaining());
            runtime.opened(this);
            links.ask(this::prepare, deadline, new Preparation());
        } catch (RejectedExecutionException e) {
            fail(clientClosed(e));
        }
    }

    static PgException clientClosed(@Nullable Throwable cause) {
        return new PgClosedException("the client is closed", "08003", Outcome.NOT_SENT, cause);
    }

    /** Any thread: nobody waits for a connection any more. What is under way ends, with this error. */
    void abandon(PgException why) {
        abandoned = why;
        links.stopAsking(why);
        var current = attempt;
        if (current != null) {
            current.abandon(why);
        }
        if (!links.isCallerRun()) {
            onOwner(() -> fail(why));
        }
    }

    @Override
    public void addTo(Load load) {
        load.connecting();
    }

    @Override
    public void closeNow() {
        abandon(clientClosed(null));
    }

    /** What is needed before the first address can be dialled. */
    private record Prepared(@Nullable TlsContext tls, Candidates candidates) {}

    /** May block: reads certificates and resolves names. */
    private CompletionStage<Prepared> prepare() {
        var context = options.tls().mode() == SslMode.DISABLE ? null : TlsContexts.of(options.tls());
        return CompletableFuture.completedStage(
                new Prepared(context, Candidates.resolve(options, names, runtime.random())));
    }

    private final class Preparation implements Links.Answer<Prepared> {

        @Override
        public void came(Prepared prepared) {
            tls = prepared.tls();
            candidates = prepared.candidates();
            failures.addAll(prepared.candidates().failures());
            tryNext();
        }

        @Override
        public void failed(Throwable error) {
            if (deadline.expired()) {
                timedOut();
            } else if (error instanceof PgException e) {
                fail(e);
            } else if (error instanceof RejectedExecutionException) {
                fail(clientClosed(error));
            } else {
                fail(new PgConfigException("connecting could not be prepared: " + error, error));
            }
        }
    }

    /** Any thread: runs it as the connection's owner. Where the client has been closed, and its loops with it, connecting has failed. */
    void onOwner(Runnable task) {
        try {
            links.execute(task);
        } catch (RejectedExecutionException e) {
            fail(clientClosed(e));
        }
    }

    // ---- on the loop

    private void tryNext() {
        if (ended.get() || candidates == null) {
            return;
        }
        var nobodyWaits = abandoned;
        if (nobodyWaits != null) {
            fail(nobodyWaits);
            return;
        }
        if (deadline.expired()) {
            timedOut();
            return;
        }
        var candidate = candidates.next();
        if (candidate == null) {
            outOfCandidates();
            return;
        }
        attempt = new ConnectAttempt(this, candidate, candidates.share(deadline));
        attempt.start();
    }

    /** A server that is starting up is worth another round while there is time. */
    private void outOfCandidates() {
        var startingUp = failures.stream().anyMatch(e -> e.sqlState().equals(SqlState.CANNOT_CONNECT_NOW));
        if (!startingUp || candidates == null || deadline.remaining().compareTo(STARTING_UP_PAUSE) <= 0) {
            fail(summary());
            return;
        }
        candidates.startOver();
        var last = failures.get(failures.size() - 1);
        failures.clear();
        failures.add(last);
        var jitter = Duration.ofMillis(runtime.random().nextInt(50));
        links.pause(STARTING_UP_PAUSE.plus(jitter), this::tryNext);
    }

    private PgException summary() {
        if (failures.size() == 1) {
            return failures.get(0);
        }
        return new PgConnectException("no server could be connected to", lastState(), failures);
    }

    /** Of the last failure that says more than that there is no connection: a server that is starting up is why time ran out. */
    private String lastState() {
        var state = SqlState.SQLCLIENT_UNABLE_TO_ESTABLISH_SQLCONNECTION;
        for (var failure : failures) {
            if (!failure.sqlState().equals(SqlState.SQLCLIENT_UNABLE_TO_ESTABLISH_SQLCONNECTION)) {
                state = failure.sqlState();
            }
        }
        return state;
    }

    /** An attempt has failed, and no other way to the same address is left. */
    void failed(PgException error) {
        attempt = null;
        if (ended.get()) {
            return;
        }
        failures.add(error);
        if (isFinal(error)) {
            fail(summary());
        } else {
            tryNext();
        }
    }

    /** A wrong password is wrong everywhere, and asking again locks accounts. An interrupted thread can dial nobody else. */
    private static boolean isFinal(PgException error) {
        return SqlState.isClass(error.sqlState(), "28")
                || SqlState.isClass(error.sqlState(), "3D")
                || error.sqlState().equals(SqlState.QUERY_CANCELED);
    }

    /** An attempt has led to a session. */
    void succeeded(SessionBuilder session) {
        attempt = null;
        var nobodyWaits = abandoned;
        if (nobodyWaits != null) {
            fail(nobodyWaits);
        }
        if (!endsNow()) {
            session.link().close(nobodyWaits == null ? clientClosed(null) : nobodyWaits);
            return;
        }
        end.connected(session);
        var server = session.server();
        var event = new ConnectionOpenedEvent(
                server.address(), server.processId(), server.version(), elapsed(), session.warnings());
        runtime.events().tell(listener -> listener.connectionOpened(event));
    }

    /** A timer's thread: time is up. What is under way ends; the owner finds out what that means. */
    private void expire() {
        var current = attempt;
        if (current != null) {
            current.timeUp();
        }
        if (!links.isCallerRun()) {
            onOwner(this::timedOut);
        }
    }

    private void timedOut() {
        if (ended.get()) {
            return;
        }
        var current = attempt;
        if (current == null && !failures.isEmpty()) {
            fail(summary());
            return;
        }
        failures.add(new PgConnectException(
                "no connection within the connect timeout of "
                        + options.timeouts().connect() + whatItWasAt(current),
                SqlState.SQLCLIENT_UNABLE_TO_ESTABLISH_SQLCONNECTION,
                (Throwable) null));
        fail(summary());
    }

    private String whatItWasAt(@Nullable ConnectAttempt current) {
        if (current != null) {
            return ", while " + current.phase();
        }
        return candidates == null ? ", while resolving host names" : "";
    }

    private void fail(PgException error) {
        if (!endsNow()) {
            return;
        }
        var told = error.withOutcome(Outcome.NOT_SENT)
                .in(new ErrorContext("connect", options.hosts() + "/" + options.database(), null));
        var event = new ConnectFailedEvent(told, elapsed());
        runtime.events().tell(listener -> listener.connectFailed(event));
        end.failed(told);
    }

    /** Whether the caller is the one who ends it. */
    private boolean endsNow() {
        if (!ended.compareAndSet(false, true)) {
            return false;
        }
        stopTimer.run();
        runtime.closed(this);
        return true;
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - started);
    }
}
