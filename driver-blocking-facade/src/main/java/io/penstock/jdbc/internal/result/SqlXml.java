package io.penstock.jdbc.internal.result;

import io.penstock.jdbc.internal.convert.JdbcState;
import io.penstock.jdbc.internal.errors.SqlErrors;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.SQLXML;
import javax.xml.transform.Result;
import javax.xml.transform.Source;
import org.jspecify.annotations.Nullable;

/** XML as its text; no parser is run on what comes from a database. */
public final class SqlXml implements SQLXML {

    private @Nullable String text;
    private boolean freed;

    public SqlXml(@Nullable String text) {
        this.text = text;
    }

    @Override
    public String getString() throws SQLException {
        var known = text;
        if (freed || known == null) {
            throw new SQLException("this XML was freed, or not set yet", JdbcState.OBJECT_NOT_IN_STATE);
        }
        return known;
    }

    @Override
    public void setString(String value) throws SQLException {
        if (freed || text != null) {
            throw new SQLException("this XML was freed, or set before", JdbcState.OBJECT_NOT_IN_STATE);
        }
        text = value;
    }

    @Override
    public InputStream getBinaryStream() throws SQLException {
        return new ByteArrayInputStream(getString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Reader getCharacterStream() throws SQLException {
        return new StringReader(getString());
    }

    @Override
    public OutputStream setBinaryStream() throws SQLException {
        throw SqlErrors.unsupported("SQLXML.setBinaryStream");
    }

    @Override
    public Writer setCharacterStream() throws SQLException {
        throw SqlErrors.unsupported("SQLXML.setCharacterStream");
    }

    @Override
    public <T extends Source> T getSource(@Nullable Class<T> type) throws SQLException {
        throw SqlErrors.unsupported("SQLXML.getSource");
    }

    @Override
    public <T extends Result> T setResult(@Nullable Class<T> type) throws SQLException {
        throw SqlErrors.unsupported("SQLXML.setResult");
    }

    @Override
    public void free() {
        freed = true;
        text = null;
    }
}
