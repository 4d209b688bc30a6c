package io.penstock.jdbc.internal.result;

import io.penstock.Row;
import io.penstock.jdbc.internal.convert.SqlType;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.sql.Date;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The class that JDBC has for the elements of an array.
 *
 * @param of the elements' class
 * @param from what becomes of one that the core has read; null for one that is not NULL never comes
 */
record ElementClass(Class<?> of, Function<Object, Object> from) {

    static ElementClass of(int elementOid) {
        return switch (SqlType.of(elementOid)) {
            case INT2 -> itself(Short.class);
            case INT4 -> itself(Integer.class);
            case INT8, OID -> itself(Long.class);
            case FLOAT4 -> itself(Float.class);
            case FLOAT8 -> itself(Double.class);
            case NUMERIC -> itself(BigDecimal.class);
            case BOOL -> itself(Boolean.class);
            case BYTEA -> itself(byte[].class);
            case UUID_ -> itself(UUID.class);
            case DATE -> new ElementClass(Date.class, day -> Date.valueOf((LocalDate) day));
            case TIME -> new ElementClass(Time.class, time -> Time.valueOf((LocalTime) time));
            case TIMESTAMP -> new ElementClass(Timestamp.class, time -> Timestamp.valueOf((LocalDateTime) time));
            case TIMESTAMPTZ ->
                new ElementClass(Timestamp.class, time -> Timestamp.from(((OffsetDateTime) time).toInstant()));
            default -> new ElementClass(String.class, Object::toString);
        };
    }

    private static ElementClass itself(Class<?> type) {
        return new ElementClass(type, Function.identity());
    }

    /** The array in a cell, of arrays where it has more dimensions. */
    Object arrayOf(Row row, int index) {
        var read = row.get(index);
        return read instanceof List<?> list ? array(list, depth(list)) : Array.newInstance(of, 0);
    }

    private static int depth(List<?> list) {
        var depth = 1;
        Object first = list.isEmpty() ? null : list.get(0);
        while (first instanceof List<?> inner) {
            depth++;
            first = inner.isEmpty() ? null : inner.get(0);
        }
        return depth;
    }

    private Object array(List<?> list, int depth) {
        var array = Array.newInstance(component(depth), list.size());
        for (var i = 0; i < list.size(); i++) {
            Array.set(array, i, element(list.get(i), depth));
        }
        return array;
    }

    private @Nullable Object element(@Nullable Object element, int depth) {
        if (element == null) {
            return null;
        }
        return element instanceof List<?> inner ? array(inner, depth - 1) : from.apply(element);
    }

    private Class<?> component(int depth) {
        return depth == 1 ? of : Array.newInstance(of, new int[depth - 1]).getClass();
    }
}
