package io.penstock.jdbc.internal.statement;

import io.penstock.jdbc.internal.errors.SqlErrors;
import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.net.URL;
import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLType;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parameters of a call by their names, which a driver of PostgreSQL does not know: the server is told positions. All are refused. */
interface NamedParameters extends CallableStatement {

    private static SQLFeatureNotSupportedException byName(String method) {
        return SqlErrors.unsupported(method + " by a parameter's name");
    }

    @Override
    default void registerOutParameter(String name, int jdbcType, String typeName) throws SQLException {
        throw byName("registerOutParameter");
    }

    @Override
    default void registerOutParameter(String name, int jdbcType, int scale) throws SQLException {
        throw byName("registerOutParameter");
    }

    @Override
    default void registerOutParameter(String name, int jdbcType) throws SQLException {
        throw byName("registerOutParameter");
    }

    @Override
    default void registerOutParameter(String name, SQLType type, String typeName) throws SQLException {
        throw byName("registerOutParameter");
    }

    @Override
    default void registerOutParameter(String name, SQLType type, int scale) throws SQLException {
        throw byName("registerOutParameter");
    }

    @Override
    default void registerOutParameter(String name, SQLType type) throws SQLException {
        throw byName("registerOutParameter");
    }

    @Override
    default void setAsciiStream(String name, @Nullable InputStream value, int length) throws SQLException {
        throw byName("setAsciiStream");
    }

    @Override
    default void setAsciiStream(String name, @Nullable InputStream value, long length) throws SQLException {
        throw byName("setAsciiStream");
    }

    @Override
    default void setAsciiStream(String name, @Nullable InputStream value) throws SQLException {
        throw byName("setAsciiStream");
    }

    @Override
    default void setBigDecimal(String name, @Nullable BigDecimal value) throws SQLException {
        throw byName("setBigDecimal");
    }

    @Override
    default void setBinaryStream(String name, @Nullable InputStream value, int length) throws SQLException {
        throw byName("setBinaryStream");
    }

    @Override
    default void setBinaryStream(String name, @Nullable InputStream value, long length) throws SQLException {
        throw byName("setBinaryStream");
    }

    @Override
    default void setBinaryStream(String name, @Nullable InputStream value) throws SQLException {
        throw byName("setBinaryStream");
    }

    @Override
    default void setBlob(String name, @Nullable InputStream value, long length) throws SQLException {
        throw byName("setBlob");
    }

    @Override
    default void setBlob(String name, @Nullable InputStream value) throws SQLException {
        throw byName("setBlob");
    }

    @Override
    default void setBlob(String name, @Nullable Blob value) throws SQLException {
        throw byName("setBlob");
    }

    @Override
    default void setBoolean(String name, boolean value) throws SQLException {
        throw byName("setBoolean");
    }

    @Override
    default void setByte(String name, byte value) throws SQLException {
        throw byName("setByte");
    }

    @Override
    default void setBytes(String name, byte @Nullable [] value) throws SQLException {
        throw byName("setBytes");
    }

    @Override
    default void setCharacterStream(String name, @Nullable Reader value, int length) throws SQLException {
        throw byName("setCharacterStream");
    }

    @Override
    default void setCharacterStream(String name, @Nullable Reader value, long length) throws SQLException {
        throw byName("setCharacterStream");
    }

    @Override
    default void setCharacterStream(String name, @Nullable Reader value) throws SQLException {
        throw byName("setCharacterStream");
    }

    @Override
    default void setClob(String name, @Nullable Reader value, long length) throws SQLException {
        throw byName("setClob");
    }

    @Override
    default void setClob(String name, @Nullable Reader value) throws SQLException {
        throw byName("setClob");
    }

    @Override
    default void setClob(String name, @Nullable Clob value) throws SQLException {
        throw byName("setClob");
    }

    @Override
    default void setDate(String name, @Nullable Date value, @Nullable Calendar calendar) throws SQLException {
        throw byName("setDate");
    }

    @Override
    default void setDate(String name, @Nullable Date value) throws SQLException {
        throw byName("setDate");
    }

    @Override
    default void setDouble(String name, double value) throws SQLException {
        throw byName("setDouble");
    }

    @Override
    default void setFloat(String name, float value) throws SQLException {
        throw byName("setFloat");
    }

    @Override
    default void setInt(String name, int value) throws SQLException {
        throw byName("setInt");
    }

    @Override
    default void setLong(String name, long value) throws SQLException {
        throw byName("setLong");
    }

    @Override
    default void setNCharacterStream(String name, @Nullable Reader value, long length) throws SQLException {
        throw byName("setNCharacterStream");
    }

    @Override
    default void setNCharacterStream(String name, @Nullable Reader value) throws SQLException {
        throw byName("setNCharacterStream");
    }

    @Override
    default void setNClob(String name, @Nullable Reader value, long length) throws SQLException {
        throw byName("setNClob");
    }

    @Override
    default void setNClob(String name, @Nullable Reader value) throws SQLException {
        throw byName("setNClob");
    }

    @Override
    default void setNClob(String name, @Nullable NClob value) throws SQLException {
        throw byName("setNClob");
    }

    @Override
    default void setNString(String name, @Nullable String value) throws SQLException {
        throw byName("setNString");
    }

    @Override
    default void setNull(String name, int jdbcType, @Nullable String typeName) throws SQLException {
        throw byName("setNull");
    }

