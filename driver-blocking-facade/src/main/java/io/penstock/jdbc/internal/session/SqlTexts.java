package io.penstock.jdbc.internal.session;

import io.penstock.jdbc.internal.convert.JdbcState;
import io.penstock.jdbc.internal.sql.ParsedSql;
import io.penstock.jdbc.internal.sql.SqlScanner;
import io.penstock.jdbc.internal.sql.SqlSyntax;
import io.penstock.jdbc.internal.sql.SqlSyntaxException;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Texts of statements that were read before, by one connection or by all of a data source.
 *
 * <p>They lie in two generations. What is asked for is in the younger one from then on; when that has its number of texts it becomes the elder one, and the
 * elder one is forgotten: who asks takes no lock, and a text that is used again and again stays.
 *
 * <p>Bounds: two generations of so many texts, and a few more where threads meet; a text longer than {@value #MAX_CHARS} is not kept. Safe from any thread.
 */
public final class SqlTexts {

    private static final int OF_CONNECTION = 128;
    private static final int OF_DATA_SOURCE = 512;
    private static final int MAX_CHARS = 16_384;

    private final int most;
    private volatile Generations generations = new Generations(new ConcurrentHashMap<>(), Map.of());

    private record Key(String sql, SqlSyntax syntax) {}

    private record Generations(ConcurrentHashMap<Key, ParsedSql> younger, Map<Key, ParsedSql> elder) {}

    private SqlTexts(int most) {
        this.most = most;
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
        var present = generations;
        var known = present.younger().get(key);
        return known != null ? known : bringIn(present, key);
    }

    private ParsedSql bringIn(Generations present, Key key) throws SQLException {
        var known = present.elder().get(key);
        var parsed = known != null ? known : parseAnew(key.sql(), key.syntax());
        present.younger().put(key, parsed);
        if (present.younger().size() >= most && present == generations) {
            // Where two threads meet, one turn of the generations is lost in the other: no more than that.
            generations = new Generations(new ConcurrentHashMap<>(), present.younger());
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
