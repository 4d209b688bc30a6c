package io.penstock.jdbc.internal.connection;

import io.penstock.jdbc.internal.convert.JdbcState;
import io.penstock.sql.SqlIdentifiers;
import java.sql.SQLException;
import java.sql.Savepoint;
import org.jspecify.annotations.Nullable;

/** A savepoint, by a name of its user's or by a number. */
final class JdbcSavepoint implements Savepoint {

    private final int id;
    private final @Nullable String name;
    private boolean valid = true;

    JdbcSavepoint(int id, @Nullable String name) {
        this.id = id;
        this.name = name;
    }

    @Override
    public int getSavepointId() throws SQLException {
        requireValid();
        if (name != null) {
            throw new SQLException("a named savepoint has no number", JdbcState.WRONG_OBJECT_TYPE);
        }
        return id;
    }

    @Override
    public String getSavepointName() throws SQLException {
        requireValid();
        if (name == null) {
            throw new SQLException("a savepoint without a name has a number", JdbcState.WRONG_OBJECT_TYPE);
        }
        return name;
    }

    void invalidate() {
        valid = false;
    }

    /** Its name on the server, quoted. */
    String identifier() throws SQLException {
        requireValid();
        return name == null ? "penstock_" + id : SqlIdentifiers.quoted(name);
    }

    private void requireValid() throws SQLException {
        if (!valid) {
            throw new SQLException("this savepoint was released", JdbcState.INVALID_SAVEPOINT);
        }
    }
}
