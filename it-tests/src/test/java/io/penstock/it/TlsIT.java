package io.penstock.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.penstock.BlockingConnection;
import io.penstock.PgConnection;
import io.penstock.Result;
import io.penstock.ServerInfo;
import io.penstock.config.ConnectionOptions;
import io.penstock.config.HostAddress;
import io.penstock.config.PoolOptions;
import io.penstock.config.SslMode;
import io.penstock.config.SslNegotiation;
import io.penstock.config.TlsOptions;
import io.penstock.config.TlsTrust;
import io.penstock.config.TlsVersion;
import io.penstock.error.Outcome;
import io.penstock.error.PgException;
import io.penstock.it.invariant.Await;
import io.penstock.it.invariant.Nonce;
import io.penstock.it.invariant.TestClient;
import io.penstock.it.proxy.Cut;
import io.penstock.it.proxy.Direction;
import io.penstock.it.proxy.Faults;
import io.penstock.it.proxy.FaultyProxy;
import io.penstock.it.server.Feature;
import io.penstock.it.server.PostgresServer;
import io.penstock.it.server.PostgresTest;
import io.penstock.it.server.Role;
import io.penstock.pool.BlockingPool;
import io.penstock.pool.PgPool;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The sslmodes against servers that have TLS, want it, or do without, and what of a certificate each mode checks. */
@PostgresTest
class TlsIT {

    private static final String ENCRYPTED = "select ssl from pg_stat_ssl where pid = pg_backend_pid()";

    private final PostgresServer server;
    private TestClient client;

