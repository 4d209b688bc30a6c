package io.penstock.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.penstock.BlockingConnection;
import io.penstock.PgConnection;
import io.penstock.config.AuthMethod;
import io.penstock.config.AuthPolicy;
import io.penstock.config.ChannelBinding;
import io.penstock.config.ConnectionOptions;
import io.penstock.config.PasswordFile;
import io.penstock.config.PasswordSource;
import io.penstock.config.Secret;
import io.penstock.config.SslMode;
import io.penstock.config.TlsIdentity;
import io.penstock.config.TlsOptions;
import io.penstock.config.TlsTrust;
import io.penstock.error.Outcome;
import io.penstock.error.PgException;
import io.penstock.it.invariant.Await;
import io.penstock.it.invariant.Nonce;
import io.penstock.it.invariant.TestClient;
import io.penstock.it.proxy.Faults;
import io.penstock.it.proxy.FaultyProxy;
import io.penstock.it.server.Feature;
import io.penstock.it.server.PostgresServer;
import io.penstock.it.server.PostgresTest;
import io.penstock.it.server.Role;
import io.penstock.it.server.ServerCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each way to prove who we are, where the password comes from, and what the client does not go along with. */
@PostgresTest
class AuthenticationIT {

    private final PostgresServer server;
    private TestClient client;

