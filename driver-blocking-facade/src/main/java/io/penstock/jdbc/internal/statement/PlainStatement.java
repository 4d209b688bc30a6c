package io.penstock.jdbc.internal.statement;

import io.penstock.Flight;
import io.penstock.Query;
import io.penstock.error.PgException;
import io.penstock.jdbc.internal.convert.JdbcState;
import io.penstock.jdbc.internal.errors.SelfWrapper;
import io.penstock.jdbc.internal.errors.SqlErrors;
import io.penstock.jdbc.internal.result.HeldResultSet;
import io.penstock.jdbc.internal.result.ResultOwner;
import io.penstock.jdbc.internal.session.JdbcSession;
import io.penstock.jdbc.internal.session.Warnings;
import io.penstock.jdbc.internal.sql.ParsedSql;
import io.penstock.jdbc.internal.sql.SqlSyntax;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement that is given its SQL when it is run, and what all statements have in common. */
public class PlainStatement implements SelfWrapper, Quoting, ResultOwner {

    /** For how many entries of a batch there is room before they are added. */
    private static final int MAX_EXPECTED = 1_024;

    private final JdbcSession session;
    private final Connection connection;
    private final StatementShape shape;
    private final Warnings warnings = new Warnings();

    /** Of a batch that is being made, or was; null before the first. */
    private @Nullable List<Query> batch;

    /** What goes on with the entry before in it; null where each entry is one statement. */
    private @Nullable BitSet continuing;

    /** How many entries the next one is made for: those of the last, within bounds. */
    private int lastBatch = 10;

    private @Nullable Execution execution;

    /** The last execution, over: what it was made of serves again. */
    private @Nullable Execution last;

    private SqlSyntax.Escapes escapes = SqlSyntax.Escapes.PROCESSED;
    private int fetchSize;
    private int fetchDirection = ResultSet.FETCH_FORWARD;
    private long maxRows;
    private int maxFieldSize;
    private int queryTimeout;
    private boolean closesOnCompletion;

    /** What is prepared is, unless somebody says otherwise. */
    private boolean poolable = this instanceof PreparedStatement;

    private volatile boolean closed;

    public PlainStatement(JdbcSession session, Connection connection, StatementShape shape) {
        this.session = session;
        this.connection = connection;
        this.shape = shape;
        this.fetchSize = session.options().fetchSize();
        this.queryTimeout = session.options().queryTimeout();
    }

    @Override
    public final JdbcSession session() {
        return session;
    }

    @Override
    public final Statement statement() {
        return this;
    }

    // ---- running

    final ParsedSql parse(String sql, SqlSyntax.Placeholders placeholders) throws SQLException {
        requireOpen();
        if (sql == null) {
            throw new SQLException("the SQL text is null", JdbcState.INVALID_PARAMETER_VALUE);
        }
        return session.parse(sql, placeholders, escapes);
    }

    private List<Query> queries(ParsedSql parsed) {
        var queries = new ArrayList<Query>(parsed.parts().size());
        for (var part : parsed.parts()) {
            var query = Query.of(part.text());
            queries.add(
                    switch (session.options().preparing()) {
                        case KEPT, ONE_USE -> query.once();
                        case ALL_KEPT -> query;
                    });
        }
        return queries;
    }

    private boolean run(String sql, KeysWanted keys) throws SQLException {
        var parsed = keys.in(parse(sql, SqlSyntax.Placeholders.NONE));
        return run(queries(parsed), keys.heeded(parsed));
    }

    /** Runs queries in one flight; true if the first result is rows. */
    final boolean run(List<Query> queries, KeysWanted keys) throws SQLException {
        return run(Flight.of(queries), keys);
    }

    /** The same, of a statement that is open as far as its caller knows. */
    final boolean run(Flight flight, KeysWanted keys) throws SQLException {
        endExecution();
        warnings.clear();
        var spare = last;
        var answers = session.run(configured(flight, keys), spare == null ? null : spare.answers());
        warnings.addAll(answers.notices());
        var delivery = delivery(flight.queries().size(), keys);
        var begun = spare == null ? new Execution(this, answers) : spare;
        execution = begun;
        return begun.begin(delivery, flight.queries().size(), fetchSize);
    }

