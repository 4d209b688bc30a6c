package io.penstock.jdbc.internal.convert;

import static java.util.Objects.requireNonNull;

import io.penstock.Column;
import io.penstock.Row;
import io.penstock.codec.PgTypes;
import io.penstock.error.PgCodecException;
import io.penstock.jdbc.internal.errors.SqlErrors;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.util.Arrays;
import java.util.Calendar;
import org.jspecify.annotations.Nullable;

/**
 * What JDBC's getters make of a cell. A type that a getter is not made for is read as its text, as far as that says what is asked for.
 *
 * <p>A NULL never gets here. Belongs to its result's thread.
 */
public final class CellReader {

    private final ValueContext context;
    private final int maxFieldSize;

    public CellReader(ValueContext context) {
        this.context = context;
        this.maxFieldSize = context.maxFieldSize();
    }

    // ---- numbers

    public byte getByte(Row row, int index, SqlType type) throws SQLException {
        return (byte) whole(row, index, type, Byte.MIN_VALUE, Byte.MAX_VALUE, "byte");
    }

    public short getShort(Row row, int index, SqlType type) throws SQLException {
        return (short) whole(row, index, type, Short.MIN_VALUE, Short.MAX_VALUE, "short");
    }

    public int getInt(Row row, int index, SqlType type) throws SQLException {
        return type == SqlType.INT4
                ? row.getInt(index)
                : (int) whole(row, index, type, Integer.MIN_VALUE, Integer.MAX_VALUE, "int");
    }

    public long getLong(Row row, int index, SqlType type) throws SQLException {
        return whole(row, index, type, Long.MIN_VALUE, Long.MAX_VALUE, "long");
    }

    private long whole(Row row, int index, SqlType type, long min, long max, String name) throws SQLException {
        return switch (type) {
            case INT2, INT4, INT8, OID -> within(row.getLong(index), min, max, name);
            case FLOAT4, FLOAT8 -> within(row.getDouble(index), min, max, name);
            case BOOL -> countable(row, index, name);
            case MONEY -> NumberText.whole(moneyOf(row, index).toPlainString(), min, max, name);
            default -> NumberText.whole(text(row, index), min, max, name);
        };
    }

    private int countable(Row row, int index, String name) throws SQLException {
        if (!context.countsBooleans()) {
            throw NumberText.bad(name, null);
        }
        return row.getBoolean(index) ? 1 : 0;
    }

    private static long within(long number, long min, long max, String name) throws SQLException {
        if (number < min || number > max) {
            throw NumberText.bad(name, null);
        }
        return number;
    }

    private static long within(double number, long min, long max, String name) throws SQLException {
        if (!(number >= min && number <= max)) {
            throw NumberText.bad(name, null);
        }
        return (long) number;
    }

    public float getFloat(Row row, int index, SqlType type) throws SQLException {
        return switch (type) {
            case FLOAT8 -> (float) row.getDouble(index);
            case FLOAT4, INT2, INT4, INT8, OID -> row.getFloat(index);
            case BOOL -> countable(row, index, "float");
            case MONEY -> moneyOf(row, index).floatValue();
            default -> NumberText.singleFloating(text(row, index));
        };
    }

    public double getDouble(Row row, int index, SqlType type) throws SQLException {
        return switch (type) {
            case FLOAT4 -> Double.parseDouble(Float.toString(row.getFloat(index)));
            case FLOAT8, INT2, INT4, INT8, OID -> row.getDouble(index);
            case BOOL -> countable(row, index, "double");
            case MONEY -> moneyOf(row, index).doubleValue();
            default -> NumberText.floating(text(row, index), "double");
        };
    }

    public BigDecimal getBigDecimal(Row row, int index, SqlType type) throws SQLException {
        try {
            return switch (type) {
                case NUMERIC, INT2, INT4, INT8, OID -> requireNonNull(row.get(index, BigDecimal.class), "value");
                case BOOL -> BigDecimal.valueOf(countable(row, index, "BigDecimal"));
                case MONEY -> moneyOf(row, index);
                default -> NumberText.decimal(text(row, index));
            };
        } catch (PgCodecException e) {
            throw NumberText.bad("BigDecimal", e);
        }
    }

