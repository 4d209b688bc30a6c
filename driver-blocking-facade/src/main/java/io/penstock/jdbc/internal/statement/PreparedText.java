package io.penstock.jdbc.internal.statement;

import io.penstock.Flight;
import io.penstock.Query;
import io.penstock.jdbc.internal.convert.Casting;
import io.penstock.jdbc.internal.convert.JdbcState;
import io.penstock.jdbc.internal.convert.Parameter;
import io.penstock.jdbc.internal.convert.SqlType;
import io.penstock.jdbc.internal.lob.Lobs;
import io.penstock.jdbc.internal.result.ColumnMetaData;
import io.penstock.jdbc.internal.result.SqlArray;
import io.penstock.jdbc.internal.result.SqlStruct;
import io.penstock.jdbc.internal.session.JdbcSession;
import io.penstock.jdbc.internal.sql.CallForm;
import io.penstock.jdbc.internal.sql.ParsedSql;
import io.penstock.jdbc.internal.sql.SqlSyntax;
import io.penstock.jdbc.internal.url.FacadeOptions;
import java.io.InputStream;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.ParameterMetaData;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.Types;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement whose SQL is known, with values for its placeholders. The server keeps it prepared from its first use. */
public class PreparedText extends PlainStatement implements ParameterSetters, LobSetters {

    private final String sql;
    private final ParsedSql parsed;
    private final KeysWanted keys;
    private final Parameters parameters;

    /** Of one statement that has all of the placeholders: what is run again and again. */
    private final @Nullable Flight only;

    /** Of an insert whose batches are put together; null before the first. */
    private @Nullable BatchRewriting rewriting;

    public PreparedText(JdbcSession session, Connection connection, StatementShape shape, String sql, KeysWanted keys)
            throws SQLException {
        super(session, connection, shape);
        this.sql = sql;
        this.parsed = keys.in(parse(sql, SqlSyntax.Placeholders.QUESTION_MARKS));
        this.keys = keys.heeded(parsed);
        this.parameters = new Parameters(parsed.parameters());
        this.only = parsed.parts().size() == 1 && skipped() == 0
                ? Flight.of(prepared(parameters.reading(parsed.nativeText())))
                : null;
    }

    final ParsedSql parsed() {
        return parsed;
    }

    final Parameters parameters() {
        return parameters;
    }

    /** Of {@code {? = call …}} the first placeholder is where the result goes. */
    private int skipped() {
        return parsed.call() == CallForm.RESULT ? 1 : 0;
    }

    private List<Query> queries() throws SQLException {
        if (skipped() > 0) {
            parameters.requireSet(1, this::unset);
        }
        var queries = parameters.queries(parsed, skipped(), this::unset);
        return isKept() ? queries : queries.stream().map(Query::once).toList();
    }

    /** Whether the server keeps it prepared. */
    private boolean isKept() {
        return switch (session().options().preparing()) {
            case KEPT, ALL_KEPT -> true;
            case ONE_USE -> false;
        };
    }

    private Query prepared(Query query) {
        return isKept() ? query : query.once();
    }

    boolean run() throws SQLException {
        requireOpen();
        try {
            return (only != null && parameters.areSet()) ? run(only, keys) : run(queries(), keys);
        } catch (SQLException e) {
            throw watched(e);
        }
    }

    /** Without its connection it is of no use. */
    private SQLException watched(SQLException failure) {
        if (!session().link().isOpen()) {
            session().watch().useless(this, failure);
        }
        return failure;
    }

    @Override
    final void ended() {
        session().watch().closed(this);
    }

    /** What is sent for a parameter that was not set; null where that is an error. */
    @Nullable
    Parameter unset(int index) {
        return null;
    }

    @Override
    public ResultSet executeQuery() throws SQLException {
        return queried(run());
    }

    @Override
    public int executeUpdate() throws SQLException {
        return narrowed(executeLargeUpdate());
    }

    @Override
    public long executeLargeUpdate() throws SQLException {
        return updated(run());
    }

    @Override
    public boolean execute() throws SQLException {
        return run();
    }

    // ---- batches

    @Override
    public void addBatch() throws SQLException {
        requireOpen();
        if (only == null) {
            addToBatch(queries());
        } else {
            addToBatch(prepared(parameters.query(parsed.nativeText(), this::unset)));
        }
    }

    @Override
    public long[] executeLargeBatch() throws SQLException {
        try {
            return runBatch(keys);
        } catch (SQLException e) {
            if (rewriting != null) {
                rewriting.forget();
            }
            throw watched(e);
        }
    }

    @Override
    final SentBatch sent(List<Query> queries) throws SQLException {
        var row = parsed.valuesRow();
        if (row == null || !session().options().rewriting().isWanted() || keys.any() || queries.size() == 1) {
            return super.sent(queries);
        }
        var known = rewriting;
        if (known == null) {
            known = new BatchRewriting(
                    session(), sql, parsed, row, text -> parse(text, SqlSyntax.Placeholders.QUESTION_MARKS));
            rewriting = known;
        }
        return SentBatch.together(known.of(queries));
    }

