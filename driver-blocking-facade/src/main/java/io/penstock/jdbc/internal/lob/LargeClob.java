package io.penstock.jdbc.internal.lob;

import io.penstock.jdbc.internal.errors.SqlErrors;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.sql.Clob;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The text in a large object, in UTF-8. Positions and lengths are in bytes, and it is for reading, as in pgjdbc. */
final class LargeClob implements Clob {

    private @Nullable LargeObject object;

    LargeClob(LargeObject object) {
        this.object = object;
    }

    /** What it is on. */
    LargeObject object() throws SQLException {
        var known = object;
        if (known == null) {
            throw LobPosition.freed();
        }
        return known;
    }

    @Override
    public long length() throws SQLException {
        return object().length();
    }

    @Override
    public String getSubString(long position, int length) throws SQLException {
        var from = LobPosition.toOffset(position);
        return length <= 0 ? "" : new String(object().read(from, length), StandardCharsets.UTF_8);
    }

    @Override
    public Reader getCharacterStream() throws SQLException {
        return new InputStreamReader(getAsciiStream(), StandardCharsets.UTF_8);
    }

    @Override
    public InputStream getAsciiStream() throws SQLException {
        return new OctetsInput(object(), 0, Long.MAX_VALUE);
    }

    @Override
    public void truncate(long length) throws SQLException {
        object().truncate(LobPosition.requireLength(length));
    }

    @Override
    public void free() {
        object = null;
    }

    // ---- what pgjdbc has not either

    @Override
    public Reader getCharacterStream(long position, long length) throws SQLException {
        throw SqlErrors.unsupported("a part of a Clob on a large object as a stream");
    }

    @Override
    public long position(String pattern, long start) throws SQLException {
        throw SqlErrors.unsupported("to search a Clob on a large object");
    }

    @Override
    public long position(Clob pattern, long start) throws SQLException {
        throw SqlErrors.unsupported("to search a Clob on a large object");
    }

    private static SQLException readOnly() {
        return SqlErrors.unsupported("to write to a Clob on a large object");
    }

    @Override
    public int setString(long position, String text) throws SQLException {
        throw readOnly();
    }

    @Override
    public int setString(long position, String text, int from, int length) throws SQLException {
        throw readOnly();
    }

    @Override
    public OutputStream setAsciiStream(long position) throws SQLException {
        throw readOnly();
    }

    @Override
    public Writer setCharacterStream(long position) throws SQLException {
        throw readOnly();
    }
}
