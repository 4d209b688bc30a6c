package io.penstock.internal.codec.array;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An array as the server has it: its shape, and the elements of all dimensions in row-major order. What is in it is not
 * copied.
 *
 * @see <a href="https://www.postgresql.org/docs/current/arrays.html">Arrays</a>
 */
final class ArrayValue {
    final ArrayShape shape;
    final @Nullable Object[] elements;

    ArrayValue(ArrayShape shape, @Nullable Object[] elements) {
        this.shape = shape;
        this.elements = elements;
    }

    boolean hasNull() {
        return Arrays.asList(elements).contains(null);
    }

    /** The number of elements and of dimensions; no element. */
    @Override
    public String toString() {
        return "ArrayValue[" + elements.length + " elements, " + shape.dimensions() + " dimensions]";
    }
}
