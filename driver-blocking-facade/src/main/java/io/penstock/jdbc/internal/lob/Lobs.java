package io.penstock.jdbc.internal.lob;

import io.penstock.jdbc.internal.convert.Parameter;
import io.penstock.jdbc.internal.convert.ParameterStreams;
import io.penstock.jdbc.internal.convert.SqlType;
import io.penstock.jdbc.internal.session.JdbcSession;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.NClob;
import java.sql.SQLException;

/** Makes handles of values, and values of handles. What a handle becomes as a parameter is said by the type that the server wants there. */
public final class Lobs {

    private final JdbcSession session;

    public Lobs(JdbcSession session) {
        this.session = session;
    }

    // ---- handles

    /** On the large object of this OID. */
    public Blob blob(long oid) {
        return new OctetsBlob(new LargeObject(session, oid));
    }

    /** On these bytes. */
    public static Blob blob(byte[] bytes) {
        return new OctetsBlob(new HeldOctets(bytes));
    }

    /** On the large object of this OID. */
    public Clob clob(long oid) {
        return new LargeClob(new LargeObject(session, oid));
    }

    /** On this text. */
    public static NClob clob(String text) {
        return new TextClob(text);
    }

    // ---- parameters

    /** A Blob: the large object that it is on, or what it has. */
    public Parameter parameter(Blob blob, SqlType wanted) throws SQLException {
        if (wanted != SqlType.BYTEA && blob instanceof OctetsBlob own && own.octets() instanceof LargeObject object) {
            return Parameter.of(SqlType.OID, object.oid());
        }
        return parameter(blob.getBinaryStream(), Long.MAX_VALUE, wanted);
    }

    /** As many bytes of a stream, or fewer where it ends: a new large object, except where bytes are wanted. */
    public Parameter parameter(InputStream stream, long maxBytes, SqlType wanted) throws SQLException {
        LobPosition.requireLength(maxBytes);
        if (wanted == SqlType.BYTEA) {
            return Parameter.of(SqlType.BYTEA, ParameterStreams.read(stream, Math.min(maxBytes, Integer.MAX_VALUE)));
        }
        return Parameter.of(
                SqlType.OID, LargeObject.of(session, stream, maxBytes).oid());
    }

    /** A Clob: the large object that it is on, or its text. */
    public Parameter parameter(Clob clob, SqlType wanted) throws SQLException {
        if (wanted == SqlType.OID && clob instanceof LargeClob large) {
            return Parameter.of(SqlType.OID, large.object().oid());
        }
        return parameter(clob.getCharacterStream(), Long.MAX_VALUE, wanted);
    }

    /** As many characters of a reader, or fewer where it ends: a text, except where a large object is wanted. */
    public Parameter parameter(Reader reader, long maxCharacters, SqlType wanted) throws SQLException {
        var text = ParameterStreams.read(reader, Math.min(LobPosition.requireLength(maxCharacters), Integer.MAX_VALUE));
        if (wanted != SqlType.OID) {
            return Parameter.text(text, session.options().strings());
        }
        var stream = new java.io.ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        return Parameter.of(
                SqlType.OID, LargeObject.of(session, stream, Long.MAX_VALUE).oid());
    }
}
