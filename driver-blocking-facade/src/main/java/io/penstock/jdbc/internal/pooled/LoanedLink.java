package io.penstock.jdbc.internal.pooled;

import io.penstock.Answers;
import io.penstock.BlockingConnection;
import io.penstock.Flight;
import io.penstock.ServerInfo;
import io.penstock.TransactionStatus;
import io.penstock.error.Outcome;
import io.penstock.error.PgClosedException;
import io.penstock.jdbc.internal.session.RelayedLink;
import java.util.Map;

/**
 * A connection that somebody else owns, for as long as one handle lives: closing it gives it back.
 *
 * <p>Everything goes to the owner's; after its close nothing does. Notifications last as long as the session; a handle's own action ends with the handle.
 */
final class LoanedLink implements RelayedLink {

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

    @Override
    public BlockingConnection link() {
        if (returned) {
            throw new PgClosedException("this handle was closed", "08003", Outcome.NOT_SENT, null);
        }
        return link;
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
    public void abort() {
        link.abort();
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
