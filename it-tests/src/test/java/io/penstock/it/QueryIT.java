package io.penstock.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.PgConnection;
import io.penstock.Query;
import io.penstock.Result;
import io.penstock.Row;
import io.penstock.Statement;
import io.penstock.codec.PgTypes;
import io.penstock.config.StatementCacheOptions;
import io.penstock.config.StatementMode;
import io.penstock.error.Outcome;
import io.penstock.error.PgException;
import io.penstock.it.invariant.Await;
import io.penstock.it.invariant.Nonce;
import io.penstock.it.invariant.TestClient;
import io.penstock.it.server.PostgresTest;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements and their results, through the extended and the simple protocol. */
@PostgresTest
class QueryIT {

    private static final int MOST_PARAMETERS = 65_535;

    private TestClient client;
    private PgConnection connection;

    @BeforeEach
    void connect(TestClient testClient) {
        client = testClient;
        connection = client.connect();
    }

    @Test
    void returnsColumnsRowsAndTag() {
        Nonce nonce = Nonce.next();

        Result result = nonce.in(Await.get(
                connection.query(nonce.query("n as number, 't' || n as label", "from generate_series(1, 3) n"))));

        assertThat(result.size()).isEqualTo(3);
        assertThat(result.tag().text()).isEqualTo("SELECT 3");
        assertThat(result.columns()).extracting("name").containsExactly("number", "label", "nonce");
        assertThat(result.columns().get(0).typeOid()).isEqualTo(PgTypes.INT4.oid());
        assertThat(result).extracting(row -> row.getString("label")).containsExactly("t1", "t2", "t3");
        assertThat(result).extracting(row -> row.getInt("number")).containsExactly(1, 2, 3);
    }

    /** The first use parses and describes in one flight, later ones use what was prepared. */
    @ParameterizedTest
    @EnumSource(StatementMode.class)
    void answersTheSameOnFirstAndLaterUse(StatementMode mode) {
        var cache = StatementCacheOptions.defaults().withMode(mode);
        PgConnection chosen = client.connect(client.options().statementCache(cache));

        for (int use = 0; use < 12; use++) {
            Nonce nonce = Nonce.next();
            Row row = nonce.in(Await.get(
                            chosen.query(nonce.select("$1::int8 as number, $2::text as label", (long) use, "x" + use))))
                    .single();
            assertThat(row.getLong("number")).isEqualTo(use);
            assertThat(row.getString("label")).isEqualTo("x" + use);
        }
    }

    @Test
    void worksWithoutAStatementCache() {
        var none = StatementCacheOptions.defaults().withMaxEntries(0);
        PgConnection chosen = client.connect(client.options().statementCache(none));

        for (int use = 0; use < 3; use++) {
            Nonce.echoes(chosen);
        }
        assertThat(count(chosen, "select count(*) from pg_prepared_statements")).isLessThanOrEqualTo(1);
    }

    @Test
    void keepsNoMoreStatementsThanItsCacheHolds() {
        var few = StatementCacheOptions.defaults().withMaxEntries(5);
        PgConnection chosen = client.connect(client.options().statementCache(few));

        for (int i = 0; i < 30; i++) {
            Await.get(chosen.query("select " + i));
        }

        assertThat(count(chosen, "select count(*) from pg_prepared_statements")).isLessThanOrEqualTo(6);
    }

    @Test
    void takesNullOfAnyType() {
        Row row = Await.get(connection.query("select $1::int4, $2::text, $3::timestamptz, $4", null, null, null, null))
                .single();

        for (int i = 0; i < row.size(); i++) {
            assertThat(row.isNull(i)).isTrue();
            assertThat(row.get(i)).isNull();
            assertThat(row.getString(i)).isNull();
        }
        assertThatThrownBy(() -> row.getInt(0)).isInstanceOf(PgException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "-- nothing", ";"})
    void answersAnEmptyQuery(String sql) {
        Result result = Await.get(connection.query(sql));

        assertThat(result.size()).isZero();
        assertThat(result.tag().text()).isEmpty();
        assertThat(Await.get(connection.script(sql)).size()).isLessThanOrEqualTo(1);
        Nonce.echoes(connection);
    }

