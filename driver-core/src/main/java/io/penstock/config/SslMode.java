package io.penstock.config;

/**
 * Whether to use TLS and how much of the server's certificate to check, in libpq's words.
 *
 * @see <a href="https://www.postgresql.org/docs/current/libpq-ssl.html#LIBPQ-SSL-PROTECTION">Protection
 *     Provided in Different Modes</a>
 */
public enum SslMode {
    /** Never TLS. */
    DISABLE("disable"),

    /** Plain first; TLS only if the server refuses plain. Protects against nobody. */
    ALLOW("allow"),

    /** TLS if the server has it, else plain: the default. Stops listeners, not impostors. */
    PREFER("prefer"),

    /** TLS or nothing; the certificate is checked only where a trust source is configured. */
    REQUIRE("require"),

    /** TLS, and the certificate must come from a trusted authority. */
    VERIFY_CA("verify-ca"),

    /** As {@link #VERIFY_CA}, and the certificate must be for the host that was asked for. */
    VERIFY_FULL("verify-full");

    private final String keyword;

    SslMode(String keyword) {
        this.keyword = keyword;
    }

    /** The word that libpq uses in connection strings. */
    public String keyword() {
        return keyword;
    }

    /** Whether a connection without TLS must not come about. */
    public boolean requiresTls() {
        return switch (this) {
            case DISABLE, ALLOW, PREFER -> false;
            case REQUIRE, VERIFY_CA, VERIFY_FULL -> true;
        };
    }
}
