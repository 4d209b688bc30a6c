package io.penstock.jdbc.internal.statement;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.Query;
import io.penstock.jdbc.internal.sql.CallMode;
import io.penstock.jdbc.internal.sql.ParsedSql;
import io.penstock.jdbc.internal.sql.SqlScanner;
import io.penstock.jdbc.internal.sql.SqlSyntax;
import io.penstock.jdbc.internal.sql.SqlSyntaxException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RewrittenInsertsTest {

    private static final SqlSyntax SYNTAX = new SqlSyntax(
            SqlSyntax.Placeholders.QUESTION_MARKS,
            SqlSyntax.Escapes.PROCESSED,
            SqlSyntax.Strings.STANDARD,
            CallMode.SELECT);

    private static ParsedSql parse(String sql) {
        try {
            return SqlScanner.parse(sql, SYNTAX);
        } catch (SqlSyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static List<BatchEntry> rewritten(String sql, int rows, int maxRows) throws SQLException {
        var parsed = parse(sql);
        var row = parsed.valuesRow();
        if (row == null) {
            throw new AssertionError("not an insert of one row: " + sql);
        }
        var queries = new ArrayList<Query>();
        for (var i = 0; i < rows; i++) {
            queries.add(Query.of(parsed.nativeText(), i, "n" + i).withTypes(23, 25));
        }
        return new RewrittenInserts(count -> parse(row.repeated(sql, count)), parsed.parameters(), maxRows).of(queries);
    }

    @Test
    void putsRowsTogether() throws SQLException {
        var entries = rewritten("insert into t (a, b) values (?, upper(?)) on conflict do nothing", 3, 128);

        assertThat(entries)
                .extracting(entry -> entry.query().sql())
                .containsExactly(
                        "insert into t (a, b) values ($1, upper($2)), ($3, upper($4)) on conflict do nothing",
                        "insert into t (a, b) values ($1, upper($2)) on conflict do nothing");
        assertThat(entries.get(0).query().values()).containsExactly(0, "n0", 1, "n1");
        assertThat(entries.get(0).query().toTypeArray()).containsExactly(23, 25, 23, 25);
        assertThat(entries.get(1).query().values()).containsExactly(2, "n2");
    }

    @ParameterizedTest
    @CsvSource({"1, 128, 1", "2, 128, 2", "7, 128, 4 2 1", "300, 128, 128 128 32 8 4", "9, 4, 4 4 1", "3, 1, 1 1 1"})
    void takesPowersOfTwo(int rows, int maxRows, String sizes) throws SQLException {
        var entries = rewritten("insert into t values (?, ?)", rows, maxRows);

        assertThat(entries.stream().map(entry -> "" + entry.entries()).collect(Collectors.joining(" ")))
                .isEqualTo(sizes);
        assertThat(entries.stream().flatMap(entry -> entry.query().values().stream()))
                .containsExactlyElementsOf(valuesOf(rows));
    }

    private static List<@Nullable Object> valuesOf(int rows) {
        return IntStream.range(0, rows)
                .boxed()
                .<@Nullable Object>flatMap(i -> List.<Object>of(i, "n" + i).stream())
                .toList();
    }

    @Test
    void staysWithinTheParametersThatABindCanCount() throws SQLException {
        var entries = rewritten("insert into t values (?, ?)", 40_000, 32_768);

        assertThat(entries)
                .allSatisfy(entry -> assertThat(entry.query().values()).hasSizeLessThan(65_536));
    }
}
