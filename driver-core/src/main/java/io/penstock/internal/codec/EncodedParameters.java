package io.penstock.internal.codec;

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
public abstract sealed class EncodedParameters {

    /** No parameters. */
    public static final EncodedParameters NONE = new OfOneUse(new int[0], new byte[4], 4);

    private final int[] typeOids;
    private final byte[] bytes;

    private EncodedParameters(int[] typeOids, byte[] bytes) {
        this.typeOids = typeOids;
        this.bytes = bytes;
    }

    /**
     * Of one use.
     *
     * @param open how many open timestamps lie behind the section
     */
    static EncodedParameters of(int[] typeOids, byte[] bytes, int length, int open) {
        return open == 0
                ? new OfOneUse(typeOids, bytes, length)
                : new WithOpenTimestamps(typeOids, bytes, length, open);
    }

    /** @param ends for each use where its section ends, and where its open timestamps do */
    static EncodedParameters ofUses(int[] typeOids, byte[] bytes, int[] ends, int uses) {
        return new OfUses(typeOids, bytes, ends, uses);
    }

    /**
     * Of one use, as a part of an array that holds others' sections too. Those behind it can be had from it as well: each is the use of the number that
     * tells how many bytes behind this one it begins.
     *
     * @param at where the section begins, with its length in front of it, as {@link SectionBlock} has it
     */
    static EncodedParameters inBlock(int[] typeOids, byte[] block, int at) {
        return new InBlock(typeOids, block, at);
    }

    /** Whether it is what lies in these arrays, at the beginning. */
    boolean lies(int[] oids, byte[] array, int count, int openCount) {
        return typeOids == oids && bytes == array && start(0) == 0 && length() == count && open(0) == openCount;
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
        return length(0);
    }

    /** The length of all that is here, in bytes. */
    public long totalLength() {
        return length();
    }

    /** How many uses they are for. */
    public int uses() {
        return 1;
    }

    /** Where a use's section begins. */
    public int start(int use) {
        return 0;
    }

    /** The length of a use's section in bytes. */
    public abstract int length(int use);

    /** How many timestamps of the only, or the first, use are open. */
    int open() {
        return open(0);
    }

    /** What lies behind the only, or the first, section, in bytes. */
    int openBytes() {
        return open(0) * OpenTimestamps.BYTES;
    }

    int open(int use) {
        return 0;
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
        return new OfOneUse(typeOids, section, section.length);
    }

    /** The number of values and of bytes; no value. */
    @Override
    public String toString() {
        return "EncodedParameters[" + count() + " values, " + length() + " bytes]";
    }

    /** Of one use, in an array of its own. */
    private static sealed class OfOneUse extends EncodedParameters {

        private final int length;

        OfOneUse(int[] typeOids, byte[] bytes, int length) {
            super(typeOids, bytes);
            this.length = length;
        }

        @Override
        public final int length(int use) {
            return length;
        }
    }

    private static final class InBlock extends EncodedParameters {

        private final int at;

        InBlock(int[] typeOids, byte[] block, int at) {
            super(typeOids, block);
            this.at = at;
        }

        @Override
        public int start(int use) {
            return at + use;
        }

        @Override
        public int length(int use) {
            return SectionBlock.lengthAt(bytes(), at + use);
        }
    }

    private static final class WithOpenTimestamps extends OfOneUse {

        private final int open;

        WithOpenTimestamps(int[] typeOids, byte[] bytes, int length, int open) {
            super(typeOids, bytes, length);
            this.open = open;
        }

        @Override
        int open(int use) {
            return open;
        }
    }

    /** Of several uses. */
    private static final class OfUses extends EncodedParameters {

        private final int[] ends;
        private final int uses;

        OfUses(int[] typeOids, byte[] bytes, int[] ends, int uses) {
            super(typeOids, bytes);
            this.ends = ends;
            this.uses = uses;
        }

        @Override
        public long totalLength() {
            return ends[2 * uses - 1];
        }

        @Override
        public int uses() {
            return uses;
        }

        @Override
        public int start(int use) {
            return use == 0 ? 0 : ends[2 * use - 1];
        }

        @Override
        public int length(int use) {
            return ends[2 * use] - start(use);
        }

        @Override
        int open(int use) {
            return (ends[2 * use + 1] - ends[2 * use]) / OpenTimestamps.BYTES;
        }
    }
}
