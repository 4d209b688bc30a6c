package io.penstock.internal.exchange;

import org.jspecify.annotations.Nullable;

/**
 * A statement that its caller has prepared and keeps. It outlives what the server has of it: when that is dropped, lost or stale, the next use
 * prepares it anew, with the parameter types of the first time, for which the caller's values are encoded.
 *
 * <p>Confined to the connection's owner, but for the getters.
 */
public final class HeldStatement {

    private final String sql;
    private @Nullable ServerStatement current;

    /** What was last described; read by any thread. */
    private volatile RowShape shape = RowShape.NONE;

    private volatile int[] parameterOids = {};

    public HeldStatement(String sql) {
        this.sql = sql;
    }

    public String sql() {
        return sql;
    }

    /** The types that the server gave the parameters when it was first prepared. */
    public int[] parameterOids() {
        return parameterOids.clone();
    }

    /** The columns, in the formats that a use asks for, as of the last preparation. */
    public RowShape shape() {
        return shape;
    }

    /** What there is, or is to be, on the server. */
    ServerStatement on(StatementCache cache) {
        var known = current;
        if (known != null && cache.isKept(known)) {
            return known;
        }
        if (known != null) {
            cache.close(known);
        }
        var fresh = cache.unshared(sql);
        current = fresh;
        return fresh;
    }

    /** The server has described it. */
    void described(ServerStatement statement) {
        if (shape == RowShape.NONE && parameterOids.length == 0) {
            parameterOids = statement.parameterOids();
        }
        shape = statement.shape();
    }

    /** Gives it up on the server, with the next flight that closes anything. */
    void close(StatementCache cache) {
        if (current != null) {
            cache.close(current);
        }
    }
}
