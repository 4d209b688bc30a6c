package io.penstock.jdbc.internal.convert;

import io.penstock.jdbc.internal.url.FacadeOptions;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.Calendar;
import org.jspecify.annotations.Nullable;

/**
 * A value that was set, and the type that it is declared as.
 *
 * @param value null for a NULL
 * @param oid 0 to leave the choice to the value's class, or for text to the server
 */
public record Parameter(@Nullable Object value, int oid) {

    /** A NULL of no type. */
    public static final Parameter UNTYPED_NULL = new Parameter(null, 0);

    public static Parameter of(SqlType type, @Nullable Object value) {
        return new Parameter(value, type.oid());
    }

    /** A value whose class says what it is, or whose text the server reads as what it needs. */
    public static Parameter untyped(@Nullable Object value) {
        return new Parameter(value, 0);
    }

    public static Parameter text(@Nullable String value, FacadeOptions.Strings strings) {
        return switch (strings) {
            case VARCHAR -> of(SqlType.VARCHAR, value);
            case UNSPECIFIED -> untyped(value);
        };
    }

    /** Its text fits a date and either kind of timestamp, so the server chooses. */
    public static Parameter date(@Nullable Date date, @Nullable Calendar calendar) throws SQLException {
        return untyped(date == null ? null : JdbcTimes.text(date, calendar));
    }

    public static Parameter time(@Nullable Time time, @Nullable Calendar calendar) throws SQLException {
        return untyped(time == null ? null : JdbcTimes.text(time, calendar));
    }

    public static Parameter timestamp(@Nullable Timestamp time, @Nullable Calendar calendar) throws SQLException {
        return untyped(time == null ? null : JdbcTimes.untyped(time, calendar));
    }

    /** A NULL of a type of JDBC's. */
    public static Parameter nullOf(int jdbcType, FacadeOptions.Strings strings) throws SQLException {
        return switch (jdbcType) {
            case Types.INTEGER -> of(SqlType.INT4, null);
            case Types.TINYINT, Types.SMALLINT -> of(SqlType.INT2, null);
            case Types.BIGINT -> of(SqlType.INT8, null);
            case Types.REAL -> of(SqlType.FLOAT4, null);
            case Types.FLOAT, Types.DOUBLE -> of(SqlType.FLOAT8, null);
            case Types.DECIMAL, Types.NUMERIC -> of(SqlType.NUMERIC, null);
            case Types.CHAR, Types.NCHAR -> of(SqlType.BPCHAR, null);
            case Types.VARCHAR, Types.LONGVARCHAR, Types.NVARCHAR, Types.LONGNVARCHAR -> text(null, strings);
            case Types.BIT, Types.BOOLEAN -> of(SqlType.BOOL, null);
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY -> of(SqlType.BYTEA, null);
            case Types.BLOB, Types.CLOB, Types.NCLOB -> of(SqlType.OID, null);
            case Types.SQLXML -> of(SqlType.XML, null);
            case Types.REF_CURSOR -> of(SqlType.REFCURSOR, null);
            case Types.DATE -> of(SqlType.DATE, null);
            case Types.TIME,
                    Types.TIMESTAMP,
                    Types.TIME_WITH_TIMEZONE,
                    Types.TIMESTAMP_WITH_TIMEZONE,
                    Types.ARRAY,
                    Types.DISTINCT,
                    Types.STRUCT,
                    Types.NULL,
                    Types.OTHER,
                    Types.JAVA_OBJECT -> UNTYPED_NULL;
            default ->
                throw new SQLException(
                        "there is no PostgreSQL type for java.sql.Types " + jdbcType, JdbcState.INVALID_PARAMETER_TYPE);
        };
    }

    /** A value by its class; null where the class says nothing to JDBC, which leaves it to the core. */
    public static @Nullable Parameter ofClass(Object value, FacadeOptions.Strings strings) throws SQLException {
        if (value instanceof String text) {
            return text(text, strings);
        }
        if (value instanceof Number number) {
            return ofNumber(number);
        }
        if (value instanceof Boolean) {
            return of(SqlType.BOOL, value);
        }
        if (value instanceof byte[]) {
            return of(SqlType.BYTEA, value);
        }
        if (value instanceof java.util.Date || value instanceof Calendar) {
            return ofOldTime(value);
        }
        return value instanceof Character ? text(value.toString(), strings) : null;
    }

    private static @Nullable Parameter ofNumber(Number number) {
        if (number instanceof Integer) {
            return of(SqlType.INT4, number);
        }
        if (number instanceof Long) {
            return of(SqlType.INT8, number);
        }
        if (number instanceof Short || number instanceof Byte) {
            return of(SqlType.INT2, number.shortValue());
        }
        if (number instanceof Double) {
            return of(SqlType.FLOAT8, number);
        }
        if (number instanceof Float) {
            return of(SqlType.FLOAT4, number);
        }
        return ofDecimal(number);
    }

    /** Others than Java's own, such as an {@code AtomicLong}, by their text. */
    private static @Nullable Parameter ofDecimal(Number number) {
        if (number instanceof BigDecimal) {
            return of(SqlType.NUMERIC, number);
        }
        if (number instanceof BigInteger whole) {
            return of(SqlType.NUMERIC, new BigDecimal(whole));
        }
        try {
            return of(SqlType.NUMERIC, new BigDecimal(number.toString()));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static Parameter ofOldTime(Object time) throws SQLException {
        if (time instanceof Date date) {
            return date(date, null);
        }
        if (time instanceof Time ofDay) {
            return time(ofDay, null);
        }
        if (time instanceof Timestamp timestamp) {
            return timestamp(timestamp, null);
        }
        if (time instanceof Calendar calendar) {
            return timestamp(new Timestamp(calendar.getTimeInMillis()), calendar);
        }
        return timestamp(new Timestamp(((java.util.Date) time).getTime()), null);
    }
}
