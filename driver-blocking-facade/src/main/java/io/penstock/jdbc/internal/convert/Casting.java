package io.penstock.jdbc.internal.convert;

import io.penstock.jdbc.internal.url.FacadeOptions;
import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZonedDateTime;
import java.time.temporal.Temporal;

/** {@code setObject(value, type)}: a value as a type of JDBC's that it need not be of. */
public final class Casting {

    private final FacadeOptions.Strings strings;

    public Casting(FacadeOptions.Strings strings) {
        this.strings = strings;
    }

    /** @param scale digits behind the point, for a decimal; negative to leave them */
    public Parameter cast(Object value, int jdbcType, int scale) throws SQLException {
        return switch (jdbcType) {
            case Types.TINYINT, Types.SMALLINT ->
                Parameter.of(SqlType.INT2, (short) whole(value, Short.MIN_VALUE, Short.MAX_VALUE, "short"));
            case Types.INTEGER ->
                Parameter.of(SqlType.INT4, (int) whole(value, Integer.MIN_VALUE, Integer.MAX_VALUE, "int"));
            case Types.BIGINT -> Parameter.of(SqlType.INT8, whole(value, Long.MIN_VALUE, Long.MAX_VALUE, "long"));
            case Types.REAL -> Parameter.of(SqlType.FLOAT4, (float) floating(value, "float"));
            case Types.FLOAT, Types.DOUBLE -> Parameter.of(SqlType.FLOAT8, floating(value, "double"));
            case Types.DECIMAL, Types.NUMERIC -> Parameter.of(SqlType.NUMERIC, decimal(value, scale));
            case Types.CHAR, Types.NCHAR -> Parameter.of(SqlType.BPCHAR, text(value));
            case Types.VARCHAR, Types.LONGVARCHAR, Types.NVARCHAR, Types.LONGNVARCHAR ->
                Parameter.text(text(value), strings);
            case Types.DATE -> date(value);
            case Types.TIME -> time(value);
            case Types.TIMESTAMP -> timestamp(value);
            case Types.TIME_WITH_TIMEZONE, Types.TIMESTAMP_WITH_TIMEZONE -> withZone(value, jdbcType);
            case Types.BIT, Types.BOOLEAN -> Parameter.of(SqlType.BOOL, truth(value));
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY -> bytes(value);
            case Types.OTHER, Types.DISTINCT -> other(value);
            case Types.JAVA_OBJECT, Types.ARRAY, Types.STRUCT -> Parameter.untyped(value);
            case Types.SQLXML -> Parameter.of(SqlType.XML, text(value));
            default ->
                throw new SQLException(
                        "there is no PostgreSQL type for java.sql.Types " + jdbcType, JdbcState.INVALID_PARAMETER_TYPE);
        };
    }

    /** A number goes as text, for the server to read as what it needs: money, a domain, an enum. */
    private static Parameter other(Object value) {
        return Parameter.untyped(value instanceof Number || value instanceof Boolean ? value.toString() : value);
    }

    // ---- numbers

    private static long whole(Object value, long min, long max, String type) throws SQLException {
        if (value instanceof BigDecimal || value instanceof BigInteger || value instanceof String) {
            return parsed(value.toString(), min, max, type);
        }
        if (value instanceof Double || value instanceof Float) {
            return parsed(BigDecimal.valueOf(((Number) value).doubleValue()).toPlainString(), min, max, type);
        }
        if (value instanceof Number number) {
            return parsed(Long.toString(number.longValue()), min, max, type);
        }
        if (value instanceof Boolean truth) {
            return truth ? 1 : 0;
        }
        if (value instanceof Character letter) {
            return parsed(letter.toString(), min, max, type);
        }
        if (value instanceof java.util.Date date && max == Long.MAX_VALUE) {
            return date.getTime();
        }
        throw cannot(value, type);
    }

    private static long parsed(String text, long min, long max, String type) throws SQLException {
        try {
            return NumberText.whole(text, min, max, type);
        } catch (SQLException e) {
            throw new SQLException("this value does not fit a " + type, JdbcState.INVALID_PARAMETER_TYPE, e);
        }
    }

    private static double floating(Object value, String type) throws SQLException {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        if (value instanceof Boolean truth) {
            return truth ? 1 : 0;
        }
        if (value instanceof String text) {
            return NumberText.floating(text, type);
        }
        throw cannot(value, type);
    }

    private static BigDecimal decimal(Object value, int scale) throws SQLException {
        var decimal = decimal(value);
        return scale < 0 ? decimal : decimal.setScale(scale, RoundingMode.HALF_UP);
    }