    @Test
    void countsWhatStatementsDo() {
        assertThat(Await.get(connection.query("create temp table counted (n int)"))
                        .tag()
                        .text())
                .isEqualTo("CREATE TABLE");
        assertThat(Await.get(connection.query("insert into counted select generate_series(1, 7)"))
                        .rowsAffected())
                .isEqualTo(7);
        assertThat(Await.get(connection.query("update counted set n = n + 1 where n > $1", 4))
                        .rowsAffected())
                .isEqualTo(3);
        assertThat(Await.get(connection.query("delete from counted")).rowsAffected())
                .isEqualTo(7);
        assertThat(Await.get(connection.query("insert into counted values ($1) returning n", 5))
                        .single()
                        .getInt(0))
                .isEqualTo(5);
    }

    @Test
    void runsAScriptOfManyStatements() {
        List<Result> results =
                Await.get(connection.script("create temp table scripted (n int); insert into scripted values (1), (2);;"
                        + "select n, 'a;b' from scripted order by n; -- the end"));

        assertThat(results)
                .extracting(result -> result.tag().text())
                .containsExactly("CREATE TABLE", "INSERT 0 2", "SELECT 2");
        assertThat(results.get(2)).extracting(row -> row.getInt(0)).containsExactly(1, 2);
        assertThat(results.get(2).rows().get(0).getString(1)).isEqualTo("a;b");
    }

    @Test
    void rollsAScriptBackThatFails() {
        Await.get(connection.script("create temp table half (n int)"));

        PgException failure = Await.failure(
                connection.script("insert into half values (1); select 1/0; insert into half values (2)"));

        assertThat(failure.sqlState()).isEqualTo("22012");
        assertThat(count(connection, "select count(*) from half")).isZero();
    }

    @Test
    void returnsTenThousandResultsOfOneScript() {
        String script = IntStream.range(0, 10_000).mapToObj(i -> "select " + i).collect(Collectors.joining(";"));

        List<Result> results = Await.get(connection.script(script));

        assertThat(results).hasSize(10_000);
        assertThat(results.get(9_999).single().getInt(0)).isEqualTo(9_999);
    }

