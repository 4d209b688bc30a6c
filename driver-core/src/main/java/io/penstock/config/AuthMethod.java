package io.penstock.config;

/**
 * A way for client and server to authenticate, in the words of libpq's {@code require_auth}.
 */
public enum AuthMethod {
    /** The server asks for nothing (trust, peer, certificate). */
    NONE("none"),

    /** Password in clear text. */
    PASSWORD("password"),

    /** Password hashed with MD5: weak, deprecated by PostgreSQL 18. */
    MD5("md5"),

    /** SCRAM-SHA-256, with or without channel binding; proves the server knows the password too. */
    SCRAM_SHA_256("scram-sha-256"),

    /** Kerberos by GSSAPI. */
    GSS("gss"),

    /** Kerberos or NTLM by Windows SSPI. */
    SSPI("sspi"),

    /** OAUTHBEARER with a token. */
    OAUTH("oauth");

    private final String keyword;

    AuthMethod(String keyword) {
        this.keyword = keyword;
    }

    /** The word that libpq uses in connection strings. */
    public String keyword() {
        return keyword;
    }
}
