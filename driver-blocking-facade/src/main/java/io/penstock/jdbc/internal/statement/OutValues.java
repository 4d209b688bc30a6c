package io.penstock.jdbc.internal.statement;

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
import java.sql.ResultSet;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.Calendar;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The getters of a call by a parameter's index, from 1: each for the type that was registered. */
interface OutValues extends CallableStatement {

    /** Where the values of the last execution are. */
    ResultSet values() throws SQLException;

    /** The column of {@link #values} that is a parameter's value, which has to be registered as one of these types. */
    int column(int parameter, String getter, int... types) throws SQLException;

    /** The column of a parameter's value of any type. */
    int column(int parameter) throws SQLException;

    // ---- numbers

    @Override
    default boolean getBoolean(int parameter) throws SQLException {
        return values().getBoolean(column(parameter, "getBoolean", Types.BIT));
    }

    @Override
    default byte getByte(int parameter) throws SQLException {
        return values().getByte(column(parameter, "getByte", Types.SMALLINT));
    }

    @Override
    default short getShort(int parameter) throws SQLException {
        return values().getShort(column(parameter, "getShort", Types.SMALLINT));
    }

    @Override
    default int getInt(int parameter) throws SQLException {
        return values().getInt(column(parameter, "getInt", Types.INTEGER));
    }

    @Override
    default long getLong(int parameter) throws SQLException {
        return values().getLong(column(parameter, "getLong", Types.BIGINT));
    }

    @Override
    default float getFloat(int parameter) throws SQLException {
        return values().getFloat(column(parameter, "getFloat", Types.REAL));
    }

    @Override
    default double getDouble(int parameter) throws SQLException {
        return values().getDouble(column(parameter, "getDouble", Types.DOUBLE));
    }

    @Override
    default @Nullable BigDecimal getBigDecimal(int parameter) throws SQLException {
        return values().getBigDecimal(column(parameter, "getBigDecimal", Types.NUMERIC));
    }

    /** The scale is the server's. */
    @Override
    @Deprecated(since = "1.2")
    default @Nullable BigDecimal getBigDecimal(int parameter, int scale) throws SQLException {
        return getBigDecimal(parameter);
    }

    // ---- text and bytes

    @Override
    default @Nullable String getString(int parameter) throws SQLException {
        return values().getString(column(parameter, "getString", Types.VARCHAR, Types.CHAR));
    }

    @Override
    default @Nullable String getNString(int parameter) throws SQLException {
        return getString(parameter);
    }

    @Override
    default @Nullable Reader getCharacterStream(int parameter) throws SQLException {
        return values().getCharacterStream(column(parameter, "getCharacterStream", Types.VARCHAR, Types.CHAR));
    }

    @Override
    default @Nullable Reader getNCharacterStream(int parameter) throws SQLException {
        return getCharacterStream(parameter);
    }

    @Override
    default byte @Nullable [] getBytes(int parameter) throws SQLException {
        return values().getBytes(column(parameter, "getBytes", Types.BINARY));
    }

    // ---- dates and times

    @Override
    default @Nullable Date getDate(int parameter) throws SQLException {
        return getDate(parameter, null);
    }

    @Override
    default @Nullable Date getDate(int parameter, @Nullable Calendar calendar) throws SQLException {
        return values().getDate(column(parameter, "getDate", Types.DATE), calendar);
    }

    @Override
    default @Nullable Time getTime(int parameter) throws SQLException {
        return getTime(parameter, null);
    }

    @Override
    default @Nullable Time getTime(int parameter, @Nullable Calendar calendar) throws SQLException {
        return values().getTime(column(parameter, "getTime", Types.TIME), calendar);
    }

    @Override
    default @Nullable Timestamp getTimestamp(int parameter) throws SQLException {
        return getTimestamp(parameter, null);
    }

    @Override
    default @Nullable Timestamp getTimestamp(int parameter, @Nullable Calendar calendar) throws SQLException {
        return values().getTimestamp(column(parameter, "getTimestamp", Types.TIMESTAMP), calendar);
    }

    // ---- objects

    @Override
    default <T> @Nullable T getObject(int parameter, Class<T> type) throws SQLException {
        return values().getObject(column(parameter), type);
    }

    @Override
    default @Nullable Object getObject(int parameter, @Nullable Map<String, Class<?>> map) throws SQLException {
        return map == null || map.isEmpty() ? getObject(parameter) : values().getObject(column(parameter), map);
    }

    @Override
    default @Nullable Array getArray(int parameter) throws SQLException {
        return values().getArray(column(parameter, "getArray", Types.ARRAY));
    }

    @Override
    default @Nullable SQLXML getSQLXML(int parameter) throws SQLException {
        return values().getSQLXML(column(parameter, "getSQLXML", Types.SQLXML));
    }

    @Override
    default @Nullable Blob getBlob(int parameter) throws SQLException {
        return values().getBlob(column(parameter));
    }

    @Override
    default @Nullable Clob getClob(int parameter) throws SQLException {
        return values().getClob(column(parameter));
    }

    @Override
    default @Nullable NClob getNClob(int parameter) throws SQLException {
        return values().getNClob(column(parameter));
    }

    @Override
    default @Nullable RowId getRowId(int parameter) throws SQLException {
        return values().getRowId(column(parameter));
    }

    @Override
    default @Nullable Ref getRef(int parameter) throws SQLException {
        return values().getRef(column(parameter));
    }

    @Override
    default @Nullable URL getURL(int parameter) throws SQLException {
        return values().getURL(column(parameter));
    }
}
