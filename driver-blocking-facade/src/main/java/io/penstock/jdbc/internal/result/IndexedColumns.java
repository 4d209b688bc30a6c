package io.penstock.jdbc.internal.result;

import io.penstock.jdbc.internal.convert.JdbcState;
import io.penstock.jdbc.internal.errors.SqlErrors;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.math.BigDecimal;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.ResultSet;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The getters by a column's index, from 1, on the row under the result. */
interface IndexedColumns extends ResultSet {

    /** The row, of an open result. */
    Cells cells() throws SQLException;

    @Override
    default boolean wasNull() throws SQLException {
        return cells().wasNull();
    }

    @Override
    default int findColumn(@Nullable String label) throws SQLException {
        return cells().find(label);
    }

    // ---- numbers

    @Override
    default boolean getBoolean(int column) throws SQLException {
        var cells = cells();
        return !cells.isNull(column) && cells.reader().getBoolean(cells.current(), column - 1, cells.type(column));
    }

    @Override
    default byte getByte(int column) throws SQLException {
        var cells = cells();
        return cells.isNull(column) ? 0 : cells.reader().getByte(cells.current(), column - 1, cells.type(column));
    }

    @Override
    default short getShort(int column) throws SQLException {
        var cells = cells();
        return cells.isNull(column) ? 0 : cells.reader().getShort(cells.current(), column - 1, cells.type(column));
    }

    @Override
    default int getInt(int column) throws SQLException {
        var cells = cells();
        return cells.isNull(column) ? 0 : cells.reader().getInt(cells.current(), column - 1, cells.type(column));
    }

    @Override
    default long getLong(int column) throws SQLException {
        var cells = cells();
        return cells.isNull(column) ? 0 : cells.reader().getLong(cells.current(), column - 1, cells.type(column));
    }

    @Override
    default float getFloat(int column) throws SQLException {
        var cells = cells();
        return cells.isNull(column) ? 0 : cells.reader().getFloat(cells.current(), column - 1, cells.type(column));
    }

    @Override
    default double getDouble(int column) throws SQLException {
        var cells = cells();
        return cells.isNull(column) ? 0 : cells.reader().getDouble(cells.current(), column - 1, cells.type(column));
    }

    @Override
    default @Nullable BigDecimal getBigDecimal(int column) throws SQLException {
        var cells = cells();
        return cells.isNull(column)
                ? null
                : cells.reader().getBigDecimal(cells.current(), column - 1, cells.type(column));
    }

    @Override
    @Deprecated(since = "1.2")
    default @Nullable BigDecimal getBigDecimal(int column, int scale) throws SQLException {
        var cells = cells();
        return cells.isNull(column)
                ? null
                : cells.reader().getBigDecimal(cells.current(), column - 1, cells.type(column), scale);
    }

    // ---- text and bytes

    @Override
    default @Nullable String getString(int column) throws SQLException {
        var cells = cells();
        return cells.isNull(column) ? null : cells.reader().getString(cells.current(), column - 1, cells.type(column));
    }

    @Override
    default @Nullable String getNString(int column) throws SQLException {
        return getString(column);
    }

    @Override
    default byte @Nullable [] getBytes(int column) throws SQLException {
        var cells = cells();
        return cells.isNull(column) ? null : cells.reader().getBytes(cells.current(), column - 1, cells.type(column));
    }

    @Override
    default @Nullable InputStream getBinaryStream(int column) throws SQLException {
        var bytes = getBytes(column);
        return bytes == null ? null : new ByteArrayInputStream(bytes);
    }

    @Override
    default @Nullable InputStream getAsciiStream(int column) throws SQLException {
        var text = getString(column);
        return text == null ? null : new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    @Deprecated(since = "1.2")
    default @Nullable InputStream getUnicodeStream(int column) throws SQLException {
        var text = getString(column);
        return text == null ? null : new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    default @Nullable Reader getCharacterStream(int column) throws SQLException {
        var text = getString(column);
        return text == null ? null : new StringReader(text);
    }

    @Override
    default @Nullable Reader getNCharacterStream(int column) throws SQLException {
        return getCharacterStream(column);
    }

    // ---- dates and times

    @Override
    default @Nullable Date getDate(int column) throws SQLException {
        return getDate(column, null);
    }

    @Override
    default @Nullable Date getDate(int column, @Nullable Calendar calendar) throws SQLException {
        var cells = cells();
        return cells.isNull(column)
                ? null
                : cells.reader().getDate(cells.current(), column - 1, cells.type(column), calendar);
    }

    @Override
    default @Nullable Time getTime(int column) throws SQLException {
        return getTime(column, null);
    }

    @Override
    default @Nullable Time getTime(int column, @Nullable Calendar calendar) throws SQLException {
        var cells = cells();
        return cells.isNull(column)
                ? null
                : cells.reader().getTime(cells.current(), column - 1, cells.type(column), calendar);
    }

    @Override
    default @Nullable Timestamp getTimestamp(int column) throws SQLException {
        return getTimestamp(column, null);
    }

    @Override
    default @Nullable Timestamp getTimestamp(int column, @Nullable Calendar calendar) throws SQLException {
        var cells = cells();
        return cells.isNull(column)
                ? null
                : cells.reader().getTimestamp(cells.current(), column - 1, cells.type(column), calendar);
    }

    // ---- objects

    @Override
    default @Nullable Object getObject(int column) throws SQLException {
        var cells = cells();
        return cells.isNull(column)
                ? null
                : cells.objects()
                        .read(
                                cells.current(),
                                column - 1,
                                cells.type(column),
                                cells.columns().get(column - 1));
    }

    @Override
    default <T> @Nullable T getObject(int column, @Nullable Class<T> type) throws SQLException {
        if (type == null) {
            throw new SQLException("the class is null", JdbcState.INVALID_PARAMETER_VALUE);
        }
        var cells = cells();
        return cells.isNull(column)
                ? null
                : cells.objects()
                        .read(
                                cells.current(),
                                column - 1,
                                cells.type(column),
                                cells.columns().get(column - 1),
                                type);
    }

    @Override
    default @Nullable Object getObject(int column, @Nullable Map<String, Class<?>> map) throws SQLException {
        SqlErrors.requireNoTypeMap(map);
        return getObject(column);
    }

    @Override
    default @Nullable Array getArray(int column) throws SQLException {
        return getObject(column, Array.class);
    }

    @Override
    default @Nullable SQLXML getSQLXML(int column) throws SQLException {
        var text = getString(column);
        return text == null ? null : new SqlXml(text);
    }

    @Override
    default @Nullable Blob getBlob(int column) throws SQLException {
        return getObject(column, Blob.class);
    }

    @Override
    default @Nullable Clob getClob(int column) throws SQLException {
        return getObject(column, Clob.class);
    }

    @Override
    default @Nullable NClob getNClob(int column) throws SQLException {
        return getObject(column, NClob.class);
    }

    @Override
    default @Nullable RowId getRowId(int column) throws SQLException {
        return getObject(column, RowId.class);
    }

    @Override
    default @Nullable Ref getRef(int column) throws SQLException {
        throw SqlErrors.unsupported("getRef");
    }

    @Override
    default @Nullable URL getURL(int column) throws SQLException {
        throw SqlErrors.unsupported("getURL");
    }
}
