package io.penstock.jdbc.internal.statement;

import io.penstock.jdbc.internal.convert.Parameter;
import io.penstock.jdbc.internal.convert.ParameterStreams;
import io.penstock.jdbc.internal.convert.SqlType;
import io.penstock.jdbc.internal.errors.SqlErrors;
import io.penstock.jdbc.internal.result.SqlArray;
import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.Ref;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import org.jspecify.annotations.Nullable;

/** The setters of a prepared statement by a parameter's index, from 1. */
interface ParameterSetters extends PreparedStatement {

    /** Sets a parameter of an open statement. */
    void set(int index, Parameter value) throws SQLException;

    /** Sets a text, as the type that the connection sends texts as. */
    void setText(int index, @Nullable String text) throws SQLException;

    // ---- numbers

    @Override
    default void setBoolean(int index, boolean value) throws SQLException {
        set(index, Parameter.of(SqlType.BOOL, value));
    }

    @Override
    default void setByte(int index, byte value) throws SQLException {
        setShort(index, value);
    }

    @Override
    default void setShort(int index, short value) throws SQLException {
        set(index, Parameter.of(SqlType.INT2, value));
    }

    @Override
    default void setInt(int index, int value) throws SQLException {
        set(index, Parameter.of(SqlType.INT4, value));
    }

    @Override
    default void setLong(int index, long value) throws SQLException {
        set(index, Parameter.of(SqlType.INT8, value));
    }

    @Override
    default void setFloat(int index, float value) throws SQLException {
        set(index, Parameter.of(SqlType.FLOAT4, value));
    }

    @Override
    default void setDouble(int index, double value) throws SQLException {
        set(index, Parameter.of(SqlType.FLOAT8, value));
    }

    @Override
    default void setBigDecimal(int index, @Nullable BigDecimal value) throws SQLException {
        set(index, Parameter.of(SqlType.NUMERIC, value));
    }

    // ---- text and bytes

    @Override
    default void setString(int index, @Nullable String value) throws SQLException {
        setText(index, value);
    }

    @Override
    default void setNString(int index, @Nullable String value) throws SQLException {
        setText(index, value);
    }

    @Override
    default void setBytes(int index, byte @Nullable [] value) throws SQLException {
        set(index, Parameter.of(SqlType.BYTEA, value == null ? null : value.clone()));
    }

    @Override
    default void setBinaryStream(int index, @Nullable InputStream stream) throws SQLException {
        setBinaryStream(index, stream, ParameterStreams.TO_THE_END);
    }

    @Override
    default void setBinaryStream(int index, @Nullable InputStream stream, int length) throws SQLException {
        setBinaryStream(index, stream, (long) length);
    }

    @Override
    default void setBinaryStream(int index, @Nullable InputStream stream, long length) throws SQLException {
        set(index, Parameter.of(SqlType.BYTEA, ParameterStreams.allBytes(stream, length)));
    }

    @Override
    default void setAsciiStream(int index, @Nullable InputStream stream) throws SQLException {
        setAsciiStream(index, stream, ParameterStreams.TO_THE_END);
    }

    @Override
    default void setAsciiStream(int index, @Nullable InputStream stream, int length) throws SQLException {
        setAsciiStream(index, stream, (long) length);
    }

    @Override
    default void setAsciiStream(int index, @Nullable InputStream stream, long length) throws SQLException {
        setText(index, ParameterStreams.text(stream, length, StandardCharsets.US_ASCII));
    }

    @Override
    @Deprecated(since = "1.2")
    default void setUnicodeStream(int index, @Nullable InputStream stream, int length) throws SQLException {
        setText(index, ParameterStreams.text(stream, length, StandardCharsets.UTF_8));
    }

    @Override
    default void setCharacterStream(int index, @Nullable Reader reader) throws SQLException {
        setCharacterStream(index, reader, ParameterStreams.TO_THE_END);
    }

    @Override
    default void setCharacterStream(int index, @Nullable Reader reader, int length) throws SQLException {
        setCharacterStream(index, reader, (long) length);
    }

    @Override
    default void setCharacterStream(int index, @Nullable Reader reader, long length) throws SQLException {
        setText(index, ParameterStreams.text(reader, length));
    }

    @Override
    default void setNCharacterStream(int index, @Nullable Reader reader) throws SQLException {
        setCharacterStream(index, reader);
    }

    @Override
    default void setNCharacterStream(int index, @Nullable Reader reader, long length) throws SQLException {
        setCharacterStream(index, reader, length);
    }

    // ---- dates and times

    @Override
    default void setDate(int index, @Nullable Date date) throws SQLException {
        setDate(index, date, null);
    }

    @Override
    default void setDate(int index, @Nullable Date date, @Nullable Calendar calendar) throws SQLException {
        set(index, Parameter.date(date, calendar));
    }

    @Override
    default void setTime(int index, @Nullable Time time) throws SQLException {
        setTime(index, time, null);
    }

    @Override
    default void setTime(int index, @Nullable Time time, @Nullable Calendar calendar) throws SQLException {
        set(index, Parameter.time(time, calendar));
    }

    @Override
    default void setTimestamp(int index, @Nullable Timestamp time) throws SQLException {
        setTimestamp(index, time, null);
    }

    @Override
    default void setTimestamp(int index, @Nullable Timestamp time, @Nullable Calendar calendar) throws SQLException {
        set(index, Parameter.timestamp(time, calendar));
    }

    // ---- objects

    @Override
    default void setNull(int index, int jdbcType, @Nullable String typeName) throws SQLException {
        setNull(index, jdbcType);
    }

    @Override
    default void setObject(int index, @Nullable Object value, int jdbcType) throws SQLException {
        setObject(index, value, jdbcType, -1);
    }

    @Override
    default void setSQLXML(int index, @Nullable SQLXML xml) throws SQLException {
        set(index, Parameter.of(SqlType.XML, xml == null ? null : xml.getString()));
    }

    @Override
    default void setArray(int index, @Nullable Array array) throws SQLException {
        var oid = array instanceof SqlArray own ? own.oid() : 0;
        set(index, new Parameter(array == null ? null : array.toString(), oid));
    }

    // ---- what there is not

    @Override
    default void setRef(int index, @Nullable Ref ref) throws SQLException {
        throw SqlErrors.unsupported("setRef");
    }

    @Override
    default void setURL(int index, @Nullable URL url) throws SQLException {
        throw SqlErrors.unsupported("setURL");
    }
}
