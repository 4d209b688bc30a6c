package io.penstock.jdbc.internal.result;

import io.penstock.jdbc.internal.convert.JdbcState;
import io.penstock.jdbc.internal.errors.SqlErrors;
import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.ResultSet;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import org.jspecify.annotations.Nullable;

/** The updates of a result that is for reading: all are refused. */
interface ReadOnlyRows extends ResultSet {

    /** The row, of an open result. */
    Cells cells() throws SQLException;

    private SQLException refusal() throws SQLException {
        cells();
        return new SQLException(
                "this result is for reading: make the statement with CONCUR_UPDATABLE", JdbcState.INVALID_CURSOR_STATE);
    }

    @Override
    default void updateNull(int column) throws SQLException {
        throw refusal();
    }

    @Override
    default void updateBoolean(int column, boolean value) throws SQLException {
        throw refusal();
    }

    @Override
    default void updateByte(int column, byte value) throws SQLException {
        throw refusal();
    }

    @Override
    default void updateShort(int column, short value) throws SQLException {
        throw refusal();
    }

    @Override
    default void updateInt(int column, int value) throws SQLException {
        throw refusal();
    }

    @Override
    default void updateLong(int column, long value) throws SQLException {
        throw refusal();
    }

    @Override
    default void updateFloat(int column, float value) throws SQLException {
        throw refusal();
    }

    @Override
    default void updateDouble(int column, double value) throws SQLException {
        throw refusal();
    }

    @Override
    default void updateBigDecimal(int column, @Nullable BigDecimal value) throws SQLException {
        throw refusal();
    }

    @Override
    default void updateString(int column, @Nullable String value) throws SQLException {
        throw refusal();
    }

    @Override
    default void updateBytes(int column, byte @Nullable [] value) throws SQLException {
        throw refusal();
    }

    @Override
    default void updateDate(int column, @Nullable Date value) throws SQLException {
        throw refusal();
    }

    @Override
    default void updateTime(int column, @Nullable Time value) throws SQLException {
        throw refusal();
    }

    @Override
    default void updateTimestamp(int column, @Nullable Timestamp value) throws SQLException {
        throw refusal();
    }

    @Override
    default void updateAsciiStream(int column, @Nullable InputStream value, int length) throws SQLException {
        throw refusal();
    }

    @Override
    default void updateBinaryStream(int column, @Nullable InputStream value, int length) throws SQLException {
        throw refusal();
    }

    @Override
    default void updateCharacterStream(int column, @Nullable Reader value, int length) throws SQLException {
        throw refusal();
    }

    @Override
    default void updateObject(int column, @Nullable Object value, int scale) throws SQLException {
        throw refusal();
    }

    @Override
    default void updateObject(int column, @Nullable Object value) throws SQLException {
        throw refusal();
    }

    @Override
    default void updateNull(String column) throws SQLException {
        updateNull(findColumn(column));
    }

    @Override
    default void updateBoolean(String column, boolean value) throws SQLException {
        updateBoolean(findColumn(column), value);
    }

    @Override
    default void updateByte(String column, byte value) throws SQLException {
        updateByte(findColumn(column), value);
    }

    @Override
    default void updateShort(String column, short value) throws SQLException {
        updateShort(findColumn(column), value);
    }

    @Override
    default void updateInt(String column, int value) throws SQLException {
        updateInt(findColumn(column), value);
    }

    @Override
    default void updateLong(String column, long value) throws SQLException {
        updateLong(findColumn(column), value);
    }

    @Override
    default void updateFloat(String column, float value) throws SQLException {
        updateFloat(findColumn(column), value);
    }

    @Override
    default void updateDouble(String column, double value) throws SQLException {
        updateDouble(findColumn(column), value);
    }

    @Override
    default void updateBigDecimal(String column, @Nullable BigDecimal value) throws SQLException {
        updateBigDecimal(findColumn(column), value);
    }

    @Override
    default void updateString(String column, @Nullable String value) throws SQLException {
        updateString(findColumn(column), value);
    }

    @Override
    default void updateBytes(String column, byte @Nullable [] value) throws SQLException {
        updateBytes(findColumn(column), value);
    }

    @Override
    default void updateDate(String column, @Nullable Date value) throws SQLException {
        updateDate(findColumn(column), value);
    }

    @Override
    default void updateTime(String column, @Nullable Time value) throws SQLException {
        updateTime(findColumn(column), value);
    }

