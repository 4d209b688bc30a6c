package io.penstock.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.Batch;
import io.penstock.BlockingConnection;
import io.penstock.PgConnection;
import io.penstock.Query;
import io.penstock.Result;
import io.penstock.Session;
import io.penstock.Statement;
import io.penstock.config.StatementCacheOptions;
import io.penstock.config.StatementMode;
import io.penstock.error.Outcome;
import io.penstock.error.PgException;
import io.penstock.it.invariant.Await;
import io.penstock.it.invariant.Nonce;
import io.penstock.it.invariant.TestClient;
import io.penstock.it.server.PostgresTest;
import io.penstock.observe.StatementsUnnamedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is kept prepared, and what becomes of it when the session or the tables change under it (reliability.md, rows 54 to 58). */
@PostgresTest
class PreparedStatementIT {

    /** Drops all that is prepared where no command tag tells of it. */
    private static final String DROP_UNSEEN = "do $$ begin execute 'deallocate all'; end $$";

    private static final String COUNT = "select count(*) from pg_prepared_statements where name like 'penstock%'";

    private TestClient client;
    private PgConnection connection;

    @BeforeEach
    void connect(TestClient testClient) {
        client = testClient;
        connection = connect(StatementMode.NAMED);
    }

    private PgConnection connect(StatementMode mode) {
        var cache = StatementCacheOptions.defaults().withMode(mode);
        return client.connect(client.options().statementCache(cache));
    }

    private static int number(Session session, String sql, Object... values) {
        return Await.get(session.query(sql, values)).single().getInt(0);
    }

    /** Not counted among the prepared itself. */
    private static long prepared(Session session) {
        return Await.get(session.script(COUNT)).get(0).single().getLong(0);
    }

    // ---- row 54: lost

    @ParameterizedTest
    @EnumSource(StatementMode.class)
    void runsAgainWhatTheServerHasLost(StatementMode mode) {
        PgConnection chosen = connect(mode);
        for (int round = 0; round < 3; round++) {
            assertThat(number(chosen, "select $1::int + 1", 1)).isEqualTo(2);
            assertThat(number(chosen, "select $1::int + 2", 1)).isEqualTo(3);
            Await.get(chosen.script(DROP_UNSEEN));
            assertThat(number(chosen, "select $1::int + 1", 1)).isEqualTo(2);
            Nonce.echoes(chosen);
        }
    }

    @Test
    void goesOverToTheUnnamedStatementAndTells() {
        PgConnection adaptive = connect(StatementMode.AUTO);
        assertThat(number(adaptive, "select 1")).isEqualTo(1);
        assertThat(prepared(adaptive)).isEqualTo(1);

        Await.get(adaptive.script(DROP_UNSEEN));
        assertThat(number(adaptive, "select 1")).isEqualTo(1);
        assertThat(number(adaptive, "select 2")).isEqualTo(2);

        assertThat(client.events().await(StatementsUnnamedEvent.class).sqlState())
                .isEqualTo("26000");
        assertThat(prepared(adaptive)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"discard all", "deallocate all", "deallocate penstock_x"})
    void staysWithNamesWhereItSawTheDrop(String drop) {
        PgConnection adaptive = connect(StatementMode.AUTO);
        Await.get(adaptive.script("prepare penstock_x as select 1"));
        assertThat(number(adaptive, "select 1")).isEqualTo(1);

        Await.get(adaptive.script(drop));
        assertThat(number(adaptive, "select 1")).isEqualTo(1);

        assertThat(prepared(adaptive)).isEqualTo(1);
        assertThat(client.events().of(StatementsUnnamedEvent.class)).isEmpty();
    }

    @Test
    void runsABatchAgainWhoseStatementsAreLost() {
        Await.get(connection.script("create temp table batched (n int)"));
        var batch = Batch.atomic()
                .add("insert into batched values ($1)", 1)
                .add("insert into batched values ($1) returning n", 2)
                .add("select count(*) from batched");
        for (int round = 1; round < 4; round++) {
            Await.get(connection.script(DROP_UNSEEN));
            List<Result> results = Await.get(connection.batch(batch));
            assertThat(results.get(2).single().getLong(0)).isEqualTo(2L * round);
        }
    }

