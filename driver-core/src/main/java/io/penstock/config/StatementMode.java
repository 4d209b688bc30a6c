package io.penstock.config;

/**
 * How the driver uses prepared statements under the hood.
 */
public enum StatementMode {
    /**
     * As {@link #NAMED}, until the server has lost a statement that nobody has dropped (SQLSTATE 26000), or has one by a name that was never
     * used (42P05): then something in between changes the session underneath, and the connection goes on as {@link #UNNAMED}. The default.
     */
    AUTO,

    /** Statements are kept on the server and reused: the fastest. */
    NAMED,

    /**
     * Each use parses the unnamed statement in the same flight: for poolers that hand out another server session per
     * transaction without tracking statements (PgBouncer before 1.21).
     */
    UNNAMED
}
