package io.penstock.config;

/**
 * A version of TLS. Older ones are not offered.
 */
public enum TlsVersion {
    /** RFC 5246. */
    TLS_1_2("TLSv1.2"),

    /** RFC 8446. */
    TLS_1_3("TLSv1.3");

    private final String keyword;

    TlsVersion(String keyword) {
        this.keyword = keyword;
    }

    /** The word that libpq uses in connection strings. */
    public String keyword() {
        return keyword;
    }
}
