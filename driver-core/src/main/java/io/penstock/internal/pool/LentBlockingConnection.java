package io.penstock.internal.pool;

import static java.util.Objects.requireNonNull;

import io.penstock.Answers;
import io.penstock.Batch;
import io.penstock.BlockingConnection;
import io.penstock.BlockingCopyIn;
import io.penstock.BlockingCopyOut;
import io.penstock.BlockingWork;
import io.penstock.Description;
import io.penstock.Flight;
import io.penstock.ListenEvent;
import io.penstock.Query;
import io.penstock.Result;
import io.penstock.RowCursor;
import io.penstock.ServerInfo;
import io.penstock.TransactionOptions;
import io.penstock.TransactionStatus;
import io.penstock.codec.PgType;
import io.penstock.error.ErrorContext;
import io.penstock.error.Outcome;
import io.penstock.error.PgClosedException;
import io.penstock.error.SqlState;
import io.penstock.internal.session.BlockingTransaction;
import io.penstock.internal.session.RealBlockingConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Flow;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/**
 * A caller-run connection in a borrower's hands: the only object that is made for a borrow. Each call makes its thread the connection's
 * owner first and asks second whether it is still lent; who returns it ends the lease first and asks second whether some thread is the
 * owner. So no call gets through to a connection that is somebody else's already.
 */
final class LentBlockingConnection extends Lease<RealBlockingConnection> implements BlockingConnection {

    private final RealBlockingConnection connection;

    LentBlockingConnection(SlotPool<RealBlockingConnection> pool, Slot<RealBlockingConnection> slot) {
        super(pool, slot);
        this.connection = slot.connection();
    }

    private RealBlockingConnection enter(String operation) {
        connection.enter();
        if (isOver()) {
            connection.leave();
            throw new PgClosedException(
                            "the connection was returned to its pool",
                            SqlState.CONNECTION_DOES_NOT_EXIST,
                            Outcome.NOT_SENT,
                            null)
                    .in(new ErrorContext(operation, server().address() + "/" + server().database(), null));
        }
        return connection;
    }

    @Override
    public Result query(Query query) {
        var entered = enter("query");
        try {
            return entered.query(query);
        } finally {
            entered.leave();
        }
    }

    @Override
    public Result query(String sql, @Nullable Object... values) {
        var entered = enter("query");
        try {
            return entered.query(sql, values);
        } finally {
            entered.leave();
        }
    }

    @Override
    public RowCursor stream(Query query) {
        var entered = enter("stream");
        try {
            return entered.stream(query, this);
        } finally {
            entered.leave();
        }
    }

    @Override
    public Answers run(Flight flight) {
        var entered = enter("query");
        try {
            return entered.run(flight, this);
        } finally {
            entered.leave();
        }
    }

    @Override
    public Description describe(String sql, @Nullable Duration timeout, int... parameterTypes) {
        var entered = enter("describe");
        try {
            return entered.describe(sql, timeout, parameterTypes);
        } finally {
            entered.leave();
        }
    }

    @Override
    public List<Result> batch(Batch batch) {
        var entered = enter("batch");
        try {
            return entered.batch(batch);
        } finally {
            entered.leave();
        }
    }

    @Override
    public List<Result> script(String sql) {
        var entered = enter("script");
        try {
            return entered.script(sql);
        } finally {
            entered.leave();
        }
    }

    @Override
    public BlockingCopyIn copyIn(String sql) {
        var entered = enter("copy in");
        try {
            return entered.copyIn(sql, this);
        } finally {
            entered.leave();
        }
    }

    @Override
    public BlockingCopyOut copyOut(String sql) {
        var entered = enter("copy out");
        try {
            return entered.copyOut(sql, this);
        } finally {
            entered.leave();
        }
    }

    @Override
    public void loadTypes(PgType... types) {
        var entered = enter("load types");
        try {
            entered.loadTypes(types);
        } finally {
            entered.leave();
        }
    }

    /** Its statements are calls of their own. */
    @Override
    public <T extends @Nullable Object, E extends Exception> T inTransaction(
            TransactionOptions options, BlockingWork<T, E> work) throws E {
        return BlockingTransaction.run(this, requireNonNull(options, "options"), requireNonNull(work, "work"));
    }

    @Override
    public @Nullable ListenEvent pollNotification(Duration timeout) {
        return connection.pollNotification(timeout, this);
    }

    @Override
    public Flow.Publisher<ListenEvent> notifications() {
        return connection.notifications(this);
    }

    /** While another thread is in a call; so it cannot ask to be the owner. Behind the return it does nothing. */
    @Override
    public void cancel() {
        if (!isOver()) {
            connection.cancel();
        }
    }

    @Override
    public void ping(Duration timeout) {
        connection.ping(timeout, this);
    }

    @Override
    public void abort() {
        if (!isOver()) {
            connection.abort();
        }
    }

    /** The connection's, whoever has it: its calls are refused once it is returned. */
    @Override
    public Lock turn() {
        return connection.turn();
    }

    @Override
    public TransactionStatus status() {
        return connection.status();
    }

    @Override
    public ServerInfo server() {
        return connection.server();
    }

    @Override
    public Map<String, String> parameters() {
        return connection.parameters();
    }

    @Override
    public boolean isOpen() {
        return !isOver() && connection.isOpen();
    }

    /** Returns it. */
    @Override
    public void close() {
        connection.endPush(this);
        end();
    }

    @Override
    public String toString() {
        return isOver() ? "BlockingConnection[returned]" : connection.toString();
    }
}
