package io.penstock.jdbc.internal.pooled;

import static java.util.Objects.requireNonNull;

import io.penstock.BlockingConnection;
import io.penstock.Flight;
import io.penstock.Query;
import io.penstock.TransactionStatus;
import io.penstock.error.PgException;
import io.penstock.jdbc.internal.session.TransactionOwner;
import io.penstock.jdbc.internal.url.FacadeOptions;
import java.sql.SQLException;
import java.util.ArrayList;
import javax.sql.XAConnection;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/**
 * A pooled connection whose work can be a branch of a distributed transaction, by {@code PREPARE TRANSACTION}.
 *
 * <p>While a branch is on it its handle may not end the transaction. The server must allow prepared transactions ({@code max_prepared_transactions}).
 */
public final class BranchLink extends PooledLink implements XAConnection, XAResource {

    private static final String PREPARED =
            "select gid from pg_catalog.pg_prepared_xacts where database = pg_catalog.current_database()";

    private final Branch branch = new Branch();

    /**
     * @param link which ends with this
     * @param ended told when it was closed
     */
    public BranchLink(BlockingConnection link, FacadeOptions options, Runnable ended) {
        super(link, options, ended);
    }

    @Override
    public XAResource getXAResource() throws SQLException {
        requireOpen();
        return this;
    }

    @Override
    TransactionOwner owner() {
        return branch.isThere() ? TransactionOwner.TRANSACTION_MANAGER : TransactionOwner.CALLER;
    }

    private static Gid gid(Xid xid) throws XAException {
        if (xid == null) {
            throw XaErrors.of(XAException.XAER_INVAL, "the Xid is null");
        }
        return Gid.of(xid);
    }

    // ---- a branch's work

    @Override
    public void start(Xid xid, int flags) throws XAException {
        var gid = gid(xid);
        if (!branch.joins(gid, flags)) {
            if (link().status() != TransactionStatus.IDLE) {
                throw XaErrors.of(XAException.XAER_OUTSIDE, "this connection has a transaction of its own");
            }
            run("BEGIN", "the branch could not be started");
        }
        branch.started(gid);
        tellHandle();
    }

    @Override
    public void end(Xid xid, int flags) throws XAException {
        branch.end(gid(xid), flags);
    }

    // ---- its end

    /** A transaction that has failed cannot be prepared: it is rolled back. */
    @Override
    public int prepare(Xid xid) throws XAException {
        var gid = gid(xid);
        branch.requirePreparable(gid);
        try {
            requireDone(run("PREPARE TRANSACTION " + gid.literal(), "the branch could not be prepared"));
            branch.prepared();
        } finally {
            leaveIfDone();
        }
        return XA_OK;
    }

    @Override
    public void commit(Xid xid, boolean onePhase) throws XAException {
        var gid = gid(xid);
        if (onePhase) {
            branch.requireOnePhase(gid);
            try {
                requireDone(run("COMMIT", "the branch could not be committed"));
            } finally {
                leaveIfDone();
            }
        } else {
            finish("COMMIT PREPARED " + gid.literal());
        }
    }

    @Override
    public void rollback(Xid xid) throws XAException {
        var gid = gid(xid);
        if (branch.is(gid)) {
            try {
                run("ROLLBACK", "the branch could not be rolled back");
            } finally {
                leaveIfDone();
            }
        } else {
            finish("ROLLBACK PREPARED " + gid.literal());
        }
    }

    /** Of a prepared transaction, which any connection that has none of its own can end. */
    private void finish(String sql) throws XAException {
        if (link().status() != TransactionStatus.IDLE) {
            throw XaErrors.of(XAException.XAER_PROTO, "this connection has a transaction of its own");
        }
        run(sql, "the prepared transaction could not be ended");
    }

    /** The server says by the tag that it has rolled back what had failed. */
    private static void requireDone(String tag) throws XAException {
        if (tag.equals("ROLLBACK")) {
            throw XaErrors.of(XAException.XA_RBROLLBACK, "the branch had failed: it was rolled back");
        }
    }

    private void leaveIfDone() {
        if (!link().isOpen() || link().status() == TransactionStatus.IDLE) {
            branch.left();
            tellHandle();
        }
    }

    private void tellHandle() {
        var out = handle();
        if (out != null) {
            out.owner(owner());
        }
    }

    /** Runs a statement; returns its command. What the handle is reading is taken in before. */
    private String run(String sql, String what) throws XAException {
        try {
            var out = handle();
            if (out != null) {
                out.takeInOpen();
            }
            try (var answers = link().run(Flight.of(Query.of(sql)))) {
                answers.nextAnswer();
                return answers.tag().command();
            }
        } catch (PgException e) {
            throw XaErrors.of(e, what);
        } catch (SQLException e) {
            throw XaErrors.of(e, what);
        }
    }

    // ---- after a crash

    @Override
    public Xid[] recover(int flags) throws XAException {
        if ((flags & ~(TMSTARTRSCAN | TMENDRSCAN)) != 0) {
            throw XaErrors.of(XAException.XAER_INVAL, "no flags of recover: " + flags);
        }
        if ((flags & TMSTARTRSCAN) == 0) {
            return new Xid[0];
        }
        var found = new ArrayList<Xid>();
        try {
            for (var row : link().query(PREPARED).rows()) {
                var xid = Gid.parse(requireNonNull(row.getString(0), "gid"));
                if (xid != null) {
                    found.add(xid);
                }
            }
        } catch (PgException e) {
            throw XaErrors.of(e, "the prepared transactions could not be listed");
        }
        return found.toArray(Xid[]::new);
    }

    /** The server decides nothing on its own, so there is nothing to forget. */
    @Override
    public void forget(Xid xid) throws XAException {
        throw XaErrors.of(XAException.XAER_NOTA, "no branch was ended by a decision of the server's");
    }

    /** A branch stays on its connection, so no other is the same. */
    @Override
    public boolean isSameRM(XAResource other) {
        return other == this;
    }

    @Override
    public int getTransactionTimeout() {
        return 0;
    }

    @Override
    public boolean setTransactionTimeout(int seconds) {
        return false;
    }
}