    TlsIT(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void needTls(TestClient testClient) {
        assumeThat(server.has(Feature.TLS)).isTrue();
        client = testClient;
    }

    @ParameterizedTest
    @CsvSource({
        "DISABLE, APP, false",
        "DISABLE, PLAIN_ONLY, false",
        "ALLOW, APP, false",
        "ALLOW, PLAIN_ONLY, false",
        "ALLOW, TLS_ONLY, true",
        "PREFER, APP, true",
        "PREFER, TLS_ONLY, true",
        "PREFER, PLAIN_ONLY, false",
        "REQUIRE, APP, true",
        "REQUIRE, TLS_ONLY, true",
    })
    void encryptsAsTheModeAndTheServerAgree(SslMode mode, Role role, boolean encrypted) {
        assertEncrypted(options(role).sslMode(mode), encrypted);
    }

    @ParameterizedTest
    @CsvSource({"DISABLE, TLS_ONLY", "REQUIRE, PLAIN_ONLY"})
    void hasNoConnectionWhereTheModeAndTheServerDisagree(SslMode mode, Role role) {
        PgException refusal = client.refusal(options(role).sslMode(mode));

        assertThat(refusal.sqlState()).isEqualTo("28000");
        assertThat(refusal.outcome()).isEqualTo(Outcome.NOT_SENT);
    }

    @ParameterizedTest
    @EnumSource(
            value = SslMode.class,
            names = {"DISABLE", "ALLOW", "PREFER"})
    void doesWithoutWhereTheServerHasNone(SslMode mode) {
        try (var proxy = withoutTls(mode)) {
            assertEncrypted(proxy.through(client.options().sslMode(mode)), false);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = SslMode.class,
            names = {"REQUIRE", "VERIFY_CA", "VERIFY_FULL"})
    void insistsWhereTheServerHasNone(SslMode mode) {
        try (var proxy = withoutTls(mode)) {
            PgException refusal = client.refusal(proxy.through(client.options().sslMode(mode)));

            assertThat(refusal.outcome()).isEqualTo(Outcome.NOT_SENT);
        }
    }

    private FaultyProxy withoutTls(SslMode mode) {
        var faults = Faults.none().withoutTls();
        boolean asks = mode != SslMode.DISABLE && mode != SslMode.ALLOW;
        return FaultyProxy.to(server).with(asks ? faults : Faults.none());
    }

    @ParameterizedTest
    @EnumSource(
            value = SslMode.class,
            names = {"REQUIRE", "VERIFY_CA", "VERIFY_FULL"})
    void trustsTheAuthorityThatSigned(SslMode mode) {
        assertEncrypted(trusting(mode, server.certificates().authority()), true);
    }

    /** With an authority to go by, require checks as much as verify-ca: so does libpq. */
    @ParameterizedTest
    @EnumSource(
            value = SslMode.class,
            names = {"REQUIRE", "VERIFY_CA", "VERIFY_FULL"})
    void refusesAnAuthorityThatDidNot(SslMode mode) {
        PgException refusal =
                client.refusal(trusting(mode, server.certificates().strangeAuthority()));

        assertThat(refusal.outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(refusal.toString()).containsIgnoringCase("certificate");
    }

    @Test
    void checksTheNameInOneModeAlone() {
        var byNumber = List.of(HostAddress.of("127.0.0.1", server.port()));
        Path authority = server.certificates().authority();

        assertEncrypted(trusting(SslMode.VERIFY_CA, authority).hosts(byNumber), true);
        PgException refusal =
                client.refusal(trusting(SslMode.VERIFY_FULL, authority).hosts(byNumber));

        assertThat(refusal).hasMessageContaining("127.0.0.1");
        assertThat(refusal.outcome()).isEqualTo(Outcome.NOT_SENT);
    }

    @Test
    void checksTheNameAndNotTheNumberThatIsDialled() {
        HostAddress host = new HostAddress.Tcp("localhost", "127.0.0.1", server.port());
        var options = trusting(SslMode.VERIFY_FULL, server.certificates().authority());

        assertEncrypted(options.hosts(List.of(host)), true);
    }

    @ParameterizedTest
    @CsvSource({"TLS_1_2, TLSv1.2", "TLS_1_3, TLSv1.3"})
    void speaksTheVersionThatIsWanted(TlsVersion version, String name) {
        var tls = TlsOptions.defaults().withMode(SslMode.REQUIRE).withVersions(version, version);

        PgConnection connection = client.connect(client.options().tls(tls));

        assertThat(connection.server().encryption()).isEqualTo(name);
        Nonce.echoes(connection);
    }

    @Test
    void beginsWithTheHandshakeWhereTheServerUnderstands() {
        assumeThat(server.majorVersion()).isGreaterThanOrEqualTo(17);
        try (var proxy = FaultyProxy.to(server)) {
            var tls = TlsOptions.defaults()
                    .withMode(SslMode.VERIFY_FULL)
                    .withTrust(TlsTrust.pemFile(server.certificates().authority()))
                    .withNegotiation(SslNegotiation.DIRECT);

            assertEncrypted(proxy.through(client.options().tls(tls)), true);

            assertThat(proxy.connections())
                    .allSatisfy(connection -> assertThat(connection.opening()[0])
                            .as("a TLS handshake record")
                            .isEqualTo((byte) 0x16));
        }
    }

    @Test
    void endsWhereTheServerDoesNotUnderstandTheHandshake() {
        assumeThat(server.majorVersion()).isLessThan(17);
        var tls = TlsOptions.defaults().withMode(SslMode.REQUIRE).withNegotiation(SslNegotiation.DIRECT);

        assertThat(client.refusal(client.options().tls(tls)).outcome()).isEqualTo(Outcome.NOT_SENT);
    }

    @Test
    void survivesTheSmallestSegments() {
        try (var proxy = FaultyProxy.to(server).with(Faults.none().inChunksOf(1))) {
            assertEncrypted(proxy.through(client.options().sslMode(SslMode.REQUIRE)), true);
        }
    }

    /** Reliability.md, row 4: what an attempt that ends in the handshake must not keep is its place in the pool. */
    @ParameterizedTest
    @EnumSource
    void aHandshakeThatBreaksCostsAPoolNothing(Cut how) {
        try (var proxy = FaultyProxy.to(server).with(Faults.none().cutAfter(100, Direction.TO_CLIENT, how))) {
            var options =
                    proxy.through(client.options().sslMode(SslMode.REQUIRE)).build();
            var two = PoolOptions.builder().maxSize(2).build();
            try (var blocking = BlockingPool.create(client.penstock(), options, two)) {
                var pool = PgPool.create(client.penstock(), options, two);
                var asked = new ArrayList<CompletionStage<Result>>();
                for (var i = 0; i < 5; i++) {
                    asked.add(pool.query("select 1"));
                    asked.add(CompletableFuture.supplyAsync(
                            () -> blocking.withConnection(connection -> connection.query("select 1")),
                            call -> new Thread(call, "caller").start()));
                }
                Await.until("more attempts", () -> proxy.connections().size() >= 4);

                proxy.with(Faults.none());

                asked.forEach(Await::get);
                assertThat(List.of(pool.metrics(), blocking.metrics())).allSatisfy(metrics -> {
                    assertThat(metrics.totals().acquired()).isEqualTo(5);
                    assertThat(metrics.totals().openFailures()).isPositive();
                    assertThat(metrics.active() + metrics.pending()).isZero();
                });
                Await.get(pool.close());
            }
        }
    }

    private ConnectionOptions.Builder options(Role role) {
        return client.options().user(role.roleName());
    }

    private ConnectionOptions.Builder trusting(SslMode mode, Path authority) {
        return client.options().sslMode(mode).sslRootCert(authority);
    }

    /** As the driver says, and as the server does; in both kinds of connection. */
    private void assertEncrypted(ConnectionOptions.Builder options, boolean encrypted) {
        PgConnection connection = client.connect(options);
        assertEncrypted(connection.server(), Await.get(connection.query(ENCRYPTED)), encrypted);
        Nonce.echoes(connection);
        try (BlockingConnection blocking = Await.get(client.blocking(options))) {
            assertEncrypted(blocking.server(), blocking.query(ENCRYPTED), encrypted);
        }
    }

    private static void assertEncrypted(ServerInfo driver, Result server, boolean encrypted) {
        assertThat(driver.encryption()).matches(encrypted ? "TLSv1\\.[23]" : "none");
        assertThat(server.single().getBoolean(0)).isEqualTo(encrypted);
    }
}
