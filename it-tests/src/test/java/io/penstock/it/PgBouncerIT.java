package io.penstock.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.penstock.Batch;
import io.penstock.BlockingConnection;
import io.penstock.CopyIn;
import io.penstock.PgConnection;
import io.penstock.Query;
import io.penstock.Result;
import io.penstock.Session;
import io.penstock.Statement;
import io.penstock.config.ConnectionOptions;
import io.penstock.config.SslMode;
import io.penstock.config.StatementCacheOptions;
import io.penstock.config.StatementMode;
import io.penstock.error.Outcome;
import io.penstock.error.PgException;
import io.penstock.error.PgTimeoutException;
import io.penstock.it.invariant.Await;
import io.penstock.it.invariant.Nonce;
import io.penstock.it.invariant.TestClient;
import io.penstock.it.server.Feature;
import io.penstock.it.server.PgBouncer;
import io.penstock.it.server.PgBouncer.Mode;
import io.penstock.it.server.PostgresServer;
import io.penstock.it.server.PostgresTest;
import io.penstock.observe.StatementsUnnamedEvent;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Through a PgBouncer that hands out another session of the server for each transaction (reliability.md, row 98). What works is told in
 * docs/poolers.md.
 */
@PostgresTest(versions = 18)
class PgBouncerIT {

    private static final String SLEEP = "select pg_sleep(30)";

    private final PostgresServer server;
    private TestClient client;
    private PgBouncer bouncer;

    PgBouncerIT(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void start(TestClient testClient) {
        client = testClient;
        bouncer = client.through(PgBouncer.start(server, Mode.TRANSACTION));
        var warm = List.of(connect(), connect(), connect());
        assertThat(warm).hasSize(PgBouncer.SERVER_SESSIONS);
        var gate = new CompletableFuture<Object>();
        var inside = warm.stream()
                .map(connection ->
                        connection.inTransaction(tx -> tx.script("select 1").thenCompose(done -> gate)))
                .toList();
        PgConnection direct = client.connect();
        Await.until(
                "all of the server's sessions are in use", () -> inTransaction(direct) == PgBouncer.SERVER_SESSIONS);
        gate.complete("go on");
        inside.forEach(Await::get);
    }

    private static long inTransaction(Session session) {
        return Await.get(session.query("select count(*) from pg_stat_activity where state = 'idle in transaction'"))
                .single()
                .getLong(0);
    }

    private PgConnection connect() {
        return connect(StatementMode.UNNAMED);
    }

    private PgConnection connect(StatementMode mode) {
        return client.connect(options(mode));
    }

    private ConnectionOptions.Builder options(StatementMode mode) {
        return bouncer.options()
                .applicationName("penstock-it")
                .statementCache(StatementCacheOptions.defaults().withMode(mode));
    }

    private static int process(Session session) {
        return Await.get(session.query("select pg_backend_pid()")).single().getInt(0);
    }

    private static int number(Result result) {
        return result.single().getInt(0);
    }

    // ---- the pooler is what the tests take it for

    @Test
    void changesTheSessionUnderneath() {
        PgConnection connection = connect();
        int one = process(connection);
        int two = process(connection);

        assertThat(one).isNotEqualTo(two);
        assertThat(connection.server().processId()).isNotIn(one, two);
    }

    /** It knows protocol 3.0 only; how it says no is its own affair. */
    @Test
    void stepsBackToTheProtocolThatThePoolerSpeaks() {
        assertThat(connect().server().protocol()).isEqualTo("3.0");
    }

    // ---- statements

    @ParameterizedTest
    @EnumSource(StatementMode.class)
    void answersEachUseOfAStatement(StatementMode mode) {
        PgConnection connection = connect(mode);
        for (int use = 0; use < 20; use++) {
            Nonce nonce = Nonce.next();
            Result result = nonce.in(
                    Await.get(connection.query(nonce.query("n, $1::text", "from generate_series(1, 3) n", use + "x"))));
            assertThat(result.size()).isEqualTo(3);
            assertThat(result.rows().get(2).getString(1)).isEqualTo(use + "x");
        }
    }

    /** Were names alike, a Bind of one client would run what another one has prepared. */
    @ParameterizedTest
    @EnumSource(StatementMode.class)
    void runsNobodyElsesStatement(StatementMode mode) {
        List<PgConnection> connections = List.of(connect(mode), connect(mode), connect(mode), connect(mode));
        for (int round = 0; round < 10; round++) {
            List<CompletionStage<Result>> answers = new ArrayList<>();
            for (int i = 0; i < connections.size(); i++) {
                answers.add(connections.get(i).query("select " + i + " as mine"));
            }
            for (int i = 0; i < connections.size(); i++) {
                assertThat(number(Await.get(answers.get(i)))).isEqualTo(i);
            }
        }
    }

    @Test
    void pipelinesAsWithoutAPooler() {
        PgConnection connection = connect();
        List<Nonce> nonces = new ArrayList<>();
        List<CompletionStage<Result>> answers = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            Nonce nonce = Nonce.next();
            nonces.add(nonce);
            answers.add(connection.query(nonce.select("$1::int", i)));
        }
        for (int i = 0; i < 500; i++) {
            assertThat(number(nonces.get(i).in(Await.get(answers.get(i))))).isEqualTo(i);
        }
    }

