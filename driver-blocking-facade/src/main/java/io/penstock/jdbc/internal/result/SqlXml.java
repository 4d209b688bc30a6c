package io.penstock.jdbc.internal.result;

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
import java.sql.SQLException;
import java.sql.SQLXML;
import javax.xml.transform.Result;
import javax.xml.transform.Source;
import javax.xml.transform.dom.DOMResult;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.sax.SAXResult;
import javax.xml.transform.sax.SAXSource;
import javax.xml.transform.stax.StAXResult;
import javax.xml.transform.stax.StAXSource;
import javax.xml.transform.stream.StreamResult;
import javax.xml.transform.stream.StreamSource;
import org.jspecify.annotations.Nullable;

/** XML as its text. What parses it is {@link SecureXml}'s, and runs when a source is asked for. Belongs to one thread at a time. */
public final class SqlXml implements SQLXML {

    /** Where its text is. */
    private interface Text {

        @Nullable
        String read() throws SQLException;
    }

    private @Nullable Text text;
    private boolean freed;

    /** To be written once. */
    public SqlXml() {}

    /** Of a text. */
    public SqlXml(String text) {
        this.text = () -> text;
    }

    private void requireNotFreed() throws SQLException {
        if (freed) {
            throw new SQLException("this XML was freed", JdbcState.OBJECT_NOT_IN_STATE);
        }
    }

    private void write(Text newText) throws SQLException {
        requireNotFreed();
        if (text != null) {
            throw new SQLException("this XML was written before", JdbcState.OBJECT_NOT_IN_STATE);
        }
        text = newText;
    }

    @Override
    public @Nullable String getString() throws SQLException {
        requireNotFreed();
        var written = text;
        if (written == null) {
            throw new SQLException("this XML was not written yet", JdbcState.OBJECT_NOT_IN_STATE);
        }
        return written.read();
    }

    @Override
    public void setString(@Nullable String value) throws SQLException {
        write(() -> value);
    }

    @Override
    public @Nullable InputStream getBinaryStream() throws SQLException {
        var xml = getString();
        return xml == null ? null : new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public @Nullable Reader getCharacterStream() throws SQLException {
        var xml = getString();
        return xml == null ? null : new StringReader(xml);
    }

    @Override
    public OutputStream setBinaryStream() throws SQLException {
        var bytes = new ByteArrayOutputStream();
        write(() -> SecureXml.decoded(bytes.toByteArray()));
        return bytes;
    }

    @Override
    public Writer setCharacterStream() throws SQLException {
        var writer = new StringWriter();
        write(writer::toString);
        return writer;
    }

    // ---- sources and results

    @Override
    public <T extends Source> @Nullable T getSource(@Nullable Class<T> type) throws SQLException {
        var xml = getString();
        if (xml == null) {
            return null;
        }
        var source = source(xml, type == null ? DOMSource.class : type);
        @SuppressWarnings("unchecked")
        var asked = (T) source;
        return asked;
    }

    private static Source source(String xml, Class<?> type) throws SQLException {
        if (type == DOMSource.class) {
            return SecureXml.dom(xml);
        }
        if (type == SAXSource.class) {
            return SecureXml.sax(xml);
        }
        if (type == StreamSource.class) {
            return new StreamSource(new StringReader(xml));
        }
        if (type == StAXSource.class) {
            return new StAXSource(SecureXml.stax(xml));
        }
        throw unknown(type);
    }

    @Override
    public <T extends Result> T setResult(@Nullable Class<T> type) throws SQLException {
        requireNotFreed();
        var result = result(type == null ? DOMResult.class : type);
        @SuppressWarnings("unchecked")
        var asked = (T) result;
        return asked;
    }

    private Result result(Class<?> type) throws SQLException {
        if (type == DOMResult.class) {
            var result = new DOMResult();
            write(() -> SecureXml.written(new DOMSource(result.getNode())));
            return result;
        }
        var writer = new StringWriter();
        var result = written(writer, type);
        write(writer::toString);
        return result;
    }

    private static Result written(StringWriter writer, Class<?> type) throws SQLException {
        if (type == SAXResult.class) {
            return new SAXResult(SecureXml.handler(writer));
        }
        if (type == StreamResult.class) {
            return new StreamResult(writer);
        }
        if (type == StAXResult.class) {
            return new StAXResult(SecureXml.writer(writer));
        }
        throw unknown(type);
    }

    private static SQLException unknown(Class<?> type) {
        return new SQLException("XML is not given as " + type.getName(), JdbcState.INVALID_PARAMETER_TYPE);
    }

    @Override
    public void free() {
        freed = true;
        text = null;
    }
}
