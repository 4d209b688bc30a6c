package io.penstock.internal.transport.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.penstock.config.ChannelSecurity;
import io.penstock.config.ServerNameIndication;
import io.penstock.config.SslMode;
import io.penstock.config.TlsIdentity;
import io.penstock.config.TlsOptions;
import io.penstock.config.TlsTrust;
import io.penstock.config.TlsVersion;
import io.penstock.error.PgConfigException;
import io.penstock.error.PgConnectException;
import io.penstock.testing.Keytool;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real handshakes in memory, with certificates made by the JDK's keytool. */
class TlsContextTest {
    private static final String[] EC = {"-keyalg", "EC", "-groupname", "secp256r1", "-sigalg", "SHA256withECDSA"};

    private static Keytool keys;
    private static TlsTrust ca;

    @BeforeAll
    static void makeCertificates(@TempDir Path directory) {
        keys = Keytool.in(directory);
        keys.pair("ca", "CN=Test Authority", with(EC, "-ext", "bc:c"));
        keys.pair("server", "CN=server", signed("-ext", "san=dns:db.example,dns:localhost,ip:127.0.0.1"));
        keys.pair("wildcard", "CN=wildcard", signed("-ext", "san=dns:*.example"));
        keys.pair("named", "CN=named.example", signed());
        keys.pair(
                "expired", "CN=expired", signed("-ext", "san=dns:db.example", "-startdate", "-30d", "-validity", "10"));
        keys.pair("future", "CN=future", signed("-ext", "san=dns:db.example", "-startdate", "+30d"));
        keys.pair("stranger", "CN=stranger", with(EC, "-ext", "san=dns:db.example"));
        ca = TlsTrust.certificates(keys.chain("ca"));
    }

    @Test
    void verifiesTheServerInFull() {
        try (TlsPair pair = handshake(verifyFull(), "db.example", "server")) {
            assertThat(pair.clientFailure()).isNull();
            assertThat(pair.serverFailure()).isNull();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "server,   db.example,     true",
        "server,   DB.EXAMPLE,     true",
        "server,   localhost,      true",
        "server,   127.0.0.1,      true",
        "server,   127.0.0.2,      false",
        "server,   other.example,  false",
        "server,   server,         false",
        "wildcard, db.example,     true",
        "wildcard, a.db.example,   false",
        "wildcard, example,        false",
        "named,    named.example,  true",
        "named,    other.example,  false",
    })
    void comparesTheHostNameAsConfigured(String certificate, String host, boolean matches) {
        try (TlsPair pair = handshake(verifyFull(), host, certificate)) {
            if (matches) {
                assertThat(pair.clientFailure()).isNull();
            } else {
                assertThat(failure(pair)).hasMessageContaining("not for " + host);
            }
        }
    }

    @Test
    void tellsWhichNamesTheCertificateHas() {
        try (TlsPair pair = handshake(verifyFull(), "other.example", "server")) {
            assertThat(failure(pair))
                    .hasMessageContaining("TLS handshake failed: the server's certificate (CN=server)")
                    .hasMessageContaining("is for db.example, localhost, 127.0.0.1, not for other.example")
                    .hasMessageContaining("[08001]");
            assertThat(TlsFailure.isCertificateRejected(failure(pair))).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"VERIFY_CA", "VERIFY_FULL"})
    void tellsThatTheCertificateHasExpired(SslMode mode) {
        try (TlsPair pair = handshake(options(mode, ca), "db.example", "expired")) {
            assertThat(failure(pair))
                    .hasMessageContaining("(CN=expired) expired at "
                            + keys.certificate("expired").getNotAfter().toInstant());
        }
    }

    @Test
    void tellsThatTheCertificateIsNotValidYet() {
        try (TlsPair pair = handshake(verifyFull(), "db.example", "future")) {
            assertThat(failure(pair)).hasMessageContaining("(CN=future) is not valid before ");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"REQUIRE", "VERIFY_CA", "VERIFY_FULL"})
    void tellsThatTheAuthorityIsUnknown(SslMode mode) {
        try (TlsPair pair = handshake(options(mode, ca), "db.example", "stranger")) {
            assertThat(failure(pair))
                    .hasMessageContaining("(CN=stranger) does not lead to a trusted authority: issued by CN=stranger");
        }
    }

    @Test
    void doesNotTrustThisAuthorityByDefault() {
        var options = TlsOptions.defaults().withMode(SslMode.VERIFY_FULL);
        for (TlsOptions each : List.of(options, options.withTrust(TlsTrust.system()))) {
            try (TlsPair pair = handshake(each, "db.example", "server")) {
                assertThat(failure(pair)).hasMessageContaining("does not lead to a trusted authority");
            }
        }
    }

