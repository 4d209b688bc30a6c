package io.penstock.jdbc.internal.convert;

import io.penstock.Column;
import io.penstock.Row;
import io.penstock.codec.BitString;
import io.penstock.error.PgCodecException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.Map;
import java.util.TimeZone;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What {@code getObject} makes of a cell: by the column's type, or as the class that is asked for. A NULL never gets here. */
public final class ObjectReader {

    /** A way to read a cell as one class. */
    private interface Reading {

        @Nullable
        Object read(CellReader cells, Row row, int index, SqlType type, Column column) throws SQLException;
    }

    private static final Map<Class<?>, Reading> READINGS = Map.ofEntries(
            Map.entry(String.class, (cells, row, index, type, column) -> cells.getString(row, index, type)),
            Map.entry(Boolean.class, (cells, row, index, type, column) -> cells.getBoolean(row, index, type)),
            Map.entry(Byte.class, (cells, row, index, type, column) -> cells.getByte(row, index, type)),
            Map.entry(Short.class, (cells, row, index, type, column) -> cells.getShort(row, index, type)),
            Map.entry(Integer.class, (cells, row, index, type, column) -> cells.getInt(row, index, type)),
            Map.entry(Long.class, (cells, row, index, type, column) -> cells.getLong(row, index, type)),
            Map.entry(Float.class, (cells, row, index, type, column) -> cells.getFloat(row, index, type)),
            Map.entry(Double.class, (cells, row, index, type, column) -> cells.getDouble(row, index, type)),
            Map.entry(BigDecimal.class, (cells, row, index, type, column) -> cells.getBigDecimal(row, index, type)),
            Map.entry(
                    BigInteger.class,
                    (cells, row, index, type, column) ->
                            cells.getBigDecimal(row, index, type).toBigInteger()),
            Map.entry(byte[].class, (cells, row, index, type, column) -> cells.getBytes(row, index, type)),
            Map.entry(Date.class, (cells, row, index, type, column) -> cells.getDate(row, index, type, null)),
            Map.entry(Time.class, (cells, row, index, type, column) -> cells.getTime(row, index, type, null)),
            Map.entry(Timestamp.class, (cells, row, index, type, column) -> cells.getTimestamp(row, index, type, null)),
            Map.entry(
                    java.util.Date.class,
                    (cells, row, index, type, column) -> new java.util.Date(
                            cells.getTimestamp(row, index, type, null).getTime())),
            Map.entry(Calendar.class, (cells, row, index, type, column) -> calendar(cells, row, index, type)),
            Map.entry(LocalDate.class, (cells, row, index, type, column) -> localDate(row, index, type)),
            Map.entry(LocalTime.class, (cells, row, index, type, column) -> localTime(row, index, type)),
            Map.entry(LocalDateTime.class, (cells, row, index, type, column) -> localDateTime(cells, row, index, type)),
            Map.entry(OffsetTime.class, (cells, row, index, type, column) -> offsetTime(row, index, type)),
            Map.entry(OffsetDateTime.class, (cells, row, index, type, column) -> moment(row, index, type)),
            Map.entry(
                    Instant.class,
                    (cells, row, index, type, column) ->
                            moment(row, index, type).toInstant()),
            Map.entry(
                    ZonedDateTime.class,
                    (cells, row, index, type, column) ->
                            moment(row, index, type).toZonedDateTime()));

    private final CellReader cells;

    public ObjectReader(CellReader cells) {
        this.cells = cells;
    }

    /** The value as the class that JDBC has for the column's type. */
    public @Nullable Object read(Row row, int index, SqlType type, Column column) throws SQLException {
        return switch (type) {
            case BOOL -> row.getBoolean(index);
            case INT2, INT4 -> cells.getInt(row, index, type);
            case INT8, OID -> cells.getLong(row, index, type);
            case FLOAT4 -> row.getFloat(index);
            case FLOAT8 -> row.getDouble(index);
            case MONEY -> cells.getDouble(row, index, type);
            case NUMERIC -> numeric(row, index);
            case TEXT, VARCHAR, BPCHAR, CHAR, NAME, UNKNOWN, JSON, JSONB -> cells.getString(row, index, type);
            case BYTEA -> cells.getBytes(row, index, type);
            case DATE -> cells.getDate(row, index, type, null);
            case TIME, TIMETZ -> cells.getTime(row, index, type, null);
            case TIMESTAMP, TIMESTAMPTZ -> cells.getTimestamp(row, index, type, null);
            case BIT -> bits(row, index);
            case UUID_ -> CellReader.read(row, index, UUID.class);
            case VOID -> cells.getString(row, index, type);
            case XML, REFCURSOR, INTERVAL, VARBIT, RECORD, OTHER ->
                cells.context().structured(row, index, column);
        };
    }

    /** The special values have no decimal. */
    private static Object numeric(Row row, int index) throws SQLException {
        try {
            return CellReader.read(row, index, BigDecimal.class);
        } catch (SQLException e) {
            return row.getDouble(index);
        }
    }

    private static Object bits(Row row, int index) throws SQLException {
        var bits = CellReader.read(row, index, BitString.class);
        return bits.length() == 1 ? bits.toString().equals("1") : bits;
    }

