package io.penstock.config;

/**
 * In which order the hosts, and the addresses each name resolves to, are tried.
 */
public enum LoadBalanceHosts {
    /** As listed: the default. */
    DISABLE("disable"),

    /** Shuffled for each connection, so that clients spread over the servers. */
    RANDOM("random");

    private final String keyword;

    LoadBalanceHosts(String keyword) {
        this.keyword = keyword;
    }

    /** The word that libpq uses in connection strings. */
    public String keyword() {
        return keyword;
    }
}
