package io.penstock.jdbc.internal.result;

import io.penstock.jdbc.internal.convert.JdbcState;
import io.penstock.jdbc.internal.errors.SqlErrors;
import java.lang.reflect.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An array's values, as JDBC's classes have them. Immutable but for being freed. */
public final class SqlArray implements java.sql.Array {

    private final int oid;
    private final String elementName;
    private final int elementType;
    private final String text;
    private @Nullable Object values;

    /**
     * @param oid the array's own type; 0 where that is not known
     * @param values a Java array, of arrays where it has more dimensions
     * @param text as the server writes it
     */
    public SqlArray(int oid, String elementName, int elementType, Object values, String text) {
        this.oid = oid;
        this.elementName = elementName;
        this.elementType = elementType;
        this.values = values;
        this.text = text;
    }

    /** The array's own type; 0 where that is not known. */
    public int oid() {
        return oid;
    }

    private Object values() throws SQLException {
        var known = values;
        if (known == null) {
            throw new SQLException("this array was freed", JdbcState.OBJECT_NOT_IN_STATE);
        }
        return known;
    }

    @Override
    public String getBaseTypeName() throws SQLException {
        values();
        return elementName;
    }

    @Override
    public int getBaseType() throws SQLException {
        values();
        return elementType;
    }

    @Override
    public Object getArray() throws SQLException {
        return values();
    }

    @Override
    public Object getArray(@Nullable Map<String, Class<?>> map) throws SQLException {
        requireNoMap(map);
        return values();
    }

    /** @param index of the first element, from 1 */
    @Override
    public Object getArray(long index, int count) throws SQLException {
        var all = values();
        var length = Array.getLength(all);
        if (index < 1 || count < 0 || index - 1 + count > length) {
            throw new SQLException(
                    "the array has " + length + " elements, not those from " + index + ", " + count + " of them",
                    JdbcState.DATA_ERROR);
        }
        var slice = Array.newInstance(all.getClass().getComponentType(), count);
        System.arraycopy(all, (int) index - 1, slice, 0, count);
        return slice;
    }

    @Override
    public Object getArray(long index, int count, @Nullable Map<String, Class<?>> map) throws SQLException {
        requireNoMap(map);
        return getArray(index, count);
    }

    private static void requireNoMap(@Nullable Map<String, Class<?>> map) throws SQLException {
        if (map != null && !map.isEmpty()) {
            throw SqlErrors.unsupported("a type map");
        }
    }

    @Override
    public ResultSet getResultSet() throws SQLException {
        throw SqlErrors.unsupported("an array as a result");
    }

    @Override
    public ResultSet getResultSet(@Nullable Map<String, Class<?>> map) throws SQLException {
        return getResultSet();
    }

    @Override
    public ResultSet getResultSet(long index, int count) throws SQLException {
        return getResultSet();
    }

    @Override
    public ResultSet getResultSet(long index, int count, @Nullable Map<String, Class<?>> map) throws SQLException {
        return getResultSet();
    }

    @Override
    public void free() {
        values = null;
    }

    /** As the server writes it. */
    @Override
    public String toString() {
        return text;
    }
}
