package io.penstock.r2dbc;

import io.penstock.codec.CodecRegistry;
import io.r2dbc.spi.Parameter;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The values that a statement is to be executed with: those that were added, and those that are being bound. Belongs to one thread. */
final class Bindings {

    private final int parameters;
    private final CodecRegistry codecs;
    private final List<@Nullable Object[]> added = new ArrayList<>();
    private @Nullable Object[] values;
    private BitSet bound = new BitSet();
    private boolean hasOut;

    Bindings(int parameters, CodecRegistry codecs) {
        this.parameters = parameters;
        this.codecs = codecs;
        this.values = new @Nullable Object[parameters];
    }

    /** Whether a parameter is an out parameter of a procedure. */
    boolean hasOut() {
        return hasOut;
    }

    void bind(int index, Object value) {
        SpiArguments.present(value, "value");
        if (value instanceof Parameter parameter) {
            var inner = parameter.getValue();
            hasOut |= parameter instanceof Parameter.Out;
            set(index, inner == null ? null : checked(inner));
        } else {
            set(index, checked(value));
        }
    }

    void bindNull(int index, Class<?> type) {
        SpiArguments.present(type, "type");
        set(index, null);
    }

    private void set(int index, @Nullable Object value) {
        if (index < 0 || index >= parameters) {
            throw new IndexOutOfBoundsException("parameter " + index + " of " + parameters);
        }
        values[index] = value;
        bound.set(index);
    }

    private Object checked(Object value) {
        var type = value.getClass();
        var sendable = LobValue.isLob(value)
                || value instanceof Collection
                || type.isArray()
                || codecs.forEncoding(type) != null;
        if (!sendable) {
            throw new IllegalArgumentException("no codec sends values of " + type.getName());
        }
        return value;
    }

    /** Begins the next execution's values. */
    void add() {
        checkComplete();
        added.add(values);
        values = new @Nullable Object[parameters];
        bound = new BitSet();
    }

    /** The values of all executions, in order. */
    List<@Nullable Object[]> all() {
        if (parameters > 0 || added.isEmpty()) {
            checkComplete();
        }
        var all = new ArrayList<@Nullable Object[]>(added);
        if (parameters > 0 || added.isEmpty()) {
            all.add(values.clone());
        }
        return all;
    }

    private void checkComplete() {
        if (bound.cardinality() < parameters) {
            throw new IllegalStateException(
                    "parameter $" + (bound.nextClearBit(0) + 1) + " of " + parameters + " is not bound");
        }
    }
}
