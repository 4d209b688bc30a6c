package io.penstock.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.penstock.CommandTag;
import io.penstock.Penstock;
import io.penstock.PgConnection;
import io.penstock.RowStream;
import io.penstock.config.ConnectionOptions;
import io.penstock.config.HostAddress;
import io.penstock.config.ReceiveWindow;
import io.penstock.config.SslMode;
import io.penstock.config.TcpOptions;
import io.penstock.config.Transport;
import io.penstock.error.Outcome;
import io.penstock.error.PgConfigException;
import io.penstock.it.invariant.Await;
import io.penstock.it.invariant.Nonce;
import io.penstock.it.invariant.TestClient;
import io.penstock.it.proxy.Cut;
import io.penstock.it.proxy.FaultyProxy;
import io.penstock.it.server.Feature;
import io.penstock.it.server.PostgresServer;
import io.penstock.it.server.PostgresTest;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every kind of socket that a loop can drive, in the clear, encrypted and local: the same conversations, pauses and ends. io_uring where the
 * kernel lets it be used.
 */
@PostgresTest
class TransportIT {

    private static final ReceiveWindow WINDOW = new ReceiveWindow(64 << 10, 16 << 10);

    /** What one read brings, and a record of TLS that has been begun. */
    private static final int READ_BYTES = (64 << 10) + (16 << 10);

    private static final int ROW_BYTES = 1_000;
    private static final int ROWS = 10_000;
    private static final int ROWS_AT_A_TIME = 1_000;

    /** In the select list: as a table, the server would first store all of it. */
    private static final String SERIES = "select generate_series(1, $1::int), repeat('x', " + (ROW_BYTES - 25) + ")";

    /** Who looks after a server that cannot be heard finds out within two of these. */
    private static final TcpOptions PROBING =
            TcpOptions.defaults().withProbes(Duration.ofSeconds(60), Duration.ofSeconds(1), 1);

    /** The socket's far end. */
    enum Way {
        CLEAR,
        TLS,
        UNIX
    }

    private final PostgresServer server;
    private TestClient client;

