package io.penstock.jdbc.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.jdbc.internal.sql.CallMode;
import io.penstock.jdbc.internal.sql.ParsedSql;
import io.penstock.jdbc.internal.sql.SqlSyntax;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class SqlTextsTest {

    /** Of both generations of a connection's texts. */
    private static final int BOTH = 2 * 128;

    private final SqlTexts texts = SqlTexts.ofConnection();

    @Test
    void readsATextOnce() throws SQLException {
        assertThat(parse("select 1")).isSameAs(parse("select 1"));
    }

    @Test
    void readsATextForEachSyntax() throws SQLException {
        var withBackslashes = new SqlSyntax(
                SqlSyntax.Placeholders.QUESTION_MARKS,
                SqlSyntax.Escapes.PROCESSED,
                SqlSyntax.Strings.WITH_BACKSLASHES,
                CallMode.SELECT);

        assertThat(texts.parse("select '\\'?'", withBackslashes).parameters()).isZero();
        assertThat(parse("select '\\' || ?").parameters()).isEqualTo(1);
    }

    @Test
    void forgetsWhatOthersHaveTakenTheRoomOf() throws SQLException {
        var first = parse("select 1");
        for (var i = 0; i < BOTH; i++) {
            parse("select 1, " + i);
        }

        assertThat(parse("select 1")).isNotSameAs(first).isEqualTo(first);
    }

    @Test
    void keepsWhatIsUsedAgainAndAgain() throws SQLException {
        var first = parse("select 1");
        for (var i = 0; i < 5 * BOTH; i++) {
            parse("select 1, " + i);
            assertThat(parse("select 1")).isSameAs(first);
        }
    }

    @Test
    void keepsNoLongText() throws SQLException {
        var text = "select '" + "x".repeat(16_384) + "'";

        assertThat(parse(text)).isNotSameAs(parse(text));
    }

    private ParsedSql parse(String sql) throws SQLException {
        return texts.parse(
                sql,
                new SqlSyntax(
                        SqlSyntax.Placeholders.QUESTION_MARKS,
                        SqlSyntax.Escapes.PROCESSED,
                        SqlSyntax.Strings.STANDARD,
                        CallMode.SELECT));
    }
}