    private Execution.Delivery delivery(int count, KeysWanted keys) {
        if (keys.any()) {
            return Execution.Delivery.KEYS;
        }
        if (shape.updates()) {
            return shape.scrolls() ? Execution.Delivery.SCROLLABLE_UPDATABLE : Execution.Delivery.UPDATABLE;
        }
        if (shape.scrolls()) {
            return Execution.Delivery.SCROLLABLE;
        }
        return count > 1 ? Execution.Delivery.HELD : Execution.Delivery.STREAMED;
    }

    private Flight configured(Flight plain, KeysWanted keys) {
        var rows = (int) Math.min(maxRows, Integer.MAX_VALUE);
        var flight = rows == 0 ? plain : Flight.of(limited(plain.queries(), rows));
        if (queryTimeout > 0) {
            flight = flight.withTimeout(Duration.ofSeconds(queryTimeout));
        }
        var portioned = fetchSize > 0 && rows == 0 && flight.queries().size() == 1 && !keys.any();
        return portioned && !shape.scrolls() && !shape.updates() && !shape.holds() && session.inBlock()
                ? flight.withRowsAtATime(fetchSize)
                : flight;
    }

    private static List<Query> limited(List<Query> queries, int rows) {
        return queries.stream().map(query -> query.withMaxRows(rows)).toList();
    }

    /** The rows of what was run, which has to be rows. */
    final ResultSet queried(boolean rows) throws SQLException {
        var ran = execution;
        if (!rows || ran == null || ran.result() == null) {
            throw new SQLException("the statement has returned no rows", JdbcState.NO_DATA);
        }
        return ran.result();
    }

    /** The count of what was run, which has to be one. */
    final long updated(boolean rows) throws SQLException {
        var ran = execution;
        if (rows || ran == null) {
            endExecution();
            throw new SQLException(
                    "the statement has returned rows where a count was expected", JdbcState.TOO_MANY_RESULTS);
        }
        return Math.max(ran.count(), 0);
    }

    static int narrowed(long count) {
        return count > Integer.MAX_VALUE ? SUCCESS_NO_INFO : (int) count;
    }

    @Override
    public ResultSet executeQuery(String sql) throws SQLException {
        return queried(run(sql, KeysWanted.NONE));
    }

    @Override
    public int executeUpdate(String sql) throws SQLException {
        return narrowed(executeLargeUpdate(sql));
    }

    @Override
    public int executeUpdate(String sql, int autoGeneratedKeys) throws SQLException {
        return narrowed(executeLargeUpdate(sql, autoGeneratedKeys));
    }

    @Override
    public int executeUpdate(String sql, int[] columnIndexes) throws SQLException {
        return narrowed(executeLargeUpdate(sql, columnIndexes));
    }

    @Override
    public int executeUpdate(String sql, String[] columnNames) throws SQLException {
        return narrowed(executeLargeUpdate(sql, columnNames));
    }

    @Override
    public long executeLargeUpdate(String sql) throws SQLException {
        return updated(run(sql, KeysWanted.NONE));
    }

    @Override
    public long executeLargeUpdate(String sql, int autoGeneratedKeys) throws SQLException {
        return updated(run(sql, KeysWanted.of(autoGeneratedKeys)));
    }

    @Override
    public long executeLargeUpdate(String sql, int[] columnIndexes) throws SQLException {
        return updated(run(sql, KeysWanted.of(columnIndexes)));
    }

    @Override
    public long executeLargeUpdate(String sql, String[] columnNames) throws SQLException {
        return updated(run(sql, KeysWanted.of(columnNames, session.options().returning())));
    }

    @Override
    public boolean execute(String sql) throws SQLException {
        return run(sql, KeysWanted.NONE);
    }

    @Override
    public boolean execute(String sql, int autoGeneratedKeys) throws SQLException {
        return run(sql, KeysWanted.of(autoGeneratedKeys));
    }

    @Override
    public boolean execute(String sql, int[] columnIndexes) throws SQLException {
        return run(sql, KeysWanted.of(columnIndexes));
    }

