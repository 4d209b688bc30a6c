package io.penstock.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.PgConnection;
import io.penstock.Result;
import io.penstock.config.SslMode;
import io.penstock.error.Outcome;
import io.penstock.error.PgConnectException;
import io.penstock.error.PgException;
import io.penstock.it.invariant.Await;
import io.penstock.it.invariant.Nonce;
import io.penstock.it.invariant.TestClient;
import io.penstock.it.proxy.Cut;
import io.penstock.it.proxy.Direction;
import io.penstock.it.proxy.Faults;
import io.penstock.it.proxy.FaultyProxy;
import io.penstock.it.server.PostgresServer;
import io.penstock.it.server.PostgresTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A link that breaks at any byte, or brings them one by one. */
@PostgresTest
class LinkFaultIT {

    private static final int PIPELINED = 5;

    private final PostgresServer server;
    private TestClient client;

    LinkFaultIT(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void remember(TestClient testClient) {
        client = testClient;
    }

    /** Cuts a pipeline of five after 1, 1 + step, … bytes of its answers, until it gets through whole. */
    @ParameterizedTest
    @EnumSource(Cut.class)
    void endsEachOperationOnceWhereverTheLinkBreaks(Cut how) {
        try (var proxy = FaultyProxy.to(server)) {
            long startUp = bytesOfStartUp(proxy);
            boolean whole = false;
            for (int after = 1; !whole; after += 37) {
                proxy.with(Faults.none().cutAfter(startUp + after, Direction.TO_CLIENT, how));
                whole = survives(proxy);
            }
        }
    }

    private long bytesOfStartUp(FaultyProxy proxy) {
        Await.get(connect(proxy).close());
        Await.until("the proxy has counted", () -> proxy.connection().hasEnded());
        return proxy.connection().bytes(Direction.TO_CLIENT);
    }

    private PgConnection connect(FaultyProxy proxy) {
        return client.connect(proxy.through(client.options().sslMode(SslMode.DISABLE)));
    }

    /** Whether all five were answered; where one was not, neither is any behind it. */
    private boolean survives(FaultyProxy proxy) {
        PgConnection connection;
        try {
            connection = connect(proxy);
        } catch (PgConnectException e) {
            // One start-up is some bytes longer than another: the cut fell into it.
            return false;
        }
        List<Nonce> nonces = new ArrayList<>();
        List<CompletionStage<Result>> results = new ArrayList<>();
        for (int i = 0; i < PIPELINED; i++) {
            Nonce nonce = Nonce.next();
            nonces.add(nonce);
            results.add(connection.query(nonce.select("repeat('x', 50)")));
        }

        int answered = 0;
        for (int i = 0; i < PIPELINED; i++) {
            try {
                nonces.get(i).in(Await.get(results.get(i)));
                assertThat(answered).as("answers before this one").isEqualTo(i);
                answered++;
            } catch (PgException failure) {
                assertThat(failure.sqlState()).startsWith("08");
                assertThat(failure.outcome()).isIn(Outcome.UNKNOWN, Outcome.NOT_SENT);
            }
        }
        if (answered < PIPELINED) {
            Await.get(connection.closed());
            assertThat(proxy.connections().get(proxy.connections().size() - 1).isCut())
                    .isTrue();
        }
        return answered == PIPELINED;
    }

    @Test
    void readsBytesThatComeOneByOne() {
        try (var proxy = FaultyProxy.to(server).with(Faults.none().inChunksOf(1))) {
            PgConnection connection = connect(proxy);

            for (int i = 0; i < 3; i++) {
                Nonce.echoes(connection);
            }
            assertThat(Await.failure(connection.query("select 1/0")).sqlState()).isEqualTo("22012");
            assertThat(Await.get(connection.script("select 1; select 2"))).hasSize(2);
            Nonce.echoes(connection);
        }
    }

    /** A hundred queries are on their way at once: in step they would be a hundred pieces, and two seconds. */
    @Test
    void keepsItsPaceOverALongWay() {
        try (var proxy = FaultyProxy.to(server).with(Faults.none().delayedBy(Duration.ofMillis(20)))) {
            PgConnection connection = connect(proxy);
            Nonce.echoes(connection);
            int before = proxy.connection().pieces(Direction.TO_SERVER);
            List<Nonce> nonces = Stream.generate(Nonce::next).limit(100).toList();

            var results = nonces.stream()
                    .map(nonce -> connection.query(nonce.select("1")))
                    .toList();

            for (int i = 0; i < nonces.size(); i++) {
                nonces.get(i).in(Await.get(results.get(i)));
            }
            assertThat(proxy.connection().pieces(Direction.TO_SERVER) - before).isLessThan(50);
        }
    }

    @Test
    void doesNotSayUnknownOfWhatWasNeverSent() {
        try (var proxy = FaultyProxy.to(server)) {
            var options = client.options();
            options.limits(options.build().limits().withMaxInFlight(1));
            PgConnection connection = client.connect(proxy.through(options));
            Nonce.echoes(connection);
            proxy.connection().stall(Direction.TO_CLIENT);
            var sent = connection.query("select 1");
            var waiting = connection.query("select 2");

            proxy.connection().cut(Cut.RESET);

            assertThat(Await.failure(sent).outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(Await.failure(waiting).outcome()).isEqualTo(Outcome.NOT_SENT);
        }
    }
}
