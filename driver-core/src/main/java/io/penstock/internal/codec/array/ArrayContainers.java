package io.penstock.internal.codec.array;

import io.penstock.codec.PgArray;
import io.penstock.codec.PgType;
import io.penstock.error.PgCodecException;
import io.penstock.error.SqlState;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns the arrays of the server into those of Java, and into lists. */
final class ArrayContainers {
    private ArrayContainers() {}

    /** Unmodifiable lists, one in the other for more than one dimension. */
    static List<@Nullable Object> toList(ArrayValue value) {
        return value.shape.dimensions() == 0 ? List.of() : toList(value, 0, 0);
    }

    /** With its bounds. */
    static PgArray<Object> toPgArray(ArrayValue value) {
        return new PgArray<>(value.shape.toDimensions(), Arrays.asList(value.elements));
    }

    /**
     * A Java array with as many dimensions as its class has; an empty one fits any.
     *
     * @throws PgCodecException if the value has another number of dimensions, or a NULL and the class primitives
     */
    static <T> T toArray(ArrayValue value, Class<T> arrayClass, int depth, PgType type) {
        Class<?> leaf = leaf(arrayClass, depth);
        if (value.shape.dimensions() == 0) {
            return arrayClass.cast(Array.newInstance(leaf, new int[depth]));
        }
        if (value.shape.dimensions() != depth) {
            throw wrongDimensions(type, value.shape.dimensions(), arrayClass);
        }
        if (arrayClass.isInstance(value.elements)) {
            return arrayClass.cast(value.elements);
        }
        if (leaf.isPrimitive() && value.hasNull()) {
            throw hasNull(type, arrayClass);
        }
        return arrayClass.cast(toArray(value, arrayClass, 0, 0));
    }

    static PgCodecException hasNull(PgType type, Class<?> arrayClass) {
        return new PgCodecException(
                type + " has a NULL, which " + arrayClass.getTypeName() + " cannot hold",
                SqlState.NULL_VALUE_NOT_ALLOWED,
                null);
    }

    static PgCodecException wrongDimensions(PgType type, int dimensions, Class<?> arrayClass) {
        return new PgCodecException(
                type + " of " + dimensions + " dimensions is no " + arrayClass.getTypeName(),
                SqlState.CANNOT_COERCE,
                null);
    }

    private static Class<?> leaf(Class<?> arrayClass, int depth) {
        Class<?> leaf = arrayClass;
        for (int i = 0; i < depth; i++) {
            leaf = leaf.getComponentType();
        }
        return leaf;
    }

    private static List<@Nullable Object> toList(ArrayValue value, int dimension, int from) {
        int length = value.shape.lengths[dimension];
        if (dimension == value.shape.dimensions() - 1) {
            List<@Nullable Object> all = Arrays.asList(value.elements);
            return Collections.unmodifiableList(all.subList(from, from + length));
        }
        List<@Nullable Object> list = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            list.add(toList(value, dimension + 1, from + i * value.shape.stride(dimension)));
        }
        return Collections.unmodifiableList(list);
    }

    private static Object toArray(ArrayValue value, Class<?> arrayClass, int dimension, int from) {
        Class<?> component = arrayClass.getComponentType();
        int length = value.shape.lengths[dimension];
        Object array = Array.newInstance(component, length);
        boolean innermost = dimension == value.shape.dimensions() - 1;
        for (int i = 0; i < length; i++) {
            Object item = innermost
                    ? value.elements[from + i]
                    : toArray(value, component, dimension + 1, from + i * value.shape.stride(dimension));
            if (item != null) {
                Array.set(array, i, item);
            }
        }
        return array;
    }
}