    TransportIT(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void remember(TestClient testClient) {
        client = testClient;
    }

    static Stream<Transport> transports() {
        return Stream.of(Transport.NIO, Transport.EPOLL, Transport.IO_URING);
    }

    static Stream<Arguments> ways() {
        return transports().flatMap(transport -> Arrays.stream(Way.values()).map(way -> arguments(transport, way)));
    }

    private PgConnection connect(Transport transport, ConnectionOptions.Builder options) {
        return client.connect(clientOn(transport), options);
    }

    private Penstock clientOn(Transport transport) {
        try {
            return client.penstock(builder -> builder.transport(transport));
        } catch (PgConfigException missing) {
            assertThat(transport).as("only native transports may be missing").isNotEqualTo(Transport.NIO);
            assumeThat(missing).as(transport + " is to be had here").isNull();
            throw missing;
        }
    }

    private ConnectionOptions.Builder options(Way way) {
        return switch (way) {
            case CLEAR -> client.options().sslMode(SslMode.DISABLE);
            case TLS -> {
                assumeThat(server.has(Feature.TLS)).isTrue();
                yield client.options().sslMode(SslMode.REQUIRE);
            }
            case UNIX -> {
                assumeThat(server.has(Feature.UNIX_SOCKET)).isTrue();
                yield client.options()
                        .hosts(List.of(HostAddress.of(server.socketDirectory().toString(), server.port())));
            }
        };
    }

    private ConnectionOptions.Builder windowed(Way way) {
        var options = options(way).tcp(PROBING);
        return options.limits(options.build().limits().withWindow(WINDOW));
    }

    // ---- conversations

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("ways")
    void asksAndIsAnswered(Transport transport, Way way) {
        var connection = connect(transport, options(way));
        var nonces = IntStream.range(0, 50).mapToObj(i -> Nonce.next()).toList();
        var large = "é".repeat(1 << 20);

        var results = nonces.stream()
                .map(nonce -> connection.query(nonce.select("1")))
                .toList();
        for (int i = 0; i < nonces.size(); i++) {
            nonces.get(i).in(Await.get(results.get(i)));
        }
        assertThat(Await.get(connection.query("select $1::text", large))
                        .single()
                        .getString(0))
                .isEqualTo(large);
        assertThat(Await.failure(connection.query("select 1/0")).sqlState()).isEqualTo("22012");
        Nonce.echoes(connection);
        assertThat(connection.server().encryption()).matches(way == Way.TLS ? "TLSv1\\.[23]" : "none");
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("ways")
    void copiesBothWays(Transport transport, Way way) {
        var connection = connect(transport, options(way));
        Await.get(connection.script("create temp table copied (t text)"));
        var line = "y".repeat(1_000) + "\n";
        var chunk = line.repeat(64).getBytes(UTF_8);

        var copy = Await.get(connection.copyIn("copy copied from stdin"));
        for (int i = 0; i < 50; i++) {
            Await.get(copy.write(ByteBuffer.wrap(chunk)));
        }
        assertThat(Await.get(copy.finish()).rows()).isEqualTo(50 * 64);

        var out = new ByteArrayOutputStream();
        Await.get(connection.copyOut("copy copied to stdout").forEach(bytes -> {
            var taken = new byte[bytes.remaining()];
            bytes.get(taken);
            out.writeBytes(taken);
        }));
        assertThat(out.toString(UTF_8)).isEqualTo(line.repeat(50 * 64));
        Nonce.echoes(connection);
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("ways")
    void cancelsWhatRuns(Transport transport, Way way) {
        var connection = connect(transport, options(way));
        var running = connection.script("select 1; select pg_sleep(60)");
        Await.until("it sleeps", () -> isSleeping(connection));

        Await.get(connection.cancel());

        assertThat(Await.failure(running).sqlState()).isEqualTo("57014");
        Nonce.echoes(connection);
    }

    private boolean isSleeping(PgConnection connection) {
        return Await.get(client.connect()
                                .query(
                                        "select count(*) from pg_stat_activity where pid = $1 and wait_event ="
                                                + " 'PgSleep'",
                                        connection.server().processId()))
                        .single()
                        .getLong(0)
                == 1;
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("ways")
    void closesBehindWhatIsUnderWay(Transport transport, Way way) {
        var connection = connect(transport, options(way));
        var nonce = Nonce.next();
        var last = connection.query(nonce.select("1"));

        Await.get(connection.close());

        nonce.in(Await.get(last));
        Await.get(connection.closed());
        assertThat(Await.failure(connection.query("select 1")).outcome()).isEqualTo(Outcome.NOT_SENT);
    }

    // ---- pauses

    /** What had been decoded when reading stopped is neither lost nor told twice, and each pause ends. */
    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("ways")
    void pausesAndGoesOnManyTimes(Transport transport, Way way) {
        var stream = connect(transport, windowed(way)).stream(SERIES, ROWS);
        var subscriber = new RecordingSubscriber();
        stream.subscribe(subscriber);
        for (int asked = ROWS_AT_A_TIME; asked < ROWS; asked += ROWS_AT_A_TIME) {
            int expected = asked;
            subscriber.subscription().request(ROWS_AT_A_TIME);
            Await.until("row " + expected, () -> subscriber.rows().size() == expected);
            assertThat(stream.bufferedBytes()).isLessThanOrEqualTo(WINDOW.highBytes() + ROW_BYTES + READ_BYTES);
        }
        subscriber.subscription().request(Long.MAX_VALUE);

        assertThat(Await.get(subscriber.end()).rows()).isEqualTo(ROWS);
        assertThat(subscriber.rows())
                .containsExactlyElementsOf(IntStream.rangeClosed(1, ROWS)
                        .mapToObj(Integer::toString)
                        .toList());
    }

    // ---- pauses behind TLS; those in the clear are ScriptedWindowTest's

    /** What its records bring on top of the window is bounded, and what is left in them comes when it is asked for. */
    @ParameterizedTest
    @MethodSource("transports")
    void takesNoMoreThanTheWindowAndARecordFromTheSocket(Transport transport) {
        try (var proxy = FaultyProxy.to(server)) {
            var connection = connect(transport, proxy.through(windowed(Way.TLS)));
            var before = proxy.connection().bytesTakenByClient();
            var stream = connection.stream(SERIES, ROWS);
            var subscriber = restingOn(stream);

            proxy.connection().awaitStandstill();
            assertThat(proxy.connection().bytesTakenByClient() - before)
                    .isLessThanOrEqualTo(WINDOW.highBytes() + ROW_BYTES + 2 * READ_BYTES);

            subscriber.goOn.countDown();
            assertThat(Await.get(subscriber.end()).rows()).isEqualTo(ROWS);
        }
    }

    /** The end lies behind what the server had sent, and nobody reads that. */
    @ParameterizedTest
    @MethodSource("transports")
    void findsOutThatThePeerHasClosedWhileReadingIsStopped(Transport transport) {
        losesTheServerWhileReadingIsStopped(transport, Cut.FINISH);
    }

    @ParameterizedTest
    @MethodSource("transports")
    void findsOutThatThePeerHasResetWhileReadingIsStopped(Transport transport) {
        losesTheServerWhileReadingIsStopped(transport, Cut.RESET);
    }

    private void losesTheServerWhileReadingIsStopped(Transport transport, Cut how) {
        try (var proxy = FaultyProxy.to(server)) {
            var connection = connect(transport, proxy.through(windowed(Way.TLS)));
            var stream = connection.stream(SERIES, ROWS);
            var subscriber = restingOn(stream);
            proxy.connection().awaitStandstill();

            proxy.connection().cut(how);

            Await.get(connection.closed());
            subscriber.goOn.countDown();
            var failure = Await.failure(subscriber.end());
            assertThat(failure.sqlState()).startsWith("08");
            assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(subscriber.rows().size()).isBetween(1, ROWS - 1);
        }
    }

    private static Resting restingOn(RowStream stream) {
        var subscriber = new Resting();
        stream.subscribe(subscriber.recording);
        subscriber.recording.subscription().request(Long.MAX_VALUE);
        Await.until("the window is full", () -> stream.bufferedBytes() > WINDOW.highBytes());
        return subscriber;
    }

    /** Sits on the first row until it is told to go on. */
    private static final class Resting {

        private final CountDownLatch goOn = new CountDownLatch(1);
        private final RecordingSubscriber recording = new RecordingSubscriber(row -> Await.signal(goOn));

        CompletableFuture<CommandTag> end() {
            return recording.end();
        }

        List<String> rows() {
            return recording.rows();
        }
    }
}
