package io.penstock.jdbc.internal.result;

import io.penstock.jdbc.internal.convert.ArrayText;
import io.penstock.jdbc.internal.convert.ElementText;
import io.penstock.jdbc.internal.convert.SqlType;
import java.lang.reflect.Array;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Elements that a user has made an array of, as they will come back from the server: of the class that JDBC has for their type, whatever class they had.
 *
 * @param type of the elements
 * @param of the elements' class
 */
record MadeElements(SqlType type, Class<?> of) {

    static MadeElements of(int elementOid) {
        return new MadeElements(
                SqlType.of(elementOid), ElementClass.of(elementOid).of());
    }

    /** A Java array, of arrays where it has more dimensions. */
    Object read(Object array) throws SQLException {
        return isReadAlready(array.getClass()) ? array : read(array, depth(array));
    }

    private boolean isReadAlready(Class<?> type) {
        var component = type.getComponentType();
        return component == of || (component != null && isReadAlready(component));
    }

    /** What has no elements tells by its class alone how many dimensions it has. */
    private static int depth(Object array) {
        var first = Array.getLength(array) == 0 ? null : Array.get(array, 0);
        if (first != null) {
            return isArray(first.getClass()) ? 1 + depth(first) : 1;
        }
        return depth(array.getClass().getComponentType());
    }

    private static int depth(Class<?> component) {
        return isArray(component) ? 1 + depth(component.getComponentType()) : 1;
    }

    /** A bytea is no dimension. */
    private static boolean isArray(Class<?> type) {
        return type.isArray() && type != byte[].class;
    }

    private Object read(Object array, int depth) throws SQLException {
        var length = Array.getLength(array);
        var component =
                depth == 1 ? of : Array.newInstance(of, new int[depth - 1]).getClass();
        var elements = Array.newInstance(component, length);
        for (var i = 0; i < length; i++) {
            Array.set(elements, i, element(Array.get(array, i), depth));
        }
        return elements;
    }

    private @Nullable Object element(@Nullable Object element, int depth) throws SQLException {
        if (element == null || of.isInstance(element)) {
            return element;
        }
        return depth > 1 && isArray(element.getClass())
                ? read(element, depth - 1)
                : ElementText.parse(type, ArrayText.ofElement(element));
    }
}
