package io.penstock.jdbc.internal.result;

import io.penstock.jdbc.internal.convert.ArrayText;
import io.penstock.jdbc.internal.convert.JdbcState;
import io.penstock.jdbc.internal.errors.SqlErrors;
import io.penstock.jdbc.internal.session.JdbcSession;
import java.lang.reflect.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An array's values, as JDBC's classes have them. Immutable but for being freed. */
public final class SqlArray implements java.sql.Array {

    private final JdbcSession session;
    private final Kind kind;
    private final String text;

    /** Makes of the values what the server would make of them; null where they are the server's. */
    private final @Nullable MadeElements made;

    private @Nullable Object values;

    /**
     * What it is an array of.
     *
     * @param oid the array's own type; 0 where that is not known
     * @param elementOid the type of its elements
     * @param elementName what that is called
     * @param elementType that as {@link java.sql.Types} has it
     */
    public record Kind(int oid, int elementOid, String elementName, int elementType) {}

    /**
     * @param session asked for the elements as rows
     * @param values a Java array, of arrays where it has more dimensions
     * @param text as the server writes it
     */
    SqlArray(JdbcSession session, Kind kind, Object values, String text) {
        this(session, kind, values, text, null);
    }

    private SqlArray(JdbcSession session, Kind kind, Object values, String text, @Nullable MadeElements made) {
        this.session = session;
        this.kind = kind;
        this.values = values;
        this.text = text;
        this.made = made;
    }

    /** Of values that the user has, of whatever class the server can read as their type. */
    public static SqlArray made(JdbcSession session, Kind kind, Object[] values) {
        return new SqlArray(session, kind, values, ArrayText.of(values), MadeElements.of(kind.elementOid()));
    }

    /** The array's own type; 0 where that is not known. */
    public int oid() {
        return kind.oid();
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
        return kind.elementName();
    }

    @Override
    public int getBaseType() throws SQLException {
        values();
        return kind.elementType();
    }

    @Override
    public Object getArray() throws SQLException {
        var all = values();
        return made == null ? all : made.read(all);
    }

    @Override
    public Object getArray(@Nullable Map<String, Class<?>> map) throws SQLException {
        SqlErrors.requireNoTypeMap(map);
        return getArray();
    }

    /** @param index of the first element, from 1 */
    @Override
    public Object getArray(long index, int count) throws SQLException {
        var all = getArray();
        requireElements(all, index, count);
        var slice = Array.newInstance(all.getClass().getComponentType(), count);
        System.arraycopy(all, (int) index - 1, slice, 0, count);
        return slice;
    }

    @Override
    public Object getArray(long index, int count, @Nullable Map<String, Class<?>> map) throws SQLException {
        SqlErrors.requireNoTypeMap(map);
        return getArray(index, count);
    }

    private static void requireElements(Object all, long index, int count) throws SQLException {
        var length = Array.getLength(all);
        if (index < 1 || count < 0 || index - 1 + count > length) {
            throw new SQLException(
                    "the array has " + length + " elements, not those from " + index + ", " + count + " of them",
                    JdbcState.DATA_ERROR);
        }
    }

    @Override
    public ResultSet getResultSet() throws SQLException {
        return getResultSet(1, Array.getLength(values()));
    }

    @Override
    public ResultSet getResultSet(@Nullable Map<String, Class<?>> map) throws SQLException {
        SqlErrors.requireNoTypeMap(map);
        return getResultSet();
    }

    /** Columns {@code INDEX} and {@code VALUE}; of an array of more dimensions, each value is an array. The server reads the elements. */
    @Override
    public ResultSet getResultSet(long index, int count) throws SQLException {
        var all = values();
        requireElements(all, index, count);
        return new ArrayRows(session, kind).of(all, (int) index, count);
    }

    @Override
    public ResultSet getResultSet(long index, int count, @Nullable Map<String, Class<?>> map) throws SQLException {
        SqlErrors.requireNoTypeMap(map);
        return getResultSet(index, count);
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
