package io.penstock.jdbc.internal.session;

import io.penstock.jdbc.internal.convert.JdbcState;
import io.penstock.jdbc.internal.sql.ParsedSql;
import io.penstock.jdbc.internal.sql.SqlScanner;
import io.penstock.jdbc.internal.sql.SqlSyntax;
import io.penstock.jdbc.internal.sql.SqlSyntaxException;
import java.sql.SQLException;
import java.util.Map;

/** Texts of prepared statements that were read before. Bounds: {@value #MAX_TEXTS} texts, the eldest gives way; one longer than {@value #MAX_CHARS} is not kept. */
final class SqlTexts {

    private static final int MAX_TEXTS = 256;
    private static final int MAX_CHARS = 16_384;

    private final Map<Key, ParsedSql> texts = new EldestGivesWay<>(MAX_TEXTS);

    private record Key(String sql, SqlSyntax syntax) {}

    ParsedSql parse(String sql, SqlSyntax syntax) throws SQLException {
        if (sql.length() > MAX_CHARS) {
            return parseAnew(sql, syntax);
        }
        var key = new Key(sql, syntax);
        var known = texts.get(key);
        if (known == null) {
            known = parseAnew(sql, syntax);
            texts.put(key, known);
        }
        return known;
    }

    private static ParsedSql parseAnew(String sql, SqlSyntax syntax) throws SQLException {
        try {
            return SqlScanner.parse(sql, syntax);
        } catch (SqlSyntaxException e) {
            throw new SQLException(e.getMessage(), JdbcState.SYNTAX_ERROR, e);
        }
    }
}
