package io.penstock.jdbc.internal.session;

import io.penstock.jdbc.internal.convert.JdbcState;
import io.penstock.jdbc.internal.sql.ParsedSql;
import io.penstock.jdbc.internal.sql.SqlScanner;
import io.penstock.jdbc.internal.sql.SqlSyntax;
import io.penstock.jdbc.internal.sql.SqlSyntaxException;
import java.sql.SQLException;

/**
 * Texts of statements that were read before, by one connection or by all of a data source.
 *
 * <p>Bounds: those of {@link TwoGenerations}; a text longer than {@value #MAX_CHARS} is not kept. Safe from any thread.
 */
public final class SqlTexts {

    private static final int OF_CONNECTION = 128;
    private static final int OF_DATA_SOURCE = 512;
    private static final int MAX_CHARS = 16_384;

    private final TwoGenerations<Key, ParsedSql> known;

    private record Key(String sql, SqlSyntax syntax) {}

    private SqlTexts(int most) {
        this.known = new TwoGenerations<>(most);
    }

    /** Of a connection: {@value #OF_CONNECTION} to a generation. */
    public static SqlTexts ofConnection() {
        return new SqlTexts(OF_CONNECTION);
    }

    /** Of connections that share what they read: {@value #OF_DATA_SOURCE} to a generation. */
    public static SqlTexts ofDataSource() {
        return new SqlTexts(OF_DATA_SOURCE);
    }

    ParsedSql parse(String sql, SqlSyntax syntax) throws SQLException {
        if (sql.length() > MAX_CHARS) {
            return parseAnew(sql, syntax);
        }
        var key = new Key(sql, syntax);
        var parsed = known.find(key);
        if (parsed == null) {
            parsed = parseAnew(sql, syntax);
            known.keep(key, parsed);
        }
        return parsed;
    }

    private static ParsedSql parseAnew(String sql, SqlSyntax syntax) throws SQLException {
        try {
            return SqlScanner.parse(sql, syntax);
        } catch (SqlSyntaxException e) {
            throw new SQLException(e.getMessage(), JdbcState.SYNTAX_ERROR, e);
        }
    }
}