    @Override
    public boolean execute(String sql, String[] columnNames) throws SQLException {
        return run(sql, KeysWanted.of(columnNames, session.options().returning()));
    }

    // ---- results

    final @Nullable Execution execution() {
        return execution;
    }

    @Override
    public @Nullable ResultSet getResultSet() throws SQLException {
        requireOpen();
        return execution == null ? null : execution.result();
    }

    @Override
    public int getUpdateCount() throws SQLException {
        return narrowed(getLargeUpdateCount());
    }

    @Override
    public long getLargeUpdateCount() throws SQLException {
        requireOpen();
        return execution == null ? -1 : execution.count();
    }

    @Override
    public boolean getMoreResults() throws SQLException {
        return getMoreResults(CLOSE_ALL_RESULTS);
    }

    @Override
    public boolean getMoreResults(int current) throws SQLException {
        requireOpen();
        var ran = execution;
        if (ran == null) {
            return false;
        }
        var result = ran.result();
        if (result != null && current != KEEP_CURRENT_RESULT) {
            result.close();
        }
        if (current == CLOSE_ALL_RESULTS) {
            ran.closeKept();
        }
        return ran.advance();
    }

    @Override
    public ResultSet getGeneratedKeys() throws SQLException {
        requireOpen();
        var keys = execution == null ? null : execution.keys();
        return keys != null ? keys : noRows();
    }

    private ResultSet noRows() {
        return new HeldResultSet(this, Execution.cells(this, List.of()), List.of(), HeldResultSet.Direction.FORWARD, 0);
    }

    /** The keys are a result too; those that were kept open behind others are not waited for. */
    @Override
    public void resultClosed(ResultSet result) throws SQLException {
        if (closesOnCompletion && execution != null && execution.isCompletedBy(result)) {
            close();
        }
    }

    // ---- batches

    @Override
    public void addBatch(String sql) throws SQLException {
        addToBatch(queries(parse(sql, SqlSyntax.Placeholders.NONE)));
    }

    final void addToBatch(List<Query> queries) {
        var begun = begunBatch();
        if (queries.size() > 1) {
            var more = continuing == null ? new BitSet() : continuing;
            more.set(begun.size() + 1, begun.size() + queries.size());
            continuing = more;
        }
        begun.addAll(queries);
    }

    final void addToBatch(Query query) {
        begunBatch().add(query);
    }

    private List<Query> begunBatch() {
        var begun = batch;
        if (begun == null) {
            begun = new ArrayList<>(lastBatch);
            batch = begun;
            continuing = null;
        }
        return begun;
    }

    @Override
    public void clearBatch() throws SQLException {
        batch = null;
    }

    @Override
    public int[] executeBatch() throws SQLException {
        return BatchOutcome.narrowed(executeLargeBatch());
    }

    @Override
    public long[] executeLargeBatch() throws SQLException {
        return runBatch(KeysWanted.NONE);
    }

    final long[] runBatch(KeysWanted keys) throws SQLException {
        requireOpen();
        endExecution();
        warnings.clear();
        var queries = batch;
        batch = null;
        if (queries == null) {
            return new long[0];
        }
        lastBatch = Math.min(queries.size(), MAX_EXPECTED);
        var sent = sent(queries);
        var flight = Flight.of(sent.queries());
        return BatchRun.run(
                this,
                sent,
                queryTimeout > 0 ? flight.withTimeout(Duration.ofSeconds(queryTimeout)) : flight,
                keys,
                warnings);
    }

    /** What is sent for a batch. */
    SentBatch sent(List<Query> queries) throws SQLException {
        return continuing == null ? SentBatch.oneByOne(queries) : SentBatch.apart(queries, continuing);
    }

    final void keep(Execution kept) {
        execution = kept;
    }

    // ---- settings

    @Override
    public final int maxFieldSize() {
        return maxFieldSize;
    }

    @Override
    public int getMaxFieldSize() throws SQLException {
        return maxFieldSize;
    }

    @Override
    public void setMaxFieldSize(int max) throws SQLException {
        requireOpen();
        requireNotNegative(max, "a field's size");
        maxFieldSize = max;
    }

    @Override
    public int getMaxRows() throws SQLException {
        return narrowed(getLargeMaxRows());
    }