    public BigDecimal getBigDecimal(Row row, int index, SqlType type, int scale) throws SQLException {
        return getBigDecimal(row, index, type).setScale(scale, RoundingMode.HALF_EVEN);
    }

    private BigDecimal moneyOf(Row row, int index) throws SQLException {
        return MoneyText.parse(text(row, index));
    }

    public boolean getBoolean(Row row, int index, SqlType type) throws SQLException {
        return switch (type) {
            case BOOL -> row.getBoolean(index);
            case INT2, INT4, INT8, OID -> BooleanText.of((double) row.getLong(index));
            case FLOAT4, FLOAT8 -> BooleanText.of(row.getDouble(index));
            case NUMERIC -> BooleanText.of(NumberText.floating(text(row, index), "boolean"));
            case TEXT, VARCHAR, BPCHAR, CHAR, NAME, BIT, UNKNOWN -> BooleanText.parse(text(row, index));
            default -> throw BooleanText.refused("type");
        };
    }

    // ---- text and bytes

    /** The text as the server prints it in this session's time zone. */
    public String getString(Row row, int index, SqlType type) throws SQLException {
        if (type == SqlType.OTHER) {
            return otherText(row, index);
        }
        if (type != SqlType.TIMESTAMPTZ) {
            return cut(text(row, index), type);
        }
        var time = read(row, index, OffsetDateTime.class);
        if (time.equals(OffsetDateTime.MAX) || time.equals(OffsetDateTime.MIN)) {
            return text(row, index);
        }
        return TimeSpelling.timestamp(time.atZoneSameInstant(context.sessionZone()));
    }

    private String otherText(Row row, int index) throws SQLException {
        var oid = row.columns().get(index).typeOid();
        if (ZonedTexts.isFor(oid)) {
            return ZonedTexts.inZone(text(row, index), context.sessionZone());
        }
        return PgTypes.byOid(oid) == null ? userText(row, index) : text(row, index);
    }

    /** Of a type that a database defines: most, such as enums, are texts to the core too, and are read once. */
    private String userText(Row row, int index) throws SQLException {
        var value = read(row, index, Object.class);
        return value instanceof String text ? text : ZonedValues.text(value, text(row, index), context.sessionZone());
    }

    private static String text(Row row, int index) throws SQLException {
        return read(row, index, String.class);
    }

    private String cut(String text, SqlType type) {
        return maxFieldSize == 0 || text.length() <= maxFieldSize || !type.hasSize()
                ? text
                : text.substring(0, maxFieldSize);
    }

    public byte[] getBytes(Row row, int index, SqlType type) throws SQLException {
        var bytes = bytes(row, index, type);
        return maxFieldSize == 0 || bytes.length <= maxFieldSize || !type.hasSize()
                ? bytes
                : Arrays.copyOf(bytes, maxFieldSize);
    }

    private static byte[] bytes(Row row, int index, SqlType type) throws SQLException {
        return switch (type) {
            case BYTEA -> read(row, index, byte[].class);
            case INT2 -> BigEndian.of(row.getShort(index));
            case INT4, OID -> BigEndian.of((int) row.getLong(index));
            case INT8 -> BigEndian.of(row.getLong(index));
            default -> text(row, index).getBytes(StandardCharsets.UTF_8);
        };
    }

    // ---- dates and times

    public Date getDate(Row row, int index, SqlType type, @Nullable Calendar calendar) throws SQLException {
        return switch (type) {
            case DATE -> JdbcTimes.date(read(row, index, LocalDate.class), calendar);
            case TIMESTAMP -> JdbcTimes.date(day(read(row, index, LocalDateTime.class)), calendar);
            case TIMESTAMPTZ -> JdbcTimes.dateOf(read(row, index, OffsetDateTime.class), calendar);
            case TEXT, VARCHAR, BPCHAR, NAME, UNKNOWN ->
                JdbcTimes.date(TimeText.parse(text(row, index)).local().toLocalDate(), calendar);
            default -> throw notATime(type, "java.sql.Date");
        };
    }

