package io.penstock.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.penstock.PgConnection;
import io.penstock.Query;
import io.penstock.config.ProtocolVersion;
import io.penstock.config.SslMode;
import io.penstock.error.Outcome;
import io.penstock.error.PgException;
import io.penstock.error.PgServerException;
import io.penstock.error.PgTimeoutException;
import io.penstock.it.invariant.Await;
import io.penstock.it.invariant.Nonce;
import io.penstock.it.invariant.TestClient;
import io.penstock.it.proxy.Cut;
import io.penstock.it.proxy.Direction;
import io.penstock.it.proxy.FaultyProxy;
import io.penstock.it.server.Feature;
import io.penstock.it.server.PostgresServer;
import io.penstock.it.server.PostgresTest;
import io.penstock.observe.CancelSentEvent;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Statements that are told to stop, or run out of time, and the connection behind them. */
@PostgresTest
class CancelIT {

    private static final String SLEEP = "select pg_sleep(30)";
    private static final int SSL_REQUEST = 80_877_103;

    private final PostgresServer server;
    private TestClient client;
    private PgConnection connection;

    CancelIT(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void connect(TestClient testClient) {
        client = testClient;
        connection = client.connect();
    }

    private void awaitSleep(PgConnection sleeper) {
        PgConnection other = client.connect();
        Await.until(
                "the server sleeps",
                () -> Await.get(other.query(
                                        "select count(*) from pg_stat_activity where pid = $1 and wait_event = 'PgSleep'",
                                        sleeper.server().processId()))
                                .single()
                                .getLong(0)
                        == 1);
    }

    @Test
    void cancelsTheStatementThatRuns() {
        CompletionStage<?> sleeping = connection.query(SLEEP);
        awaitSleep(connection);

        Await.get(connection.cancel());

        PgException failure = Await.failure(sleeping);
        assertThat(failure).isInstanceOf(PgServerException.class);
        assertThat(failure.sqlState()).isEqualTo("57014");
        assertThat(client.events().await(CancelSentEvent.class).processId())
                .isEqualTo(connection.server().processId());
        Nonce.echoes(connection);
    }

    @Test
    void cancelsWithTheLongKeyOfTheNewProtocol() {
        assumeThat(server.majorVersion()).isGreaterThanOrEqualTo(18);
        PgConnection modern =
                client.connect(client.options().protocolVersions(ProtocolVersion.V3_2, ProtocolVersion.V3_2));
        CompletionStage<?> sleeping = modern.query(SLEEP);
        awaitSleep(modern);

        Await.get(modern.cancel());

        assertThat(Await.failure(sleeping).sqlState()).isEqualTo("57014");
        Nonce.echoes(modern);
    }

    /** In clear text, a listener could take the key and cancel what he likes. */
    @Test
    void cancelsOverTlsWhereTheConnectionHasIt() {
        assumeThat(server.has(Feature.TLS)).isTrue();
        try (var proxy = FaultyProxy.to(server)) {
            PgConnection secret = client.connect(proxy.through(client.options()).sslMode(SslMode.REQUIRE));
            CompletionStage<?> sleeping = secret.query(SLEEP);
            awaitSleep(secret);

            Await.get(secret.cancel());

            assertThat(Await.failure(sleeping).sqlState()).isEqualTo("57014");
            assertThat(proxy.connections()).hasSize(2);
            ByteBuffer opening = ByteBuffer.wrap(proxy.connections().get(1).opening());
            assertThat(opening.getInt(0)).isEqualTo(8);
            assertThat(opening.getInt(4)).isEqualTo(SSL_REQUEST);
        }
    }

    @Test
    void cancelsNothingWhenNothingRuns() {
        Await.get(connection.cancel());

        for (int i = 0; i < 5; i++) {
            Nonce.echoes(connection);
        }
    }

    @Test
    void hitsNobodyElse() {
        for (int round = 0; round < 30; round++) {
            Nonce nonce = Nonce.next();
            CompletionStage<?> short1 = connection.query("select 1");
            CompletionStage<Void> cancel = connection.cancel();
            try {
                Await.get(short1);
            } catch (PgException e) {
                assertThat(e.sqlState()).isEqualTo("57014");
            }
            Await.get(cancel);
            // What comes after the cancel's end is innocent.
            nonce.in(Await.get(connection.query(nonce.select("1"))));
        }
    }

    @Test
    void cancelsWhenTheStageIsCancelled() {
        CompletableFuture<?> sleeping = connection.query(SLEEP).toCompletableFuture();
        awaitSleep(connection);

        assertThat(sleeping.cancel(true)).isTrue();

        assertThat(sleeping).isCancelled();
        Nonce.echoes(connection); // within ten seconds, not thirty
    }

    @Test
    void takesBackWhatIsNotSentYet() {
        var options = client.options();
        PgConnection narrow =
                client.connect(options.limits(options.build().limits().withMaxInFlight(1)));
        Await.get(narrow.script("create temp table spared (n int)"));
        CompletionStage<?> running = narrow.query("select pg_sleep(0.2)");
        CompletionStage<?> waiting = narrow.query("insert into spared values (1)");

        waiting.toCompletableFuture().cancel(true);

        Await.get(running);
        assertThat(Await.get(narrow.query("select count(*) from spared"))
                        .single()
                        .getLong(0))
                .isZero();
    }

    @Test
    void endsAStatementAtItsDeadline() {
        var deadline = Duration.ofMillis(200);
        long start = System.nanoTime();

        PgException failure = Await.failure(connection.query(Query.of(SLEEP).withTimeout(deadline)));

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(deadline, deadline.plusSeconds(1));
        assertThat(failure).isInstanceOf(PgTimeoutException.class);
        assertThat(failure.sqlState()).isEqualTo("57014");
        Nonce.echoes(connection);
    }

    @Test
    void endsEachStatementOfAConnectionAtItsDeadline() {
        PgConnection strict = client.connect(client.options().statementTimeout(Duration.ofMillis(800)));

        assertThat(Await.failure(strict.query(SLEEP))).isInstanceOf(PgTimeoutException.class);
        assertThat(Await.failure(strict.script(SLEEP))).isInstanceOf(PgTimeoutException.class);
        Nonce.echoes(strict);
    }

    @Test
    void tellsTheServersOwnTimeoutApart() {
        PgConnection strict = client.connect(client.options().options("-c statement_timeout=100"));

        PgException failure = Await.failure(strict.query(SLEEP));

        assertThat(failure).isInstanceOf(PgServerException.class);
        assertThat(failure.sqlState()).isEqualTo("57014");
        Nonce.echoes(strict);
    }

    @Test
    void givesTheConnectionUpWhenTheServerDoesNotReact() {
        try (var proxy = FaultyProxy.to(server)) {
            var options = client.options().statementTimeout(Duration.ofMillis(200));
            options.timeouts(options.build().timeouts().withCancel(Duration.ofMillis(300)));
            PgConnection stuck = client.connect(proxy.through(options));
            Nonce.echoes(stuck);
            proxy.connection().stall(Direction.TO_CLIENT);

            PgException failure = Await.failure(stuck.query("select 1"));

            assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(failure).isInstanceOf(PgTimeoutException.class);
            Await.get(stuck.closed());
            proxy.connections().forEach(connected -> connected.cut(Cut.RESET));
        }
    }

    @Test
    void closesWithinBoundsWhileAStatementRuns() {
        CompletionStage<?> sleeping = connection.query("select pg_sleep(0.3)");

        Await.get(connection.close());

        assertThat(sleeping.toCompletableFuture()).isCompleted();
    }
}
