package io.penstock.internal.codec;

import java.util.Arrays;

/**
 * The values of a statement that is used several times in a row, gathered use by use: one array for all, instead of several objects for each.
 *
 * <p>Bound: {@value #MAX_BYTES} bytes, or those of the first use if they are more. What finds no room begins the next.
 */
public final class GatheredParameters {

    /** As much as is sent at a time. */
    private static final int MAX_BYTES = 16 * 1024;

    private final int[] typeOids;
    private final byte[] bytes;
    private int[] ends;
    private int uses;
    private int end;

    private GatheredParameters(EncodedParameters first, int[] typeOids, int most) {
        this.typeOids = typeOids;
        var size = bytesOf(first);
        var expected = (long) (size + size / 8) * most;
        this.bytes = new byte[Math.max(size, (int) Math.min(MAX_BYTES, expected))];
        this.ends = new int[2 * Math.min(most, 1 + bytes.length / size)];
    }

    /**
     * Begins with a first use, whose values are copied.
     *
     * @param typeOids its types, of which nobody else is the owner
     * @param most how many uses there are at the most
     */
    public static GatheredParameters of(EncodedParameters first, int[] typeOids, int most) {
        var gathered = new GatheredParameters(first, typeOids, most);
        gathered.append(first);
        return gathered;
    }

    /** Copies the values of another use; false if there is no room for them, or they are of other types. */
    public boolean add(EncodedParameters next) {
        var fits = bytesOf(next) <= bytes.length - end && Arrays.equals(next.typeOids(), typeOids);
        if (fits) {
            append(next);
        }
        return fits;
    }

    /** Whether they are of the same types as others. */
    public boolean isLike(EncodedParameters others) {
        return Arrays.equals(others.typeOids(), typeOids);
    }

    private void append(EncodedParameters next) {
        var size = bytesOf(next);
        System.arraycopy(next.bytes(), 0, bytes, end, size);
        if (2 * uses == ends.length) {
            ends = Arrays.copyOf(ends, 2 * ends.length);
        }
        ends[2 * uses] = end + next.length();
        end += size;
        ends[2 * uses + 1] = end;
        uses++;
    }

    private static int bytesOf(EncodedParameters one) {
        return one.length() + one.openBytes();
    }

    /** All of them; nothing is to be added any more. */
    public EncodedParameters all() {
        return EncodedParameters.ofUses(typeOids, bytes, ends, uses);
    }
}