    /** An infinite one has no time of day. */
    private static <T> T finite(T time) throws SQLException {
        if (time.equals(LocalDateTime.MAX)
                || time.equals(LocalDateTime.MIN)
                || time.equals(OffsetDateTime.MAX)
                || time.equals(OffsetDateTime.MIN)) {
            throw new SQLException("infinity has no time of day", JdbcState.BAD_DATETIME_FORMAT);
        }
        return time;
    }

    private static LocalTime midnight(LocalDate day) throws SQLException {
        if (day.equals(LocalDate.MAX) || day.equals(LocalDate.MIN)) {
            throw new SQLException("infinity has no time of day", JdbcState.BAD_DATETIME_FORMAT);
        }
        return LocalTime.MIDNIGHT;
    }

    private static LocalDate day(LocalDateTime time) {
        return time.toLocalDate();
    }

    public Time getTime(Row row, int index, SqlType type, @Nullable Calendar calendar) throws SQLException {
        return switch (type) {
            case DATE -> JdbcTimes.time(midnight(read(row, index, LocalDate.class)), calendar);
            case TIME -> JdbcTimes.time(read(row, index, LocalTime.class), calendar);
            case TIMETZ -> JdbcTimes.time(read(row, index, OffsetTime.class));
            case TIMESTAMP ->
                JdbcTimes.time(finite(read(row, index, LocalDateTime.class)).toLocalTime(), calendar);
            case TIMESTAMPTZ -> JdbcTimes.timeOf(finite(read(row, index, OffsetDateTime.class)), calendar);
            case TEXT, VARCHAR, BPCHAR, NAME, UNKNOWN ->
                JdbcTimes.time(TimeText.parse(text(row, index)).local().toLocalTime(), calendar);
            default -> throw notATime(type, "java.sql.Time");
        };
    }

    public Timestamp getTimestamp(Row row, int index, SqlType type, @Nullable Calendar calendar) throws SQLException {
        return switch (type) {
            case TIMESTAMP -> JdbcTimes.timestamp(read(row, index, LocalDateTime.class), calendar);
            case TIMESTAMPTZ -> read(row, index, Timestamp.class);
            case DATE -> timestamp(JdbcTimes.date(read(row, index, LocalDate.class), calendar));
            case TIME -> JdbcTimes.timestamp(read(row, index, LocalTime.class).atDate(LocalDate.EPOCH), calendar);
            case TIMETZ ->
                JdbcTimes.timestamp(read(row, index, OffsetTime.class).atDate(LocalDate.EPOCH));
            case TEXT, VARCHAR, BPCHAR, NAME, UNKNOWN ->
                JdbcTimes.timestamp(TimeText.parse(text(row, index)), calendar);
            default -> throw notATime(type, "java.sql.Timestamp");
        };
    }

    private static Timestamp timestamp(Date date) {
        return new Timestamp(date.getTime());
    }

    // ---- what has the core's own class

    /** A value that is not NULL, as a class of the core's. */
    static <T> T read(Row row, int index, Class<T> type) throws SQLException {
        try {
            var value = row.get(index, type);
            if (value == null) {
                throw new AssertionError("BUG: a NULL where one was asked for before");
            }
            return value;
        } catch (PgCodecException e) {
            throw SqlErrors.of(e);
        }
    }

    private static SQLException notATime(SqlType type, String wanted) {
        return new SQLException(
                "a column of type " + type.typeName() + " cannot be read as " + wanted, JdbcState.BAD_DATETIME_FORMAT);
    }

    ValueContext context() {
        return context;
    }

    static SQLException mismatch(SqlType type, String wanted) {
        return new SQLException(
                "a column of type " + type.typeName() + " cannot be read as " + wanted, JdbcState.DATA_TYPE_MISMATCH);
    }

    static SQLException mismatch(Column column, String wanted) {
        return new SQLException(
                "column \"" + column.name() + "\" of type " + column.typeOid() + " cannot be read as " + wanted,
                JdbcState.INVALID_PARAMETER_VALUE);
    }
}
