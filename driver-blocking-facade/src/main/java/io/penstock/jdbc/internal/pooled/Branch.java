package io.penstock.jdbc.internal.pooled;

import java.util.Objects;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction manager may do next with one connection.
 *
 * <pre>
 *           start             end               prepare
 *   NONE ----------&gt; ACTIVE --------&gt; ENDED -----------------&gt; NONE
 *                      ^-----------------|   commit, rollback
 *                            join
 * </pre>
 *
 * <p>A branch stays on the connection that it was started on until it is prepared: it is neither suspended nor continued on another one. Belongs to the connection's thread.
 */
final class Branch {

    private enum State {
        NONE,
        ACTIVE,
        ENDED
    }

    private State state = State.NONE;
    private @Nullable Gid current;

    /** The last that was prepared here. */
    private @Nullable Gid prepared;

    boolean isThere() {
        return state != State.NONE;
    }

    boolean is(Gid gid) {
        return gid.equals(current);
    }

    /** Whether this is one that joins what has ended, rather than a new one. */
    boolean joins(Gid gid, int flags) throws XAException {
        switch (flags) {
            case XAResource.TMNOFLAGS, XAResource.TMJOIN, XAResource.TMRESUME -> {}
            default -> throw XaErrors.of(XAException.XAER_INVAL, "no flags of start: " + flags);
        }
        if (state == State.ACTIVE) {
            throw XaErrors.of(XAException.XAER_PROTO, "this connection has a branch that has not ended");
        }
        return switch (flags) {
            case XAResource.TMRESUME -> throw XaErrors.of(XAException.XAER_RMERR, "a branch is not suspended here");
            case XAResource.TMJOIN -> {
                if (!is(gid)) {
                    throw XaErrors.of(
                            XAException.XAER_RMERR, "a branch is joined on the connection that it was started on");
                }
                yield true;
            }
            default -> {
                if (state == State.ENDED) {
                    throw XaErrors.of(
                            XAException.XAER_RMERR, "this connection has a branch that is neither prepared nor done");
                }
                yield false;
            }
        };
    }

    void started(Gid gid) {
        current = gid;
        state = State.ACTIVE;
    }

    void end(Gid gid, int flags) throws XAException {
        switch (flags) {
            case XAResource.TMSUCCESS, XAResource.TMFAIL, XAResource.TMSUSPEND -> {}
            default -> throw XaErrors.of(XAException.XAER_INVAL, "no flags of end: " + flags);
        }
        if (state != State.ACTIVE || !is(gid)) {
            throw XaErrors.of(XAException.XAER_PROTO, "this branch was not started");
        }
        if (flags == XAResource.TMSUSPEND) {
            throw XaErrors.of(XAException.XAER_RMERR, "a branch is not suspended here");
        }
        state = State.ENDED;
    }

    void requirePreparable(Gid gid) throws XAException {
        if (current == null && gid.equals(prepared)) {
            throw XaErrors.of(XAException.XAER_PROTO, "this branch is prepared already");
        }
        if (!is(gid)) {
            throw XaErrors.of(XAException.XAER_RMERR, "a branch is prepared on the connection that it was started on");
        }
        if (state == State.ACTIVE) {
            throw XaErrors.of(XAException.XAER_INVAL, "the branch has not ended");
        }
    }

    void requireOnePhase(Gid gid) throws XAException {
        if (current == null && gid.equals(prepared)) {
            throw XaErrors.of(XAException.XAER_PROTO, "this branch is prepared: it takes two phases");
        }
        if (!is(gid)) {
            throw XaErrors.of(XAException.XAER_NOTA, "this branch is not here");
        }
        if (state == State.ACTIVE) {
            throw XaErrors.of(XAException.XAER_PROTO, "the branch has not ended");
        }
    }

    /** The connection is free of it. */
    void left() {
        current = null;
        state = State.NONE;
    }

    void prepared() {
        prepared = Objects.requireNonNull(current);
        left();
    }
}
