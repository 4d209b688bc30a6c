package io.penstock.config;

/**
 * Whether SCRAM authentication is tied to the TLS channel (SCRAM-SHA-256-PLUS), which unmasks a man in the
 * middle even where certificates are not checked.
 */
public enum ChannelBinding {
    /** Never. */
    DISABLE("disable"),

    /** If TLS is on and the server offers it: the default. */
    PREFER("prefer"),

    /** Or no connection: fails closed if the server, the channel or the certificate cannot. */
    REQUIRE("require");

    private final String keyword;

    ChannelBinding(String keyword) {
        this.keyword = keyword;
    }

    /** The word that libpq uses in connection strings. */
    public String keyword() {
        return keyword;
    }
}
