package io.penstock.jdbc.internal.pooled;

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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * A connection that somebody else owns, for as long as one handle lives: closing it gives it back.
 *
 * <p>Everything goes to the owner's; after its close nothing does.
 */
final class LoanedLink implements BlockingConnection {

    /** Who owns the connection. */
    interface Owner {

        /** The handle was closed; the connection may be in a transaction. */
        void returned();

        /** The connection was found to have ended. Told again and again. */
        void lost();
    }

    private final BlockingConnection link;
    private final Owner owner;
    private volatile boolean returned;

    LoanedLink(BlockingConnection link, Owner owner) {
        this.link = link;
        this.owner = owner;
    }

    private BlockingConnection link() {
        if (returned) {
            throw new IllegalStateException("this handle was closed");
        }
        return link;
    }

    @Override
    public Result query(Query query) {
        return link().query(query);
    }

    @Override
    public RowCursor stream(Query query) {
        return link().stream(query);
    }

    @Override
    public List<Result> batch(Batch batch) {
        return link().batch(batch);
    }

    @Override
    public Answers run(Flight flight) {
        try {
            return link().run(flight);
        } finally {
            isOpen();
        }
    }

    @Override
    public Description describe(String sql, int... parameterTypes) {
        return link().describe(sql, parameterTypes);
    }

    @Override
    public List<Result> script(String sql) {
        return link().script(sql);
    }

    @Override
    public BlockingCopyIn copyIn(String sql) {
        return link().copyIn(sql);
    }

    @Override
    public BlockingCopyOut copyOut(String sql) {
        return link().copyOut(sql);
    }

    @Override
    public <T extends @Nullable Object, E extends Exception> T inTransaction(
            TransactionOptions options, BlockingWork<T, E> work) throws E {
        return link().inTransaction(options, work);
    }

    @Override
    public @Nullable ListenEvent pollNotification(Duration timeout) {
        return link().pollNotification(timeout);
    }

    /** It lasts as long as the session; a handle's own action ends with the handle. */
    @Override
    public Flow.Publisher<ListenEvent> notifications() {
        return link().notifications();
    }

    @Override
    public void cancel() {
        link().cancel();
    }

    @Override
    public void ping(Duration timeout) {
        link().ping(timeout);
    }

    @Override
    public void abort() {
        link.abort();
    }

    @Override
    public void loadTypes(PgType... types) {
        link().loadTypes(types);
    }

    @Override
    public TransactionStatus status() {
        return link.status();
    }

    @Override
    public ServerInfo server() {
        return link.server();
    }

    @Override
    public Map<String, String> parameters() {
        return link.parameters();
    }

    /** Whether a statement can be run through it. */
    @Override
    public boolean isOpen() {
        if (returned) {
            return false;
        }
        var open = link.isOpen();
        if (!open) {
            owner.lost();
        }
        return open;
    }

    @Override
    public void close() {
        if (!returned) {
            returned = true;
            owner.returned();
        }
    }
}
