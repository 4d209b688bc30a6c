package io.penstock.config;

/**
 * What kind of server a session must have; others in the host list are skipped.
 */
public enum TargetSessionAttrs {
    /** Any server that lets us in: the default. */
    ANY("any"),

    /** One that accepts writes by default: no standby and not {@code default_transaction_read_only}. */
    READ_WRITE("read-write"),

    /** One that does not accept writes by default. */
    READ_ONLY("read-only"),

    /** One that is not in hot standby. */
    PRIMARY("primary"),

    /** One that is in hot standby. */
    STANDBY("standby"),

    /** A standby if there is one in the list, else any. */
    PREFER_STANDBY("prefer-standby");

    private final String keyword;

    TargetSessionAttrs(String keyword) {
        this.keyword = keyword;
    }

    /** The word that libpq uses in connection strings. */
    public String keyword() {
        return keyword;
    }
}
