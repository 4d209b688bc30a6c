package io.penstock.internal.codec;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An array as the server has it: its dimensions with their lengths and lower bounds, and the elements of all of them in row-major
 * order. An empty array has no dimension. What is in it is not copied.
 *
 * @see <a href="https://www.postgresql.org/docs/current/arrays.html">Arrays</a>
 */
record ArrayValue(int[] lengths, int[] lowerBounds, @Nullable Object[] elements) {

    /** The server's own limit, MAXDIM. */
    static final int MAX_DIMENSIONS = 6;

    /** With the lower bounds 1 that the server gives unless told otherwise. */
    static ArrayValue of(int[] lengths, @Nullable Object[] elements) {
        int[] ones = new int[lengths.length];
        Arrays.fill(ones, 1);
        return new ArrayValue(lengths, ones, elements);
    }

    int dimensions() {
        return lengths.length;
    }

    boolean hasNull() {
        for (Object element : elements) {
            if (element == null) {
                return true;
            }
        }
        return false;
    }

    /** The number of elements below one index of a dimension. */
    int stride(int dimension) {
        int stride = 1;
        for (int i = dimension + 1; i < lengths.length; i++) {
            stride *= lengths[i];
        }
        return stride;
    }

    /** The number of elements and of dimensions; no element. */
    @Override
    public String toString() {
        return "ArrayValue[" + elements.length + " elements, " + lengths.length + " dimensions]";
    }
}
