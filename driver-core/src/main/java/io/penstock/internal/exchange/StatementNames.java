package io.penstock.internal.exchange;

import java.util.Locale;

/**
 * The names under which one session keeps its statements on the server.
 *
 * <pre>
 *   penstock_ 1k9zq3f _ x7c2m9qa 5b
 *             |         |        +-- how many names the session has given before; base 36
 *             |         +----------- the session: 41 random bits
 *             +--------------------- the SQL text's {@link String#hashCode}: the same on every connection
 * </pre>
 *
 * <p>A name is never used twice. Behind a pooler that changes the server's session between transactions a name of ours can meet another
 * client's statements: were the names of two clients alike, a Bind would run the other one's SQL. Here both the session's random bits and
 * the hash of the SQL would have to be the same for that.
 *
 * <p>Confined to the connection's owner, but for the constructor.
 */
public final class StatementNames {

    /** What every name begins with; a text that has it may be about our statements. */
    static final String PREFIX = "penstock_";

    private static final int RADIX = Character.MAX_RADIX;
    private static final long SESSIONS = 2_821_109_907_456L; // 36^8

    private final String session;
    private long given;

    /** @param random any number, from a good source of randomness */
    public StatementNames(long random) {
        var digits = Long.toString(Math.floorMod(random, SESSIONS), RADIX);
        this.session = "_" + "0".repeat(8 - digits.length()) + digits;
    }

    /** A name that nobody has used. */
    String next(String sql) {
        return (PREFIX + Integer.toUnsignedString(sql.hashCode(), RADIX) + session + Long.toString(given++, RADIX))
                .toLowerCase(Locale.ROOT);
    }
}
