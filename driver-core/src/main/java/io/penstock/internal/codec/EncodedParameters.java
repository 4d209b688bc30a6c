package io.penstock.internal.codec;

import org.jspecify.annotations.Nullable;

/**
 * The values of a statement's parameters, ready for the wire: of one use of it, or of several in a row. Nobody writes to its arrays but for
 * {@link #settle}; what {@link ParameterEncoder#encodeNext} has made is valid until the next.
 *
 * <pre>
 * a section, for each use:
 * +----------+-------------------+---------+--------------------------------------------+
 * | int16 nF | int16 format * nF | int16 n | n * ( int32 length, or -1 for NULL; bytes ) |
 * +----------+-------------------+---------+--------------------------------------------+
 * </pre>
 *
 * {@code nF} is 0 where there are no values, 1 where all have one format, else {@code n}. Behind each section lie its {@link OpenTimestamps},
 * which are not sent.
 *
 * @see <a href="https://www.postgresql.org/docs/current/protocol-message-formats.html">Bind</a>
 */
public final class EncodedParameters {

    /** No parameters. */
    public static final EncodedParameters NONE = new EncodedParameters(new int[0], new byte[4], 4, 0);

    private final int[] typeOids;
    private final byte[] bytes;
    private final int length;

    /** How many open timestamps lie behind the only, or the first, section. */
    private final int open;

    /** For each use where its section ends, and where its open timestamps do; null for one use. */
    private final int @Nullable [] ends;

    private final int uses;

    EncodedParameters(int[] typeOids, byte[] bytes, int length, int open) {
        this.typeOids = typeOids;
        this.bytes = bytes;
        this.length = length;
        this.open = open;
        this.ends = null;
        this.uses = 1;
    }

    /** @param ends for each use where its section ends, and where its open timestamps do */
    EncodedParameters(int[] typeOids, byte[] bytes, int[] ends, int uses) {
        this.typeOids = typeOids;
        this.bytes = bytes;
        this.length = ends[0];
        this.open = (ends[1] - ends[0]) / OpenTimestamps.BYTES;
        this.ends = ends;
        this.uses = uses;
    }

    /** Whether it is what lies in these arrays. */
    boolean lies(int[] oids, byte[] array, int count, int openCount) {
        return typeOids == oids && bytes == array && length == count && open == openCount;
    }

    /** The number of values of a use. */
    public int count() {
        return typeOids.length;
    }

    /** The types for the Parse message; 0 leaves the choice to the server. Not a copy. */
    public int[] typeOids() {
        return typeOids;
    }

    /** What the sections lie in. Not a copy. */
    public byte[] bytes() {
        return bytes;
    }

    /** The length of the only, or the first, section in bytes. */
    public int length() {
        return length;
    }

    /** The length of all that is here, in bytes. */
    public long totalLength() {
        return ends == null ? length : ends[2 * uses - 1];
    }

    /** How many uses they are for. */
    public int uses() {
        return uses;
    }

    /** Where a use's section begins. */
    public int start(int use) {
        return ends == null || use == 0 ? 0 : ends[2 * use - 1];
    }

    /** The length of a use's section in bytes. */
    public int length(int use) {
        return ends == null ? length : ends[2 * use] - start(use);
    }

    /** How many timestamps of the only, or the first, use are open. */
    int open() {
        return open;
    }

    /** What lies behind the only, or the first, section, in bytes. */
    int openBytes() {
        return open * OpenTimestamps.BYTES;
    }

    private int open(int use) {
        return ends == null ? open : (ends[2 * use + 1] - ends[2 * use]) / OpenTimestamps.BYTES;
    }

    /**
     * Makes of a use's open timestamps what the server takes, in binary.
     *
     * @param serverTypes the types that it has given the parameters; of no length where they are not known
     * @return false if they can be sent in text alone
     */
    public boolean settle(int use, int[] serverTypes) {
        var count = open(use);
        return count == 0 || OpenTimestamps.settle(bytes, start(use), length(use), count, serverTypes);
    }

    /** A use's values with the open timestamps in text. */
    public EncodedParameters inText(int use) {
        var section = OpenTimestamps.inText(bytes, start(use), length(use), open(use));
        return new EncodedParameters(typeOids, section, section.length, 0);
    }

    /** The number of values and of bytes; no value. */
    @Override
    public String toString() {
        return "EncodedParameters[" + count() + " values, " + length + " bytes]";
    }
}