    @Override
    default void updateTimestamp(String column, @Nullable Timestamp value) throws SQLException {
        updateTimestamp(findColumn(column), value);
    }

    @Override
    default void updateAsciiStream(String column, @Nullable InputStream value, int length) throws SQLException {
        updateAsciiStream(findColumn(column), value, length);
    }

    @Override
    default void updateBinaryStream(String column, @Nullable InputStream value, int length) throws SQLException {
        updateBinaryStream(findColumn(column), value, length);
    }

    @Override
    default void updateCharacterStream(String column, @Nullable Reader value, int length) throws SQLException {
        updateCharacterStream(findColumn(column), value, length);
    }

    @Override
    default void updateObject(String column, @Nullable Object value, int scale) throws SQLException {
        updateObject(findColumn(column), value, scale);
    }

    @Override
    default void updateObject(String column, @Nullable Object value) throws SQLException {
        updateObject(findColumn(column), value);
    }

    @Override
    default void insertRow() throws SQLException {
        throw refusal();
    }

    @Override
    default void updateRow() throws SQLException {
        throw refusal();
    }

    @Override
    default void deleteRow() throws SQLException {
        throw refusal();
    }

    @Override
    default void cancelRowUpdates() throws SQLException {
        cells();
    }

    @Override
    default void moveToInsertRow() throws SQLException {
        throw refusal();
    }

    @Override
    default void moveToCurrentRow() throws SQLException {
        throw refusal();
    }

    @Override
    default void updateRef(int column, @Nullable Ref value) throws SQLException {
        throw SqlErrors.unsupported("updateRef");
    }

    @Override
    default void updateRef(String column, @Nullable Ref value) throws SQLException {
        updateRef(findColumn(column), value);
    }

    @Override
    default void updateBlob(int column, @Nullable Blob value) throws SQLException {
        throw SqlErrors.unsupported("updateBlob");
    }

    @Override
    default void updateBlob(String column, @Nullable Blob value) throws SQLException {
        updateBlob(findColumn(column), value);
    }

    @Override
    default void updateClob(int column, @Nullable Clob value) throws SQLException {
        throw SqlErrors.unsupported("updateClob");
    }

    @Override
    default void updateClob(String column, @Nullable Clob value) throws SQLException {
        updateClob(findColumn(column), value);
    }

    @Override
    default void updateArray(int column, @Nullable Array value) throws SQLException {
        throw refusal();
    }

    @Override
    default void updateArray(String column, @Nullable Array value) throws SQLException {
        updateArray(findColumn(column), value);
    }

    @Override
    default void updateRowId(int column, @Nullable RowId value) throws SQLException {
        throw SqlErrors.unsupported("updateRowId");
    }

    @Override
    default void updateRowId(String column, @Nullable RowId value) throws SQLException {
        updateRowId(findColumn(column), value);
    }

    @Override
    default void updateNString(int column, @Nullable String value) throws SQLException {
        throw refusal();
    }

    @Override
    default void updateNString(String column, @Nullable String value) throws SQLException {
        updateNString(findColumn(column), value);
    }

    @Override
    default void updateNClob(int column, @Nullable NClob value) throws SQLException {
        throw SqlErrors.unsupported("updateNClob");
    }

    @Override
    default void updateNClob(String column, @Nullable NClob value) throws SQLException {
        updateNClob(findColumn(column), value);
    }

    @Override
    default void updateSQLXML(int column, @Nullable SQLXML value) throws SQLException {
        throw refusal();
    }

    @Override
    default void updateSQLXML(String column, @Nullable SQLXML value) throws SQLException {
        updateSQLXML(findColumn(column), value);
    }

    @Override
    default void updateNCharacterStream(int column, @Nullable Reader value, long length) throws SQLException {
        throw refusal();
    }

    @Override
    default void updateNCharacterStream(String column, @Nullable Reader value, long length) throws SQLException {
        updateNCharacterStream(findColumn(column), value, length);
    }

    @Override
    default void updateAsciiStream(int column, @Nullable InputStream value, long length) throws SQLException {
        throw refusal();
    }

    @Override
    default void updateBinaryStream(int column, @Nullable InputStream value, long length) throws SQLException {
        throw refusal();
    }

    @Override
    default void updateCharacterStream(int column, @Nullable Reader value, long length) throws SQLException {
        throw refusal();
    }