    AuthenticationIT(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void needRoles(TestClient testClient) {
        assumeThat(server.has(Feature.ROLES)).isTrue();
        client = testClient;
    }

    @Test
    void provesItselfByScram() {
        assertIsIn(options(Role.APP).requireAuth(AuthPolicy.only(AuthMethod.SCRAM_SHA_256)), Role.APP);
        assertIsIn(options(Role.PLAIN_ONLY).sslMode(SslMode.DISABLE), Role.PLAIN_ONLY);
    }

    @Test
    void tiesScramToTheTlsChannel() {
        var options = options(Role.APP).sslMode(SslMode.REQUIRE).channelBinding(ChannelBinding.REQUIRE);

        assertIsIn(options, Role.APP);
    }

    @Test
    void hasNoConnectionWithoutTheChannelBindingThatItRequires() {
        try (var proxy = FaultyProxy.to(server).with(Faults.none().withoutTls())) {
            var options = options(Role.APP).channelBinding(ChannelBinding.REQUIRE);

            PgException refusal = client.refusal(proxy.through(options));

            assertThat(refusal.sqlState()).isEqualTo("28000");
        }
    }

    @Test
    void requiresChannelBindingOfEveryMethod() {
        var options = options(Role.TRUSTED).sslMode(SslMode.REQUIRE).channelBinding(ChannelBinding.REQUIRE);

        assertThat(client.refusal(options).sqlState()).isEqualTo("28000");
    }

    @ParameterizedTest
    @EnumSource(
            value = Role.class,
            names = {"HASHED", "CLEAR"})
    void givesWeakProofToVerifiedServers(Role role) {
        assertIsIn(verified(role), role);
    }

    @ParameterizedTest
    @EnumSource(
            value = Role.class,
            names = {"HASHED", "CLEAR"})
    void doesNotEvenAskForThePasswordWhereTheProofIsWeak(Role role) {
        var asked = new AtomicInteger();
        var options = options(role).password(counting(asked));

        PgException refusal = client.refusal(options);

        assertThat(refusal.sqlState()).isEqualTo("28000");
        assertThat(refusal.outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(asked).hasValue(0);
    }

    @Test
    void givesWeakProofWhereItIsToldTo() {
        var hashed = options(Role.HASHED).sslMode(SslMode.DISABLE).requireAuth(AuthPolicy.only(AuthMethod.MD5));
        var clear = options(Role.CLEAR).sslMode(SslMode.DISABLE).requireAuth(AuthPolicy.only(AuthMethod.PASSWORD));

        assertIsIn(hashed, Role.HASHED);
        assertIsIn(clear, Role.CLEAR);
    }

    @Test
    void needsNoPasswordWhereTheServerTrusts() {
        var asked = new AtomicInteger();

        assertIsIn(options(Role.TRUSTED).password(counting(asked)), Role.TRUSTED);

        assertThat(asked).hasValue(0);
    }

    @Test
    void distrustsAServerThatWantsNoProof() {
        var options = options(Role.TRUSTED).requireAuth(AuthPolicy.only(AuthMethod.SCRAM_SHA_256));

        assertThat(client.refusal(options).sqlState()).isEqualTo("28000");
    }

    @ParameterizedTest
    @EnumSource(
            value = Role.class,
            names = {"APP", "HASHED", "CLEAR", "PLAIN_ONLY"})
    void tellsThatThePasswordIsWrong(Role role) {
        var options = options(role).password("wrong").requireAuth(AuthPolicy.allExcept(AuthMethod.OAUTH));

        PgException refusal = client.refusal(options);

        assertThat(refusal.sqlState()).isEqualTo("28P01");
        assertThat(refusal.outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(refusal.isTransient()).isFalse();
    }

    @Test
    void tellsThatThereIsNoPassword() {
        PgException refusal = client.refusal(options(Role.APP).password(PasswordSource.none()));

        assertThat(refusal.sqlState()).isEqualTo("28P01");
    }

    @Test
    void tellsThatThereIsNoSuchDatabase() {
        PgException refusal = client.refusal(options(Role.APP).database("nowhere"));

        assertThat(refusal.sqlState()).isEqualTo("3D000");
        assertThat(refusal.outcome()).isEqualTo(Outcome.NOT_SENT);
    }

    @Test
    void tellsThatTheRoleHasNoConnectionLeft() throws SQLException {
        administer("create role limited login connection limit 0 password '" + server.password() + "'");
        try {
            PgException refusal = client.refusal(client.options().user("limited"));

            assertThat(refusal.sqlState()).isEqualTo("53300");
            assertThat(refusal.isTransient()).isTrue();
        } finally {
            administer("drop role limited");
        }
    }

    @Test
    void refusesMoreIterationsThanItIsReadyToCompute() throws SQLException {
        assumeThat(server.majorVersion()).isGreaterThanOrEqualTo(16);
        administer("set scram_iterations = 150000", "create role laborious login password '" + server.password() + "'");
        try {
            var options = client.options().user("laborious");

            assertThat(client.refusal(options).outcome()).isEqualTo(Outcome.NOT_SENT);
            Nonce.echoes(client.connect(options.scramMaxIterations(150_000)));
        } finally {
            administer("drop role laborious");
        }
    }

    @Test
    void asksForThePasswordOnceForEachConnection() {
        var asked = new AtomicInteger();
        var options = options(Role.APP).password(counting(asked));

        client.connect(options);
        client.connect(options);

        assertThat(asked).hasValue(2);
    }

    @Test
    void waitsForAPasswordThatComesLate() {
        var password = new CompletableFuture<char[]>();
        var connecting = client.penstock()
                .connect(options(Role.APP)
                        .password(PasswordSource.from(() -> password))
                        .build());

        password.complete(server.password().toCharArray());

        assertIsIn(Await.get(connecting), Role.APP);
        Await.get(Await.get(connecting).close());
    }

    @Test
    void doesNotWaitForAPasswordBeyondTheDeadline() {
        var options = options(Role.APP)
                .connectTimeout(Duration.ofMillis(300))
                .password(PasswordSource.from(CompletableFuture::new));

        assertThat(client.refusal(options).outcome()).isEqualTo(Outcome.NOT_SENT);
    }

    @Test
    void namesTheReasonWhyThereIsNoPassword() {
        var reason = new IllegalStateException("the vault is closed");
        var failing = PasswordSource.from(() -> CompletableFuture.<char[]>failedFuture(reason));
        PasswordSource throwing = (address, database, user) -> {
            throw reason;
        };

        assertThat(client.refusal(options(Role.APP).password(failing))).hasRootCause(reason);
        assertThat(client.refusal(options(Role.APP).password(throwing))).hasRootCause(reason);
    }

    @Test
    void findsThePasswordInAFile(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(
                directory.resolve(".pgpass"),
                "# nothing\n*:1:*:*:wrong\nlocalhost:" + server.port() + ":*:app:" + server.password() + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

        assertIsIn(options(Role.APP).password(PasswordFile.at(file)), Role.APP);
    }

    @Test
    void showsItsCertificate() {
        ServerCertificates files = server.certificates();
        var pem = TlsIdentity.pemFiles(files.clientCertificate(), files.clientKey());
        var store = TlsIdentity.pkcs12(files.clientStore(), Secret.of(ServerCertificates.STORE_PASSWORD));

        for (TlsIdentity identity : List.of(pem, store)) {
            var options = options(Role.CERTIFIED)
                    .tls(verifiedTls().withIdentity(identity))
                    .password(PasswordSource.none());
            assertIsIn(options, Role.CERTIFIED);
        }
    }

    @Test
    void tellsThatACertificateIsMissing() {
        PgException refusal = client.refusal(verified(Role.CERTIFIED));

        assertThat(refusal.sqlState()).isEqualTo("28000");
    }

    private PasswordSource counting(AtomicInteger asked) {
        return (address, database, user) -> {
            asked.incrementAndGet();
            return CompletableFuture.completedFuture(server.password().toCharArray());
        };
    }

    private ConnectionOptions.Builder options(Role role) {
        return client.options().user(role.roleName());
    }

    private ConnectionOptions.Builder verified(Role role) {
        return options(role).tls(verifiedTls());
    }

    private TlsOptions verifiedTls() {
        return TlsOptions.defaults()
                .withMode(SslMode.VERIFY_FULL)
                .withTrust(TlsTrust.pemFile(server.certificates().authority()));
    }

    /** In both kinds of connection. */
    private void assertIsIn(ConnectionOptions.Builder options, Role role) {
        assertIsIn(client.connect(options), role);
        try (BlockingConnection blocking = Await.get(client.blocking(options))) {
            assertThat(blocking.query("select current_user").single().getString(0))
                    .isEqualTo(role.roleName());
        }
    }

    private static void assertIsIn(PgConnection connection, Role role) {
        var row = Await.get(connection.query("select current_user")).single();
        assertThat(row.getString(0)).isEqualTo(role.roleName());
        Nonce.echoes(connection);
    }

    private void administer(String... statements) throws SQLException {
        try (Connection admin = server.admin();
                Statement statement = admin.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
