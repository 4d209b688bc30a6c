package io.penstock.codec;

/**
 * A value of {@code macaddr}: a hardware address of 6 bytes, an EUI-48.
 *
 * <p>Two are equal if their bytes are.
 *
 * @param bits the bytes as one number, the first of them in bits 47 to 40; from 0 to 2<sup>48</sup> − 1
 * @see <a href="https://www.postgresql.org/docs/current/datatype-net-types.html#DATATYPE-MACADDR">macaddr</a>
 */
public record MacAddress(long bits) {
    static final int BYTES = 6;

    /**
     * An address.
     *
     * @throws IllegalArgumentException if the number has more than 48 bits
     */
    public MacAddress {
        if (bits >>> (BYTES * Byte.SIZE) != 0) {
            throw new IllegalArgumentException("more than 48 bits");
        }
    }

    /**
     * Reads six pairs of hexadecimal digits with colons between them: {@code 08:00:2b:01:02:03}.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    public static MacAddress parse(String text) {
        return new MacAddress(MacAddress8.parse(text, BYTES));
    }

    /** As the server prints it: {@code 08:00:2b:01:02:03}. */
    @Override
    public String toString() {
        return MacAddress8.print(bits, BYTES);
    }
}
