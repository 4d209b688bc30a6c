package io.penstock.jdbc.internal.statement;

import io.penstock.Query;
import io.penstock.jdbc.internal.session.JdbcSession;
import io.penstock.jdbc.internal.sql.ParsedSql;
import io.penstock.jdbc.internal.sql.ValuesRow;
import io.penstock.jdbc.internal.url.Autosave;
import io.penstock.jdbc.internal.url.FacadeOptions;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the batches of one insert of one row are put together: property {@code reWriteBatchedInserts}. The rows come from arrays where that means the same, and
 * are listed elsewhere.
 *
 * <p>What type a value has that is sent as text without one, a timestamp for instance, the server is asked once. Where {@code autosave} guards statements it is
 * not asked, for no savepoint would stand in front of the question.
 */
final class BatchRewriting {

    private final JdbcSession session;
    private final ParsedSql parsed;
    private final RewrittenInserts listed;
    private final @Nullable String unnested;

    /** The declared types that the server was asked with, and all types as it tells them; null before. */
    private int @Nullable [] asked;

    private int[] told = {};

    BatchRewriting(JdbcSession session, String sql, ParsedSql parsed, ValuesRow row, Texts texts) throws SQLException {
        this.session = session;
        this.parsed = parsed;
        this.listed = new RewrittenInserts(
                rows -> texts.read(row.repeated(sql, rows)),
                parsed.parameters(),
                rewriting().listed());
        var text = row.unnested(sql);
        this.unnested = text == null ? null : texts.read(text).nativeText();
    }

    /** How a text that was made of the statement's is read. */
    interface Texts {

        ParsedSql read(String sql) throws SQLException;
    }

    private FacadeOptions.Rewriting rewriting() {
        return session.options().rewriting();
    }

    List<BatchEntry> of(List<Query> rows) throws SQLException {
        var text = unnested;
        var types = text == null ? null : types(rows);
        return text == null || types == null
                ? listed.of(rows)
                : new UnnestedInserts(text, types, rewriting().unnested()).of(rows);
    }

    private @Nullable UnnestedTypes types(List<Query> rows) throws SQLException {
        var declared = UnnestedTypes.declared(rows);
        if (declared == null) {
            return null;
        }
        if (Arrays.stream(declared).allMatch(type -> type != 0)) {
            return UnnestedTypes.of(declared);
        }
        if (session.options().autosave() != Autosave.NEVER) {
            return null;
        }
        return UnnestedTypes.of(told(declared, rows.size()));
    }

    private int[] told(int[] declared, int size) throws SQLException {
        if (!Arrays.equals(asked, declared)) {
            try {
                var types = session.describe(parsed.nativeText(), declared).parameterTypes();
                told = types.stream().mapToInt(Integer::intValue).toArray();
                asked = declared;
            } catch (SQLException e) {
                throw BatchOutcome.failed(size, 0, e);
            }
        }
        return told;
    }

    /** A batch has failed: the table may not be what it was. */
    void forget() {
        asked = null;
    }
}
