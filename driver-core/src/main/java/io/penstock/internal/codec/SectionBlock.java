package io.penstock.internal.codec;

import java.util.Arrays;

/**
 * Where sections of parameters are kept behind each other, each of which is for one statement: an array's header and its padding are shared by some thirty of
 * them, and so is the object that leads to them while their types are the same. What has been handed out is not written to again; the array lives for as long
 * as one of its sections is needed.
 *
 * <pre>
 * +--------+---------+--------+---------+----
 * | length | section | length | section | …      one byte for a length
 * +--------+---------+--------+---------+----
 * </pre>
 *
 * <p>Bound: one array of {@value #BYTES} bytes, after smaller ones for the first few, which is also the most that is held on account of one section. Belongs to one thread.
 */
final class SectionBlock {

    private static final int BYTES = 512;

    /** Over which a section has an array of its own. */
    private static final int MAX_SECTION_BYTES = 64;

    private byte[] bytes = {};
    private int end;

    /** Of the last one: those of the next are often the same. */
    private int[] types = {};

    /** The first of those that are shared, lie in the array and have these types. */
    private EncodedParameters shared = EncodedParameters.NONE;

    private int sharedUse;

    /** A section's types, in an array that nobody writes to. */
    int[] typesOf(EncodedParameters section) {
        if (!Arrays.equals(types, section.typeOids())) {
            types = section.typeOids().clone();
        }
        return types;
    }

    /** A copy of one use without open timestamps, as {@link #sharedUse} of what this returns, by which others before and behind it are found too. */
    EncodedParameters share(EncodedParameters section) {
        if (section.length() > MAX_SECTION_BYTES) {
            return unshared(copyOf(section));
        }
        var typeOids = typesOf(section);
        var at = append(section);
        if (shared.bytes() != bytes || shared.typeOids() != typeOids) {
            shared = EncodedParameters.inBlock(typeOids, bytes, at);
        }
        sharedUse = at - shared.start(0);
        return shared;
    }

    /** Notes that what was encoded last is by itself, of one use. */
    EncodedParameters unshared(EncodedParameters alone) {
        sharedUse = 0;
        return alone;
    }

    /** Which use of what {@link #share} has returned its section is. */
    int sharedUse() {
        return sharedUse;
    }

    /** A copy of one use without open timestamps, which lies here if it is short enough. */
    EncodedParameters copyOf(EncodedParameters section) {
        var typeOids = typesOf(section);
        var length = section.length();
        if (length > MAX_SECTION_BYTES) {
            return EncodedParameters.of(typeOids, copy(section, new byte[length], 0), length, 0);
        }
        var at = append(section);
        return EncodedParameters.inBlock(typeOids, bytes, at);
    }

    /** Where it lies now. */
    private int append(EncodedParameters section) {
        var length = section.length();
        if (length >= bytes.length - end) {
            bytes = new byte[Math.min(BYTES, Math.max(2 * bytes.length, length + 1))];
            end = 0;
        }
        bytes[end] = (byte) length;
        var at = end + 1;
        end = at + length;
        copy(section, bytes, at);
        return at;
    }

    private static byte[] copy(EncodedParameters section, byte[] target, int at) {
        System.arraycopy(section.bytes(), section.start(0), target, at, section.length());
        return target;
    }

    /** The length of the section that begins here. */
    static int lengthAt(byte[] block, int at) {
        return block[at - 1];
    }
}
