package io.penstock.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.penstock.PgConnection;
import io.penstock.config.ConnectionOptions;
import io.penstock.config.HostAddress;
import io.penstock.config.ProtocolVersion;
import io.penstock.config.TargetSessionAttrs;
import io.penstock.error.Outcome;
import io.penstock.error.PgConnectException;
import io.penstock.error.PgException;
import io.penstock.it.invariant.Await;
import io.penstock.it.invariant.Nonce;
import io.penstock.it.invariant.TestClient;
import io.penstock.it.proxy.CannedServer;
import io.penstock.it.proxy.Cut;
import io.penstock.it.proxy.Direction;
import io.penstock.it.proxy.Faults;
import io.penstock.it.proxy.FaultyProxy;
import io.penstock.it.server.Feature;
import io.penstock.it.server.PostgresServer;
import io.penstock.it.server.PostgresTest;
import io.penstock.observe.ConnectFailedEvent;
import io.penstock.observe.ConnectionOpenedEvent;
import io.penstock.testing.ClosedPort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a connection comes about: where to, by which transport and protocol, and what happens when it does not. */
@PostgresTest
class ConnectIT {

    private static final Duration GRACE = Duration.ofSeconds(1);

    private final PostgresServer server;
    private TestClient client;

    ConnectIT(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void remember(TestClient testClient) {
        client = testClient;
    }

    @Test
    void tellsWhatItIsConnectedTo() {
        PgConnection connection = client.connect();

        assertThat(connection.isOpen()).isTrue();
        assertThat(connection.server().database()).isEqualTo(server.database());
        assertThat(connection.server().user()).isEqualTo(server.user());
        assertThat(connection.server().version()).startsWith(Integer.toString(server.majorVersion()));
        assertThat(connection.parameters())
                .containsEntry("client_encoding", "UTF8")
                .containsKey("TimeZone");
        var row = Await.get(connection.query("select pg_backend_pid()")).single();
        assertThat(connection.server().processId()).isEqualTo(row.getInt(0));
        assertThat(client.events().await(ConnectionOpenedEvent.class).processId())
                .isEqualTo(row.getInt(0));
    }

    @Test
    void startsTheSessionWithItsParameters() {
        PgConnection connection =
                client.connect(client.options().options("-c work_mem=5MB").parameter("search_path", "pg_catalog"));

        assertThat(setting(connection, "work_mem")).isEqualTo("5MB");
        assertThat(setting(connection, "search_path")).isEqualTo("pg_catalog");
        assertThat(setting(connection, "application_name")).isEqualTo("penstock-it");
    }

    @Test
    void connectsThroughAUnixDomainSocket() {
        assumeThat(server.has(Feature.UNIX_SOCKET)).isTrue();
        var address = HostAddress.of(server.socketDirectory().toString(), server.port());

        PgConnection connection = client.connect(client.options().hosts(List.of(address)));

        var row =
                Await.get(connection.query("select inet_server_addr() is null")).single();
        assertThat(row.getBoolean(0)).isTrue();
        assertThat(connection.server().encryption()).isEqualTo("none");
    }

    @Test
    void speaksTheNewestProtocolThatTheServerKnows() {
        PgConnection connection =
                client.connect(client.options().protocolVersions(ProtocolVersion.V3_0, ProtocolVersion.LATEST));

        assertThat(connection.server().protocol()).isEqualTo(server.majorVersion() >= 18 ? "3.2" : "3.0");
        Nonce.echoes(connection);
    }

    @Test
    void refusesAServerWhoseProtocolIsTooOld() {
        assumeThat(server.majorVersion()).isLessThan(18);

        PgException refusal =
                client.refusal(client.options().protocolVersions(ProtocolVersion.V3_2, ProtocolVersion.V3_2));

        assertThat(refusal.outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(refusal).hasMessageContaining("3.2");
    }

    @Test
    void takesTheNextHostWhenOneIsDead() {
        try (var closed = new ClosedPort()) {
            var hosts = List.of(at(closed), address());

            PgConnection connection = client.connect(client.options().hosts(hosts));

            Nonce.echoes(connection);
            assertThat(connection.server().address()).contains(Integer.toString(server.port()));
        }
    }

    @Test
    void takesTheNextHostWhenOneIsSilent() {
        try (var silent = CannedServer.silent()) {
            var hosts = List.of(silent.address(), address());

            Nonce.echoes(client.connect(client.options().hosts(hosts).connectTimeout(Duration.ofSeconds(4))));

            assertThat(silent.calls()).isPositive();
        }
    }

    @Test
    void listsEachHostThatFailed() {
        try (var first = new ClosedPort();
                var second = new ClosedPort()) {
            var hosts = List.of(at(first), at(second));

            PgException refusal = client.refusal(client.options().hosts(hosts));

            assertThat(refusal).isInstanceOf(PgConnectException.class);
            assertThat(refusal.outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(refusal.sqlState()).isEqualTo("08001");
            assertThat(refusal.getSuppressed()).hasSize(2);
            hosts.forEach(host -> assertThat(refusal).hasMessageContaining(Integer.toString(host.port())));
            assertThat(client.events().await(ConnectFailedEvent.class).failure().sqlState())
                    .isEqualTo("08001");
        }
    }

    @Test
    void givesUpASilentServerAtTheDeadline() {
        var deadline = Duration.ofMillis(300);
        try (var silent = CannedServer.silent()) {
            long start = System.nanoTime();

            PgException refusal = client.refusal(
                    client.options().hosts(List.of(silent.address())).connectTimeout(deadline));

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(deadline, deadline.plus(GRACE));
            assertThat(refusal.outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(refusal.sqlState()).startsWith("08");
        }
    }

    @Test
    void tellsWhenSomethingElseAnswers() {
        try (var web = CannedServer.saying("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n")) {
            PgException refusal = client.refusal(client.options().hosts(List.of(web.address())));

            assertThat(refusal.outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(refusal.toString()).containsIgnoringCase("not a PostgreSQL server");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 5, 9, 30, 80, 200})
    void endsWhenTheLinkBreaksWhileConnecting(long bytes) {
        try (var proxy = FaultyProxy.to(server).with(Faults.none().cutAfter(bytes, Direction.TO_CLIENT, Cut.RESET))) {
            PgException refusal = client.refusal(proxy.through(client.options()));

            assertThat(refusal.outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(proxy.connections()).isNotEmpty().allMatch(connection -> connection.isCut());
        }
    }

    @Test
    void connectsThroughTheSmallestSegments() {
        try (var proxy = FaultyProxy.to(server).with(Faults.none().inChunksOf(1))) {
            Nonce.echoes(client.connect(proxy.through(client.options())));
        }
    }

    @Test
    void wantsThePrimary() {
        Nonce.echoes(client.connect(client.options().targetSessionAttrs(TargetSessionAttrs.PRIMARY)));
        Nonce.echoes(client.connect(client.options().targetSessionAttrs(TargetSessionAttrs.READ_WRITE)));
        Nonce.echoes(client.connect(client.options().targetSessionAttrs(TargetSessionAttrs.PREFER_STANDBY)));
    }

    @Test
    void refusesAServerOfTheWrongKind() {
        PgException standby = client.refusal(client.options().targetSessionAttrs(TargetSessionAttrs.STANDBY));
        PgException readWrite = client.refusal(client.options()
                .targetSessionAttrs(TargetSessionAttrs.READ_WRITE)
                .parameter("default_transaction_read_only", "on"));

        assertThat(standby.outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(readWrite.outcome()).isEqualTo(Outcome.NOT_SENT);
    }

    @Test
    void opensManyConnectionsAtOnce() {
        ConnectionOptions options = client.options().build();
        List<CompletionStage<PgConnection>> opening = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            opening.add(client.penstock().connect(options));
        }

        List<PgConnection> connections = opening.stream().map(Await::get).toList();

        connections.forEach(Nonce::echoes);
        assertThat(connections.stream().map(connection -> connection.server().processId()))
                .doesNotHaveDuplicates();
        connections.forEach(connection -> Await.get(connection.close()));
    }

    @RepeatedTest(5)
    void leavesNoSessionBehindWhenConnectingIsCancelled() {
        ConnectionOptions options = client.options().build();

        for (int i = 0; i < 10; i++) {
            client.penstock().connect(options).toCompletableFuture().cancel(true);
        }

        Nonce.echoes(client.connect()); // and the invariants look for the ten
    }

    private static HostAddress at(ClosedPort port) {
        return HostAddress.of("127.0.0.1", port.number());
    }

    private HostAddress address() {
        return HostAddress.of(server.host(), server.port());
    }

    private static String setting(PgConnection connection, String name) {
        return Await.get(connection.query("select current_setting($1)", name))
                .single()
                .getString(0);
    }
}
