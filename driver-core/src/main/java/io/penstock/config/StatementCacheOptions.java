package io.penstock.config;

import static java.util.Objects.requireNonNull;

/**
 * Prepared statements that a connection keeps for reuse. Over either bound the least recently used is closed.
 *
 * @param mode default {@link StatementMode#AUTO}
 * @param maxEntries 0 (no cache) to 65,536; default 256
 * @param maxBytes of SQL text and descriptions held by the client, 0 to 1 GiB; default 5 MiB
 */
public record StatementCacheOptions(StatementMode mode, int maxEntries, long maxBytes) {
    private static final StatementCacheOptions DEFAULTS = new StatementCacheOptions(StatementMode.AUTO, 256, 5L << 20);

    /** Checks the ranges above. */
    public StatementCacheOptions {
        requireNonNull(mode, "mode");
        Checks.range("statementCacheEntries", maxEntries, 0, 65_536);
        Checks.range("statementCacheBytes", maxBytes, 0, 1L << 30);
    }

    /** The defaults above. */
    public static StatementCacheOptions defaults() {
        return DEFAULTS;
    }

    /** These with another mode. */
    public StatementCacheOptions withMode(StatementMode mode) {
        return new StatementCacheOptions(mode, maxEntries, maxBytes);
    }

    /** These with another number of statements. */
    public StatementCacheOptions withMaxEntries(int maxEntries) {
        return new StatementCacheOptions(mode, maxEntries, maxBytes);
    }

    /** These with another number of bytes. */
    public StatementCacheOptions withMaxBytes(long maxBytes) {
        return new StatementCacheOptions(mode, maxEntries, maxBytes);
    }
}
