package io.penstock.internal.codec;

/**
 * The values of a statement's parameters, ready for the wire. Immutable, if nobody writes to its arrays; what
 * {@link ParameterEncoder#encodeNext} has made is valid until the next.
 *
 * <pre>
 * bytes[0 .. length):
 * +----------+-------------------+---------+--------------------------------------------+
 * | int16 nF | int16 format * nF | int16 n | n * ( int32 length, or -1 for NULL; bytes ) |
 * +----------+-------------------+---------+--------------------------------------------+
 * </pre>
 *
 * {@code nF} is 0 where there are no values, 1 where all have one format, else {@code n}.
 *
 * @see <a href="https://www.postgresql.org/docs/current/protocol-message-formats.html">Bind</a>
 */
public final class EncodedParameters {

    /** No parameters. */
    public static final EncodedParameters NONE = new EncodedParameters(new int[0], new byte[4], 4);

    private final int[] typeOids;
    private final byte[] bytes;
    private final int length;

    EncodedParameters(int[] typeOids, byte[] bytes, int length) {
        this.typeOids = typeOids;
        this.bytes = bytes;
        this.length = length;
    }

    /** Whether it is what lies in these arrays. */
    boolean lies(int[] oids, byte[] array, int count) {
        return typeOids == oids && bytes == array && length == count;
    }

    /** The number of values. */
    public int count() {
        return typeOids.length;
    }

    /** The types for the Parse message; 0 leaves the choice to the server. Not a copy. */
    public int[] typeOids() {
        return typeOids;
    }

    /** The section, in the first {@link #length()} bytes. Not a copy. */
    public byte[] bytes() {
        return bytes;
    }

    /** The length of the section in bytes. */
    public int length() {
        return length;
    }

    /** The number of values and of bytes; no value. */
    @Override
    public String toString() {
        return "EncodedParameters[" + count() + " values, " + length + " bytes]";
    }
}
