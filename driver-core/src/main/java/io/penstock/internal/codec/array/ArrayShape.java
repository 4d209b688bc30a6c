package io.penstock.internal.codec.array;

import io.penstock.codec.PgArray;
import io.penstock.codec.PgArray.Dimension;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The dimensions of an array, each with its length and the index of its first element. An empty array has none. */
final class ArrayShape {

    static final int MAX_DIMENSIONS = PgArray.MAX_DIMENSIONS;

    static final ArrayShape EMPTY = new ArrayShape(new int[0], new int[0]);

    final int[] lengths;
    final int[] lowerBounds;

    /** The number of elements in all dimensions. */
    final int count;

    /** The lengths are above zero, and their product is no more than elements that are there. */
    ArrayShape(int[] lengths, int[] lowerBounds) {
        this.lengths = lengths;
        this.lowerBounds = lowerBounds;
        this.count = lengths.length == 0 ? 0 : lengths[0] * stride(0);
    }

    /** With the lower bounds 1 that the server gives unless told otherwise. */
    static ArrayShape of(int[] lengths) {
        int[] ones = new int[lengths.length];
        Arrays.fill(ones, 1);
        return new ArrayShape(lengths, ones);
    }

    static ArrayShape of(List<Dimension> dimensions) {
        return dimensions.isEmpty()
                ? EMPTY
                : new ArrayShape(
                        dimensions.stream().mapToInt(Dimension::length).toArray(),
                        dimensions.stream().mapToInt(Dimension::lowerBound).toArray());
    }

    List<Dimension> toDimensions() {
        return IntStream.range(0, lengths.length)
                .mapToObj(i -> new Dimension(lowerBounds[i], lengths[i]))
                .toList();
    }

    int dimensions() {
        return lengths.length;
    }

    /** The number of elements below one index of a dimension. */
    int stride(int dimension) {
        int stride = 1;
        for (int i = dimension + 1; i < lengths.length; i++) {
            stride *= lengths[i];
        }
        return stride;
    }
}
