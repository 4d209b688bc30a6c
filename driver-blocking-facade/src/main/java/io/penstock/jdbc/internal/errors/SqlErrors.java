package io.penstock.jdbc.internal.errors;

import io.penstock.error.ErrorFields;
import io.penstock.error.PgClosedException;
import io.penstock.error.PgConnectException;
import io.penstock.error.PgException;
import io.penstock.error.PgTimeoutException;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransactionRollbackException;
import java.sql.SQLTransientConnectionException;
import java.sql.SQLWarning;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells the core's errors as JDBC's: the class that JDBC has for the kind of error, the SQLSTATE, the text, and the core's exception as
 * the cause.
 *
 * @see <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">PostgreSQL Error Codes</a>
 */
public final class SqlErrors {

    private SqlErrors() {}

    /** The same error as JDBC tells it. */
    public static SQLException of(PgException error) {
        var text = error.getMessage();
        var state = error.sqlState();
        if (error instanceof PgTimeoutException) {
            return new SQLTimeoutException(text, state, error);
        }
        if (error instanceof PgConnectException) {
            return isAuthorization(state)
                    ? new SQLInvalidAuthorizationSpecException(text, state, error)
                    : new SQLTransientConnectionException(text, state, error);
        }
        if (error instanceof PgClosedException) {
            return new SQLNonTransientConnectionException(text, state, error);
        }
        return byState(text, state, error);
    }

    private static boolean isAuthorization(String state) {
        return state.startsWith("28");
    }

    private static SQLException byState(String text, String state, PgException error) {
        return switch (state.substring(0, 2)) {
            case "08" -> new SQLNonTransientConnectionException(text, state, error);
            case "0A" -> new SQLFeatureNotSupportedException(text, state, error);
            case "22" -> new SQLDataException(text, state, error);
            case "23" -> new SQLIntegrityConstraintViolationException(text, state, error);
            case "28" -> new SQLInvalidAuthorizationSpecException(text, state, error);
            case "40" -> new SQLTransactionRollbackException(text, state, error);
            case "42" -> new SQLSyntaxErrorException(text, state, error);
            default -> new SQLException(text, state, error);
        };
    }

    /** A notice of the server as a warning. */
    public static SQLWarning warning(ErrorFields notice) {
        return new SQLWarning(notice.message(), notice.sqlState());
    }

    /** Classes for types are registered with the core; JDBC's maps of them may be empty at the most. */
    public static void requireNoTypeMap(@Nullable Map<String, Class<?>> map) throws SQLFeatureNotSupportedException {
        if (map != null && !map.isEmpty()) {
            throw unsupported("a type map");
        }
    }

    /** What a driver may leave out, and this one does. */
    public static SQLFeatureNotSupportedException unsupported(String what) {
        return new SQLFeatureNotSupportedException(what + " is not supported", "0A000");
    }
}