    /** The value as a class. */
    public <T> @Nullable T read(Row row, int index, SqlType type, Column column, Class<T> wanted) throws SQLException {
        if (type == SqlType.UUID_ && wanted == UUID.class) {
            return wanted.cast(CellReader.read(row, index, UUID.class)); // the class that is asked for most
        }
        var reading = READINGS.get(wanted);
        if (reading != null) {
            return wanted.cast(checked(reading, row, index, type, column, wanted));
        }
        if (wanted == Object.class) {
            return wanted.cast(read(row, index, type, column));
        }
        var handle = cells.context().handle(row, index, type, column, wanted);
        if (handle != null) {
            return wanted.cast(handle);
        }
        try {
            return row.get(index, wanted);
        } catch (PgCodecException e) {
            var structured = structured(row, index, column, wanted);
            if (structured == null) {
                throw unsupported(column, wanted, e);
            }
            return structured;
        }
    }

    private <T> @Nullable T structured(Row row, int index, Column column, Class<T> wanted) throws SQLException {
        if (wanted.getName().startsWith("java.sql.")) {
            var value = cells.context().structured(row, index, column);
            return wanted.isInstance(value) ? wanted.cast(value) : null;
        }
        return null;
    }

    private @Nullable Object checked(Reading reading, Row row, int index, SqlType type, Column column, Class<?> wanted)
            throws SQLException {
        if (!suits(type, wanted)) {
            throw wanted.getName().startsWith("java.time.Local")
                    ? CellReader.mismatch(type, wanted.getName())
                    : unsupported(column, wanted, null);
        }
        return reading.read(cells, row, index, type, column);
    }

    /** Which classes a type is given as: pgjdbc refuses what only a text's reading would give. */
    private static boolean suits(SqlType type, Class<?> wanted) {
        if (wanted == String.class || wanted == byte[].class) {
            return wanted == String.class || type == SqlType.BYTEA;
        }
        if (Number.class.isAssignableFrom(wanted)) {
            return type.isNumber() || type == SqlType.MONEY;
        }
        if (wanted == Boolean.class) {
            return type == SqlType.BOOL || type == SqlType.BIT;
        }
        return switch (type) {
            case DATE, TIME, TIMETZ, TIMESTAMP, TIMESTAMPTZ -> true;
            default -> false;
        };
    }

    private static SQLException unsupported(Column column, Class<?> wanted, @Nullable Throwable cause) {
        return new SQLException(
                "column \"" + column.name() + "\" cannot be read as " + wanted.getName(),
                JdbcState.INVALID_PARAMETER_VALUE,
                cause);
    }

    // ---- java.time

    private static LocalDate localDate(Row row, int index, SqlType type) throws SQLException {
        return switch (type) {
            case DATE -> CellReader.read(row, index, LocalDate.class);
            case TIMESTAMP -> CellReader.read(row, index, LocalDateTime.class).toLocalDate();
            default -> throw CellReader.mismatch(type, "java.time.LocalDate");
        };
    }

    private static LocalTime localTime(Row row, int index, SqlType type) throws SQLException {
        return switch (type) {
            case TIME -> CellReader.read(row, index, LocalTime.class);
            case TIMESTAMP -> CellReader.read(row, index, LocalDateTime.class).toLocalTime();
            default -> throw CellReader.mismatch(type, "java.time.LocalTime");
        };
    }

    private static LocalDateTime localDateTime(CellReader cells, Row row, int index, SqlType type) throws SQLException {
        return switch (type) {
            case TIMESTAMP -> CellReader.read(row, index, LocalDateTime.class);
            case DATE -> CellReader.read(row, index, LocalDate.class).atStartOfDay();
            case TIMESTAMPTZ ->
                inZone(
                        CellReader.read(row, index, OffsetDateTime.class),
                        cells.context().sessionZone());
            default -> throw CellReader.mismatch(type, "java.time.LocalDateTime");
        };
    }

    private static LocalDateTime inZone(OffsetDateTime moment, ZoneId zone) {
        if (moment.equals(OffsetDateTime.MAX)) {
            return LocalDateTime.MAX;
        }
        return moment.equals(OffsetDateTime.MIN)
                ? LocalDateTime.MIN
                : moment.atZoneSameInstant(zone).toLocalDateTime();
    }

    private static OffsetTime offsetTime(Row row, int index, SqlType type) throws SQLException {
        return switch (type) {
            case TIMETZ -> CellReader.read(row, index, OffsetTime.class);
            case TIME -> CellReader.read(row, index, LocalTime.class).atOffset(ZoneOffset.UTC);
            default -> throw CellReader.mismatch(type, "java.time.OffsetTime");
        };
    }

    /** A timestamp without a zone is taken for UTC's, as pgjdbc does. */
    private static OffsetDateTime moment(Row row, int index, SqlType type) throws SQLException {
        return switch (type) {
            case TIMESTAMPTZ -> CellReader.read(row, index, OffsetDateTime.class);
            case TIMESTAMP -> inUtc(CellReader.read(row, index, LocalDateTime.class));
            case TIMETZ -> CellReader.read(row, index, OffsetTime.class).atDate(LocalDate.EPOCH);
            default -> throw CellReader.mismatch(type, "java.time.OffsetDateTime");
        };
    }

    private static OffsetDateTime inUtc(LocalDateTime time) {
        if (time.equals(LocalDateTime.MAX)) {
            return OffsetDateTime.MAX;
        }
        return time.equals(LocalDateTime.MIN) ? OffsetDateTime.MIN : time.atOffset(ZoneOffset.UTC);
    }

    private static Calendar calendar(CellReader cells, Row row, int index, SqlType type) throws SQLException {
        var calendar = new GregorianCalendar(TimeZone.getDefault());
        calendar.setTimeInMillis(cells.getTimestamp(row, index, type, null).getTime());
        return calendar;
    }
}
