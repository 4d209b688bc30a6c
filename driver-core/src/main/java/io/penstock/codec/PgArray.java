package io.penstock.codec;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An array as the server has it: with any lower bounds, which neither a {@code List} nor an array of Java can hold. Ask for it with
 * {@code row.get(0, PgArray.class)}, and send it as any other collection.
 *
 * @param dimensions from the outermost to the innermost, {@link #MAX_DIMENSIONS} at most; an empty array has none
 * @param elements the elements of all dimensions, the last index running fastest; NULL is null
 * @param <E> the Java class of the elements
 * @see <a href="https://www.postgresql.org/docs/current/arrays.html">Arrays</a>
 */
public record PgArray<E>(List<Dimension> dimensions, List<@Nullable E> elements) {

    /** The server's own limit, MAXDIM. */
    public static final int MAX_DIMENSIONS = 6;

    /**
     * One dimension.
     *
     * @param lowerBound the index of the first; the last one's must fit an {@code int} too
     * @param length how many there are, at least one
     */
    public record Dimension(int lowerBound, int length) {
        public Dimension {
            if (length < 1 || (long) lowerBound + length - 1 > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("no dimension: " + length + " from " + lowerBound);
            }
        }
    }

    /**
     * An array.
     *
     * @throws IllegalArgumentException if the elements are not as many as the dimensions say, or these are too many
     */
    public PgArray {
        dimensions = List.copyOf(dimensions);
        elements = Collections.unmodifiableList(new ArrayList<>(elements));
        if (dimensions.size() > MAX_DIMENSIONS) {
            throw new IllegalArgumentException("more than " + MAX_DIMENSIONS + " dimensions: " + dimensions.size());
        }
        long count = dimensions.isEmpty() ? 0 : 1;
        for (Dimension dimension : dimensions) {
            count = Math.min(count * dimension.length(), Integer.MAX_VALUE);
        }
        if (count != elements.size()) {
            throw new IllegalArgumentException(elements.size() + " elements, where the dimensions say " + count);
        }
    }

    /** An array of one dimension. */
    public static <E> PgArray<E> of(int lowerBound, List<@Nullable E> elements) {
        requireNonNull(elements, "elements");
        return new PgArray<>(
                elements.isEmpty() ? List.of() : List.of(new Dimension(lowerBound, elements.size())), elements);
    }

    /**
     * The element at these subscripts, which count from the lower bounds as they do in SQL.
     *
     * @throws IndexOutOfBoundsException if they are not as many as the dimensions, or outside of their bounds
     */
    public @Nullable E get(int... subscripts) {
        if (subscripts.length != dimensions.size()) {
            throw new IndexOutOfBoundsException(
                    subscripts.length + " subscripts for " + dimensions.size() + " dimensions");
        }
        int index = 0;
        for (int i = 0; i < subscripts.length; i++) {
            Dimension dimension = dimensions.get(i);
            long offset = (long) subscripts[i] - dimension.lowerBound();
            if (offset < 0 || offset >= dimension.length()) {
                throw new IndexOutOfBoundsException("subscripts " + Arrays.toString(subscripts));
            }
            index = index * dimension.length() + (int) offset;
        }
        return elements.get(index);
    }
}
