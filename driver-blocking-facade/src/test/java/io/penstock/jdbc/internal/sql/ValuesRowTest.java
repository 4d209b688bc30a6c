package io.penstock.jdbc.internal.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The row of an INSERT, and the text whose rows come from arrays. */
class ValuesRowTest {

    private static final SqlSyntax SYNTAX = new SqlSyntax(
            SqlSyntax.Placeholders.QUESTION_MARKS,
            SqlSyntax.Escapes.PROCESSED,
            SqlSyntax.Strings.STANDARD,
            CallMode.SELECT);

    private static @Nullable String unnested(String sql) {
        try {
            var row = SqlScanner.parse(sql, SYNTAX).valuesRow();
            return row == null ? null : row.unnested(sql);
        } catch (SqlSyntaxException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            insert into t(a, b) values (?, ?)           | insert into t(a, b) select pg_catalog.unnest(?), pg_catalog.unnest(?)
            insert into t values(?)                     | insert into t select pg_catalog.unnest(?)
            INSERT INTO "values" VALUES  ( ? ,? )       | INSERT INTO "values" select pg_catalog.unnest(?), pg_catalog.unnest(?)
            insert into t values (?::jsonb, ? :: s.e )  | insert into t select pg_catalog.unnest(?)::jsonb, pg_catalog.unnest(?):: s.e
            insert into t values (?) on conflict do nothing | insert into t select pg_catalog.unnest(?) on conflict do nothing
            insert into t(a) overriding system value values (?) | insert into t(a) overriding system value select pg_catalog.unnest(?)
            """)
    void selectsTheRowsOfArrays(String sql, String expected) {
        assertThat(unnested(sql)).isEqualTo(expected);
    }

    /** Each is listed, or left as it is. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "insert into t values (lower(?))",
                "insert into t values (generate_series(1, ?))",
                "insert into t values (?, default)",
                "insert into t values (?, 1)",
                "insert into t values (?, null)",
                "insert into t values (?, now())",
                "insert into t values (? + 1)",
                "insert into t values (?, ?::numeric(10, 2))",
                "insert into t values (?::int[])",
                "insert into t values (?::text::jsonb)",
                "insert into t values (?, (select ?))",
                "insert into t values (?, /* two */ ?)",
                "insert into t values -- values\n (?)",
                "insert into t /* -- */ values (?)",
                "insert into t values ()",
                "insert into t values (?), (?)",
                "insert into t values (?) returning a",
                "insert into t values (?) on conflict (a) do update set b = 1",
                "insert into t select ?"
            })
    void leavesWhatIsMoreThanPlaceholdersAlone(String sql) {
        assertThat(unnested(sql)).isNull();
    }
}
