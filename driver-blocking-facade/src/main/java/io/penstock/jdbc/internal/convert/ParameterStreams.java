package io.penstock.jdbc.internal.convert;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What is set as a stream, read whole: a parameter's length stands in front of it on the wire. */
public final class ParameterStreams {

    /** A stream without a length is read to its end. */
    public static final long TO_THE_END = Long.MAX_VALUE;

    private ParameterStreams() {}

    public static byte @Nullable [] bytes(@Nullable InputStream stream, long length) throws SQLException {
        return stream == null ? null : read(stream, length);
    }

    /** As many bytes; it is an error where the stream ends before. */
    public static byte @Nullable [] allBytes(@Nullable InputStream stream, long length) throws SQLException {
        var bytes = bytes(stream, length);
        if (bytes != null && length != TO_THE_END && bytes.length < length) {
            throw new SQLException(
                    "the stream of a parameter has " + bytes.length + " bytes and not " + length,
                    JdbcState.INVALID_PARAMETER_VALUE);
        }
        return bytes;
    }

    /** As many bytes, or fewer where the stream ends. */
    public static byte[] read(InputStream stream, long length) throws SQLException {
        requireLength(length);
        try {
            return length == TO_THE_END ? stream.readAllBytes() : stream.readNBytes((int) length);
        } catch (IOException e) {
            throw new SQLException("the stream of a parameter could not be read", JdbcState.IO_ERROR, e);
        }
    }

    public static @Nullable String text(@Nullable InputStream stream, long length, Charset charset)
            throws SQLException {
        var bytes = bytes(stream, length);
        return bytes == null ? null : new String(bytes, charset);
    }

    public static @Nullable String text(@Nullable Reader reader, long length) throws SQLException {
        return reader == null ? null : read(reader, length);
    }

    /** As many characters, or fewer where the reader ends. */
    public static String read(Reader reader, long length) throws SQLException {
        requireLength(length);
        try {
            var text = new StringWriter();
            if (length == TO_THE_END) {
                reader.transferTo(text);
            } else {
                copy(reader, text, (int) length);
            }
            return text.toString();
        } catch (IOException e) {
            throw new SQLException("the reader of a parameter could not be read", JdbcState.IO_ERROR, e);
        }
    }

    private static void copy(Reader from, StringWriter to, int length) throws IOException {
        var buffer = new char[Math.min(length, 8_192)];
        var left = length;
        while (left > 0) {
            var read = from.read(buffer, 0, Math.min(left, buffer.length));
            if (read < 0) {
                return;
            }
            to.write(buffer, 0, read);
            left -= read;
        }
    }

    private static void requireLength(long length) throws SQLException {
        if (length < 0 || (length > Integer.MAX_VALUE && length != TO_THE_END)) {
            throw new SQLException("a stream's length is 0 to 2147483647", JdbcState.INVALID_PARAMETER_VALUE);
        }
    }
}
