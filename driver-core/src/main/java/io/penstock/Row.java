package io.penstock;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values of one row; a value is decoded when it is asked for, on the thread that asks.
 *
 * <p><b>Validity.</b> A row out of a {@link Result} stays valid for as long as it is referenced. A row that a
 * {@link RowStream} hands out is valid until the call that it was passed to returns: its object is used
 * again for the next row. {@link #detach()} makes a copy that stays.
 *
 * <p>Indexes start at 0. Names match the column's name exactly; of several columns with one name the first
 * is meant. An unknown name or an index out of bounds is an {@link IndexOutOfBoundsException}.
 *
 * <p>The primitive getters allocate nothing. They convert to integers exactly, and to
 * float and double rounded to the nearest as a cast in SQL does, and throw
 * a {@link io.penstock.error.PgCodecException} where the value does not fit, is not a number, or is NULL.
 *
 * <p>A row is not thread-safe.
 */
public interface Row {

    /** The number of columns. */
    int size();

    /** The columns, in order. */
    List<Column> columns();

    /** The index of the first column of this name. */
    int indexOf(String name);

    /** Whether the value is NULL. */
    boolean isNull(int index);

    boolean getBoolean(int index);

    short getShort(int index);

    int getInt(int index);

    long getLong(int index);

    float getFloat(int index);

    double getDouble(int index);

    /** The value as text, for every type; null for NULL. */
    @Nullable
    String getString(int index);

    /** The value as the default Java class of its type; null for NULL. */
    @Nullable
    Object get(int index);

    /**
     * The value as the given class; null for NULL.
     *
     * @throws io.penstock.error.PgCodecException if no codec reads the column's type as that class, or the
     *     value does not fit it
     */
    <T> @Nullable T get(int index, Class<T> type);

    /** A copy of this row that stays valid; a row that is valid for ever returns itself. */
    Row detach();

    default boolean isNull(String name) {
        return isNull(indexOf(name));
    }

    default boolean getBoolean(String name) {
        return getBoolean(indexOf(name));
    }

    default short getShort(String name) {
        return getShort(indexOf(name));
    }

    default int getInt(String name) {
        return getInt(indexOf(name));
    }

    default long getLong(String name) {
        return getLong(indexOf(name));
    }

    default float getFloat(String name) {
        return getFloat(indexOf(name));
    }

    default double getDouble(String name) {
        return getDouble(indexOf(name));
    }

    default @Nullable String getString(String name) {
        return getString(indexOf(name));
    }

    default @Nullable Object get(String name) {
        return get(indexOf(name));
    }

    default <T> @Nullable T get(String name, Class<T> type) {
        return get(indexOf(name), type);
    }
}