    @Override
    public void setMaxRows(int max) throws SQLException {
        setLargeMaxRows(max);
    }

    @Override
    public long getLargeMaxRows() throws SQLException {
        requireOpen();
        return maxRows;
    }

    @Override
    public void setLargeMaxRows(long max) throws SQLException {
        requireOpen();
        requireNotNegative(max, "a number of rows");
        maxRows = max;
    }

    @Override
    public void setEscapeProcessing(boolean enable) throws SQLException {
        requireOpen();
        escapes = enable ? SqlSyntax.Escapes.PROCESSED : SqlSyntax.Escapes.LEFT_ALONE;
    }

    @Override
    public int getQueryTimeout() throws SQLException {
        requireOpen();
        return queryTimeout;
    }

    @Override
    public void setQueryTimeout(int seconds) throws SQLException {
        requireOpen();
        requireNotNegative(seconds, "a timeout");
        queryTimeout = seconds;
    }

    @Override
    public int getFetchSize() throws SQLException {
        return fetchSize;
    }

    @Override
    public void setFetchSize(int rows) throws SQLException {
        requireOpen();
        requireNotNegative(rows, "a fetch size");
        fetchSize = rows;
    }

    @Override
    public int getFetchDirection() throws SQLException {
        return fetchDirection;
    }

    @Override
    public void setFetchDirection(int direction) throws SQLException {
        requireOpen();
        switch (direction) {
            case ResultSet.FETCH_FORWARD, ResultSet.FETCH_REVERSE, ResultSet.FETCH_UNKNOWN ->
                fetchDirection = direction;
            default -> throw new SQLException("no fetch direction: " + direction, JdbcState.INVALID_PARAMETER_VALUE);
        }
    }

    private static void requireNotNegative(long number, String what) throws SQLException {
        if (number < 0) {
            throw new SQLException(what + " is not negative", JdbcState.INVALID_PARAMETER_VALUE);
        }
    }

    @Override
    public void setCursorName(String name) throws SQLException {
        requireOpen();
    }

    @Override
    public int getResultSetType() throws SQLException {
        return shape.type();
    }

    @Override
    public int getResultSetConcurrency() throws SQLException {
        return shape.concurrency();
    }

    @Override
    public int getResultSetHoldability() throws SQLException {
        return shape.holdability();
    }

    @Override
    public void setPoolable(boolean newPoolable) throws SQLException {
        requireOpen();
        poolable = newPoolable;
    }

    @Override
    public boolean isPoolable() throws SQLException {
        requireOpen();
        return poolable;
    }

    @Override
    public @Nullable SQLWarning getWarnings() throws SQLException {
        requireOpen();
        return warnings.first();
    }

    @Override
    public void clearWarnings() throws SQLException {
        warnings.clear();
    }

    @Override
    public Connection getConnection() {
        return connection;
    }

    // ---- the end

    /** Any thread: asks the server to stop what the connection is at. What is closed has nothing to stop, itself or with its connection. */
    @Override
    public void cancel() throws SQLException {
        if (closed || !session.link().isOpen()) {
            return;
        }
        try {
            session.link().cancel();
        } catch (PgException e) {
            throw SqlErrors.of(e);
        }
    }

    final void requireOpen() throws SQLException {
        if (closed) {
            throw new SQLException("this statement is closed", JdbcState.OBJECT_NOT_IN_STATE);
        }
        session.requireOpen();
    }

    final void endExecution() throws SQLException {
        var ended = execution;
        execution = null;
        if (ended == null) {
            return;
        }
        var result = ended.result();
        if (result != null) {
            result.close();
        }
        ended.close();
        if (last != ended) {
            last = ended;
        }
    }

    @Override
    public void closeOnCompletion() throws SQLException {
        closesOnCompletion = true;
    }

    @Override
    public boolean isCloseOnCompletion() throws SQLException {
        return closesOnCompletion;
    }

    @Override
    public boolean isClosed() throws SQLException {
        return closed;
    }

    @Override
    public void close() throws SQLException {
        if (!closed) {
            closed = true;
            try {
                endExecution();
            } finally {
                ended();
            }
        }
    }

    /** It was closed just now. */
    void ended() {}
}