    @Override
    default void setNull(String name, int jdbcType) throws SQLException {
        throw byName("setNull");
    }

    @Override
    default void setObject(String name, @Nullable Object value, int jdbcType, int scale) throws SQLException {
        throw byName("setObject");
    }

    @Override
    default void setObject(String name, @Nullable Object value, int jdbcType) throws SQLException {
        throw byName("setObject");
    }

    @Override
    default void setObject(String name, @Nullable Object value, @Nullable SQLType type, int scale) throws SQLException {
        throw byName("setObject");
    }

    @Override
    default void setObject(String name, @Nullable Object value, @Nullable SQLType type) throws SQLException {
        throw byName("setObject");
    }

    @Override
    default void setObject(String name, @Nullable Object value) throws SQLException {
        throw byName("setObject");
    }

    @Override
    default void setRowId(String name, @Nullable RowId value) throws SQLException {
        throw byName("setRowId");
    }

    @Override
    default void setSQLXML(String name, @Nullable SQLXML value) throws SQLException {
        throw byName("setSQLXML");
    }

    @Override
    default void setShort(String name, short value) throws SQLException {
        throw byName("setShort");
    }

    @Override
    default void setString(String name, @Nullable String value) throws SQLException {
        throw byName("setString");
    }

    @Override
    default void setTime(String name, @Nullable Time value, @Nullable Calendar calendar) throws SQLException {
        throw byName("setTime");
    }

    @Override
    default void setTime(String name, @Nullable Time value) throws SQLException {
        throw byName("setTime");
    }

    @Override
    default void setTimestamp(String name, @Nullable Timestamp value, @Nullable Calendar calendar) throws SQLException {
        throw byName("setTimestamp");
    }

    @Override
    default void setTimestamp(String name, @Nullable Timestamp value) throws SQLException {
        throw byName("setTimestamp");
    }

    @Override
    default void setURL(String name, @Nullable URL value) throws SQLException {
        throw byName("setURL");
    }

    @Override
    default @Nullable Array getArray(String name) throws SQLException {
        throw byName("getArray");
    }

    @Override
    default @Nullable BigDecimal getBigDecimal(String name) throws SQLException {
        throw byName("getBigDecimal");
    }

    @Override
    default @Nullable Blob getBlob(String name) throws SQLException {
        throw byName("getBlob");
    }

    @Override
    default boolean getBoolean(String name) throws SQLException {
        throw byName("getBoolean");
    }

    @Override
    default byte getByte(String name) throws SQLException {
        throw byName("getByte");
    }

    @Override
    default byte @Nullable [] getBytes(String name) throws SQLException {
        throw byName("getBytes");
    }

    @Override
    default @Nullable Reader getCharacterStream(String name) throws SQLException {
        throw byName("getCharacterStream");
    }

    @Override
    default @Nullable Clob getClob(String name) throws SQLException {
        throw byName("getClob");
    }

    @Override
    default @Nullable Date getDate(String name, Calendar calendar) throws SQLException {
        throw byName("getDate");
    }

    @Override
    default @Nullable Date getDate(String name) throws SQLException {
        throw byName("getDate");
    }

    @Override
    default double getDouble(String name) throws SQLException {
        throw byName("getDouble");
    }

    @Override
    default float getFloat(String name) throws SQLException {
        throw byName("getFloat");
    }

    @Override
    default int getInt(String name) throws SQLException {
        throw byName("getInt");
    }

    @Override
    default long getLong(String name) throws SQLException {
        throw byName("getLong");
    }

    @Override
    default @Nullable Reader getNCharacterStream(String name) throws SQLException {
        throw byName("getNCharacterStream");
    }

    @Override
    default @Nullable NClob getNClob(String name) throws SQLException {
        throw byName("getNClob");
    }

    @Override
    default @Nullable String getNString(String name) throws SQLException {
        throw byName("getNString");
    }

    @Override
    default <T> @Nullable T getObject(String name, Class<T> type) throws SQLException {
        throw byName("getObject");
    }

    @Override
    default @Nullable Object getObject(String name, Map<String, Class<?>> map) throws SQLException {
        throw byName("getObject");
    }

    @Override
    default @Nullable Object getObject(String name) throws SQLException {
        throw byName("getObject");
    }

    @Override
    default @Nullable Ref getRef(String name) throws SQLException {
        throw byName("getRef");
    }

    @Override
    default @Nullable RowId getRowId(String name) throws SQLException {
        throw byName("getRowId");
    }

    @Override
    default @Nullable SQLXML getSQLXML(String name) throws SQLException {
        throw byName("getSQLXML");
    }

    @Override
    default short getShort(String name) throws SQLException {
        throw byName("getShort");
    }

    @Override
    default @Nullable String getString(String name) throws SQLException {
        throw byName("getString");
    }

    @Override
    default @Nullable Time getTime(String name, Calendar calendar) throws SQLException {
        throw byName("getTime");
    }

    @Override
    default @Nullable Time getTime(String name) throws SQLException {
        throw byName("getTime");
    }

    @Override
    default @Nullable Timestamp getTimestamp(String name, Calendar calendar) throws SQLException {
        throw byName("getTimestamp");
    }

    @Override
    default @Nullable Timestamp getTimestamp(String name) throws SQLException {
        throw byName("getTimestamp");
    }

    @Override
    default @Nullable URL getURL(String name) throws SQLException {
        throw byName("getURL");
    }
}
