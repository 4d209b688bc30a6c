package io.penstock.jdbc.internal.lob;

import io.penstock.codec.PgTypes;
import java.nio.charset.StandardCharsets;
import java.sql.RowId;

/**
 * Where a version of a row is in its table: a {@code ctid}, as the server writes it. It finds the row for as long as nobody updates it.
 *
 * @see <a href="https://www.postgresql.org/docs/current/ddl-system-columns.html">System Columns</a>
 */
public record TupleId(String text) implements RowId {

    /** The OID of its type. */
    public static final int TYPE = PgTypes.TID.oid();

    @Override
    public byte[] getBytes() {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public String toString() {
        return text;
    }
}
