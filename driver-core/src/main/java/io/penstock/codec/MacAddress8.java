package io.penstock.codec;

/**
 * A value of {@code macaddr8}: a hardware address of 8 bytes, an EUI-64.
 *
 * <p>Two are equal if their bytes are.
 *
 * @param bits the bytes as one number, the first of them in bits 63 to 56
 * @see <a href="https://www.postgresql.org/docs/current/datatype-net-types.html#DATATYPE-MACADDR8">macaddr8</a>
 */
public record MacAddress8(long bits) {
    private static final int BYTES = 8;
    private static final int HEX = 16;

    /**
     * Reads eight pairs of hexadecimal digits with colons between them: {@code 08:00:2b:01:02:03:04:05}.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    public static MacAddress8 parse(String text) {
        return new MacAddress8(parse(text, BYTES));
    }

    /** As the server prints it: {@code 08:00:2b:01:02:03:04:05}. */
    @Override
    public String toString() {
        return print(bits, BYTES);
    }

    static long parse(String text, int bytes) {
        if (text.length() != 3 * bytes - 1) {
            throw malformed();
        }
        long bits = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (i % 3 == 2) {
                if (c != ':') {
                    throw malformed();
                }
                continue;
            }
            int digit = c < 0x80 ? Character.digit(c, HEX) : -1;
            if (digit < 0) {
                throw malformed();
            }
            bits = bits << 4 | digit;
        }
        return bits;
    }

    static String print(long bits, int bytes) {
        StringBuilder text = new StringBuilder(3 * bytes);
        for (int shift = (bytes - 1) * Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            int b = (int) (bits >>> shift) & 0xFF;
            text.append(Character.forDigit(b >> 4, HEX)).append(Character.forDigit(b & 0xF, HEX));
            text.append(shift > 0 ? ":" : "");
        }
        return text.toString();
    }

    private static IllegalArgumentException malformed() {
        return new IllegalArgumentException("not a hardware address");
    }
}
