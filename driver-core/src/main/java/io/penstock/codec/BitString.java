package io.penstock.codec;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Objects;

/**
 * A value of {@code bit} or {@code varbit}: bits in a row, whose number is part of the value. Immutable.
 *
 * <p>Two are equal if they have the same length and the same bits. Bit 0 is the leftmost one, as in SQL.
 *
 * @see <a href="https://www.postgresql.org/docs/current/datatype-bit.html">Bit String Types</a>
 */
public final class BitString {
    private static final BitString EMPTY = new BitString(new byte[0], 0);

    private final byte[] bytes;
    private final int length;

    private BitString(byte[] bytes, int length) {
        this.bytes = bytes;
        this.length = length;
    }

    /**
     * The first {@code length} bits of bytes, which are copied; bit 0 is the first byte's most significant one.
     *
     * @throws IllegalArgumentException if there are not exactly as many bytes as the bits take, or bits beyond the last are set
     */
    public static BitString of(byte[] bytes, int length) {
        if (length < 0 || bytes.length != byteCount(length)) {
            throw new IllegalArgumentException(length + " bits in " + bytes.length + " bytes");
        }
        int unused = bytes.length * Byte.SIZE - length;
        if (unused > 0 && (bytes[bytes.length - 1] & (1 << unused) - 1) != 0) {
            throw new IllegalArgumentException("bits are set beyond the last");
        }
        return length == 0 ? EMPTY : new BitString(bytes.clone(), length);
    }

    /**
     * Bits of a set; those that it does not hold are 0.
     *
     * @throws IllegalArgumentException if it holds a bit beyond the length, or the length is negative
     */
    public static BitString of(BitSet set, int length) {
        if (length < set.length()) {
            throw new IllegalArgumentException("bits are set beyond the last");
        }
        byte[] bytes = new byte[byteCount(length)];
        for (int i = set.nextSetBit(0); i >= 0; i = set.nextSetBit(i + 1)) {
            bytes[i / Byte.SIZE] |= (byte) (0x80 >> i % Byte.SIZE);
        }
        return new BitString(bytes, length);
    }

    /**
     * Reads digits 0 and 1.
     *
     * @throws IllegalArgumentException if it has any other character
     */
    public static BitString parse(CharSequence digits) {
        int length = digits.length();
        byte[] bytes = new byte[byteCount(length)];
        for (int i = 0; i < length; i++) {
            switch (digits.charAt(i)) {
                case '0' -> {}
                case '1' -> bytes[i / Byte.SIZE] |= (byte) (0x80 >> i % Byte.SIZE);
                default -> throw new IllegalArgumentException("not a bit string");
            }
        }
        return new BitString(bytes, length);
    }

    /** The number of bits. */
    public int length() {
        return length;
    }

    /**
     * Whether a bit is 1.
     *
     * @param index from 0, which is the leftmost
     */
    public boolean get(int index) {
        Objects.checkIndex(index, length);
        return (bytes[index / Byte.SIZE] & 0x80 >> index % Byte.SIZE) != 0;
    }

    /** The bits that are 1; without the length. */
    public BitSet toBitSet() {
        BitSet set = new BitSet(length);
        for (int i = 0; i < length; i++) {
            set.set(i, get(i));
        }
        return set;
    }

    /** The bits, eight to a byte, bit 0 the most significant of the first; a copy. Bits beyond the last are 0. */
    public byte[] toByteArray() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BitString that && length == that.length && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * length + Arrays.hashCode(bytes);
    }

    /** As the server prints it: a digit 0 or 1 for each bit. */
    @Override
    public String toString() {
        StringBuilder digits = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            digits.append(get(i) ? '1' : '0');
        }
        return digits.toString();
    }

    private static int byteCount(int bits) {
        return (int) (((long) bits + Byte.SIZE - 1) / Byte.SIZE);
    }
}
