package io.penstock.internal.codec.array;

import io.penstock.codec.PgArray;
import io.penstock.codec.PgWriter;
import io.penstock.error.PgCodecException;
import io.penstock.error.SqlState;
import io.penstock.internal.codec.form.CodecErrors;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.Collection;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Turns the collections and arrays of Java, and those within them, into the arrays of the server, which are boxes: all that
 * is in one dimension has one length. Confined to the call that made it.
 */
final class ArrayFlattening {

    /** Fewer bytes no element takes in a message. */
    private static final int MIN_ELEMENT_BYTES = 2;

    private final Predicate<Class<?>> isElement;
    private int[] lengths = new int[0];
    private @Nullable Object[] elements = new Object[0];
    private int next;

    private ArrayFlattening(Predicate<Class<?>> isElement) {
        this.isElement = isElement;
    }

    static boolean isContainer(Object value) {
        return value instanceof PgArray || isNested(value);
    }

    /** Whether it can be a row of another container. */
    private static boolean isNested(Object value) {
        return value instanceof Collection || value.getClass().isArray();
    }

    /**
     * Flattens a container.
     *
     * @param isElement whether instances of a class are elements, although they are containers, as a {@code byte[]} may be
     * @throws PgCodecException with SQLSTATE 2202E if it is no box, or has more dimensions than the server takes
     */
    static ArrayValue flatten(Object container, Predicate<Class<?>> isElement) {
        return container instanceof PgArray<?> array
                ? new ArrayValue(
                        ArrayShape.of(array.dimensions()), array.elements().toArray())
                : new ArrayFlattening(isElement).flatten(container);
    }

    private ArrayValue flatten(Object container) {
        lengths = lengths(container);
        long count = 1;
        for (int length : lengths) {
            count = Math.min(count * length, PgWriter.MAX_BYTES);
        }
        if (count > PgWriter.MAX_BYTES / MIN_ELEMENT_BYTES) {
            throw CodecErrors.cannotSend("array has too many elements", SqlState.PROGRAM_LIMIT_EXCEEDED);
        }
        elements = new Object[(int) count];
        fill(container, 0);
        return new ArrayValue(count == 0 ? ArrayShape.EMPTY : ArrayShape.of(lengths), elements);
    }

    /** The lengths that the first of each dimension has; {@link #fill} holds all others to them. */
    private int[] lengths(Object container) {
        int[] found = new int[ArrayShape.MAX_DIMENSIONS];
        int dimensions = 0;
        for (Object inner = container; inner != null; ) {
            if (dimensions == ArrayShape.MAX_DIMENSIONS) {
                throw notABox("array has more than " + ArrayShape.MAX_DIMENSIONS + " dimensions");
            }
            @Nullable Object[] children = children(inner);
            found[dimensions++] = children.length;
            inner = children.length > 0 && isInner(children[0]) ? children[0] : null;
        }
        return Arrays.copyOf(found, dimensions);
    }

    private void fill(Object container, int dimension) {
        @Nullable Object[] children = children(container);
        if (children.length != lengths[dimension]) {
            throw notABox("array has rows of " + children.length + " and of " + lengths[dimension] + " elements");
        }
        boolean innermost = dimension == lengths.length - 1;
        for (Object child : children) {
            if (child == null ? !innermost : innermost == isInner(child)) {
                throw notABox("array has elements and arrays in one dimension");
            }
            if (innermost) {
                elements[next++] = child;
            } else if (child != null) {
                fill(child, dimension + 1);
            }
        }
    }

    private boolean isInner(@Nullable Object child) {
        return child != null && isNested(child) && !isElement.test(child.getClass());
    }

    private static @Nullable Object[] children(Object container) {
        if (container instanceof Collection<?> collection) {
            return collection.toArray();
        }
        if (container instanceof Object[] array) {
            return array;
        }
        Object[] boxed = new Object[Array.getLength(container)];
        for (int i = 0; i < boxed.length; i++) {
            boxed[i] = Array.get(container, i);
        }
        return boxed;
    }

    private static PgCodecException notABox(String message) {
        return CodecErrors.cannotSend(message, SqlState.ARRAY_SUBSCRIPT_ERROR);
    }
}
