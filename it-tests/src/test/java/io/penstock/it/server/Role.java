package io.penstock.it.server;

import java.util.Locale;

/** The roles of an embedded server, one for each way to get in. */
public enum Role {
    /** SCRAM-SHA-256 over any connection; owns the database. */
    APP("scram-sha-256"),

    /** An MD5 hash of its password is stored. */
    HASHED("md5"),

    /** Sends its password in clear text. */
    CLEAR("password"),

    /** Needs nothing. */
    TRUSTED("trust"),

    /** Needs a client certificate with its name. */
    CERTIFIED("cert"),

    /** SCRAM-SHA-256, not over TLS. */
    PLAIN_ONLY("scram-sha-256"),

    /** SCRAM-SHA-256, over TLS only. */
    TLS_ONLY("scram-sha-256");

    private final String method;

    Role(String method) {
        this.method = method;
    }

    /** The role's name in the database. */
    public String roleName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The lines of {@code pg_hba.conf} for this role. */
    String accessRules() {
        return switch (this) {
            case PLAIN_ONLY -> rule("hostssl", "reject") + rule("hostnossl", method);
            case TLS_ONLY, CERTIFIED -> rule("hostnossl", "reject") + rule("hostssl", method);
            case APP, HASHED, CLEAR, TRUSTED -> rule("host", method) + "local all " + roleName() + " " + method + "\n";
        };
    }

    private String rule(String connection, String how) {
        return connection + " all " + roleName() + " all " + how + "\n";
    }

    /** How the server keeps the password. */
    String passwordEncryption() {
        return this == HASHED ? "md5" : "scram-sha-256";
    }
}