    @Test
    void runsAStreamAgainBeforeItsFirstRow() {
        for (int round = 0; round < 3; round++) {
            assertThat(streamed(connection, "select n::text from generate_series(1, 3) n"))
                    .containsExactly("1", "2", "3");
            Await.get(connection.script(DROP_UNSEEN));
        }
    }

    private static List<String> streamed(Session session, String sql) {
        return Await.get(session.stream(sql)
                .collect(Collectors.mapping(row -> row.get(0, String.class), Collectors.toList())));
    }

    @Test
    void runsAgainWhatAPreparedStatementIsFor() {
        Statement statement = Await.get(connection.prepare("select $1::int8 + 1 as next"));
        for (String drop : List.of(DROP_UNSEEN, "discard all", "deallocate all", DROP_UNSEEN)) {
            assertThat(Await.get(statement.query(41)).single().getLong("next")).isEqualTo(42);
            Await.get(connection.script(drop));
        }
        assertThat(Await.get(statement.query(41)).single().getLong("next")).isEqualTo(42);
        Await.get(statement.close());
        assertThat(prepared(connection)).isZero();
    }

    @ParameterizedTest
    @EnumSource(StatementMode.class)
    void tellsInsideATransactionThatItMayBeRepeated(StatementMode mode) {
        PgConnection chosen = connect(mode);
        assertThat(number(chosen, "select $1::int", 1)).isEqualTo(1);
        Await.get(chosen.script(DROP_UNSEEN));

        var attempt = chosen.inTransaction(tx -> tx.query("select $1::int", 2));
        if (mode != StatementMode.UNNAMED) {
            PgException failure = Await.failure(attempt);
            assertThat(failure.sqlState()).isEqualTo("26000");
            assertThat(failure.outcome()).isEqualTo(Outcome.ROLLED_BACK);
            assertThat(failure.isTransient()).isTrue();
        }

        assertThat(Await.get(chosen.inTransaction(tx -> tx.query("select $1::int", 3)))
                        .single()
                        .getInt(0))
                .isEqualTo(3);
    }

    /** A pipeline is run again as a whole and in its order, or not at all. */
    @Test
    void keepsTheOrderOfAPipeline() {
        Await.get(connection.script("create temp table ordered (position serial, n int)"));
        String insert = "insert into ordered(n) values ($1)";
        Await.get(connection.query(insert, 0));
        Await.get(connection.script(DROP_UNSEEN + "; truncate ordered restart identity"));

        var inserts = new ArrayList<CompletionStage<Result>>();
        for (int n = 1; n <= 50; n++) {
            inserts.add(connection.query(insert, n));
        }
        inserts.forEach(Await::get);

        assertThat(streamed(connection, "select n::text from ordered where n <> position"))
                .isEmpty();
        assertThat(number(connection, "select count(*)::int from ordered")).isEqualTo(50);
    }

    // ---- row 55: stale

    @ParameterizedTest
    @EnumSource(StatementMode.class)
    void seesATableThatChangesBetweenUses(StatementMode mode) {
        PgConnection chosen = connect(mode);
        Await.get(chosen.script("create temp table changing (a int); insert into changing values (1)"));
        Statement statement = Await.get(chosen.prepare("select * from changing"));
        for (String change : List.of("add b text default 'x'", "alter a type text", "drop b", "add c int default 3")) {
            Await.get(chosen.query("select * from changing"));
            Await.get(statement.query());
            Await.get(chosen.stream("select * from changing").forEach(row -> {}));

            Await.get(chosen.script(unseen("alter table changing " + change)));

            Result result = Await.get(chosen.query("select * from changing"));
            assertThat(Await.get(statement.query()).columns()).hasSameSizeAs(result.columns());
            assertThat(statement.columns()).hasSameSizeAs(result.columns());
            assertThat(streamed(chosen, "select * from changing")).hasSize(1);
            assertThat(result.single().getString("a")).isEqualTo("1");
            Nonce.echoes(chosen);
        }
    }

    /** As another session would do it: nothing tells this one. */
    private static String unseen(String change) {
        return "do $$ begin " + change + "; end $$";
    }

