package io.penstock.jdbc.internal.result;

import io.penstock.jdbc.internal.session.JdbcSession;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** What a result knows of the statement that it is of. */
public interface ResultOwner {

    JdbcSession session();

    /** The statement as its user has it; null for a result of none. */
    @Nullable
    Statement statement();

    /** The most characters or bytes of a text or a bytea that its getters give; 0 for all. */
    default int maxFieldSize() {
        return 0;
    }

    /** The result is closed. */
    void resultClosed(ResultSet result) throws SQLException;
}
