package io.penstock.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.error.PgConfigException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionOptionsTest {
    private static final Duration TOO_LONG = Duration.ofDays(366);

    @Test
    void readsWell() {
        ConnectionOptions options = ConnectionOptions.builder()
                .host("db")
                .port(5433)
                .database("app")
                .user("bob")
                .password("secret")
                .build();

        assertThat(options.hosts()).containsExactly(HostAddress.of("db", 5433));
        assertThat(options.toString()).isEqualTo("ConnectionOptions[[db:5433]/app as bob, sslmode prefer]");
        assertThat(options.describe(options.hosts().get(0))).isEqualTo("db:5433/app as bob");
    }

    @Test
    void hasTheDocumentedDefaults() {
        ConnectionOptions options = ConnectionOptions.builder().build();

        assertThat(options.hosts()).containsExactly(HostAddress.of("localhost", 5432));
        assertThat(options.user()).isEqualTo(System.getProperty("user.name"));
        assertThat(options.database()).isEqualTo(options.user());
        assertThat(options.password()).isEqualTo(PasswordSource.none());
        assertThat(options.tls()).isEqualTo(TlsOptions.defaults());
        assertThat(options.tls().mode()).isEqualTo(SslMode.PREFER);
        assertThat(options.scramMaxIterations()).isEqualTo(100_000);
        assertThat(options.maxProtocolVersion()).isEqualTo(ProtocolVersion.V3_0);
        assertThat(options.timeouts().connect()).isEqualTo(Duration.ofSeconds(10));
        assertThat(options.timeouts().statement()).isNull();
        assertThat(options.limits())
                .isEqualTo(
                        new Limits(new ReceiveWindow(262_144, 65_536), 67_108_864, 256, 8_388_608, 1_024, 1_048_576));
        assertThat(options.statementCache()).isEqualTo(new StatementCacheOptions(StatementMode.AUTO, 256, 5_242_880));
        assertThat(options.callerFrames()).isEqualTo(CallerFrames.CAPTURED);
        assertThat(options.transport()).isEqualTo(Transport.AUTO);
        assertThat(options.applicationName()).isEmpty();
        assertThat(options.parameters()).isEmpty();
    }

    @Test
    void takesTheUsersNameForTheDatabase() {
        assertThat(ConnectionOptions.builder().user("bob").build().database()).isEqualTo("bob");
    }

    /** One change for each option, so that equality, copying and the setters are all seen to know it. */
    static Stream<UnaryOperator<ConnectionOptions.Builder>> changes() {
        return Stream.of(
                b -> b.host("other"),
                b -> b.host("localhost").port(1),
                b -> b.hosts(List.of(HostAddress.of("a"), HostAddress.of("b"))),
                b -> b.database("other"),
                b -> b.user("other"),
                b -> b.password("other"),
                b -> b.password("other".toCharArray()),
                b -> b.password(PasswordFile.at(Path.of("x"))),
                b -> b.sslMode(SslMode.REQUIRE),
                b -> b.sslRootCert(Path.of("ca.pem")),
                b -> b.tls(TlsOptions.defaults().withServerName(ServerNameIndication.OMITTED)),
                b -> b.requireAuth(AuthPolicy.only(AuthMethod.SCRAM_SHA_256)),
                b -> b.channelBinding(ChannelBinding.REQUIRE),
                b -> b.scramMaxIterations(4_096),
                b -> b.targetSessionAttrs(TargetSessionAttrs.PRIMARY),
                b -> b.loadBalanceHosts(LoadBalanceHosts.RANDOM),
                b -> b.applicationName("other"),
                b -> b.parameter("search_path", "other"),
                b -> b.options("-c a=b"),
                b -> b.protocolVersions(ProtocolVersion.V3_0, ProtocolVersion.V3_2),
                b -> b.protocolVersions(ProtocolVersion.V3_2, ProtocolVersion.V3_2),
                b -> b.connectTimeout(Duration.ofSeconds(1)),
                b -> b.statementTimeout(Duration.ofSeconds(1)),
                b -> b.timeouts(Timeouts.defaults().withQueue(Duration.ofSeconds(1))),
                b -> b.limits(Limits.defaults().withMaxQueued(1)),
                b -> b.statementCache(StatementCacheOptions.defaults().withMode(StatementMode.UNNAMED)),
                b -> b.tcp(TcpOptions.defaults().withKeepAlive(TcpOptions.KeepAlive.OFF)),
                b -> b.callerFrames(CallerFrames.OMITTED),
                b -> b.transport(Transport.NIO));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void isEqualOnlyIfAllPartsAre(UnaryOperator<ConnectionOptions.Builder> change) {
        ConnectionOptions changed = change.apply(ConnectionOptions.builder()).build();
        ConnectionOptions same = change.apply(ConnectionOptions.builder()).build();

        assertThat(changed).isEqualTo(same).hasSameHashCodeAs(same);
        assertThat(changed).isNotEqualTo(ConnectionOptions.builder().build());
        assertThat(changed.toBuilder().build()).isEqualTo(changed);
    }

    @Test
    void keepsWhatIsNotChanged() {
        ConnectionOptions first =
                ConnectionOptions.builder().host("a").user("u").build();
        ConnectionOptions second = first.toBuilder().host("b").port(2).build();
        assertThat(second.hosts()).containsExactly(HostAddress.of("b", 2));
        assertThat(second.user()).isEqualTo("u");
        assertThat(first.hosts()).containsExactly(HostAddress.of("a", 5432));
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake("host", b -> b.host("")),
                mistake("host", b -> b.host("a,b").build()),
                mistake("host", b -> b.host("a:5432").build()),
                mistake("host", b -> b.host("a b").build()),
                mistake("host", b -> b.host("[::1]").build()),
                mistake("host", b -> b.host("a\0")),
                mistake("hosts", b -> b.hosts(List.of())),
                mistake("port", b -> b.port(0)),
                mistake("port", b -> b.port(65_536)),
                mistake(
                        "port",
                        b -> b.hosts(List.of(HostAddress.of("a"))).port(1).build()),
                mistake("database", b -> b.database("")),
                mistake("user", b -> b.user("a\0b")),
                mistake("password", b -> b.password("a\0cAnary")),
                mistake("scramMaxIterations", b -> b.scramMaxIterations(0)),
                mistake("application_name", b -> b.applicationName("\0")),
                mistake("parameter", b -> b.parameter("user", "x")),
                mistake("parameter", b -> b.parameter("Client_Encoding", "x")),
                mistake("parameter", b -> b.parameter("replication", "x")),
                mistake("parameter", b -> b.parameter("application_name", "x")),
                mistake("parameter", b -> b.parameter("_pq_.x", "x")),
                mistake("not the name", b -> b.parameter("a b", "x")),
                mistake("not the name", b -> b.parameter("a=b", "x")),
                mistake("parameter", b -> b.parameter("", "x")),
                mistake("search_path", b -> b.parameter("search_path", "\0")),
                mistake("options", b -> b.options("\0")),
                mistake("connectTimeout", b -> b.connectTimeout(Duration.ZERO)),
                mistake("connectTimeout", b -> b.connectTimeout(TOO_LONG)),
                mistake("statementTimeout", b -> b.statementTimeout(Duration.ofSeconds(-1))),
                mistake("queueTimeout", b -> b.timeouts(Timeouts.defaults().withQueue(Duration.ZERO))),
                mistake("cancelTimeout", b -> b.timeouts(Timeouts.defaults().withCancel(TOO_LONG))),
                mistake("drainTimeout", b -> b.timeouts(Timeouts.defaults().withDrain(Duration.ZERO))),
                mistake(
                        "idleConsumerTimeout",
                        b -> b.timeouts(Timeouts.defaults().withIdleConsumer(Duration.ZERO))),
                mistake("receiveWindow high", b -> b.limits(window(1, 0))),
                mistake("receiveWindow low", b -> b.limits(window(4_096, 4_096))),
                mistake("receiveWindow low", b -> b.limits(window(4_096, -1))),
                mistake("maxResultBytes", b -> b.limits(Limits.defaults().withMaxResultBytes(0))),
                mistake("maxInFlight", b -> b.limits(Limits.defaults().withMaxInFlight(0))),
                mistake("maxInFlightBytes", b -> b.limits(Limits.defaults().withMaxInFlightBytes(-1))),
                mistake("maxQueued", b -> b.limits(Limits.defaults().withMaxQueued(-1))),
                mistake("drainBytes", b -> b.limits(Limits.defaults().withDrainBytes(-1))),
                mistake(
                        "statementCacheEntries",
                        b -> b.statementCache(StatementCacheOptions.defaults().withMaxEntries(-1))),
                mistake(
                        "statementCacheBytes",
                        b -> b.statementCache(StatementCacheOptions.defaults().withMaxBytes(-1))),
                mistake(
                        "keepalives_idle",
                        b -> b.tcp(TcpOptions.defaults().withProbes(Duration.ZERO, Duration.ofSeconds(1), 1))),
                mistake(
                        "keepalives_interval",
                        b -> b.tcp(TcpOptions.defaults().withProbes(Duration.ofSeconds(1), TOO_LONG, 1))),
                mistake(
                        "keepalives_count",
                        b -> b.tcp(
                                TcpOptions.defaults().withProbes(Duration.ofSeconds(1), Duration.ofSeconds(1), 128))),
                mistake("tcp_user_timeout", b -> b.tcp(TcpOptions.defaults().withUserTimeout(Duration.ofNanos(1)))),
                mistake(
                        "sslnegotiation=direct",
                        b -> b.tls(TlsOptions.defaults().withNegotiation(SslNegotiation.DIRECT))
                                .build()),
                mistake(
                        "channel_binding=require",
                        b -> b.channelBinding(ChannelBinding.REQUIRE)
                                .sslMode(SslMode.DISABLE)
                                .build()),
                mistake(
                        "min_protocol_version",
                        b -> b.protocolVersions(ProtocolVersion.V3_2, ProtocolVersion.V3_0)
                                .build()),
                mistake(
                        "ssl_min_protocol_version",
                        b -> b.tls(TlsOptions.defaults().withVersions(TlsVersion.TLS_1_3, TlsVersion.TLS_1_2))));
    }

    private static Limits window(long high, long low) {
        return Limits.defaults().withWindow(new ReceiveWindow(high, low));
    }

    private static Arguments mistake(String option, Consumer<ConnectionOptions.Builder> change) {
        return Arguments.of(option, change);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void namesTheOptionThatCannotBe(String option, Consumer<ConnectionOptions.Builder> change) {
        assertThatThrownBy(() -> change.accept(ConnectionOptions.builder()))
                .isInstanceOf(PgConfigException.class)
                .hasMessageContaining(option)
                .hasMessageNotContaining("cAnary");
    }

    @Test
    void showsNoSecretAnywhere() {
        Secret secret = Secret.of("cAnary");
        ConnectionOptions options = ConnectionOptions.builder()
                .password("cAnary")
                .parameter("app.token", "cAnary")
                .tls(TlsOptions.defaults().withIdentity(TlsIdentity.pemFiles(Path.of("c"), Path.of("k"), secret)))
                .build();
        var asked = PasswordSource.from(() -> CompletableFuture.completedStage("cAnary".toCharArray()));

        assertThat(Stream.of(
                        options,
                        options.toBuilder(),
                        options.password(),
                        options.tls(),
                        TlsIdentity.pkcs12(Path.of("f"), secret),
                        secret,
                        PasswordSource.of(secret),
                        asked))
                .allSatisfy(part -> assertThat(part.toString()).doesNotContain("cAnary"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"db", "db.example.com", "10.0.0.1", "::1", "fe80::1%eth0", "my_host", "ö"})
    void takesNamesAndAddresses(String host) {
        assertThat(HostAddress.of(host, 1)).isEqualTo(new HostAddress.Tcp(host, null, 1));
    }

    @Test
    void takesDirectoriesForUnixSockets() {
        var socket = (HostAddress.UnixSocket) HostAddress.of("/run/pg", 5433);
        assertThat(socket.path()).isEqualTo("/run/pg/.s.PGSQL.5433").isEqualTo(socket.toString());
        assertThat(socket.file()).isEqualTo(Path.of("/run/pg/.s.PGSQL.5433"));
        assertThat(socket.isAbstract()).isFalse();
        assertThat(((HostAddress.UnixSocket) HostAddress.of("@pg")).isAbstract())
                .isTrue();
    }

    @Test
    void writesIpv6InBrackets() {
        assertThat(HostAddress.of("::1", 5433)).hasToString("[::1]:5433");
        assertThat(new HostAddress.Tcp("db", "10.0.0.1", 1)).hasToString("db:1");
        assertThat(new HostAddress.Tcp("db", "10.0.0.1", 1).dialled()).isEqualTo("10.0.0.1");
        assertThat(new HostAddress.Tcp("db", null, 1).dialled()).isEqualTo("db");
    }
}