    // ---- parameters

    @Override
    public final void set(int index, Parameter value) throws SQLException {
        requireOpen();
        parameters.set(index, value);
    }

    @Override
    public final void setText(int index, @Nullable String text) throws SQLException {
        set(index, Parameter.text(text, strings()));
    }

    private FacadeOptions.Strings strings() {
        return session().options().strings();
    }

    @Override
    public void setNull(int index, int jdbcType) throws SQLException {
        set(index, Parameter.nullOf(jdbcType, strings()));
    }

    @Override
    public void setObject(int index, @Nullable Object value) throws SQLException {
        if (value == null) {
            set(index, Parameter.UNTYPED_NULL);
            return;
        }
        if (value instanceof SqlArray array) {
            setArray(index, array);
            return;
        }
        if (value instanceof java.sql.SQLXML xml) {
            setSQLXML(index, xml);
            return;
        }
        if (value instanceof Blob blob) {
            setBlob(index, blob);
            return;
        }
        if (value instanceof Clob clob) {
            setClob(index, clob);
            return;
        }
        if (value instanceof SqlStruct struct) {
            set(index, new Parameter(struct.toComposite(), struct.oid()));
            return;
        }
        if (value instanceof RowId rowId) {
            setRowId(index, rowId);
            return;
        }
        var known = Parameter.ofClass(value, strings());
        set(index, known != null ? known : Parameter.untyped(value));
    }

    @Override
    public void setObject(int index, @Nullable Object value, int jdbcType, int scale) throws SQLException {
        requireOpen();
        parameters.require(index);
        if (value == null) {
            setNull(index, jdbcType);
        } else if (saysItsType(value)) {
            setObject(index, value);
        } else if (value instanceof InputStream stream && jdbcType == Types.BLOB) {
            setBlob(index, stream);
        } else {
            set(index, new Casting(strings()).cast(value, jdbcType, scale));
        }
    }

    /** Whether it is sent as what it is, whatever type is asked for. */
    private static boolean saysItsType(Object value) {
        return value instanceof java.sql.Array
                || value instanceof java.sql.SQLXML
                || value instanceof Blob
                || value instanceof Clob
                || value instanceof RowId
                || value instanceof SqlStruct;
    }

    @Override
    public void setObject(int index, @Nullable Object value, SQLType type) throws SQLException {
        setObject(index, value, type, -1);
    }

    @Override
    public void setObject(int index, @Nullable Object value, SQLType type, int scale) throws SQLException {
        setObject(index, value, type.getVendorTypeNumber(), scale);
    }

    @Override
    public void clearParameters() throws SQLException {
        requireOpen();
        parameters.clear();
    }

    // ---- what the server says of it

    @Override
    public final Lobs lobs() {
        return new Lobs(session());
    }

    /** Of several statements in one text nothing is known. */
    @Override
    public final SqlType wanted(int index) throws SQLException {
        requireOpen();
        parameters.require(index);
        if (parsed.parts().size() > 1) {
            return SqlType.OTHER;
        }
        var types = sentTypes();
        var place = index - 1 - (parsed.parameters() - types.length);
        if (place < 0) {
            return SqlType.OTHER;
        }
        types[place] = 0;
        var described = session().describe(parsed.nativeText(), types).parameterTypes();
        return SqlType.of(described.get(place));
    }

    @Override
    public @Nullable ResultSetMetaData getMetaData() throws SQLException {
        requireOpen();
        if (parsed.parts().size() > 1) {
            return null;
        }
        var columns = session().describe(parsed.nativeText(), sentTypes()).columns();
        return columns.isEmpty() ? null : new ColumnMetaData(columns, session());
    }

    @Override
    public ParameterMetaData getParameterMetaData() throws SQLException {
        requireOpen();
        if (parsed.parts().size() > 1) {
            throw new SQLException(
                    "several statements in one have no description of their parameters", JdbcState.NOT_IMPLEMENTED);
        }
        return new DescribedParameters(
                session().describe(parsed.nativeText(), sentTypes()).parameterTypes(), session());
    }

    private int[] sentTypes() {
        var types = parameters.types();
        return parsed.call() == CallForm.RESULT ? Arrays.copyOfRange(types, 1, types.length) : types;
    }

    // ---- what takes SQL is not for a statement that has its own

    private SQLException ownText() throws SQLException {
        requireOpen();
        return new SQLException("a prepared statement has its own SQL text", JdbcState.WRONG_OBJECT_TYPE);
    }

    @Override
    public ResultSet executeQuery(String sql) throws SQLException {
        throw ownText();
    }

    @Override
    public long executeLargeUpdate(String sql) throws SQLException {
        throw ownText();
    }

    @Override
    public boolean execute(String sql) throws SQLException {
        throw ownText();
    }

    @Override
    public void addBatch(String sql) throws SQLException {
        throw ownText();
    }

    /** Its text as the server reads it; no value. */
    @Override
    public String toString() {
        return parsed.nativeText();
    }
}
