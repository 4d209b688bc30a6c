package io.penstock.jdbc.internal.lob;

import static java.util.Objects.requireNonNull;

import io.penstock.Query;
import io.penstock.Row;
import io.penstock.codec.PgTypes;
import io.penstock.jdbc.internal.convert.JdbcState;
import io.penstock.jdbc.internal.convert.ParameterStreams;
import io.penstock.jdbc.internal.session.JdbcSession;
import java.io.InputStream;
import java.sql.SQLException;

/** A large object of the server, by its OID. Every call is a statement of its own; nothing is left open between them. */
public final class LargeObject implements Octets {

    private static final String CREATE = "select pg_catalog.lo_create(0)";
    private static final String GET = "select pg_catalog.lo_get($1, $2, $3)";
    private static final String PUT = "select pg_catalog.lo_put($1, $2, $3)";

    /** Opened for reading, moved to its end, and closed, in this order. */
    private static final String LENGTH = """
            select pg_catalog.lo_lseek64(o.descriptor, 0, 2), pg_catalog.lo_close(o.descriptor)
              from (select pg_catalog.lo_open($1, x'40000'::int) as descriptor offset 0) o""";

    private static final String TRUNCATE = """
            select pg_catalog.lo_truncate64(o.descriptor, $2), pg_catalog.lo_close(o.descriptor)
              from (select pg_catalog.lo_open($1, x'20000'::int) as descriptor offset 0) o""";

    private static final int OID = PgTypes.OID.oid();
    private static final int INT4 = PgTypes.INT4.oid();
    private static final int INT8 = PgTypes.INT8.oid();
    private static final int BYTEA = PgTypes.BYTEA.oid();

    private final JdbcSession session;
    private final long oid;

    LargeObject(JdbcSession session, long oid) {
        this.session = session;
        this.oid = oid;
    }

    /** A new one with what a stream has, read and sent chunk by chunk. */
    static LargeObject of(JdbcSession session, InputStream stream, long maxBytes) throws SQLException {
        var created = new LargeObject(session, row(session, Query.of(CREATE)).getLong(0));
        var offset = 0L;
        while (offset < maxBytes) {
            var chunk = ParameterStreams.read(stream, Math.min(MAX_CHUNK_BYTES, maxBytes - offset));
            if (chunk.length == 0) {
                break;
            }
            created.write(offset, chunk);
            offset += chunk.length;
        }
        return created;
    }

    /** By which the server knows it. */
    long oid() {
        return oid;
    }

    @Override
    public long length() throws SQLException {
        return row(session, Query.of(LENGTH, oid).withTypes(OID)).getLong(0);
    }

    @Override
    public byte[] read(long offset, int count) throws SQLException {
        var row = row(session, Query.of(GET, oid, offset, count).withTypes(OID, INT8, INT4));
        return requireNonNull(row.get(0, byte[].class), "bytes");
    }

    @Override
    public void write(long offset, byte[] bytes) throws SQLException {
        row(session, Query.of(PUT, oid, offset, bytes).withTypes(OID, INT8, BYTEA));
    }

    @Override
    public void truncate(long length) throws SQLException {
        row(session, Query.of(TRUNCATE, oid, length).withTypes(OID, INT8));
    }

    private static Row row(JdbcSession session, Query query) throws SQLException {
        if (!session.inBlock()) {
            throw new SQLException(
                    "large objects may not be used in auto-commit mode", JdbcState.NO_ACTIVE_SQL_TRANSACTION);
        }
        return requireNonNull(session.first(query), "row");
    }
}
