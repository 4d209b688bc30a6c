package io.penstock.jdbc.internal.statement;

import io.penstock.jdbc.internal.convert.Parameter;
import io.penstock.jdbc.internal.convert.SqlType;
import io.penstock.jdbc.internal.lob.Lobs;
import io.penstock.jdbc.internal.lob.TupleId;
import java.io.InputStream;
import java.io.Reader;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.NClob;
import java.sql.PreparedStatement;
import java.sql.RowId;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The setters of large objects and of what stands in for them: the type that the server wants for a parameter says which. */
interface LobSetters extends PreparedStatement {

    /** Sets a value, of a parameter by its index, from 1. */
    void set(int index, Parameter value) throws SQLException;

    /** The type that the server wants for a parameter of which nothing is declared. */
    SqlType wanted(int index) throws SQLException;

    Lobs lobs();

    @Override
    default void setBlob(int index, @Nullable Blob blob) throws SQLException {
        set(index, blob == null ? Parameter.UNTYPED_NULL : lobs().parameter(blob, wanted(index)));
    }

    @Override
    default void setBlob(int index, @Nullable InputStream stream) throws SQLException {
        setBlob(index, stream, Long.MAX_VALUE);
    }

    @Override
    default void setBlob(int index, @Nullable InputStream stream, long length) throws SQLException {
        set(index, stream == null ? Parameter.UNTYPED_NULL : lobs().parameter(stream, length, wanted(index)));
    }

    @Override
    default void setClob(int index, @Nullable Clob clob) throws SQLException {
        set(index, clob == null ? Parameter.UNTYPED_NULL : lobs().parameter(clob, wanted(index)));
    }

    @Override
    default void setClob(int index, @Nullable Reader reader) throws SQLException {
        setClob(index, reader, Long.MAX_VALUE);
    }

    @Override
    default void setClob(int index, @Nullable Reader reader, long length) throws SQLException {
        set(index, reader == null ? Parameter.UNTYPED_NULL : lobs().parameter(reader, length, wanted(index)));
    }

    @Override
    default void setNClob(int index, @Nullable NClob clob) throws SQLException {
        setClob(index, clob);
    }

    @Override
    default void setNClob(int index, @Nullable Reader reader) throws SQLException {
        setClob(index, reader);
    }

    @Override
    default void setNClob(int index, @Nullable Reader reader, long length) throws SQLException {
        setClob(index, reader, length);
    }

    @Override
    default void setRowId(int index, @Nullable RowId rowId) throws SQLException {
        set(index, new Parameter(rowId == null ? null : rowId.toString(), TupleId.TYPE));
    }
}
