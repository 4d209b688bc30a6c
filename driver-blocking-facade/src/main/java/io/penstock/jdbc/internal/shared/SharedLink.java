package io.penstock.jdbc.internal.shared;

import io.penstock.Answers;
import io.penstock.BlockingConnection;
import io.penstock.Flight;
import io.penstock.PgConnection;
import io.penstock.Query;
import io.penstock.Result;
import io.penstock.ServerInfo;
import io.penstock.TransactionStatus;
import io.penstock.error.Outcome;
import io.penstock.error.PgClosedException;
import io.penstock.error.PgException;
import io.penstock.error.PgServerException;
import io.penstock.jdbc.internal.session.RelayedLink;
import io.penstock.jdbc.internal.sql.SessionUse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One caller's connection over shared sessions, until it needs one of its own: for a transaction, for several statements at a time, for a copy, for notifications, for
 * what {@link SessionUse} tells of a text. From then on it has that, and all goes there.
 *
 * <p>Belongs to one thread at a time; {@link #cancel}, {@link #abort} and {@link #close} may come from any.
 */
final class SharedLink implements RelayedLink {

    private final SharedSessions sessions;
    private final Supplier<BlockingConnection> own;

    /** Its own, since a shared session's callers need not take turns. */
    private final ReentrantLock turn = new ReentrantLock();

    /** Held while a session of its own is taken. */
    private final ReentrantLock taking = new ReentrantLock();

    /** The shared session that it used last. */
    private PgConnection known;

    private volatile @Nullable BlockingConnection session;
    private volatile @Nullable CompletableFuture<?> underWay;
    private volatile boolean closed;

    /**
     * Waits where the shared session whose turn it is has to be opened.
     *
     * @param own gives a session of one's own, which is to be closed; waits for it
     */
    SharedLink(SharedSessions sessions, Supplier<BlockingConnection> own) {
        this.sessions = sessions;
        this.own = own;
        this.known = sessions.next().connection();
    }

    // ---- in a session of its own

    @Override
    public BlockingConnection link() {
        var present = session;
        return present != null ? present : taken();
    }

    private BlockingConnection taken() {
        taking.lock();
        try {
            requireOpen();
            var present = session;
            return present != null ? present : acquired();
        } finally {
            taking.unlock();
        }
    }

    /** Where the link is closed meanwhile, either its end sees the session or this sees its end. */
    private BlockingConnection acquired() {
        var acquired = own.get();
        session = acquired;
        if (closed) {
            acquired.close();
            requireOpen();
        }
        return acquired;
    }

    private void requireOpen() {
        if (closed) {
            throw new PgClosedException("this connection is closed", "08003", Outcome.NOT_SENT, null);
        }
    }

    // ---- in any

    @Override
    public Answers run(Flight flight) {
        return new SharedAnswers(this, flight);
    }

    /** @param spent what nobody reads any more; null for none */
    Answers answers(Flight flight, @Nullable Answers spent) {
        if (session == null && isForAnySession(flight)) {
            return collected(flight);
        }
        var present = link();
        if (spent == null || spent instanceof CollectedAnswers) {
            return present.run(flight);
        }
        spent.again(flight);
        return spent;
    }

    private boolean isForAnySession(Flight flight) {
        return flight.rowsAtATime() == 0
                && flight.ahead().isEmpty()
                && flight.queries().size() == 1
                && sessions.texts().isForAnySession(flight.queries().get(0).sql());
    }

    private Answers collected(Flight flight) {
        var query = flight.queries().get(0);
        var timeout = flight.timeout();
        try {
            return CollectedAnswers.of(shared(timeout == null ? query : query.withTimeout(timeout)));
        } catch (PgException e) {
            return CollectedAnswers.of(e);
        }
    }

    /** One that was hit by the cancel request of another caller, whose statement was in front of it, was not executed, and is run again. */
    private Result shared(Query query) {
        try {
            return once(query);
        } catch (PgServerException hit) {
            if (hit.isAnswerToCancel() && hit.outcome() == Outcome.NOT_EXECUTED) {
                return once(query);
            }
            throw hit;
        }
    }

    private Result once(Query query) {
        requireOpen();
        var session = sessions.next();
        session.enter();
        try {
            known = session.connection();
            var result = known.query(query).toCompletableFuture();
            underWay = result;
            return Waiting.on(result);
        } finally {
            underWay = null;
            session.leave();
        }
    }

    @Override
    public Result query(Query query) {
        return session == null && sessions.texts().isForAnySession(query.sql()) ? shared(query) : link().query(query);
    }

    @Override
    public void ping(Duration timeout) {
        var present = session;
        if (present != null) {
            present.ping(timeout);
        } else {
            requireOpen();
            Waiting.on(known.ping(timeout));
        }
    }

    @Override
    public Lock turn() {
        return turn;
    }

    // ---- other threads

    /** Of a shared session the caller's statement is cancelled, and nobody else's. */
    @Override
    public void cancel() {
        var present = session;
        if (present != null) {
            present.cancel();
        } else {
            cancelShared();
        }
    }

    private void cancelShared() {
        var waitedFor = underWay;
        if (waitedFor != null) {
            waitedFor.cancel(true);
        }
    }

    @Override
    public void abort() {
        end(BlockingConnection::abort);
    }

    @Override
    public void close() {
        end(BlockingConnection::close);
    }

    private void end(Consumer<BlockingConnection> ending) {
        closed = true;
        cancelShared();
        var present = session;
        if (present != null) {
            ending.accept(present);
        }
    }

    // ---- state

    /** Whatever becomes of a shared session: there are others. */
    @Override
    public boolean isOpen() {
        var present = session;
        return !closed && (present == null || present.isOpen());
    }

    @Override
    public TransactionStatus status() {
        var present = session;
        return present == null ? TransactionStatus.IDLE : present.status();
    }

    @Override
    public ServerInfo server() {
        var present = session;
        return present == null ? known.server() : present.server();
    }

    @Override
    public Map<String, String> parameters() {
        var present = session;
        return present == null ? known.parameters() : present.parameters();
    }
}
