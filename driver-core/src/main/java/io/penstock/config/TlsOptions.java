package io.penstock.config;

import static java.util.Objects.requireNonNull;

import io.penstock.error.PgConfigException;
import org.jspecify.annotations.Nullable;

/**
 * TLS: whether, how it begins, whom to trust, who we are.
 *
 * @param mode default {@link SslMode#PREFER}
 * @param negotiation default {@link SslNegotiation#POSTGRES}
 * @param trust whose certificates are believed; null (default) is the JVM's store where the mode verifies
 * @param identity the client's own certificate, or null (default)
 * @param minVersion default TLS 1.2
 * @param maxVersion default TLS 1.3
 * @param serverName whether to send the host's name in the handshake
 */
public record TlsOptions(
        SslMode mode,
        SslNegotiation negotiation,
        @Nullable TlsTrust trust,
        @Nullable TlsIdentity identity,
        TlsVersion minVersion,
        TlsVersion maxVersion,
        ServerNameIndication serverName) {

    private static final TlsOptions DEFAULTS = new TlsOptions(
            SslMode.PREFER,
            SslNegotiation.POSTGRES,
            null,
            null,
            TlsVersion.TLS_1_2,
            TlsVersion.TLS_1_3,
            ServerNameIndication.SENT);

    /** Refuses combinations that libpq refuses. */
    public TlsOptions {
        requireNonNull(mode, "mode");
        requireNonNull(negotiation, "negotiation");
        requireNonNull(serverName, "serverName");
        if (minVersion.compareTo(maxVersion) > 0) {
            throw new PgConfigException("ssl_min_protocol_version is above ssl_max_protocol_version");
        }
    }

    /** TLS if the server has it; nothing verified. */
    public static TlsOptions defaults() {
        return DEFAULTS;
    }

    /** Whether the server's certificate must lead to a trusted authority. */
    public boolean verifiesChain() {
        return switch (mode) {
            case DISABLE, ALLOW, PREFER -> false;
            case REQUIRE -> trust != null;
            case VERIFY_CA, VERIFY_FULL -> true;
        };
    }

    /** Whether the server's certificate must be for the host that was asked for. */
    public boolean verifiesHostName() {
        return mode == SslMode.VERIFY_FULL;
    }

    /** These with another mode. */
    public TlsOptions withMode(SslMode mode) {
        return new TlsOptions(mode, negotiation, trust, identity, minVersion, maxVersion, serverName);
    }

    /** These with another beginning. */
    public TlsOptions withNegotiation(SslNegotiation negotiation) {
        return new TlsOptions(mode, negotiation, trust, identity, minVersion, maxVersion, serverName);
    }

    /** These with another trust; null for the JVM's store. */
    public TlsOptions withTrust(@Nullable TlsTrust trust) {
        return new TlsOptions(mode, negotiation, trust, identity, minVersion, maxVersion, serverName);
    }

    /** These with another certificate of our own; null for none. */
    public TlsOptions withIdentity(@Nullable TlsIdentity identity) {
        return new TlsOptions(mode, negotiation, trust, identity, minVersion, maxVersion, serverName);
    }

    /** These with other versions of TLS, both inclusive. */
    public TlsOptions withVersions(TlsVersion minVersion, TlsVersion maxVersion) {
        return new TlsOptions(mode, negotiation, trust, identity, minVersion, maxVersion, serverName);
    }

    /** These, with or without the host's name in the handshake. */
    public TlsOptions withServerName(ServerNameIndication serverName) {
        return new TlsOptions(mode, negotiation, trust, identity, minVersion, maxVersion, serverName);
    }

    /** Fails unless the parts go together; asked when options are built, so that setters have no order. */
    void check() {
        if (negotiation == SslNegotiation.DIRECT && !mode.requiresTls()) {
            throw new PgConfigException(
                    "sslnegotiation=direct needs sslmode require, verify-ca or verify-full, not " + mode.keyword());
        }
    }
}