    @ParameterizedTest
    @EnumSource(StatementMode.class)
    void streams(StatementMode mode) {
        PgConnection connection = connect(mode);
        for (int use = 0; use < 6; use++) {
            var sum = new AtomicLong();
            Await.get(connection.stream("select n, repeat('x', 100) from generate_series(1, 20000) n")
                    .forEach(row -> sum.addAndGet(row.getInt(0))));
            assertThat(sum).hasValue(200_010_000L);
        }
        Nonce.echoes(connection);
    }

    /** A blocking caller has the same protocol under him. */
    @ParameterizedTest
    @EnumSource(StatementMode.class)
    void servesABlockingCaller(StatementMode mode) {
        try (BlockingConnection connection =
                client.penstock().connectBlocking(options(mode).build())) {
            for (int use = 0; use < 6; use++) {
                assertThat(number(connection.query("select $1::int", use))).isEqualTo(use);
                try (var rows = connection.stream("select n from generate_series(1, 5) n")) {
                    while (rows.next()) {
                        assertThat(rows.row().getInt(0)).isBetween(1, 5);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Batch.Mode.class)
    void runsBatches(Batch.Mode kind) {
        PgConnection connection = connect();
        for (int use = 0; use < 6; use++) {
            Batch batch = kind == Batch.Mode.ATOMIC ? Batch.atomic() : Batch.independent();
            for (int i = 0; i < 20; i++) {
                batch.add("select $1::int, pg_backend_pid()", i);
            }
            List<Result> results = Await.get(connection.batch(batch));
            for (int i = 0; i < 20; i++) {
                assertThat(number(results.get(i))).isEqualTo(i);
            }
            if (kind == Batch.Mode.ATOMIC) {
                assertThat(results.stream()
                                .map(result -> result.single().getInt(1))
                                .distinct())
                        .as("one transaction is one session")
                        .hasSize(1);
            }
        }
    }

    /** An atomic batch is one transaction, in one session: what is lost shows at its first statement. */
    @Test
    void learnsThatNamesDoNotLastFromABatch() {
        PgConnection connection = connect(StatementMode.AUTO);
        Batch batch = Batch.atomic();
        for (int i = 0; i < 20; i++) {
            batch.add("select $1::int", i);
        }
        for (int use = 0; use < 6; use++) {
            List<Result> results = Await.get(connection.batch(batch));
            for (int i = 0; i < 20; i++) {
                assertThat(number(results.get(i))).isEqualTo(i);
            }
        }
        assertThat(client.events().of(StatementsUnnamedEvent.class)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(StatementMode.class)
    void keepsThePreparedStatementsOfItsCaller(StatementMode mode) {
        PgConnection connection = connect(mode);
        Statement statement = Await.get(connection.prepare("select $1::int8 + 1"));
        for (int use = 0; use < 10; use++) {
            assertThat(Await.get(statement.query(use)).single().getLong(0)).isEqualTo(use + 1);
        }
        Await.get(statement.close());
        Nonce.echoes(connection);
    }

    // ---- transactions

    @ParameterizedTest
    @EnumSource(
            value = StatementMode.class,
            names = {"UNNAMED"})
    void runsTransactions(StatementMode mode) {
        PgConnection connection = connect(mode);
        for (int round = 0; round < 6; round++) {
            assertThat(Await.get(connection.inTransaction(tx -> tx.query("select pg_backend_pid()")
                                    .thenCompose(
                                            first -> tx.query("select $1::int = pg_backend_pid()", number(first)))))
                            .single()
                            .getBoolean(0))
                    .isTrue();
        }
    }

    /** The first loss shows, and costs the transaction; the connection has learned from it. */
    @Test
    void learnsThatNamesDoNotLast() {
        PgConnection connection = connect(StatementMode.AUTO);
        var failures = new AtomicInteger();
        for (int round = 0; round < 12; round++) {
            int value = round;
            var attempt = connection.inTransaction(tx -> tx.query("select $1::int", value));
            try {
                assertThat(number(Await.get(attempt))).isEqualTo(value);
            } catch (PgException e) {
                assertThat(e.sqlState()).isEqualTo("26000");
                assertThat(e.outcome()).isEqualTo(Outcome.ROLLED_BACK);
                assertThat(e.isTransient()).isTrue();
                failures.incrementAndGet();
            }
        }
        assertThat(failures).hasValue(1);
        assertThat(client.events().of(StatementsUnnamedEvent.class)).hasSize(1);
    }

    @Test
    void rollsBackThroughThePooler() {
        PgConnection connection = connect();
        Await.get(connection.script("create table rolled (n int)"));
        try {
            PgException failure = Await.failure(connection.inTransaction(
                    tx -> tx.query("insert into rolled values (1)").thenCompose(done -> tx.query("select 1/0"))));
            assertThat(failure.sqlState()).isEqualTo("22012");
            assertThat(Await.get(connection.query("select count(*) from rolled"))
                            .single()
                            .getLong(0))
                    .isZero();
        } finally {
            Await.get(connection.script("drop table rolled"));
        }
    }

    // ---- copies

    @Test
    void copiesInAndOut() {
        PgConnection connection = connect();
        Await.get(connection.script("create table copied (n int)"));
        try {
            CopyIn copy = Await.get(connection.copyIn("copy copied from stdin"));
            for (int i = 0; i < 100; i++) {
                Await.get(copy.write(ByteBuffer.wrap((i + "\n").repeat(100).getBytes(UTF_8))));
            }
            assertThat(Await.get(copy.finish()).rows()).isEqualTo(10_000);
            var bytes = new AtomicLong();
            Await.get(connection.copyOut("copy copied to stdout").forEach(chunk -> bytes.addAndGet(chunk.remaining())));
            assertThat(bytes).hasValue(10 * 100 * 2 + 90 * 100 * 3);

            CopyIn failing = Await.get(connection.copyIn("copy copied from stdin"));
            Await.get(failing.write(ByteBuffer.wrap("1\n".getBytes(UTF_8))));
            Await.get(failing.fail("changed my mind"));
            Nonce.echoes(connection);
        } finally {
            Await.get(connection.script("drop table copied"));
        }
    }

    // ---- cancel

    private void awaitSleep() {
        PgConnection direct = client.connect();
        Await.until(
                "the server sleeps",
                () -> Await.get(direct.query("select count(*) from pg_stat_activity where wait_event = 'PgSleep'"))
                                .single()
                                .getLong(0)
                        == 1);
    }

    @Test
    void cancelsThroughThePooler() {
        PgConnection connection = connect();
        CompletionStage<Result> sleeping = connection.query(SLEEP);
        awaitSleep();

        Await.get(connection.cancel());

        assertThat(Await.failure(sleeping).sqlState()).isEqualTo("57014");
        Nonce.echoes(connection);
    }

    /** The request takes the same way as the connection, TLS included. */
    @Test
    void cancelsOverTls() {
        assumeThat(server.has(Feature.TLS)).isTrue();
        var certificates = server.certificates();
        PgBouncer overTls = client.through(PgBouncer.start(
                server,
                Mode.TRANSACTION,
                "client_tls_sslmode = require",
                "client_tls_cert_file = " + certificates.serverCertificate(),
                "client_tls_key_file = " + certificates.serverKey()));
        PgConnection connection = client.connect(options(StatementMode.UNNAMED)
                .host("localhost")
                .port(overTls.port())
                .sslMode(SslMode.VERIFY_FULL)
                .sslRootCert(certificates.authority()));
        CompletionStage<Result> sleeping = connection.query(SLEEP);
        awaitSleep();

        Await.get(connection.cancel());

        assertThat(Await.failure(sleeping).sqlState()).isEqualTo("57014");
        assertThat(connection.server().encryption()).startsWith("TLS");
        Nonce.echoes(connection);
    }

    @Test
    void cancelsAtADeadlineThroughThePooler() {
        PgConnection connection = connect();
        PgException failure = Await.failure(connection.query(Query.of(SLEEP).withTimeout(Duration.ofMillis(300))));

        assertThat(failure).isInstanceOf(PgTimeoutException.class);
        Nonce.echoes(connection);
    }

    // ---- what administrators do

    /** Statements wait, as behind a slow server, and go on. */
    @Test
    void waitsWhileThePoolerIsPaused() {
        PgConnection connection = connect();
        Nonce.echoes(connection);
        bouncer.pause();
        CompletionStage<Result> waiting = connection.query("select 42");
        CompletionStage<Result> late = connect().query(Query.of("select 43").withTimeout(Duration.ofMillis(200)));
        assertThat(Await.failure(late)).isInstanceOf(PgTimeoutException.class);

        bouncer.resume();

        assertThat(number(Await.get(waiting))).isEqualTo(42);
    }

    @Test
    void doesNotNoticeAReload() {
        PgConnection connection = connect();
        CompletionStage<Result> running = connection.query("select 42 from pg_sleep(0.2)");
        bouncer.reload("server_reset_query = DISCARD ALL", "server_reset_query_always = 1");

        assertThat(number(Await.get(running))).isEqualTo(42);
        for (int i = 0; i < 6; i++) {
            Nonce.echoes(connection);
        }
    }

    /** Each operation ends, and a new connection works as soon as the pooler does. */
    @Test
    void endsWhatIsUnderWayWhenThePoolerIsRestarted() {
        PgConnection idle = connect();
        PgConnection busy = connect();
        CompletionStage<Result> running = busy.query(SLEEP);
        awaitSleep();

        bouncer.restart();

        PgException failure = Await.failure(running);
        assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(failure.isTransient()).isTrue();
        Await.get(idle.closed());
        Await.get(busy.closed());
        Await.get(client.connect()
                .query("select count(pg_terminate_backend(pid)) from pg_stat_activity where wait_event = 'PgSleep'"));
        assertThat(Await.failure(idle.query("select 1")).outcome()).isEqualTo(Outcome.NOT_SENT);
        Nonce.echoes(connect());
    }

    // ---- a pooler that keeps to sessions

    /** The session is somebody else's afterwards, with what was prepared in it gone. */
    @ParameterizedTest
    @EnumSource(StatementMode.class)
    void sharesSessionsOneAfterTheOther(StatementMode mode) {
        PgBouncer bySession = client.through(PgBouncer.start(server, Mode.SESSION));
        for (int turn = 0; turn < 5; turn++) {
            PgConnection connection =
                    client.connect(options(mode).host("127.0.0.1").port(bySession.port()));
            Statement statement = Await.get(connection.prepare("select $1::int"));
            int process = process(connection);
            for (int use = 0; use < 3; use++) {
                assertThat(number(Await.get(statement.query(use)))).isEqualTo(use);
                assertThat(process(connection)).isEqualTo(process);
                Nonce.echoes(connection);
            }
            Await.get(connection.close());
        }
        assertThat(client.events().of(StatementsUnnamedEvent.class)).isEmpty();
    }
}
