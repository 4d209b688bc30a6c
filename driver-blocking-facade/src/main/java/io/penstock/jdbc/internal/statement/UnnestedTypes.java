package io.penstock.jdbc.internal.statement;

import static io.penstock.codec.PgTypes.BOOL;
import static io.penstock.codec.PgTypes.BPCHAR;
import static io.penstock.codec.PgTypes.BYTEA;
import static io.penstock.codec.PgTypes.DATE;
import static io.penstock.codec.PgTypes.FLOAT4;
import static io.penstock.codec.PgTypes.FLOAT8;
import static io.penstock.codec.PgTypes.INET;
import static io.penstock.codec.PgTypes.INT2;
import static io.penstock.codec.PgTypes.INT4;
import static io.penstock.codec.PgTypes.INT8;
import static io.penstock.codec.PgTypes.INTERVAL;
import static io.penstock.codec.PgTypes.JSON;
import static io.penstock.codec.PgTypes.JSONB;
import static io.penstock.codec.PgTypes.NUMERIC;
import static io.penstock.codec.PgTypes.OID;
import static io.penstock.codec.PgTypes.TEXT;
import static io.penstock.codec.PgTypes.TIME;
import static io.penstock.codec.PgTypes.TIMESTAMP;
import static io.penstock.codec.PgTypes.TIMESTAMPTZ;
import static io.penstock.codec.PgTypes.TIMETZ;
import static io.penstock.codec.PgTypes.UUID;
import static io.penstock.codec.PgTypes.VARCHAR;

import io.penstock.Query;
import io.penstock.codec.PgType;
import io.penstock.codec.UntypedTimestamp;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The types of the arrays that a batch's values can be sent in. There are none where an array would be something else than its values one by one: where a
 * parameter is declared differently from entry to entry, is an array or a composite itself, or is of a type or class that is not listed here.
 */
final class UnnestedTypes {

    /** Without modifiers, parts, or another meaning in an array. */
    private static final Map<Integer, PgType> ELEMENTS = Stream.of(
                    BOOL,
                    INT2,
                    INT4,
                    INT8,
                    FLOAT4,
                    FLOAT8,
                    NUMERIC,
                    OID,
                    TEXT,
                    VARCHAR,
                    BPCHAR,
                    BYTEA,
                    UUID,
                    JSON,
                    JSONB,
                    INET,
                    DATE,
                    TIME,
                    TIMETZ,
                    TIMESTAMP,
                    TIMESTAMPTZ,
                    INTERVAL)
            .collect(Collectors.toUnmodifiableMap(PgType::oid, type -> type));

    /** What says its type by its class. */
    private static final Map<Class<?>, PgType> BY_CLASS = Map.of(
            java.util.UUID.class, UUID,
            LocalDate.class, DATE,
            LocalTime.class, TIME,
            OffsetTime.class, TIMETZ,
            LocalDateTime.class, TIMESTAMP,
            OffsetDateTime.class, TIMESTAMPTZ);

    private static final Set<Class<?>> DECLARED = Set.of(
            String.class,
            Boolean.class,
            Short.class,
            Integer.class,
            Long.class,
            Float.class,
            Double.class,
            BigDecimal.class,
            byte[].class);

    private final int[] elements;
    private final int[] arrays;

    private UnnestedTypes(int[] elements, int[] arrays) {
        this.elements = elements;
        this.arrays = arrays;
    }

    int count() {
        return arrays.length;
    }

    /** The type of a parameter's values. */
    int element(int index) {
        return elements[index];
    }

    int[] arrays() {
        return arrays;
    }

    /**
     * The declared type of each parameter, the same in all rows; 0 where its values are text, or NULL, that the server reads as whatever it needs. Null where
     * there is no such type.
     */
    static int @Nullable [] declared(List<Query> rows) {
        var types = new int[rows.get(0).size()];
        for (var i = 0; i < types.length; i++) {
            var column = new Column(i);
            for (var row : rows) {
                if (!column.takes(row)) {
                    return null;
                }
            }
            types[i] = Math.max(column.type, 0);
        }
        return types;
    }

    /** The arrays of these elements; null where one of them is not to be sent in an array. */
    static @Nullable UnnestedTypes of(int[] elements) {
        var arrays = new int[elements.length];
        for (var i = 0; i < elements.length; i++) {
            var element = ELEMENTS.get(elements[i]);
            if (element == null) {
                return null;
            }
            arrays[i] = element.arrayOid();
        }
        return new UnnestedTypes(elements, arrays);
    }

    /** What is known of one parameter, row by row. */
    private static final class Column {

        private static final int UNKNOWN = -1;

        private final int index;
        private int type = UNKNOWN;
        private @Nullable Class<?> javaType;

        Column(int index) {
            this.index = index;
        }

        boolean takes(Query row) {
            var value = row.value(index);
            var declared = row.type(index);
            if (value == null) {
                return declared == 0 || isOf(declared);
            }
            var sent = value instanceof UntypedTimestamp ? String.class : value.getClass();
            if (javaType == null) {
                javaType = sent;
            }
            if (sent != javaType) {
                return false;
            }
            var byClass = BY_CLASS.get(javaType);
            if (byClass != null) {
                return isOf(declared == 0 ? byClass.oid() : declared);
            }
            return DECLARED.contains(javaType) && (declared != 0 || javaType == String.class) && isOf(declared);
        }

        private boolean isOf(int declared) {
            if (type == UNKNOWN) {
                type = declared;
            }
            return type == declared;
        }
    }
}
