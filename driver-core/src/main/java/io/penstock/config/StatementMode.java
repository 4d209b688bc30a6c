package io.penstock.config;

/**
 * How the driver uses prepared statements under the hood.
 */
public enum StatementMode {
    /** Statements are kept on the server and reused: the default, and the fastest. */
    NAMED,

    /**
     * Each use parses the unnamed statement in the same flight: for poolers that hand out another server session per
     * transaction without tracking statements (PgBouncer before 1.21).
     */
    UNNAMED
}
