package io.penstock.jdbc.internal.result;

import static java.util.Objects.requireNonNull;

import io.penstock.Row;
import io.penstock.jdbc.internal.convert.JdbcTimes;
import io.penstock.jdbc.internal.convert.SqlType;
import io.penstock.jdbc.internal.convert.ZonedValues;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.sql.Date;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The class that JDBC has for the elements of an array.
 *
 * @param of the elements' class
 * @param from what becomes of one that the core has read, which is never a NULL; null where they are texts as the server prints them
 */
record ElementClass(Class<?> of, @Nullable Function<Object, Object> from) {

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
            case DATE -> new ElementClass(Date.class, day -> JdbcTimes.date((LocalDate) day, null));
            case TIME -> new ElementClass(Time.class, time -> JdbcTimes.time((LocalTime) time, null));
            case TIMESTAMP ->
                new ElementClass(Timestamp.class, time -> JdbcTimes.timestamp((LocalDateTime) time, null));
            case TIMESTAMPTZ -> new ElementClass(Timestamp.class, time -> JdbcTimes.timestamp((OffsetDateTime) time));
            case TEXT, VARCHAR, BPCHAR, NAME -> itself(String.class);
            default -> new ElementClass(String.class, null);
        };
    }

    private static ElementClass itself(Class<?> type) {
        return new ElementClass(type, Function.identity());
    }

    /** The array in a cell, of arrays where it has more dimensions. */
    Object arrayOf(Row row, int index, ZoneId zone) {
        if (!(row.get(index) instanceof List<?> list)) {
            return Array.newInstance(of, 0);
        }
        var depth = depth(list);
        return from == null ? texts(row, index, list, depth, zone) : array(list, depth, from);
    }

    private Object texts(Row row, int index, List<?> list, int depth, ZoneId zone) {
        var texts = requireNonNull(
                row.get(index, Array.newInstance(of, new int[depth]).getClass()), "array");
        ZonedValues.respell(texts, list, zone);
        return texts;
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

    private Object array(List<?> list, int depth, Function<Object, Object> made) {
        var array = Array.newInstance(component(depth), list.size());
        for (var i = 0; i < list.size(); i++) {
            Array.set(array, i, element(list.get(i), depth, made));
        }
        return array;
    }

    private @Nullable Object element(@Nullable Object element, int depth, Function<Object, Object> made) {
        if (element == null) {
            return null;
        }
        return element instanceof List<?> inner ? array(inner, depth - 1, made) : made.apply(element);
    }

    private Class<?> component(int depth) {
        return depth == 1 ? of : Array.newInstance(of, new int[depth - 1]).getClass();
    }
}
