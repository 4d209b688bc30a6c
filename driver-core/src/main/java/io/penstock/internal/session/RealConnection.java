package io.penstock.internal.session;

import static java.util.Objects.requireNonNull;

import io.penstock.PgConnection;
import io.penstock.ServerInfo;
import io.penstock.Transaction;
import io.penstock.TransactionOptions;
import io.penstock.TransactionStatus;
import io.penstock.codec.PgType;
import io.penstock.error.PgException;
import io.penstock.internal.flow.CallSite;
import io.penstock.internal.flow.DriverFuture;
import io.penstock.internal.transport.CancelSender;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A connection as its user sees it: every method hands on to the part that does it. A connection of a pool has one such view for its
 * pool, and another one for each borrower, which is good for as long as his tenure lasts.
 */
public final class RealConnection implements PgConnection, ScopedSession, ClientRuntime.Live, Lendable {

    private final ConnectionCore core;
    private final SessionState state;
    private final Notifications notifications;
    private final DriverFuture<@Nullable Void> closed;
    private final SessionOperations operations;
    private final @Nullable Tenure tenure;

    RealConnection(ConnectionCore core, SessionState state) {
        this.core = core;
        this.state = state;
        this.operations = new SessionOperations(core, null, null);
        this.notifications = new Notifications(core, state);
        this.closed = new DriverFuture<>(core.dispatcher(null));
        this.tenure = null;
    }

    private RealConnection(RealConnection whole, Tenure tenure) {
        this.core = whole.core;
        this.state = whole.state;
        this.operations = new SessionOperations(core, null, tenure);
        this.notifications = whole.notifications;
        this.closed = whole.closed;
        this.tenure = tenure;
    }

    /** A borrower's view of this connection. */
    public PgConnection under(Tenure borrowed) {
        return new RealConnection(this, borrowed);
    }

    ConnectionCore core() {
        return core;
    }

    @Override
    public SessionOperations operations() {
        return operations;
    }

    Notifications notifications() {
        return notifications;
    }

    DriverFuture<@Nullable Void> closedFuture() {
        return closed;
    }

    @Override
    public CompletionStage<@Nullable Void> loadTypes(PgType... types) {
        var future = new DriverFuture<@Nullable Void>(core.dispatcher(null));
        var site = core.callSite();
        core.types().refresh(List.of(types), error -> {
            if (error == null) {
                future.succeed(null);
            } else {
                future.fail(site.stamp(error.in(core.context(AwaitedTypes.LOAD, null))));
            }
        });
        return future;
    }

    // ---- transactions

    @Override
    public <T> CompletionStage<T> inTransaction(
            TransactionOptions options, Function<? super Transaction, ? extends CompletionStage<T>> work) {
        return ScopedWork.transaction(operations, requireNonNull(options, "options"), requireNonNull(work, "work"));
    }

    @Override
    public CompletionStage<@Nullable Void> cancel() {
        var future = new DriverFuture<@Nullable Void>(core.dispatcher(null));
        var site = core.callSite();
        if (Tenure.hasEnded(tenure)) {
            future.fail(site.stamp(ConnectionCore.returned().in(core.context("cancel", null))));
            return future;
        }
        var outcome = told(future, site);
        core.link().interject(() -> core.drain().cancelRunning(outcome));
        return future;
    }

    private CancelSender.Outcome told(DriverFuture<@Nullable Void> future, CallSite site) {
        return new CancelSender.Outcome() {
            @Override
            public void delivered() {
                future.succeed(null);
            }

            @Override
            public void failed(PgException error) {
                future.fail(site.stamp(error.in(core.context("cancel", null))));
            }
        };
    }

    @Override
    public CompletionStage<@Nullable Void> ping(Duration timeout) {
        return operations.ping(positive(timeout));
    }

    static Duration positive(Duration timeout) {
        if (requireNonNull(timeout, "timeout").isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout must be positive: " + timeout);
        }
        return timeout;
    }

    // ---- state

    @Override
    public TransactionStatus status() {
        return core.status();
    }

    @Override
    public ServerInfo server() {
        return core.server();
    }

    @Override
    public Map<String, String> parameters() {
        return state.parameters();
    }

    @Override
    public boolean isOpen() {
        return core.isOpen() && !Tenure.hasEnded(tenure);
    }

    // ---- between two borrowers

    @Override
    public boolean isQuiet() {
        return core.isQuiet();
    }

    /** Tells once, as the owner, when nothing is under way. For one listener at a time. */
    public void whenQuiet(Runnable told) {
        core.whenQuiet(told);
    }

    @Override
    public TransactionStatus lastStatus() {
        return core.lastStatus();
    }

    @Override
    public boolean isListening() {
        return state.isListening();
    }

    @Override
    public boolean refusesWrites() {
        return core.watch().refusesWrites(state);
    }

    /** The loop takes in everything at once. */
    @Override
    public boolean glance() {
        return core.isOpen();
    }

    @Override
    public void resetAhead(List<String> statements) {
        statements.forEach(sql -> core.submitAdmitted(SessionReset.of(core, sql)));
        state.listening(false);
    }

    @Override
    public void whenGone(Runnable told) {
        core.watch().whenGone(told);
    }

    @Override
    public @Nullable PgException ending() {
        return core.ending();
    }

    @Override
    public void cancelRunning() {
        core.link().interject(() -> core.drain().cancelRunning(Canceller.UNHEARD));
    }

    @Override
    public void abort(PgException cause) {
        core.link().close(cause);
    }

    /** As {@link #abort}, of a connection that the server is still at work for: it is told to stop. */
    public void forsake(PgException cause) {
        core.canceller().cancelLost();
        abort(cause);
    }

    /** A round trip, or the end of the connection when it takes longer than it may; tells once, as the owner. */
    public void probe(Duration timeout, Runnable told) {
        var stop = core.link().schedule(() -> abort(SessionProbe.tooLate(timeout)), timeout);
        core.submitAdmitted(SessionProbe.of(core));
        core.whenQuiet(() -> {
            stop.run();
            told.run();
        });
    }

    /** A stage whose dependents run as those of the connection's own do. */
    public <T extends @Nullable Object> DriverFuture<T> newFuture(Runnable cancelHook) {
        return DriverFuture.of(cancelHook::run, core.dispatcher(null));
    }

    /** Runs driver code after a while, unless the returned handle is run before. */
    public Runnable schedule(Runnable task, Duration delay) {
        return core.link().schedule(task, delay);
    }

    // ---- the end

    /** Returned to its pool, where it is a borrower's. */
    @Override
    public CompletionStage<@Nullable Void> close() {
        if (tenure == null) {
            core.closeWhenIdle();
            return closed;
        }
        tenure.end();
        var returned = new DriverFuture<@Nullable Void>(core.dispatcher(null));
        returned.succeed(null);
        return returned;
    }

    @Override
    public CompletionStage<@Nullable Void> closed() {
        return closed;
    }

    @Override
    public void addTo(Load load) {
        load.add(core);
    }

    @Override
    public void closeNow() {
        core.link().close(ClientRuntime.wasClosed());
    }

    @Override
    public String toString() {
        return "PgConnection[" + server().address() + "/" + server().database() + ", process " + server().processId()
                + (Tenure.hasEnded(tenure) ? ", returned]" : isOpen() ? "]" : ", closed]");
    }
}
