package io.penstock.codec;

import io.penstock.error.PgCodecException;
import io.penstock.error.SqlState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A row that was made by the user. */
record RowValue(List<@Nullable Object> values) implements Composite {

    @Override
    public int size() {
        return values.size();
    }

    @Override
    public List<String> names() {
        return List.of();
    }

    @Override
    public boolean isNull(int index) {
        return values.get(index) == null;
    }

    @Override
    public @Nullable Object get(int index) {
        return values.get(index);
    }

    @Override
    public <T> @Nullable T get(int index, Class<T> javaType) {
        Object value = values.get(index);
        if (value == null || javaType.isInstance(value)) {
            return javaType.cast(value);
        }
        throw new PgCodecException(
                "the row has a " + value.getClass().getTypeName() + " there and no " + javaType.getTypeName(),
                SqlState.CANNOT_COERCE,
                null);
    }

    /** The number of attributes; no value. */
    @Override
    public String toString() {
        return "Composite[" + values.size() + " attributes]";
    }
}
