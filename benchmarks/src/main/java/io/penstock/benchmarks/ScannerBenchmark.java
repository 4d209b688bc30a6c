package io.penstock.benchmarks;

import io.penstock.jdbc.internal.sql.CallMode;
import io.penstock.jdbc.internal.sql.ParsedSql;
import io.penstock.jdbc.internal.sql.SqlScanner;
import io.penstock.jdbc.internal.sql.SqlSyntax;
import io.penstock.jdbc.internal.sql.SqlSyntaxException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The first reading of a statement's text by the JDBC facade; a session keeps what it has read. README.md has the command. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class ScannerBenchmark {

    private static final SqlSyntax SYNTAX = new SqlSyntax(
            SqlSyntax.Placeholders.QUESTION_MARKS,
            SqlSyntax.Escapes.PROCESSED,
            SqlSyntax.Strings.STANDARD,
            CallMode.SELECT);

    /** What there is in texts. */
    public enum Text {
        /** 57 characters, one parameter. */
        LOOK_UP("select id, randomnumber from world where id = ? limit 100"),
        /** Strings, a comment, an operator with a question mark, an escape. */
        MIXED(
                "select 'it''s ?', \"odd\"\"name\", {fn lcase(name)} -- why?\nfrom t where doc ?? 'key' and at > {ts '2024-01-01 00:00:00'} and id = ?"),
        /** A hundred parameters. */
        WIDE("insert into wide values (" + "?, ".repeat(99) + "?)");

        private final String sql;

        Text(String sql) {
            this.sql = sql;
        }
    }

    @Param
    private Text text = Text.LOOK_UP;

    private String sql = "";

    @Setup
    public void choose() {
        sql = text.sql;
    }

    @Benchmark
    public ParsedSql parse() throws SqlSyntaxException {
        return SqlScanner.parse(sql, SYNTAX);
    }
}
