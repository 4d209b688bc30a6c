package io.penstock.jdbc.internal.convert;

import io.penstock.Column;
import io.penstock.Row;
import java.sql.SQLException;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** What values need to know of the session that they come from. */
public interface ValueContext {

    /** The time zone in which the server's session speaks. */
    ZoneId sessionZone();

    /** Whether true is 1 to the getters of numbers. */
    boolean countsBooleans();

    /** The most characters or bytes of a text or a bytea that getters give; 0 for all. */
    int maxFieldSize();

    /** A value of a type that JDBC has an object of its own for: an array, a struct, a refcursor's rows. */
    @Nullable
    Object structured(Row row, int index, Column column) throws SQLException;

    /** A value as a handle of {@code java.sql}'s: a {@code Blob}, a {@code Clob}, an {@code NClob} or a {@code RowId}; null for any other class. */
    @Nullable
    Object handle(Row row, int index, SqlType type, Column column, Class<?> wanted) throws SQLException;
}