    @Override
    default void updateAsciiStream(String column, @Nullable InputStream value, long length) throws SQLException {
        updateAsciiStream(findColumn(column), value, length);
    }

    @Override
    default void updateBinaryStream(String column, @Nullable InputStream value, long length) throws SQLException {
        updateBinaryStream(findColumn(column), value, length);
    }

    @Override
    default void updateCharacterStream(String column, @Nullable Reader value, long length) throws SQLException {
        updateCharacterStream(findColumn(column), value, length);
    }

    @Override
    default void updateBlob(int column, @Nullable InputStream value, long length) throws SQLException {
        throw SqlErrors.unsupported("updateBlob");
    }

    @Override
    default void updateBlob(String column, @Nullable InputStream value, long length) throws SQLException {
        updateBlob(findColumn(column), value, length);
    }

    @Override
    default void updateClob(int column, @Nullable Reader value, long length) throws SQLException {
        throw SqlErrors.unsupported("updateClob");
    }

    @Override
    default void updateClob(String column, @Nullable Reader value, long length) throws SQLException {
        updateClob(findColumn(column), value, length);
    }

    @Override
    default void updateNClob(int column, @Nullable Reader value, long length) throws SQLException {
        throw SqlErrors.unsupported("updateNClob");
    }

    @Override
    default void updateNClob(String column, @Nullable Reader value, long length) throws SQLException {
        updateNClob(findColumn(column), value, length);
    }

    @Override
    default void updateNCharacterStream(int column, @Nullable Reader value) throws SQLException {
        throw refusal();
    }

    @Override
    default void updateNCharacterStream(String column, @Nullable Reader value) throws SQLException {
        updateNCharacterStream(findColumn(column), value);
    }

    @Override
    default void updateAsciiStream(int column, @Nullable InputStream value) throws SQLException {
        throw refusal();
    }

    @Override
    default void updateBinaryStream(int column, @Nullable InputStream value) throws SQLException {
        throw refusal();
    }

    @Override
    default void updateCharacterStream(int column, @Nullable Reader value) throws SQLException {
        throw refusal();
    }

    @Override
    default void updateAsciiStream(String column, @Nullable InputStream value) throws SQLException {
        updateAsciiStream(findColumn(column), value);
    }

    @Override
    default void updateBinaryStream(String column, @Nullable InputStream value) throws SQLException {
        updateBinaryStream(findColumn(column), value);
    }

    @Override
    default void updateCharacterStream(String column, @Nullable Reader value) throws SQLException {
        updateCharacterStream(findColumn(column), value);
    }

    @Override
    default void updateBlob(int column, @Nullable InputStream value) throws SQLException {
        throw SqlErrors.unsupported("updateBlob");
    }

    @Override
    default void updateBlob(String column, @Nullable InputStream value) throws SQLException {
        updateBlob(findColumn(column), value);
    }

    @Override
    default void updateClob(int column, @Nullable Reader value) throws SQLException {
        throw SqlErrors.unsupported("updateClob");
    }

    @Override
    default void updateClob(String column, @Nullable Reader value) throws SQLException {
        updateClob(findColumn(column), value);
    }

    @Override
    default void updateNClob(int column, @Nullable Reader value) throws SQLException {
        throw SqlErrors.unsupported("updateNClob");
    }

    @Override
    default void updateNClob(String column, @Nullable Reader value) throws SQLException {
        updateNClob(findColumn(column), value);
    }

    @Override
    default void updateObject(int column, @Nullable Object value, SQLType type, int scale) throws SQLException {
        throw refusal();
    }

    @Override
    default void updateObject(String column, @Nullable Object value, SQLType type, int scale) throws SQLException {
        updateObject(findColumn(column), value, type, scale);
    }

    @Override
    default void updateObject(int column, @Nullable Object value, SQLType type) throws SQLException {
        throw refusal();
    }

    @Override
    default void updateObject(String column, @Nullable Object value, SQLType type) throws SQLException {
        updateObject(findColumn(column), value, type);
    }

    @Override
    default boolean rowUpdated() throws SQLException {
        cells();
        return false;
    }

    @Override
    default boolean rowInserted() throws SQLException {
        cells();
        return false;
    }

    @Override
    default boolean rowDeleted() throws SQLException {
        cells();
        return false;
    }
}