    @Test
    void carriesLargeValuesBothWays() {
        byte[] bytes = new byte[10 << 20];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31 >> 3);
        }
        Nonce nonce = Nonce.next();

        Row row = nonce.in(Await.get(connection.query(nonce.select("$1::bytea, md5($1::bytea)", (Object) bytes))))
                .single();

        assertThat(row.get(0, byte[].class)).isEqualTo(bytes);
        String text = "ä€😀x".repeat(500_000);
        assertThat(Await.get(connection.query("select $1::text", text)).single().getString(0))
                .isEqualTo(text);
    }

    @Test
    void takesAsManyParametersAsTheProtocolCanCount() {
        String sql = "select coalesce(array_length(array[" + placeholders(MOST_PARAMETERS) + "]::int[], 1), 0)";
        Object[] values = new Object[MOST_PARAMETERS];
        Arrays.fill(values, 1);

        // PostgreSQL's own parser is slow on so many; the array keeps it within its column limit.
        assertThat(Await.get(connection.query(sql, values)).single().getInt(0)).isEqualTo(MOST_PARAMETERS);
    }

    @Test
    void refusesOneParameterMoreBeforeItIsSent() {
        Object[] values = new Object[MOST_PARAMETERS + 1];
        Arrays.fill(values, 1);

        PgException failure = Await.failure(connection.query("select 1", values));

        assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(failure).hasMessageContaining("65536");
        Nonce.echoes(connection);
    }

    private static String placeholders(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> "$" + i).collect(Collectors.joining(","));
    }

    @Test
    void preparesAStatementThatKnowsItsTypes() {
        Statement statement = Await.get(connection.prepare("select $1::numeric + $2::int8 as sum, $3 as label"));

        assertThat(statement.parameterTypes())
                .containsExactly(PgTypes.NUMERIC.oid(), PgTypes.INT8.oid(), PgTypes.TEXT.oid());
        assertThat(statement.columns()).extracting("name").containsExactly("sum", "label");
        for (int use = 1; use < 4; use++) {
            Row row = Await.get(statement.query(use, use, "n" + use)).single();
            assertThat(row.getInt("sum")).isEqualTo(2 * use);
            assertThat(row.getString("label")).isEqualTo("n" + use);
        }
        Await.get(statement.close());
        Await.get(statement.close());
        assertThat(Await.failure(statement.query(1, 1, "x")).outcome()).isEqualTo(Outcome.NOT_SENT);
        Nonce.echoes(connection);
    }

    @Test
    void refusesTheWrongNumberOfValues() {
        PgException tooFew = Await.failure(connection.query("select $1::int, $2::int", 1));
        Nonce.echoes(connection);
        Statement statement = Await.get(connection.prepare("select $1::int"));
        PgException tooMany = Await.failure(statement.query(1, 2));

        assertThat(tooFew.outcome().safeToRetry()).isTrue();
        assertThat(tooMany.outcome().safeToRetry()).isTrue();
        Nonce.echoes(connection);
    }

    @Test
    void seesATableThatChangesBetweenUses() {
        Await.get(connection.script("create temp table changing (a int); insert into changing values (1)"));
        assertThat(Await.get(connection.query("select * from changing")).columns())
                .hasSize(1);
        Await.get(connection.query("select * from changing"));

        Await.get(connection.script("alter table changing add b text default 'x'"));

        assertThat(Await.get(connection.query("select * from changing"))
                        .single()
                        .getString("b"))
                .isEqualTo("x");
    }

    @Test
    void survivesTheLossOfItsPreparedStatements() {
        Nonce.echoes(connection);
        Await.get(connection.script("deallocate all"));
        Nonce.echoes(connection);
        Await.get(connection.script("discard all"));
        Nonce.echoes(connection);
    }

    @Test
    void boundsACollectedResult() {
        var limits = client.options().build().limits().withMaxResultBytes(64 << 10);
        PgConnection chosen = client.connect(client.options().limits(limits));

        PgException failure = Await.failure(chosen.query("select repeat('x', 1000) from generate_series(1, 1000)"));

        assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(failure.sqlState()).startsWith("5");
        assertThat(failure).hasMessageContaining("stream");
        Nonce.echoes(chosen);
    }

    @Test
    void holdsOnToWhatARowMeans() {
        Result result = Await.get(connection.query("select 1 as a, 2 as a, 3 as \"B\""));

        Row row = result.single();
        assertThat(row.getInt("a")).isEqualTo(1);
        assertThat(row.indexOf("B")).isEqualTo(2);
        assertThat(row.detach().getInt("B")).isEqualTo(3);
        assertThatThrownBy(() -> row.getInt("b")).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> row.getInt(3)).isInstanceOf(IndexOutOfBoundsException.class);
        Result none = Await.get(connection.query("select 1 where false"));
        assertThatIllegalStateException().isThrownBy(none::single);
        assertThat(none.columns()).hasSize(1);
    }

    @Test
    void readsManyColumns() {
        String columns =
                IntStream.rangeClosed(1, 1_600).mapToObj(i -> i + " as c" + i).collect(Collectors.joining(", "));

        Row row = Await.get(connection.query(Query.of("select " + columns))).single();

        assertThat(row.size()).isEqualTo(1_600);
        assertThat(row.getInt("c1600")).isEqualTo(1_600);
    }

    @Test
    void findsFieldsBehindLongOnesInAnyOrder() {
        Result result = Await.get(connection.query("select 1, repeat('x', 3000000), 2, repeat('y', 3000000), 3, 4"));

        assertThat(result.rows()).hasSize(1);
        Row row = result.single();
        for (int index : new int[] {5, 4, 0, 2, 4, 2, 5, 0}) {
            assertThat(row.getInt(index)).isEqualTo(new int[] {1, 0, 2, 0, 3, 4}[index]);
        }
        assertThat(row.getString(1)).hasSize(3_000_000).startsWith("x");
        assertThat(row.getInt(2)).isEqualTo(2);
        assertThat(row.getString(3)).hasSize(3_000_000).startsWith("y");
    }

    private static long count(PgConnection connection, String sql) {
        return Await.get(connection.query(sql)).single().getLong(0);
    }
}
