package io.penstock.jdbc.internal.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.jdbc.internal.sql.SqlSyntax.Escapes;
import io.penstock.jdbc.internal.sql.SqlSyntax.Placeholders;
import io.penstock.jdbc.internal.sql.SqlSyntax.Strings;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlScannerTest {

    private static final SqlSyntax PREPARED =
            new SqlSyntax(Placeholders.QUESTION_MARKS, Escapes.PROCESSED, Strings.STANDARD, CallMode.SELECT);
    private static final SqlSyntax PLAIN =
            new SqlSyntax(Placeholders.NONE, Escapes.PROCESSED, Strings.STANDARD, CallMode.SELECT);

    private static ParsedSql parse(String sql, SqlSyntax syntax) {
        try {
            return SqlScanner.parse(sql, syntax);
        } catch (SqlSyntaxException e) {
            throw new AssertionError(e);
        }
    }

    static Stream<Arguments> texts() {
        return Stream.of(
                // Placeholders, and where a question mark is none.
                row("select ?", "select $1", 1),
                row("select ?,?", "select $1,$2", 2),
                row("select a ?? 'x' and b = ?", "select a ? 'x' and b = $1", 1),
                row("select a ??| b, c ??& ?", "select a ?| b, c ?& $1", 1),
                row("select '?', ?", "select '?', $1", 1),
                row("select 'it''s ?', ?", "select 'it''s ?', $1", 1),
                row("select 'a\\', ?", "select 'a\\', $1", 1),
                row("select e'a\\'?', ?", "select e'a\\'?', $1", 1),
                row("select E'\\\\', ?", "select E'\\\\', $1", 1),
                row("select U&'d\\0061t?', ?", "select U&'d\\0061t?', $1", 1),
                row("select notane'a\\', ?", "select notane'a\\', $1", 1),
                row("select \"a?\"\"?\", ?", "select \"a?\"\"?\", $1", 1),
                row("select $$?$$, ?", "select $$?$$, $1", 1),
                row("select $a$ $$ ? $b$ $a$, ?", "select $a$ $$ ? $b$ $a$, $1", 1),
                row("select a$1$b, ?", "select a$1$b, $1", 1),
                row("select $1, ?", "select $1, $1", 1),
                row("-- ?\nselect ?", "-- ?\nselect $1", 1),
                row("select 1 -- ?", "select 1 -- ?", 0),
                row("/* ? /* ? */ ? */ select ?", "/* ? /* ? */ ? */ select $1", 1),
                row("select 1 - ?, 2 / ?", "select 1 - $1, 2 / $2", 2),
                // What has no end is the server's to complain about.
                row("select 'abc ?", "select 'abc ?", 0),
                row("select \"abc ?", "select \"abc ?", 0),
                row("select $$abc ?", "select $$abc ?", 0),
                row("select /* ?", "select /* ?", 0),
                // Escapes.
                row("select {d '2020-01-01'}", "select DATE '2020-01-01'", 0),
                row(
                        "select {t '10:00:00'}, {ts '2020-01-01 10:00:00'}",
                        "select TIME '10:00:00', TIMESTAMP '2020-01-01 10:00:00'",
                        0),
                row("select { d ? }", "select DATE $1", 1),
                row("select 'a%' like ? {escape '|'}", "select 'a%' like $1 ESCAPE '|'", 1),
                row("select * from {oj a left join b on a.x = b.x}", "select * from a left join b on a.x = b.x", 0),
                row("select {fn ucase(?)}", "select upper($1)", 1),
                row("select {fn concat('a', ?)}", "select ('a'|| $1)", 1),
                row("select {fn lcase({fn ucase('x')})}", "select lower(upper('x'))", 0),
                row("select {fn abs(-1)}", "select abs(-1)", 0),
                row("select {fn curdate()}, {fn database()}", "select current_date, current_database()", 0),
                row("select {fn locate('a', b)}", "select position('a' in  b)", 0),
                row("select {fn left('a,b', (1+1))}", "select substring('a,b' for  (1+1))", 0),
                row("select {fn dayofweek(d)}", "select (extract(dow from d)+1)", 0),
                row(
                        "select {fn timestampadd(SQL_TSI_DAY, 3, now())}",
                        "select (CAST( 3||' day' as interval)+ now())",
                        0),
                row("select '{1,2}'::int[], '{fn x}'", "select '{1,2}'::int[], '{fn x}'", 0),
                row("select {x}", "select {x}", 0),
                // Calls.
                row("{call f(?, ?)}", "select * from f($1, $2) as result", 2),
                row("{ call f }", "select * from f () as result", 0),
                row("{? = call f(?)}", "select * from f($1) as result", 2),
                row("/* c */ {call f()} ", "select * from f() as result", 0));
    }

    private static Arguments row(String sql, String expected, int parameters) {
        return Arguments.of(sql, expected, parameters);
    }

    @ParameterizedTest
    @MethodSource("texts")
    void readsWhatJdbcWrites(String sql, String expected, int parameters) {
        var parsed = parse(sql, PREPARED);

        assertThat(parsed.parts()).hasSize(1);
        assertThat(parsed.nativeText()).isEqualTo(expected);
        assertThat(parsed.parameters()).isEqualTo(parameters);
    }

    static Stream<Arguments> scripts() {
        return Stream.of(
                Arguments.of("a;b;c", List.of("a", "b", "c")),
                Arguments.of("a;", List.of("a")),
                Arguments.of(" ; ;a", List.of("a")),
                Arguments.of("", List.of("")),
                Arguments.of(";", List.of("")),
                Arguments.of("-- nothing", List.of("")),
                Arguments.of("a';'b;c", List.of("a';'b", "c")),
                Arguments.of("select $$;$$;select 2", List.of("select $$;$$", "select 2")),
                Arguments.of(
                        "create rule r as on insert to t do (a;b);c",
                        List.of("create rule r as on insert to t do (a;b)", "c")),
                Arguments.of(
                        "create function f() returns int begin atomic select 1; select case when true then 2 end; end; select 3",
                        List.of(
                                "create function f() returns int begin atomic select 1; select case when true then 2 end; end",
                                "select 3")));
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void splitsWhereAStatementEnds(String sql, List<String> expected) {
        assertThat(parse(sql, PLAIN).parts()).extracting(SqlPart::text).isEqualTo(expected);
    }

    @Test
    void numbersTheParametersOfEachPartAnew() {
        var parsed = parse("insert into a values(?, ?); insert into b values(?)", PREPARED);

        assertThat(parsed.parameters()).isEqualTo(3);
        assertThat(parsed.parts())
                .extracting(SqlPart::text)
                .containsExactly("insert into a values($1, $2)", "insert into b values($1)");
    }

    @Test
    void leavesQuestionMarksOfAPlainStatementAlone() {
        assertThat(parse("select a ? 'b', c ?? 'd'", PLAIN).nativeText()).isEqualTo("select a ? 'b', c ?? 'd'");
    }

    @Test
    void seesBackslashesWhereStringsAreNotStandard() {
        var old = new SqlSyntax(
                Placeholders.QUESTION_MARKS, Escapes.PROCESSED, Strings.WITH_BACKSLASHES, CallMode.SELECT);

        assertThat(parse("select 'a\\'?', ?", old).nativeText()).isEqualTo("select 'a\\'?', $1");
    }

    @Test
    void leavesEscapesAloneWhereTheyAreNotProcessed() {
        var unescaped =
                new SqlSyntax(Placeholders.QUESTION_MARKS, Escapes.LEFT_ALONE, Strings.STANDARD, CallMode.SELECT);

        assertThat(parse("{call f(?)}", unescaped).nativeText()).isEqualTo("{call f($1)}");
    }

    @Test
    void callsProceduresWhereTheModeSaysSo() {
        var calls = new SqlSyntax(
                Placeholders.QUESTION_MARKS, Escapes.PROCESSED, Strings.STANDARD, CallMode.CALL_IF_NO_RETURN);

        assertThat(parse("{call p(?)}", calls).nativeText()).isEqualTo("call p($1)");
        assertThat(parse("{? = call p(?)}", calls).nativeText()).isEqualTo("select * from p($1) as result");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{call f(?)",
                "{? call f()}",
                "{? = f()}",
                "select {fn ucase('a'",
                "select {d '2020-01-01'",
                "select {fn left('a')}",
                "select {fn timestampadd(DAY, 1, now())}",
            })
    void refusesAnEscapeThatIsNone(String sql) {
        assertThatThrownBy(() -> SqlScanner.parse(sql, PREPARED)).isInstanceOf(SqlSyntaxException.class);
    }

    @Test
    void findsTheVerbBehindComments() {
        assertThat(parse("/* x */ -- y\n (select 1)", PLAIN).parts().get(0).verb())
                .isEqualTo(Verb.SELECT);
        assertThat(parse("insert into t values(1)", PLAIN).returning("\"id\"").nativeText())
                .isEqualTo("insert into t values(1)\nRETURNING \"id\"");
        assertThat(parse("insert into t values(1) returning x", PLAIN)
                        .returning("*")
                        .nativeText())
                .isEqualTo("insert into t values(1) returning x");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "with q as (select 1) insert into t select * from q | INSERT | false",
                "with q as (delete from u returning a) insert into t select * from q | INSERT | false",
                "with q as (select 1) update t set a = 1 returning a | UPDATE | true",
                "with q as (insert into u values (1) returning a) select * from q | SELECT | false",
                "with recursive q as (select 1) select 'delete' | SELECT | false",
                "with q as (select 1) values (1) | WITH | false"
            })
    void takesAStatementForWhatStandsBehindItsExpressions(String sql, Verb verb, boolean returning) {
        var part = parse(sql, PLAIN).parts().get(0);

        assertThat(part.verb()).isEqualTo(verb);
        assertThat(part.returning()).isEqualTo(returning);
    }

    /** Whatever is thrown at it, it ends, and loses nothing that is not JDBC's. */
    @Test
    void copiesTextsOfNoEscapesUnchanged() {
        var random = new Random(42);
        var pieces = List.of(
                "'",
                "\"",
                "$$",
                "$a$",
                "--",
                "/*",
                "*/",
                "\n",
                "e'",
                "\\",
                "a",
                " ",
                "(",
                ")",
                "begin atomic ",
                "end ");
        var texts = new ArrayList<String>();
        for (var i = 0; i < 5_000; i++) {
            var text = new StringBuilder("x");
            for (var n = random.nextInt(12); n > 0; n--) {
                text.append(pieces.get(random.nextInt(pieces.size())));
            }
            texts.add(text.append('y').toString());
        }
        for (var text : texts) {
            assertThat(parse(text, PREPARED).nativeText()).isEqualTo(text);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "insert into t values [(?, ?)]",
                "insert into t (a, b) values[(?, f(?, ')'))] on conflict (a) do nothing",
                "INSERT INTO \"values\" /* values (?) */ VALUES [({fn ucase(?)}, (1 + ?))]",
                "insert into t overriding system value values [(?)] ;",
                "insert into t values [()]"
            })
    void findsTheRowOfAnInsertOfOne(String marked) {
        var sql = marked.replace("[(", "(").replace(")]", ")");
        var row = parse(sql, PREPARED).valuesRow();

        assertThat(row).isNotNull();
        assertThat(sql.substring(0, row.from()) + "[" + sql.substring(row.from(), row.to()) + "]"
                        + sql.substring(row.to()))
                .isEqualTo(marked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "insert into t values (?), (?)",
                "insert into t select ?",
                "insert into t select * from (values (?)) v",
                "with q as (select ?) insert into t values (?)",
                "insert into t values (?) returning a",
                "insert into t values (1) on conflict (a) do update set b = ?",
                "insert into t values (?) on conflict (a) do update set b = 1",
                "insert into t default values",
                "insert into t values (?); insert into t values (?)",
                "update t set a = (?)",
                "values (?)"
            })
    void findsNoRowToRepeat(String sql) {
        assertThat(parse(sql, PREPARED).valuesRow()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{? = call f(?, ?)} | call f($1, $2, $3) | 3",
                "{? = call f( ) } | call f($1 ) | 1",
                "{?=call f} | call f($1) | 1",
                "{call f(?)} | call f($1) | 1"
            })
    void givesTheResultToAProcedureAsItsFirstArgument(String sql, String expected, int parameters) {
        var parsed = parse(
                sql, new SqlSyntax(Placeholders.QUESTION_MARKS, Escapes.PROCESSED, Strings.STANDARD, CallMode.CALL));

        assertThat(parsed.nativeText()).isEqualTo(expected);
        assertThat(parsed.parameters()).isEqualTo(parameters);
        assertThat(parsed.call()).isEqualTo(CallForm.CALL);
    }
}
