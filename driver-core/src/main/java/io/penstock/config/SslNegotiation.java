package io.penstock.config;

/**
 * How TLS begins.
 */
public enum SslNegotiation {
    /** Ask with an SSLRequest message first: works with every server. */
    POSTGRES("postgres"),

    /**
     * Start with the TLS handshake at once (ALPN {@code postgresql}): saves a round trip, needs
     * PostgreSQL 17 and a mode of {@link SslMode#REQUIRE} or stronger.
     */
    DIRECT("direct");

    private final String keyword;

    SslNegotiation(String keyword) {
        this.keyword = keyword;
    }

    /** The word that libpq uses in connection strings. */
    public String keyword() {
        return keyword;
    }
}
