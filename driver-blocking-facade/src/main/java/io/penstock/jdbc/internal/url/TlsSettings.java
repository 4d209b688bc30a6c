package io.penstock.jdbc.internal.url;

import static io.penstock.jdbc.internal.url.ConnectionProperty.SSL;
import static io.penstock.jdbc.internal.url.ConnectionProperty.SSL_CERT;
import static io.penstock.jdbc.internal.url.ConnectionProperty.SSL_FACTORY;
import static io.penstock.jdbc.internal.url.ConnectionProperty.SSL_KEY;
import static io.penstock.jdbc.internal.url.ConnectionProperty.SSL_MODE;
import static io.penstock.jdbc.internal.url.ConnectionProperty.SSL_NEGOTIATION;
import static io.penstock.jdbc.internal.url.ConnectionProperty.SSL_PASSWORD;
import static io.penstock.jdbc.internal.url.ConnectionProperty.SSL_ROOT_CERT;

import io.penstock.config.Secret;
import io.penstock.config.SslMode;
import io.penstock.config.SslNegotiation;
import io.penstock.config.TlsIdentity;
import io.penstock.config.TlsOptions;
import io.penstock.config.TlsTrust;
import io.penstock.error.PgConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads what the settings say of TLS. */
final class TlsSettings {

    private TlsSettings() {}

    static TlsOptions of(Settings settings) {
        var mode = mode(settings);
        return TlsOptions.defaults()
                .withMode(mode)
                .withNegotiation(
                        settings.word(SSL_NEGOTIATION, "postgres", "postgres", "direct")
                                        .equals("direct")
                                ? SslNegotiation.DIRECT
                                : SslNegotiation.POSTGRES)
                .withTrust(trust(settings, mode))
                .withIdentity(identity(settings));
    }

    private static SslMode mode(Settings settings) {
        var word = settings.text(SSL_MODE);
        if (word != null) {
            for (var mode : SslMode.values()) {
                if (mode.keyword().equalsIgnoreCase(word)) {
                    return mode;
                }
            }
            throw new PgConfigException("sslmode is one of disable, allow, prefer, require, verify-ca, verify-full");
        }
        if (!settings.has(SSL) || !settings.isTrue(SSL, "false")) {
            return SslMode.PREFER;
        }
        return settings.text(SSL_FACTORY, "").endsWith("NonValidatingFactory") ? SslMode.REQUIRE : SslMode.VERIFY_FULL;
    }

    private static @Nullable TlsTrust trust(Settings settings, SslMode mode) {
        if (settings.text(SSL_FACTORY, "").endsWith("DefaultJavaSSLFactory")) {
            return new TlsTrust.SystemStore();
        }
        var given = settings.text(SSL_ROOT_CERT);
        if (given != null) {
            return TlsTrust.pemFile(Path.of(given));
        }
        var usual = home("root.crt");
        return (mode == SslMode.VERIFY_CA || mode == SslMode.VERIFY_FULL) && Files.exists(usual)
                ? TlsTrust.pemFile(usual)
                : null;
    }

    private static @Nullable TlsIdentity identity(Settings settings) {
        var key = settings.text(SSL_KEY);
        var certificate = settings.text(SSL_CERT);
        var password = settings.text(SSL_PASSWORD);
        if (key == null && certificate == null) {
            return null;
        }
        if (key != null && (key.endsWith(".p12") || key.endsWith(".pfx"))) {
            return new TlsIdentity.Pkcs12(Path.of(key), Secret.of(password == null ? "" : password));
        }
        return new TlsIdentity.PemFiles(
                certificate == null ? home("postgresql.crt") : Path.of(certificate),
                key == null ? home("postgresql.key") : Path.of(key),
                password == null ? null : Secret.of(password));
    }

    private static Path home(String file) {
        return Path.of(System.getProperty("user.home", ""), ".postgresql", file);
    }
}
