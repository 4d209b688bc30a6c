package io.penstock.codec;

import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A value of pgvector's type {@code sparsevec}: a vector most of whose elements are zero, of which only the others are kept. Immutable.
 *
 * @see <a href="https://github.com/pgvector/pgvector#sparse-vectors">Sparse vectors</a>
 */
public final class SparseVector {

    private final int dimensions;
    private final int[] indices;
    private final float[] values;

    private SparseVector(int dimensions, int[] indices, float[] values) {
        this.dimensions = dimensions;
        this.indices = indices;
        this.values = values;
    }

    /**
     * A vector of its elements by their index, which counts from 0 as in Java; in SQL it counts from 1.
     *
     * @throws IllegalArgumentException if an index is not below the number of dimensions
     */
    public static SparseVector of(int dimensions, Map<Integer, Float> elements) {
        SortedMap<Integer, Float> sorted = new TreeMap<>(elements);
        if (dimensions < 0 || (!sorted.isEmpty() && (sorted.firstKey() < 0 || sorted.lastKey() >= dimensions))) {
            throw new IllegalArgumentException("an index is not below " + dimensions + " dimensions");
        }
        int[] indices = sorted.keySet().stream().mapToInt(Integer::intValue).toArray();
        float[] values = new float[indices.length];
        for (int i = 0; i < indices.length; i++) {
            values[i] = sorted.getOrDefault(indices[i], 0f);
        }
        return new SparseVector(dimensions, indices, values);
    }

    /** The number of elements, the zeros with them. */
    public int dimensions() {
        return dimensions;
    }

    /** The number of elements that are kept. */
    public int size() {
        return indices.length;
    }

    /** The index of a kept element, from 0, in ascending order. */
    public int index(int position) {
        return indices[position];
    }

    /** The value of a kept element. */
    public float value(int position) {
        return values[position];
    }

    /** All elements, the zeros with them. */
    public float[] toArray() {
        float[] all = new float[dimensions];
        for (int i = 0; i < indices.length; i++) {
            all[indices[i]] = values[i];
        }
        return all;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SparseVector vector
                && dimensions == vector.dimensions
                && Arrays.equals(indices, vector.indices)
                && Arrays.equals(values, vector.values);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * dimensions + Arrays.hashCode(indices)) + Arrays.hashCode(values);
    }

    /** The numbers of dimensions and of kept elements. */
    @Override
    public String toString() {
        return "SparseVector[" + dimensions + " dimensions, " + indices.length + " elements]";
    }
}
