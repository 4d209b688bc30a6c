package io.penstock.config;

/** Where a connection string comes from, hence what it may say. */
public enum UriTrust {
    /** From the application or its operator: every keyword of the table in {@link ConnectionUri}. */
    TRUSTED,

    /**
     * From somebody else, say a form of a web application: TCP hosts, ports, database, user, password and {@code
     * sslmode} only. No file is read, no local socket opened and no server setting made on its behalf.
     */
    UNTRUSTED
}
