package io.penstock.jdbc.internal.statement;

import io.penstock.jdbc.internal.convert.JdbcState;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * What results a statement makes, as {@code java.sql.ResultSet} numbers it.
 *
 * @param type forward only, or to scroll in
 * @param concurrency for reading, or to be updated
 * @param holdability whether results outlive their transaction
 */
public record StatementShape(int type, int concurrency, int holdability) {

    /** Forward only, for reading, closed at the commit. */
    public static final StatementShape DEFAULT = new StatementShape(
            ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY, ResultSet.CLOSE_CURSORS_AT_COMMIT);

    /** Checks the numbers. */
    public static StatementShape of(int type, int concurrency, int holdability) throws SQLException {
        require(
                type,
                "type",
                ResultSet.TYPE_FORWARD_ONLY,
                ResultSet.TYPE_SCROLL_INSENSITIVE,
                ResultSet.TYPE_SCROLL_SENSITIVE);
        require(concurrency, "concurrency", ResultSet.CONCUR_READ_ONLY, ResultSet.CONCUR_UPDATABLE);
        require(holdability, "holdability", ResultSet.HOLD_CURSORS_OVER_COMMIT, ResultSet.CLOSE_CURSORS_AT_COMMIT);
        return new StatementShape(type, concurrency, holdability);
    }

    private static void require(int value, String what, int... allowed) throws SQLException {
        for (var one : allowed) {
            if (one == value) {
                return;
            }
        }
        throw new SQLException("a result has no " + what + " " + value, JdbcState.INVALID_PARAMETER_VALUE);
    }

    boolean scrolls() {
        return type != ResultSet.TYPE_FORWARD_ONLY;
    }

    boolean updates() {
        return concurrency == ResultSet.CONCUR_UPDATABLE;
    }

    boolean holds() {
        return holdability == ResultSet.HOLD_CURSORS_OVER_COMMIT;
    }
}
