package io.penstock.jdbc.internal.result;

import io.penstock.jdbc.internal.convert.ParameterStreams;
import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import org.jspecify.annotations.Nullable;

/** The updates of a result whose rows can be updated: a value for a column, sent as its class says. */
interface UpdatedColumns extends ReadOnlyRows {

    /** Takes a value for a column of the present row. */
    void update(int column, @Nullable Object value) throws SQLException;

    @Override
    default void updateNull(int column) throws SQLException {
        update(column, null);
    }

    @Override
    default void updateBoolean(int column, boolean value) throws SQLException {
        update(column, value);
    }

    @Override
    default void updateByte(int column, byte value) throws SQLException {
        update(column, value);
    }

    @Override
    default void updateShort(int column, short value) throws SQLException {
        update(column, value);
    }

    @Override
    default void updateInt(int column, int value) throws SQLException {
        update(column, value);
    }

    @Override
    default void updateLong(int column, long value) throws SQLException {
        update(column, value);
    }

    @Override
    default void updateFloat(int column, float value) throws SQLException {
        update(column, value);
    }

    @Override
    default void updateDouble(int column, double value) throws SQLException {
        update(column, value);
    }

    @Override
    default void updateBigDecimal(int column, @Nullable BigDecimal value) throws SQLException {
        update(column, value);
    }

    @Override
    default void updateString(int column, @Nullable String value) throws SQLException {
        update(column, value);
    }

    @Override
    default void updateBytes(int column, byte @Nullable [] value) throws SQLException {
        update(column, value);
    }

    @Override
    default void updateDate(int column, @Nullable Date value) throws SQLException {
        update(column, value);
    }

    @Override
    default void updateTime(int column, @Nullable Time value) throws SQLException {
        update(column, value);
    }

    @Override
    default void updateTimestamp(int column, @Nullable Timestamp value) throws SQLException {
        update(column, value);
    }

    @Override
    default void updateAsciiStream(int column, @Nullable InputStream value, int length) throws SQLException {
        update(column, ParameterStreams.text(value, length, StandardCharsets.US_ASCII));
    }

    @Override
    default void updateBinaryStream(int column, @Nullable InputStream value, int length) throws SQLException {
        update(column, ParameterStreams.bytes(value, length));
    }

    @Override
    default void updateCharacterStream(int column, @Nullable Reader value, int length) throws SQLException {
        update(column, ParameterStreams.text(value, length));
    }

    @Override
    default void updateObject(int column, @Nullable Object value, int scale) throws SQLException {
        update(column, value);
    }

    @Override
    default void updateObject(int column, @Nullable Object value) throws SQLException {
        update(column, value);
    }

    @Override
    default void updateArray(int column, @Nullable Array value) throws SQLException {
        update(column, value);
    }

    @Override
    default void updateNString(int column, @Nullable String value) throws SQLException {
        update(column, value);
    }

    @Override
    default void updateSQLXML(int column, @Nullable SQLXML value) throws SQLException {
        update(column, value);
    }

    @Override
    default void updateNCharacterStream(int column, @Nullable Reader value, long length) throws SQLException {
        update(column, ParameterStreams.text(value, length));
    }

    @Override
    default void updateAsciiStream(int column, @Nullable InputStream value, long length) throws SQLException {
        update(column, ParameterStreams.text(value, length, StandardCharsets.US_ASCII));
    }

    @Override
    default void updateBinaryStream(int column, @Nullable InputStream value, long length) throws SQLException {
        update(column, ParameterStreams.bytes(value, length));
    }

    @Override
    default void updateCharacterStream(int column, @Nullable Reader value, long length) throws SQLException {
        update(column, ParameterStreams.text(value, length));
    }

    @Override
    default void updateNCharacterStream(int column, @Nullable Reader value) throws SQLException {
        update(column, ParameterStreams.text(value, ParameterStreams.TO_THE_END));
    }

    @Override
    default void updateAsciiStream(int column, @Nullable InputStream value) throws SQLException {
        update(column, ParameterStreams.text(value, ParameterStreams.TO_THE_END, StandardCharsets.US_ASCII));
    }

    @Override
    default void updateBinaryStream(int column, @Nullable InputStream value) throws SQLException {
        update(column, ParameterStreams.bytes(value, ParameterStreams.TO_THE_END));
    }

    @Override
    default void updateCharacterStream(int column, @Nullable Reader value) throws SQLException {
        update(column, ParameterStreams.text(value, ParameterStreams.TO_THE_END));
    }

    @Override
    default void updateObject(int column, @Nullable Object value, SQLType type, int scale) throws SQLException {
        update(column, value);
    }

    @Override
    default void updateObject(int column, @Nullable Object value, SQLType type) throws SQLException {
        update(column, value);
    }
}