    @Test
    void verifyCaLeavesTheNameAlone() {
        try (TlsPair pair = handshake(options(SslMode.VERIFY_CA, ca), "other.example", "server")) {
            assertThat(pair.clientFailure()).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ALLOW", "PREFER", "REQUIRE"})
    void weakerModesTakeAnyCertificate(SslMode mode) {
        for (String certificate : List.of("stranger", "expired", "server")) {
            try (TlsPair pair = handshake(options(mode, null), "other.example", certificate)) {
                assertThat(pair.clientFailure()).isNull();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PREFER,      none,   ENCRYPTED",
        "REQUIRE,     none,   ENCRYPTED",
        "REQUIRE,     own,    VERIFIED",
        "VERIFY_CA,   own,    VERIFIED",
        "VERIFY_CA,   none,   ENCRYPTED",
        "VERIFY_FULL, own,    VERIFIED",
        "VERIFY_FULL, none,   VERIFIED",
        "VERIFY_FULL, system, VERIFIED",
    })
    void tellsHowFarTheChannelCanBeTrusted(SslMode mode, String trust, ChannelSecurity security) {
        TlsTrust source = switch (trust) {
            case "own" -> ca;
            case "system" -> TlsTrust.system();
            default -> null;
        };

        assertThat(TlsContexts.of(options(mode, source)).security()).isEqualTo(security);
    }

    @ParameterizedTest
    @EnumSource(names = {"REQUIRE", "VERIFY_CA"})
    void refusesPublicAuthoritiesWithoutNameCheck(SslMode mode) {
        assertThatThrownBy(() -> TlsContexts.of(options(mode, TlsTrust.system())))
                .isInstanceOf(PgConfigException.class)
                .hasMessageContaining("sslrootcert=system needs sslmode=verify-full");
    }

    @ParameterizedTest
    @EnumSource
    void speaksTheVersionsAllowed(TlsVersion version) {
        var options = verifyFull().withVersions(version, version);
        try (TlsPair pair = handshake(options, "db.example", "server")) {
            assertThat(pair.client.engine().getSession().getProtocol()).isEqualTo(version.keyword());
        }
    }

    @Test
    void refusesTls11() {
        // A ServerHello of TLS 1.1 as a record, by hand: no JDK of today sends one.
        String random = "00".repeat(32);
        byte[] hello = HexFormat.of().parseHex("160302002a" + "02000026" + "0302" + random + "00" + "c013" + "00");
        var client = TlsPair.client(TlsContexts.of(verifyFull()), "db.example");

        assertThat(TlsFailure.of(answered(client, hello)))
                .hasMessageContaining("TLS handshake failed: ")
                .hasMessageContaining("no version of TLS in common");
    }

    @Test
    void offersNothingBelowTls12() {
        var client = TlsPair.client(TlsContexts.of(verifyFull()), "db.example");

        assertThat(client.engine().getEnabledProtocols()).containsExactlyInAnyOrder("TLSv1.2", "TLSv1.3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"HTTP/1.1 400 c4n4ry-text\r\n\r\n", "EFATAL c4n4ry-text\0", "R\0\0\0\u0008\0\0\0\0 c4n4ry-text"})
    void showsNothingOfAServerThatDoesNotSpeakTls(String text) {
        var client = TlsPair.client(TlsContexts.of(options(SslMode.REQUIRE, null)), "db.example");

        assertThat(TlsFailure.of(answered(client, text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1))))
                .hasMessageContaining("what the server sent is not TLS")
                .message()
                .doesNotContain("c4n4ry");
    }

    @Test
    void tellsThatTheServerWentAway() {
        var client = TlsPair.client(TlsContexts.of(verifyFull()), "db.example");
        var channel = new EmbeddedChannel(client);
        channel.close();
        channel.releaseOutbound();

        assertThat(TlsFailure.of(client.handshakeFuture().cause()))
                .hasMessageContaining("TLS handshake failed: ")
                .hasMessageContaining("closed");
    }

    @Test
    void hasNoClockOfItsOwn() {
        assertThat(TlsPair.client(TlsContexts.of(verifyFull()), "db.example").getHandshakeTimeoutMillis())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "SENT,    db.example,  db.example",
        "SENT,    db.example., db.example",
        "SENT,    localhost,   localhost",
        "SENT,    127.0.0.1,   ",
        "SENT,    ::1,         ",
        "SENT,    under_score, ",
        "OMITTED, db.example,  ",
    })
    void namesTheServerInTheHandshake(ServerNameIndication wish, String host, @Nullable String name) {
        var options = options(SslMode.REQUIRE, null).withServerName(wish);
        try (TlsPair pair = handshake(options, host, "server")) {
            var session = (ExtendedSSLSession) pair.server.engine().getSession();

            assertThat(pair.clientFailure()).isNull();
            assertThat(session.getRequestedServerNames())
                    .isEqualTo(name == null ? List.of() : List.of(new SNIHostName(name)));
        }
    }

    @Test
    void agreesOnTheProtocolPostgresql() {
        var alpn = new ApplicationProtocolConfig(
                Protocol.ALPN,
                SelectorFailureBehavior.NO_ADVERTISE,
                SelectedListenerFailureBehavior.ACCEPT,
                "postgresql");
        SslHandler server = server("server", builder -> builder.applicationProtocolConfig(alpn));
        try (TlsPair pair = TlsPair.handshake(TlsContexts.of(verifyFull()), "db.example", server)) {
            assertThat(pair.client.applicationProtocol()).isEqualTo("postgresql");
        }
        try (TlsPair pair = handshake(verifyFull(), "db.example", "server")) {
            assertThat(pair.client.applicationProtocol()).isNull();
        }
    }

    @Test
    void bindsToTheCertificateOfTheSession() throws Exception {
        try (TlsPair pair = handshake(options(SslMode.REQUIRE, null), "db.example", "stranger")) {
            var peer = PeerCertificate.of(pair.client.engine().getSession());
            X509Certificate certificate = keys.certificate("stranger");

            assertThat(peer.certificate()).isEqualTo(certificate);
            assertThat(certificate.getSigAlgName()).isEqualTo("SHA256withECDSA");
            assertThat(peer.binding().hash())
                    .isEqualTo(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        }
    }

    @Test
    void hasNoBindingWithoutHandshake() {
        var engine = TlsPair.client(TlsContexts.of(verifyFull()), "db.example").engine();
        var binding = PeerCertificate.of(engine.getSession()).binding();

        assertThat(binding.hash()).isNull();
        assertThat(binding.undefinedBecause()).contains("no certificate");
    }

    @Test
    void checksCertificatesOnTheGivenExecutor() {
        List<Runnable> tasks = new ArrayList<>();
        SslHandler client = TlsContexts.of(verifyFull())
                .newHandler(UnpooledByteBufAllocator.DEFAULT, "db.example", 5432, tasks::add);
        var channel = new EmbeddedChannel(client);
        var serverChannel = new EmbeddedChannel(server("server", builder -> {}));
        serverChannel.writeInbound((ByteBuf) channel.readOutbound());
        for (ByteBuf bytes = serverChannel.readOutbound(); bytes != null; bytes = serverChannel.readOutbound()) {
            channel.writeInbound(bytes);
        }

        assertThat(tasks).isNotEmpty();
        assertThat(client.handshakeFuture().isDone()).isFalse();
        // Netty lets go of its buffers once the task has run.
        List.copyOf(tasks).forEach(Runnable::run);
        channel.finishAndReleaseAll();
        serverChannel.finishAndReleaseAll();
    }

    @Test
    void tellsThatTheServerWantsACertificate() {
        var options = verifyFull().withVersions(TlsVersion.TLS_1_2, TlsVersion.TLS_1_2);
        SslHandler server = server(
                "server", builder -> builder.clientAuth(ClientAuth.REQUIRE).trustManager(keys.certificate("ca")));
        try (TlsPair pair = TlsPair.handshake(TlsContexts.of(options), "db.example", server)) {
            assertThat(failure(pair)).hasMessageContaining("wants a client certificate (sslcert, sslkey)");
        }
    }

    @Test
    void showsItsCertificateThoughTheServerDoesNotNameTheIssuer() {
        var identity = TlsIdentity.of(keys.key("stranger"), keys.chain("stranger"));
        SslHandler server = server(
                "server", builder -> builder.clientAuth(ClientAuth.REQUIRE).trustManager(keys.certificate("ca")));
        try (TlsPair pair =
                TlsPair.handshake(TlsContexts.of(verifyFull().withIdentity(identity)), "db.example", server)) {
            assertThat(pair.serverFailure())
                    .isInstanceOf(SSLException.class)
                    .message()
                    .doesNotContainIgnoringCase("empty")
                    .containsIgnoringCase("certification path");
        }
    }

    private static PgConnectException failure(TlsPair pair) {
        Throwable cause = pair.clientFailure();
        assertThat(cause).isNotNull();
        return TlsFailure.of(cause);
    }

    /** What becomes of a handshake that the peer answers with these bytes. */
    private static Throwable answered(SslHandler client, byte[] answer) {
        var channel = new EmbeddedChannel(client);
        channel.releaseOutbound();
        assertThatThrownBy(() -> channel.writeInbound(Unpooled.wrappedBuffer(answer)))
                .isInstanceOf(Exception.class);
        channel.releaseOutbound();
        Throwable cause = client.handshakeFuture().cause();
        assertThat(cause).isNotNull();
        return cause;
    }

    private static TlsPair handshake(TlsOptions options, String host, String certificate) {
        return TlsPair.handshake(TlsContexts.of(options), host, server(certificate, builder -> {}));
    }

    private static SslHandler server(String certificate, Consumer<SslContextBuilder> settings) {
        try {
            var builder = SslContextBuilder.forServer(
                            keys.key(certificate), keys.chain(certificate).toArray(X509Certificate[]::new))
                    .sslProvider(SslProvider.JDK);
            settings.accept(builder);
            return builder.build().newHandler(UnpooledByteBufAllocator.DEFAULT);
        } catch (SSLException e) {
            throw new AssertionError(e);
        }
    }

    private static TlsOptions verifyFull() {
        return options(SslMode.VERIFY_FULL, ca);
    }

    private static TlsOptions options(SslMode mode, @Nullable TlsTrust trust) {
        return TlsOptions.defaults().withMode(mode).withTrust(trust);
    }

    private static String[] signed(String... more) {
        return with(with(EC, "-signer", "ca"), more);
    }

    private static String[] with(String[] options, String... more) {
        List<String> all = new ArrayList<>(List.of(options));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }
}
