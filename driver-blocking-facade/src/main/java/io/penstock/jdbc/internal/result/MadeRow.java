package io.penstock.jdbc.internal.result;

import io.penstock.Column;
import io.penstock.Row;
import io.penstock.error.PgCodecException;
import io.penstock.jdbc.internal.convert.JdbcState;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A row of values that the driver has made itself: texts, numbers and booleans. Immutable. */
record MadeRow(List<Column> columns, @Nullable Object[] values) implements Row {

    @Override
    public int size() {
        return values.length;
    }

    @Override
    public int indexOf(String name) {
        for (var i = 0; i < values.length; i++) {
            if (columns.get(i).name().equals(name)) {
                return i;
            }
        }
        throw new IndexOutOfBoundsException("no column \"" + name + "\"");
    }

    @Override
    public boolean isNull(int index) {
        return values[index] == null;
    }

    @Override
    public boolean getBoolean(int index) {
        return required(index, Boolean.class);
    }

    @Override
    public short getShort(int index) {
        return number(index).shortValue();
    }

    @Override
    public int getInt(int index) {
        return number(index).intValue();
    }

    @Override
    public long getLong(int index) {
        return number(index).longValue();
    }

    @Override
    public float getFloat(int index) {
        return number(index).floatValue();
    }

    @Override
    public double getDouble(int index) {
        return number(index).doubleValue();
    }

    private Number number(int index) {
        return required(index, Number.class);
    }

    private <T> T required(int index, Class<T> type) {
        var value = get(index, type);
        if (value == null) {
            throw refusal(index, "is NULL");
        }
        return value;
    }

    /** A boolean is as the server writes it. */
    @Override
    public @Nullable String getString(int index) {
        var value = values[index];
        if (value instanceof Boolean truth) {
            return truth ? "t" : "f";
        }
        return value == null ? null : value.toString();
    }

    @Override
    public @Nullable Object get(int index) {
        return values[index];
    }

    @Override
    public <T> @Nullable T get(int index, Class<T> type) {
        var value = values[index];
        if (value == null) {
            return null;
        }
        if (type.isInstance(value)) {
            return type.cast(value);
        }
        if (type == BigDecimal.class && value instanceof Number number) {
            return type.cast(BigDecimal.valueOf(number.longValue()));
        }
        if (type == String.class) {
            return type.cast(getString(index));
        }
        throw refusal(index, "is no " + type.getName());
    }

    private PgCodecException refusal(int index, String why) {
        return new PgCodecException(
                "column \"" + columns.get(index).name() + "\" " + why, JdbcState.CANNOT_COERCE, null);
    }

    @Override
    public Row detach() {
        return this;
    }
}
