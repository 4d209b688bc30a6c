package io.penstock.codec;

/**
 * A value of {@code tid}: where a row lies in its table, as the system column {@code ctid} tells. An update moves the row.
 *
 * <p>Two are equal if both numbers are.
 *
 * @param block the number of the block, from 0 to 2<sup>32</sup> − 1
 * @param offset the number of the row in the block, from 0 to 65,535; the first is 1
 * @see <a href="https://www.postgresql.org/docs/current/datatype-oid.html">Object Identifier Types</a>
 */
public record Tid(long block, int offset) {
    private static final long MAX_BLOCK = 0xFFFF_FFFFL;
    private static final int MAX_OFFSET = 0xFFFF;
    private static final int MAX_LENGTH = "(4294967295,65535)".length();

    /**
     * A place.
     *
     * @throws IllegalArgumentException if a number is out of its range
     */
    public Tid {
        if (block < 0 || block > MAX_BLOCK || offset < 0 || offset > MAX_OFFSET) {
            throw new IllegalArgumentException("out of range");
        }
    }

    /**
     * Reads two numbers: {@code (0,1)}.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    public static Tid parse(String text) {
        int comma = text.indexOf(',');
        boolean ok = comma > 1 && text.length() <= MAX_LENGTH && text.startsWith("(") && text.endsWith(")");
        if (!ok) {
            throw malformed();
        }
        long block = number(text.substring(1, comma));
        return new Tid(block, (int) number(text.substring(comma + 1, text.length() - 1)));
    }

    /** As the server prints it: {@code (0,1)}. */
    @Override
    public String toString() {
        return "(" + block + "," + offset + ")";
    }

    private static long number(String digits) {
        if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw malformed();
        }
        return Long.parseLong(digits);
    }

    private static IllegalArgumentException malformed() {
        return new IllegalArgumentException("not a place of a row");
    }
}
