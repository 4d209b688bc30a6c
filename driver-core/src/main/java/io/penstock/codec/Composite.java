package io.penstock.codec;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A value of a composite type: attributes by position and, where the type says their names, by name. It is the default class of composite
 * types; a Java record serves as well, by the names of its components. Immutable, and valid for ever.
 *
 * <p><b>An anonymous row</b>, such as {@code row(1, 'a')} of type {@code record}, has no names, and the driver always has it sent as text, which
 * does not say the attributes' types either. So {@link #get(int)} returns its attributes as the {@code String}s that the server printed,
 * and {@link #get(int, Class)} reads them as the type that a parameter of that class is sent as. For typed attributes cast it to a
 * composite type in SQL.
 *
 * @see <a href="https://www.postgresql.org/docs/current/rowtypes.html">Composite Types</a>
 */
public interface Composite {

    /**
     * A row to be sent: its values are matched to the attributes of the composite type by position. Where the type is not known it is
     * sent as a row literal, and the server finds out.
     */
    static Composite of(@Nullable Object... values) {
        List<@Nullable Object> copy = new ArrayList<>(values.length);
        Collections.addAll(copy, values);
        return new RowValue(Collections.unmodifiableList(copy));
    }

    /** The number of attributes. */
    int size();

    /** The names of the attributes; empty for an anonymous row. */
    List<String> names();

    /**
     * The index of an attribute.
     *
     * @throws IndexOutOfBoundsException if there is none of that name
     */
    default int indexOf(String name) {
        int index = names().indexOf(name);
        if (index < 0) {
            throw new IndexOutOfBoundsException("no attribute \"" + name + "\" among " + names());
        }
        return index;
    }

    boolean isNull(int index);

    /** The attribute as the default Java class of its type; null for NULL. */
    @Nullable
    Object get(int index);

    /**
     * The attribute as the given class; null for NULL.
     *
     * @throws io.penstock.error.PgCodecException if no codec reads the attribute's type as that class, or the value does not fit it
     */
    <T> @Nullable T get(int index, Class<T> javaType);

    /** As {@link #get(int)}. */
    default @Nullable Object get(String name) {
        return get(indexOf(name));
    }

    /** As {@link #get(int, Class)}. */
    default <T> @Nullable T get(String name, Class<T> javaType) {
        return get(indexOf(name), javaType);
    }
}
