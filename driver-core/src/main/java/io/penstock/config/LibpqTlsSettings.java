package io.penstock.config;

import io.penstock.error.PgConfigException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Libpq's keywords about TLS. Unlike libpq, no file is taken from {@code ~/.postgresql} unless named: where a
 * mode verifies and {@code sslrootcert} is not said, the JVM's own trust store decides.
 */
final class LibpqTlsSettings {
    private final LibpqSettings settings;

    LibpqTlsSettings(LibpqSettings settings) {
        this.settings = settings;
    }

    TlsOptions toTls() {
        return TlsOptions.defaults()
                .withMode(mode())
                .withNegotiation(
                        settings.word(LibpqKeyword.SSLNEGOTIATION, SslNegotiation.POSTGRES, SslNegotiation::keyword))
                .withTrust(trust())
                .withIdentity(identity())
                .withServerName(serverName())
                .withVersions(
                        version(LibpqKeyword.SSL_MIN_PROTOCOL_VERSION, TlsVersion.TLS_1_2),
                        version(LibpqKeyword.SSL_MAX_PROTOCOL_VERSION, TlsVersion.TLS_1_3));
    }

    /** The public authorities vouch for anybody, so to trust them means to check the name as well. */
    private SslMode mode() {
        SslMode otherwise = trustsSystem() ? SslMode.VERIFY_FULL : SslMode.PREFER;
        SslMode mode = settings.word(LibpqKeyword.SSLMODE, otherwise, SslMode::keyword);
        if (trustsSystem() && mode != SslMode.VERIFY_FULL) {
            throw new PgConfigException("sslrootcert=system needs sslmode=verify-full, not " + mode.keyword());
        }
        return mode;
    }

    private boolean trustsSystem() {
        return "system".equals(settings.value(LibpqKeyword.SSLROOTCERT));
    }

    private @Nullable TlsTrust trust() {
        if (trustsSystem()) {
            return TlsTrust.system();
        }
        Path file = settings.path(LibpqKeyword.SSLROOTCERT);
        return file == null ? null : TlsTrust.pemFile(file);
    }

    private @Nullable TlsIdentity identity() {
        Path certificate = settings.path(LibpqKeyword.SSLCERT);
        Path key = settings.path(LibpqKeyword.SSLKEY);
        if ((certificate == null) != (key == null)) {
            throw new PgConfigException("sslcert and sslkey go together");
        }
        if (certificate == null || key == null || isSwitchedOff()) {
            return null;
        }
        String password = settings.text(LibpqKeyword.SSLPASSWORD);
        return password == null
                ? TlsIdentity.pemFiles(certificate, key)
                : TlsIdentity.pemFiles(certificate, key, Secret.of(password));
    }

    private boolean isSwitchedOff() {
        return "disable".equals(settings.value(LibpqKeyword.SSLCERTMODE));
    }

    private ServerNameIndication serverName() {
        String value = settings.value(LibpqKeyword.SSLSNI);
        return value == null || value.startsWith("1") ? ServerNameIndication.SENT : ServerNameIndication.OMITTED;
    }

    /** Case does not matter, and a minimum below 1.2 is met by 1.2. */
    private TlsVersion version(LibpqKeyword keyword, TlsVersion otherwise) {
        String text = settings.text(keyword);
        if (text == null) {
            return otherwise;
        }
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "tlsv1.2" -> TlsVersion.TLS_1_2;
            case "tlsv1.3" -> TlsVersion.TLS_1_3;
            case "tlsv1", "tlsv1.1" -> tooOld(keyword);
            default -> throw new PgConfigException(keyword.word() + " must be TLSv1.2 or TLSv1.3");
        };
    }

    private static TlsVersion tooOld(LibpqKeyword keyword) {
        if (keyword == LibpqKeyword.SSL_MIN_PROTOCOL_VERSION) {
            return TlsVersion.TLS_1_2;
        }
        throw new PgConfigException(keyword.word() + ": versions before TLSv1.2 are not offered");
    }
}
