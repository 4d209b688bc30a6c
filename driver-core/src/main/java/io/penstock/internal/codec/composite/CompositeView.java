package io.penstock.internal.codec.composite;

import io.penstock.codec.Composite;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A row that came from the server; reads an attribute when it is asked for. */
record CompositeView(RowType row, Fields fields) implements Composite {

    @Override
    public int size() {
        return fields.size();
    }

    @Override
    public List<String> names() {
        return row.names();
    }

    @Override
    public boolean isNull(int index) {
        return fields.isNull(index);
    }

    @Override
    public @Nullable Object get(int index) {
        return row.decode(fields, index, row.codec(index));
    }

    @Override
    public <T> @Nullable T get(int index, Class<T> javaType) {
        return isNull(index) ? null : row.decode(fields, index, row.codec(index, javaType));
    }

    /** The type and the number of attributes; no value. */
    @Override
    public String toString() {
        return "Composite[" + row.type() + ", " + fields.size() + " attributes]";
    }
}
