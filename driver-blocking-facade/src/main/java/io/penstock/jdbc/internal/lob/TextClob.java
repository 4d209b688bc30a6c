package io.penstock.jdbc.internal.lob;

import io.penstock.jdbc.internal.convert.JdbcState;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.sql.Clob;
import java.sql.NClob;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A text that is held here: a value's own, or none yet. What is written by streams is in it when they are closed. */
final class TextClob implements NClob {

    private @Nullable StringBuilder text;

    TextClob(String text) {
        this.text = new StringBuilder(text);
    }

    private StringBuilder text() throws SQLException {
        var known = text;
        if (known == null) {
            throw LobPosition.freed();
        }
        return known;
    }

    @Override
    public long length() throws SQLException {
        return text().length();
    }

    @Override
    public String getSubString(long position, int length) throws SQLException {
        var from = LobPosition.toOffset(position);
        return part(from, LobPosition.requireLength(length));
    }

    private String part(long from, long length) throws SQLException {
        var known = text();
        var start = (int) Math.min(from, known.length());
        return known.substring(start, (int) Math.min(start + length, known.length()));
    }

    @Override
    public Reader getCharacterStream() throws SQLException {
        return new StringReader(text().toString());
    }

    @Override
    public Reader getCharacterStream(long position, long length) throws SQLException {
        var from = LobPosition.toOffset(position);
        return new StringReader(part(from, LobPosition.requireLength(length)));
    }

    @Override
    public InputStream getAsciiStream() throws SQLException {
        return new ByteArrayInputStream(text().toString().getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public long position(String pattern, long start) throws SQLException {
        var from = LobPosition.toOffset(start);
        var found = from > text().length() ? -1 : text().indexOf(pattern, (int) from);
        return found < 0 ? -1 : found + 1L;
    }

    @Override
    public long position(Clob pattern, long start) throws SQLException {
        text();
        return position(pattern.getSubString(1, Math.toIntExact(pattern.length())), start);
    }

    @Override
    public int setString(long position, String added) throws SQLException {
        text();
        return setString(position, added, 0, added.length());
    }

    @Override
    public int setString(long position, String added, int from, int length) throws SQLException {
        var start = LobPosition.toOffset(position);
        var known = text();
        if (start > known.length()) {
            throw new SQLException("the position is behind the text's end", JdbcState.INVALID_PARAMETER_VALUE);
        }
        known.replace(
                (int) start, (int) Math.min(start + length, known.length()), added.substring(from, from + length));
        return length;
    }

    @Override
    public OutputStream setAsciiStream(long position) throws SQLException {
        LobPosition.toOffset(position);
        text();
        return new ByteArrayOutputStream() {
            @Override
            public void close() throws java.io.IOException {
                put(position, toString(StandardCharsets.US_ASCII));
                reset();
            }
        };
    }

    @Override
    public Writer setCharacterStream(long position) throws SQLException {
        LobPosition.toOffset(position);
        text();
        return new StringWriter() {
            @Override
            public void close() throws java.io.IOException {
                put(position, toString());
                getBuffer().setLength(0);
            }
        };
    }

    private void put(long position, String added) throws java.io.IOException {
        try {
            setString(position, added);
        } catch (SQLException e) {
            throw new java.io.IOException(e);
        }
    }

    @Override
    public void truncate(long length) throws SQLException {
        text().setLength((int) Math.min(LobPosition.requireLength(length), text().length()));
    }

    @Override
    public void free() {
        text = null;
    }
}
