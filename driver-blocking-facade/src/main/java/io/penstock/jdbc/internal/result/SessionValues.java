package io.penstock.jdbc.internal.result;

import io.penstock.Column;
import io.penstock.Row;
import io.penstock.codec.Composite;
import io.penstock.error.PgCodecException;
import io.penstock.jdbc.internal.convert.CellReader;
import io.penstock.jdbc.internal.convert.SqlType;
import io.penstock.jdbc.internal.convert.ValueContext;
import io.penstock.jdbc.internal.errors.SqlErrors;
import io.penstock.jdbc.internal.lob.Lobs;
import io.penstock.jdbc.internal.lob.TupleId;
import io.penstock.jdbc.internal.session.JdbcSession;
import io.penstock.jdbc.internal.url.FacadeOptions;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.NClob;
import java.sql.RowId;
import java.sql.SQLException;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** What values need to know of the session that they come from. */
public final class SessionValues implements ValueContext {

    private final JdbcSession session;
    private final int maxFieldSize;
    private final Lobs lobs;
    private final CellReader cells;

    public SessionValues(JdbcSession session) {
        this(session, 0);
    }

    /** @param maxFieldSize 0 for no bound */
    public SessionValues(JdbcSession session, int maxFieldSize) {
        this.session = session;
        this.maxFieldSize = maxFieldSize;
        this.lobs = new Lobs(session);
        this.cells = new CellReader(this);
    }

    @Override
    public ZoneId sessionZone() {
        return session.zone();
    }

    @Override
    public boolean countsBooleans() {
        return session.options().booleans() == FacadeOptions.Booleans.NUMBERS;
    }

    @Override
    public int maxFieldSize() {
        return maxFieldSize;
    }

    @Override
    public @Nullable Object structured(Row row, int index, Column column) throws SQLException {
        try {
            return switch (SqlType.of(column.typeOid())) {
                case XML -> new SqlXml(String.valueOf(row.getString(index)));
                case REFCURSOR -> RefCursor.rows(session, String.valueOf(row.getString(index)));
                default ->
                    session.types().isArray(column.typeOid()) ? array(row, index, column) : other(row, index, column);
            };
        } catch (PgCodecException e) {
            throw SqlErrors.of(e);
        }
    }

    /** A number is a large object's, whatever its type is. */
    @Override
    public @Nullable Object handle(Row row, int index, SqlType type, Column column, Class<?> wanted)
            throws SQLException {
        if (wanted == Blob.class) {
            return type == SqlType.BYTEA
                    ? Lobs.blob(cells.getBytes(row, index, type))
                    : lobs.blob(cells.getLong(row, index, type));
        }
        if (wanted == Clob.class || wanted == NClob.class) {
            return wanted == Clob.class && type.isNumber()
                    ? lobs.clob(cells.getLong(row, index, type))
                    : Lobs.clob(cells.getString(row, index, type));
        }
        if (wanted == RowId.class && column.typeOid() == TupleId.TYPE) {
            return new TupleId(cells.getString(row, index, type));
        }
        return null;
    }

    private @Nullable Object other(Row row, int index, Column column) throws SQLException {
        var value = row.get(index);
        return value instanceof Composite composite
                ? SqlStruct.of(column.typeOid(), session.types().name(column.typeOid()), composite, session.zone())
                : value;
    }

    private SqlArray array(Row row, int index, Column column) throws SQLException {
        var element = session.types().element(column.typeOid());
        var values = ElementClass.of(element).arrayOf(row, index, session.zone());
        var kind = new SqlArray.Kind(
                column.typeOid(),
                element,
                session.types().name(element),
                session.types().jdbcType(element));
        return new SqlArray(session, kind, values, cells.getString(row, index, SqlType.OTHER));
    }
}