    private static BigDecimal decimal(Object value) throws SQLException {
        if (value instanceof BigDecimal decimal) {
            return decimal;
        }
        if (value instanceof BigInteger whole) {
            return new BigDecimal(whole);
        }
        if (value instanceof Double || value instanceof Float) {
            return new BigDecimal(((Number) value).doubleValue());
        }
        if (value instanceof Number number) {
            return BigDecimal.valueOf(number.longValue());
        }
        if (value instanceof Boolean truth) {
            return truth ? BigDecimal.ONE : BigDecimal.ZERO;
        }
        if (value instanceof String text) {
            return NumberText.decimal(text);
        }
        throw cannot(value, "BigDecimal");
    }

    private static boolean truth(Object value) throws SQLException {
        if (value instanceof Boolean truth) {
            return truth;
        }
        if (value instanceof Number number) {
            return BooleanText.of(number.doubleValue());
        }
        if (value instanceof String || value instanceof Character) {
            return BooleanText.parse(value.toString());
        }
        throw cannot(value, "boolean");
    }

    // ---- text and bytes

    private static String text(Object value) throws SQLException {
        if (value instanceof Reader || value instanceof InputStream) {
            throw cannot(value, "text");
        }
        return value.toString();
    }

    private Parameter bytes(Object value) throws SQLException {
        if (value instanceof byte[]) {
            return Parameter.of(SqlType.BYTEA, value);
        }
        if (value instanceof String text) {
            return Parameter.text(text, strings);
        }
        throw cannot(value, "byte[]");
    }

    // ---- dates and times

    private static Parameter date(Object value) throws SQLException {
        if (value instanceof Date date) {
            return Parameter.date(date, null);
        }
        if (value instanceof java.util.Date date) {
            return Parameter.date(new Date(date.getTime()), null);
        }
        if (value instanceof LocalDate) {
            return Parameter.of(SqlType.DATE, value);
        }
        if (value instanceof Temporal || value instanceof String) {
            return ofTemporal(value, SqlType.DATE);
        }
        throw cannot(value, "date");
    }

    private static Parameter time(Object value) throws SQLException {
        if (value instanceof Time time) {
            return Parameter.time(time, null);
        }
        if (value instanceof java.util.Date date) {
            return Parameter.time(new Time(date.getTime()), null);
        }
        if (value instanceof LocalTime) {
            return Parameter.of(SqlType.TIME, value);
        }
        if (value instanceof OffsetTime) {
            return Parameter.of(SqlType.TIMETZ, value);
        }
        if (value instanceof Temporal || value instanceof String) {
            return ofTemporal(value, SqlType.TIME);
        }
        throw cannot(value, "time");
    }

    private static Parameter timestamp(Object value) throws SQLException {
        if (value instanceof Timestamp time) {
            return Parameter.timestamp(time, null);
        }
        if (value instanceof java.util.Date date) {
            return Parameter.timestamp(new Timestamp(date.getTime()), null);
        }
        if (value instanceof LocalDateTime) {
            return Parameter.of(SqlType.TIMESTAMP, value);
        }
        if (value instanceof Temporal || value instanceof String) {
            return ofTemporal(value, SqlType.TIMESTAMP);
        }
        throw cannot(value, "timestamp");
    }

    private static Parameter withZone(Object value, int jdbcType) throws SQLException {
        if (value instanceof Timestamp time) {
            return Parameter.timestamp(time, null);
        }
        return jdbcType == Types.TIME_WITH_TIMEZONE
                ? ofTemporal(value, SqlType.TIMETZ)
                : ofTemporal(value, SqlType.TIMESTAMPTZ);
    }

    private static Parameter ofTemporal(Object value, SqlType otherwise) throws SQLException {
        if (value instanceof OffsetDateTime || value instanceof Instant || value instanceof ZonedDateTime) {
            return Parameter.of(SqlType.TIMESTAMPTZ, value);
        }
        if (value instanceof OffsetTime) {
            return Parameter.of(SqlType.TIMETZ, value);
        }
        if (value instanceof String) {
            return Parameter.untyped(value);
        }
        if (value instanceof Temporal) {
            return Parameter.untyped(value);
        }
        throw cannot(value, otherwise.typeName());
    }

    private static SQLException cannot(Object value, String type) {
        return new SQLException(
                "an instance of " + value.getClass().getName() + " cannot be sent as " + type,
                JdbcState.INVALID_PARAMETER_TYPE);
    }
}
