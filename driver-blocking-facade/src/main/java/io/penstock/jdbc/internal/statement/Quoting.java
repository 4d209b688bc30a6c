package io.penstock.jdbc.internal.statement;

import io.penstock.jdbc.internal.convert.JdbcState;
import io.penstock.jdbc.internal.session.JdbcSession;
import io.penstock.sql.SqlIdentifiers;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Names and literals for who writes SQL himself. JDBC's own defaults know neither quotes inside of names, nor that a backslash may mean something.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-syntax-lexical.html">Lexical Structure</a>
 */
interface Quoting extends Statement {

    JdbcSession session();

    @Override
    default String enquoteLiteral(String text) throws SQLException {
        requireNoNul(text);
        var quoted = "'" + text.replace("'", "''") + "'";
        return session().escapesByBackslash() && text.indexOf('\\') >= 0 ? "E" + quoted.replace("\\", "\\\\") : quoted;
    }

    /** There is one kind of text here. */
    @Override
    default String enquoteNCharLiteral(String text) throws SQLException {
        var quoted = enquoteLiteral(text);
        return quoted.startsWith("E") ? quoted : "N" + quoted;
    }

    @Override
    default String enquoteIdentifier(String identifier, boolean alwaysQuote) throws SQLException {
        requireNoNul(identifier);
        if (identifier.isEmpty()) {
            throw new SQLException("a name is not empty", JdbcState.INVALID_NAME);
        }
        return !alwaysQuote && isSimpleIdentifier(identifier) ? identifier : SqlIdentifiers.quoted(identifier);
    }

    private static void requireNoNul(String text) throws SQLException {
        if (text.indexOf('\0') >= 0) {
            throw new SQLException("there is no NUL in PostgreSQL's texts", JdbcState.INVALID_PARAMETER_VALUE);
        }
    }
}
