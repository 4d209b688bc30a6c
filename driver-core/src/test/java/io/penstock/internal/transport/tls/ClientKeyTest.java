package io.penstock.internal.transport.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.penstock.config.Secret;
import io.penstock.config.SslMode;
import io.penstock.config.TlsIdentity;
import io.penstock.config.TlsOptions;
import io.penstock.config.TlsTrust;
import io.penstock.config.TlsVersion;
import io.penstock.error.PgConfigException;
import io.penstock.testing.Keytool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Client certificates in all forms in which they come, shown to a server that asks for one. */
class ClientKeyTest {
    private static final String CANARY = "c4n4ry-passphrase";

    @TempDir
    private static Path directory;

    private static Path p12Directory;
    private static Keytool keys;

    @BeforeAll
    static void makeCertificates() throws IOException {
        p12Directory = Files.createDirectory(directory.resolve("one"));
        keys = Keytool.in(directory);
        keys.pair("rsa", "CN=rsa", "-keyalg", "RSA", "-keysize", "2048");
        keys.pair("ec", "CN=ec", "-keyalg", "EC", "-groupname", "secp256r1");
        keys.pair("ec384", "CN=ec384", "-keyalg", "EC", "-groupname", "secp384r1");
        keys.pair("ed25519", "CN=ed25519", "-keyalg", "Ed25519");
        keys.pair("pss", "CN=pss", "-keyalg", "RSASSA-PSS", "-keysize", "2048", "-sigalg", "RSASSA-PSS");
        Keytool.in(p12Directory).pair("only", "CN=only", "-keyalg", "EC", "-groupname", "secp256r1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa", "ec", "ec384", "ed25519", "pss"})
    void showsPkcs8KeysOfEachKind(String alias) {
        Path key = Pem.pkcs8(file(alias + ".key"), keys.key(alias));

        assertShown(alias, TlsIdentity.pemFiles(certificate(alias), key));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa", "ec", "ec384"})
    void showsKeysInOpenSslsOwnForm(String alias) {
        Path key = Pem.traditional(file(alias + ".old"), keys.key(alias));

        assertShown(alias, TlsIdentity.pemFiles(certificate(alias), key));
    }

    @ParameterizedTest
    @CsvSource({
        "rsa, PBEWithHmacSHA256AndAES_256",
        "rsa, PBEWithHmacSHA1AndAES_128",
        "rsa, PBEWithHmacSHA512AndAES_256",
        "rsa, PBEWithSHA1AndDESede",
        "ec,  PBEWithHmacSHA256AndAES_256",
        "ed25519, PBEWithHmacSHA256AndAES_256",
    })
    void showsEncryptedKeys(String alias, String scheme) {
        Path key = Pem.encrypted(file(alias + ".enc"), keys.key(alias), CANARY, scheme);

        assertShown(alias, TlsIdentity.pemFiles(certificate(alias), key, Secret.of(CANARY)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa", "ec", "ed25519"})
    void showsPkcs8KeysInDer(String alias) throws IOException {
        Path key = Files.write(file(alias + ".pk8"), keys.key(alias).getEncoded());

        assertShown(alias, TlsIdentity.pemFiles(certificate(alias), key));
    }

    @Test
    void showsEncryptedKeysInDer() throws IOException {
        Path pem = Pem.encrypted(file("der.enc"), keys.key("rsa"), CANARY, "PBEWithHmacSHA256AndAES_256");
        String base64 =
                Files.readString(pem).replaceAll("-----[A-Z ]+-----", "").strip();
        Path key = Files.write(file("encrypted.pk8"), Base64.getMimeDecoder().decode(base64));

        assertShown("rsa", TlsIdentity.pemFiles(certificate("rsa"), key, Secret.of(CANARY)));
    }

    @Test
    void showsTheKeyOfAPkcs12File() {
        var identity = TlsIdentity.pkcs12(p12Directory.resolve("keytool.p12"), Secret.of(Keytool.PASSWORD));

        assertThat(shown(identity)).isEqualTo(Keytool.in(p12Directory).chain("only"));
    }

    @Test
    void showsAKeyInMemory() {
        assertShown("ec", TlsIdentity.of(keys.key("ec"), keys.chain("ec")));
    }

    @Test
    void readsAKeyBehindItsCertificateInOneFile() throws IOException {
        Path both = file("both.pem");
        Files.writeString(
                both, Files.readString(certificate("ec")) + Files.readString(Pem.pkcs8(file("k"), keys.key("ec"))));

        assertShown("ec", TlsIdentity.pemFiles(both, both));
    }

    @Test
    void tellsAWrongPassphrase() {
        Path key = Pem.encrypted(file("enc"), keys.key("ec"), CANARY, "PBEWithHmacSHA256AndAES_256");

        assertRefused(
                TlsIdentity.pemFiles(certificate("ec"), key, Secret.of(CANARY + "x")),
                "sslkey: " + key + " cannot be decrypted: is sslpassword right?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "8f3c", "30ff02", "3003300100", "30820102"})
    void tellsAWrongPassphraseWhosePaddingLooksRight(String noise) {
        Path key = Pem.encrypted(file("noise"), HexFormat.of().parseHex(noise), CANARY, "PBEWithHmacSHA256AndAES_256");

        assertRefused(
                TlsIdentity.pemFiles(certificate("ec"), key, Secret.of(CANARY)),
                "sslkey: " + key + " cannot be decrypted: is sslpassword right?");
    }

    @Test
    void tellsAMissingPassphrase() {
        Path key = Pem.encrypted(file("enc"), keys.key("ec"), CANARY, "PBEWithHmacSHA256AndAES_256");

        assertRefused(TlsIdentity.pemFiles(certificate("ec"), key), "is encrypted, but sslpassword is not set");
    }

    @Test
    void tellsAWrongPasswordOfAPkcs12File() {
        assertRefused(
                TlsIdentity.pkcs12(p12Directory.resolve("keytool.p12"), Secret.of(CANARY)),
                "cannot be decrypted: is sslpassword right?");
    }

    @Test
    void tellsThatAPkcs12FileHasSeveralKeys() {
        assertRefused(
                TlsIdentity.pkcs12(directory.resolve("keytool.p12"), Secret.of(Keytool.PASSWORD)),
                "has 5 private keys, not one");
    }

    @Test
    void tellsThatAFileIsNotPkcs12() {
        assertRefused(
                TlsIdentity.pkcs12(Pem.write(file("text"), "no store"), Secret.of(CANARY)),
                "cannot be read as PKCS#12");
    }

    @Test
    void tellsThatKeyAndCertificateAreNoPair() {
        Path other = Pem.pkcs8(file("other.key"), keys.key("rsa"));
        for (String alias : List.of("ec", "ed25519")) {
            assertRefused(
                    TlsIdentity.pemFiles(certificate(alias), other),
                    "sslkey is not the private key of the certificate");
        }
        var stranger = TlsIdentity.of(keys.key("ec"), Keytool.in(p12Directory).chain("only"));
        assertRefused(stranger, "sslkey is not the private key of the certificate");
    }

    @Test
    void tellsKeysEncryptedTheOldWay() {
        Path key = Pem.write(file("old.key"), """
            -----BEGIN RSA PRIVATE KEY-----
            Proc-Type: 4,ENCRYPTED
            DEK-Info: AES-128-CBC,00112233445566778899AABBCCDDEEFF

            c2VjcmV0
            -----END RSA PRIVATE KEY-----
            """);

        assertRefused(TlsIdentity.pemFiles(certificate("rsa"), key), "openssl pkcs8 -topk8");
    }

    @ParameterizedTest
    @CsvSource({
        "'',                                                              has no private key in PEM",
        "'-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----',        is encrypted in OpenSSL's old form",
        "'-----BEGIN PRIVATE KEY-----\n!!\n-----END PRIVATE KEY-----',    has a PEM block that is not base64",
        "'-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----',  has a private key that cannot be read",
        "'-----BEGIN EC PRIVATE KEY-----\nMAA=\n-----END EC PRIVATE KEY-----',  has a private key that cannot be read",
        "'-----BEGIN EC PRIVATE KEY-----\nMIQ=\n-----END EC PRIVATE KEY-----',  has a private key that cannot be read",
        "'-----BEGIN EC PRIVATE KEY-----\nMP8=\n-----END EC PRIVATE KEY-----',  has a private key that cannot be read",
        "'-----BEGIN XX PRIVATE KEY-----\nAAAA\n-----END XX PRIVATE KEY-----',  has a private key that cannot be read",
    })
    void tellsFilesWithoutUsableKey(String text, String message) {
        assertRefused(TlsIdentity.pemFiles(certificate("ec"), Pem.write(file("bad.key"), text)), message);
    }

    @Test
    void tellsFilesWithoutUsableCertificate() {
        Path key = Pem.pkcs8(file("ec.key"), keys.key("ec"));
        Path bad = Pem.write(file("bad.crt"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");

        assertRefused(TlsIdentity.pemFiles(key, key), "sslcert: " + key + " has no certificate in PEM");
        assertRefused(TlsIdentity.pemFiles(bad, key), "has a certificate that cannot be read");
        assertRefused(TlsIdentity.pemFiles(file("absent"), key), "sslcert: cannot read ");
        assertRefused(TlsIdentity.of(keys.key("ec"), List.of()), "sslcert: no certificate");
    }

    @Test
    void readsTrustFromAPemFile() {
        var options = TlsOptions.defaults().withMode(SslMode.VERIFY_CA).withTrust(TlsTrust.pemFile(certificate("rsa")));
        try (TlsPair pair = TlsPair.handshake(TlsContexts.of(options), "any.example", server())) {
            assertThat(pair.clientFailure()).isNull();
        }
    }

    @Test
    void tellsAnUnusableTrustFile() {
        var options = TlsOptions.defaults().withMode(SslMode.VERIFY_FULL);

        assertThatThrownBy(() -> TlsContexts.of(options.withTrust(TlsTrust.pemFile(file("absent")))))
                .isInstanceOf(PgConfigException.class)
                .hasMessageContaining("sslrootcert: cannot read ");
        assertThatThrownBy(() -> TlsContexts.of(options.withTrust(TlsTrust.certificates(List.of()))))
                .isInstanceOf(PgConfigException.class)
                .hasMessageContaining("no certificates to trust");
    }

    private static void assertShown(String alias, TlsIdentity identity) {
        assertThat(shown(identity)).isEqualTo(keys.chain(alias));
    }

    /** With the newest version of TLS, and where keys allow with the oldest. */
    private static List<? extends Certificate> shown(TlsIdentity identity) {
        List<? extends Certificate> newest = shown(identity, TlsVersion.TLS_1_3);
        assertThat(shown(identity, TlsVersion.TLS_1_2)).isEqualTo(newest);
        return newest;
    }

    private static List<? extends Certificate> shown(TlsIdentity identity, TlsVersion version) {
        var options = TlsOptions.defaults().withIdentity(identity).withVersions(version, version);
        try (TlsPair pair = TlsPair.handshake(TlsContexts.of(options), "db.example", server())) {
            assertThat(pair.clientFailure()).isNull();
            assertThat(pair.serverFailure()).isNull();
            return List.of(pair.server.engine().getSession().getPeerCertificates());
        } catch (SSLPeerUnverifiedException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertRefused(TlsIdentity identity, String message) {
        Supplier<TlsContext> attempt =
                () -> TlsContexts.of(TlsOptions.defaults().withIdentity(identity));
        assertThatThrownBy(attempt::get)
                .isInstanceOf(PgConfigException.class)
                .hasMessageContaining(message)
                .hasStackTraceContaining("PgConfigException")
                .message()
                .doesNotContain(CANARY)
                .doesNotContain(Keytool.PASSWORD);
    }

    private static io.netty.handler.ssl.SslHandler server() {
        try {
            return SslContextBuilder.forServer(
                            keys.key("rsa"), keys.chain("rsa").toArray(X509Certificate[]::new))
                    .sslProvider(SslProvider.JDK)
                    .clientAuth(ClientAuth.REQUIRE)
                    .trustManager(InsecureTrustManagerFactory.INSTANCE)
                    .build()
                    .newHandler(UnpooledByteBufAllocator.DEFAULT);
        } catch (SSLException e) {
            throw new AssertionError(e);
        }
    }

    private static Path certificate(String alias) {
        return Pem.certificates(file(alias + ".crt"), keys.chain(alias));
    }

    private static Path file(String name) {
        return directory.resolve(name);
    }
}
