package io.penstock.internal.transport.tls;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.penstock.config.ChannelSecurity;
import io.penstock.config.TlsIdentity;
import io.penstock.config.TlsOptions;
import io.penstock.config.TlsTrust;
import io.penstock.config.TlsVersion;
import io.penstock.error.PgConfigException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Makes {@link TlsContext}s from the user's options, with the JDK's TLS.
 *
 * <pre>
 *  sslmode           chain checked                     name checked   counts as
 *  allow, prefer     no                                no             ENCRYPTED
 *  require           if a trust source is configured   no             as below
 *  verify-ca         yes                               no             VERIFIED, unless everybody can get a
 *                                                                     certificate from the authorities trusted
 *  verify-full       yes                               yes            VERIFIED
 * </pre>
 *
 * <p>Reads files and may take tens of milliseconds: to be called off the event loops, for each physical connection, so
 * that renewed certificates take effect.
 */
public final class TlsContexts {
    /** PostgreSQL's name in the ALPN extension. */
    static final String ALPN = "postgresql";

    private TlsContexts() {}

    /**
     * Reads what the options name.
     *
     * @throws PgConfigException if a file cannot be read, is not what it should be, or the parts do not go together
     */
    public static TlsContext of(TlsOptions options) {
        requireNameCheckForPublicAuthorities(options);
        TlsIdentity identity = options.identity();
        try {
            SslContextBuilder builder = SslContextBuilder.forClient()
                    .sslProvider(SslProvider.JDK)
                    .protocols(versions(options))
                    .applicationProtocolConfig(alpn())
                    .endpointIdentificationAlgorithm(options.verifiesHostName() ? "HTTPS" : null);
            if (options.verifiesChain()) {
                builder.trustManager(trustManager(options.trust()));
            } else {
                builder.trustManager(InsecureTrustManagerFactory.INSTANCE);
            }
            if (identity != null) {
                builder.keyManager(ClientKeyChoice.of(ClientKey.read(identity)));
            }
            return new TlsContext(builder.build(), security(options), options.serverName());
        } catch (SSLException | GeneralSecurityException e) {
            throw new PgConfigException("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    private static ChannelSecurity security(TlsOptions options) {
        boolean ownAuthority = options.trust() != null && !isSystem(options.trust());
        return options.verifiesHostName() || (options.verifiesChain() && ownAuthority)
                ? ChannelSecurity.VERIFIED
                : ChannelSecurity.ENCRYPTED;
    }

    /** Libpq's rule for {@code sslrootcert=system}: any server on the Internet has a certificate from those. */
    private static void requireNameCheckForPublicAuthorities(TlsOptions options) {
        if (isSystem(options.trust()) && !options.verifiesHostName()) {
            throw new PgConfigException("sslrootcert=system needs sslmode=verify-full, not "
                    + options.mode().keyword());
        }
    }

    private static boolean isSystem(@Nullable TlsTrust trust) {
        return trust instanceof TlsTrust.SystemStore;
    }

    private static List<String> versions(TlsOptions options) {
        return Arrays.stream(TlsVersion.values())
                .filter(v -> v.compareTo(options.minVersion()) >= 0 && v.compareTo(options.maxVersion()) <= 0)
                .map(TlsVersion::keyword)
                .toList();
    }

    /** Offered however TLS begins, as libpq does; what came of it is for {@link TlsNegotiation#onHandshake}. */
    private static ApplicationProtocolConfig alpn() {
        return new ApplicationProtocolConfig(
                Protocol.ALPN, SelectorFailureBehavior.NO_ADVERTISE, SelectedListenerFailureBehavior.ACCEPT, ALPN);
    }

    private static TrustManager trustManager(@Nullable TlsTrust trust) throws GeneralSecurityException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(keyStore(trust));
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager x509) {
                return new ServerCertificateCheck(x509);
            }
        }
        throw new GeneralSecurityException("this JVM has no X.509 trust manager");
    }

    /** Null: the JVM's own. */
    private static @Nullable KeyStore keyStore(@Nullable TlsTrust trust) throws GeneralSecurityException {
        if (trust instanceof TlsTrust.PemFile pem) {
            return keyStore(PemFile.read(pem.file(), "sslrootcert").certificates());
        }
        if (trust instanceof TlsTrust.Certificates certificates) {
            return keyStore(certificates.certificates());
        }
        return null;
    }

    private static KeyStore keyStore(List<X509Certificate> certificates) throws GeneralSecurityException {
        if (certificates.isEmpty()) {
            throw new PgConfigException("sslrootcert: no certificates to trust");
        }
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        try {
            store.load(null, null);
        } catch (IOException e) {
            throw new AssertionError("BUG: an empty key store is not read from anywhere", e);
        }
        for (X509Certificate certificate : certificates) {
            store.setCertificateEntry("authority-" + store.size(), certificate);
        }
        return store;
    }
}
