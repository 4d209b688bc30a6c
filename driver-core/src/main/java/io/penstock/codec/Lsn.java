package io.penstock.codec;

/**
 * A value of {@code pg_lsn}: a log sequence number, which is a position in the write-ahead log in bytes from its beginning.
 *
 * <p>Two are equal if they are the same position; the lesser one is the earlier one. {@link #INVALID}, position 0, stands for none.
 *
 * @param position an unsigned number of 64 bits
 * @see <a href="https://www.postgresql.org/docs/current/datatype-pg-lsn.html">pg_lsn Type</a>
 */
public record Lsn(long position) implements Comparable<Lsn> {

    /** No position: {@code 0/0}. */
    public static final Lsn INVALID = new Lsn(0);

    private static final int HEX = 16;
    private static final int MAX_DIGITS = 8;

    /**
     * Reads two numbers of up to eight hexadecimal digits, the higher 32 bits first: {@code 16/B374D848}.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    public static Lsn parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw malformed();
        }
        return new Lsn(half(text.substring(0, slash)) << Integer.SIZE | half(text.substring(slash + 1)));
    }

    /** By position, as unsigned numbers. */
    @Override
    public int compareTo(Lsn other) {
        return Long.compareUnsigned(position, other.position);
    }

    /** As the server prints it: {@code 16/B374D848}. */
    @Override
    public String toString() {
        return half(position >>> Integer.SIZE) + "/" + half(position & 0xFFFF_FFFFL);
    }

    private static long half(String digits) {
        if (digits.isEmpty() || digits.length() > MAX_DIGITS) {
            throw malformed();
        }
        long value = 0;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            int digit = c < 0x80 ? Character.digit(c, HEX) : -1;
            if (digit < 0) {
                throw malformed();
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private static String half(long bits) {
        return Long.toHexString(bits).toUpperCase(java.util.Locale.ROOT);
    }

    private static IllegalArgumentException malformed() {
        return new IllegalArgumentException("not a log sequence number");
    }
}