    /** What this session has altered it prepares anew, and a transaction goes on. */
    @Test
    void seesInsideATransactionWhatItsSessionHasAltered() {
        Await.get(connection.script("create temp table changing (a int)"));
        Await.get(connection.query("select * from changing"));
        Await.get(connection.query("select * from changing"));
        Await.get(connection.script("alter table changing add b int"));

        var result = Await.get(connection.inTransaction(tx -> tx.query("select * from changing")));

        assertThat(result.columns()).hasSize(2);
    }

    @Test
    void runsABatchAgainWhoseFirstStatementIsStale() {
        Await.get(connection.script("create temp table changing (a int)"));
        var batch = Batch.atomic()
                .add("select * from changing")
                .add("insert into changing values (1) returning *")
                .add("select * from changing");
        assertThat(Await.get(connection.batch(batch)).get(2).size()).isEqualTo(1);

        Await.get(connection.script(unseen("alter table changing add b int default 7")));

        assertThat(Await.get(connection.batch(batch)).get(2).size()).isEqualTo(2);
    }

    @Test
    void tellsInsideATransactionThatAPlanIsStaleAndWorksTheNextTime() {
        Await.get(connection.script("create temp table changing (a int)"));
        Await.get(connection.query("select * from changing"));
        Await.get(connection.query("select * from changing"));
        Await.get(connection.script(unseen("alter table changing add b int")));

        PgException failure = Await.failure(connection.inTransaction(tx -> tx.query("select * from changing")));

        assertThat(failure.sqlState()).isEqualTo("0A000");
        assertThat(failure.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(failure.isTransient()).isTrue();
        assertThat(Await.get(connection.inTransaction(tx -> tx.query("select * from changing")))
                        .columns())
                .hasSize(2);
    }

    @Test
    void runsAgainForABlockingCallerToo() {
        try (BlockingConnection blocking =
                client.penstock().connectBlocking(client.options().build())) {
            blocking.script("create temp table changing (a int); insert into changing values (1)");
            for (int round = 1; round < 4; round++) {
                assertThat(blocking.query("select * from changing").columns()).hasSize(round);
                try (var rows = blocking.stream("select * from changing")) {
                    assertThat(rows.next()).isTrue();
                }
                blocking.script(unseen("alter table changing add b" + round + " int") + "; " + DROP_UNSEEN);
            }
        }
    }

    // ---- row 57: names that mean something else

    @ParameterizedTest
    @EnumSource(StatementMode.class)
    void followsTheSearchPath(StatementMode mode) {
        PgConnection chosen = connect(mode);
        try {
            Await.get(chosen.script("create schema one; create table one.t (n int); insert into one.t values (1);"
                    + "create schema two; create table two.t (n text); insert into two.t values ('2');"
                    + "create schema three; create table three.t (n int); insert into three.t values (3)"));
            Statement statement = Await.get(chosen.prepare("select n from one.t where n is not null"));
            for (int round = 0; round < 2; round++) {
                int expected = 0;
                for (String set : List.of(
                        "set search_path to one",
                        "set schema 'two'",
                        "select set_config('search_path', 'three', false)")) {
                    Await.get(chosen.query(set));
                    expected++;
                    assertThat(Await.get(chosen.query("select n from t"))
                                    .single()
                                    .get(0, String.class))
                            .isEqualTo(Integer.toString(expected));
                    assertThat(Await.get(chosen.query("select count(*) from t where n = $1", (Object) null))
                                    .single()
                                    .getLong(0))
                            .isZero();
                    assertThat(Await.get(statement.query()).single().getInt(0)).isEqualTo(1);
                }
            }
        } finally {
            Await.get(chosen.script("drop schema if exists one, two, three cascade"));
        }
    }

    // ---- row 58: another encoding

    @Test
    void endsAConnectionWhoseEncodingIsChanged() {
        PgException failure = Await.failure(connection.query(Query.of("set client_encoding to latin1")));

        assertThat(failure.sqlState()).isEqualTo("08P01");
        assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(failure).hasMessageContaining("LATIN1");
        Await.get(connection.closed());
        assertThat(Await.failure(connection.query("select 1")).outcome()).isEqualTo(Outcome.NOT_SENT);
    }

    @Test
    void keepsAConnectionWhoseEncodingIsSetToWhatItIs() {
        Await.get(connection.query("set client_encoding to 'unicode'"));
        Nonce.echoes(connection);
    }
}
