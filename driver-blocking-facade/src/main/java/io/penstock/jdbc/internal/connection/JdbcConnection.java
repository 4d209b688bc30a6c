package io.penstock.jdbc.internal.connection;

import static java.util.Objects.requireNonNull;

import io.penstock.BlockingConnection;
import io.penstock.ListenEvent;
import io.penstock.Query;
import io.penstock.codec.PgType;
import io.penstock.error.PgException;
import io.penstock.jdbc.PenstockConnection;
import io.penstock.jdbc.internal.convert.JdbcState;
import io.penstock.jdbc.internal.errors.SelfWrapper;
import io.penstock.jdbc.internal.errors.SqlErrors;
import io.penstock.jdbc.internal.lob.Lobs;
import io.penstock.jdbc.internal.metadata.CatalogMetaData;
import io.penstock.jdbc.internal.result.SqlStruct;
import io.penstock.jdbc.internal.result.SqlXml;
import io.penstock.jdbc.internal.session.Isolation;
import io.penstock.jdbc.internal.session.JdbcSession;
import io.penstock.jdbc.internal.session.PreparedWatch;
import io.penstock.jdbc.internal.session.SqlTexts;
import io.penstock.jdbc.internal.session.Tenancy;
import io.penstock.jdbc.internal.session.TransactionMode;
import io.penstock.jdbc.internal.session.TransactionOwner;
import io.penstock.jdbc.internal.sql.SqlSyntax;
import io.penstock.jdbc.internal.statement.CallText;
import io.penstock.jdbc.internal.statement.KeysWanted;
import io.penstock.jdbc.internal.statement.PlainStatement;
import io.penstock.jdbc.internal.statement.PreparedText;
import io.penstock.jdbc.internal.statement.StatementShape;
import io.penstock.jdbc.internal.url.FacadeOptions;
import io.penstock.sql.SqlIdentifiers;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.ClientInfoStatus;
import java.sql.Clob;
import java.sql.DatabaseMetaData;
import java.sql.NClob;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.SQLXML;
import java.sql.Savepoint;
import java.sql.Statement;
import java.sql.Struct;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A connection as JDBC has it, over one that its callers run. */
public final class JdbcConnection implements SelfWrapper, PenstockConnection {

    private static final String APPLICATION_NAME = "ApplicationName";

    private final JdbcSession session;
    private final Runnable ended;
    private @Nullable DatabaseMetaData metaData;
    private int holdability = ResultSet.CLOSE_CURSORS_AT_COMMIT;
    private int savepoints;
    private @Nullable Map<String, Class<?>> typeMap;
    private int networkTimeout;
    private @Nullable NotificationAction notifications;
    private volatile boolean closed;

    /**
     * @param texts what was read before, by others as well
     * @param ended told when the connection was closed or aborted; once or more
     */
    public JdbcConnection(
            BlockingConnection link, FacadeOptions options, SqlTexts texts, Tenancy tenancy, Runnable ended) {
        this.session = new JdbcSession(link, options, texts, tenancy);
        this.ended = ended;
    }

    // ---- statements

    private StatementShape shape(int type, int concurrency, int resultHoldability) throws SQLException {
        requireOpen();
        return StatementShape.of(type, concurrency, resultHoldability);
    }

    private StatementShape usualShape() throws SQLException {
        requireOpen();
        return holdability == ResultSet.CLOSE_CURSORS_AT_COMMIT
                ? StatementShape.DEFAULT
                : shape(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY, holdability);
    }

    @Override
    public Statement createStatement() throws SQLException {
        return new PlainStatement(session, this, usualShape());
    }

    @Override
    public Statement createStatement(int type, int concurrency) throws SQLException {
        return createStatement(type, concurrency, holdability);
    }

    @Override
    public Statement createStatement(int type, int concurrency, int resultHoldability) throws SQLException {
        return new PlainStatement(session, this, shape(type, concurrency, resultHoldability));
    }

    @Override
    public PreparedStatement prepareStatement(String sql) throws SQLException {
        return new PreparedText(session, this, usualShape(), sql, KeysWanted.NONE);
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int type, int concurrency) throws SQLException {
        return prepareStatement(sql, type, concurrency, holdability);
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int type, int concurrency, int resultHoldability)
            throws SQLException {
        return new PreparedText(session, this, shape(type, concurrency, resultHoldability), sql, KeysWanted.NONE);
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int autoGeneratedKeys) throws SQLException {
        return new PreparedText(session, this, usualShape(), sql, KeysWanted.of(autoGeneratedKeys));
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int[] columnIndexes) throws SQLException {
        return new PreparedText(session, this, usualShape(), sql, KeysWanted.of(columnIndexes));
    }

    @Override
    public PreparedStatement prepareStatement(String sql, String[] columnNames) throws SQLException {
        var keys = KeysWanted.of(columnNames, session.options().returning());
        return new PreparedText(session, this, usualShape(), sql, keys);
    }

    @Override
    public CallableStatement prepareCall(String sql) throws SQLException {
        return new CallText(session, this, usualShape(), sql);
    }

    @Override
    public CallableStatement prepareCall(String sql, int type, int concurrency) throws SQLException {
        return prepareCall(sql, type, concurrency, holdability);
    }

    @Override
    public CallableStatement prepareCall(String sql, int type, int concurrency, int resultHoldability)
            throws SQLException {
        return new CallText(session, this, shape(type, concurrency, resultHoldability), sql);
    }

    @Override
    public String nativeSQL(String sql) throws SQLException {
        requireOpen();
        return session.parse(sql, SqlSyntax.Placeholders.QUESTION_MARKS, SqlSyntax.Escapes.PROCESSED)
                .nativeText();
    }

    // ---- transactions

    @Override
    public void setAutoCommit(boolean autoCommit) throws SQLException {
        requireOpen();
        session.mode(autoCommit ? TransactionMode.AUTOCOMMIT : TransactionMode.MANUAL);
    }

    @Override
    public boolean getAutoCommit() throws SQLException {
        requireOpen();
        return session.mode() == TransactionMode.AUTOCOMMIT;
    }

    @Override
    public void commit() throws SQLException {
        requireOpen();
        session.commit();
    }

    @Override
    public void rollback() throws SQLException {
        requireOpen();
        session.rollback();
    }

    @Override
    public Savepoint setSavepoint() throws SQLException {
        return begun(new JdbcSavepoint(savepoints++, null));
    }

    @Override
    public Savepoint setSavepoint(String name) throws SQLException {
        return begun(new JdbcSavepoint(0, name));
    }

    private Savepoint begun(JdbcSavepoint savepoint) throws SQLException {
        requireOpen();
        session.requireOwn();
        if (session.mode() == TransactionMode.AUTOCOMMIT) {
            throw new SQLException(
                    "there is no transaction to save: autocommit is on", JdbcState.NO_ACTIVE_SQL_TRANSACTION);
        }
        execute("SAVEPOINT " + savepoint.identifier());
        return savepoint;
    }

    private void execute(String sql) throws SQLException {
        try (var statement = new PlainStatement(session, this, StatementShape.DEFAULT)) {
            statement.execute(sql);
        }
    }

    @Override
    public void rollback(Savepoint savepoint) throws SQLException {
        requireOpen();
        session.requireOwn();
        execute("ROLLBACK TO SAVEPOINT " + own(savepoint).identifier());
    }

    @Override
    public void releaseSavepoint(Savepoint savepoint) throws SQLException {
        requireOpen();
        var released = own(savepoint);
        execute("RELEASE SAVEPOINT " + released.identifier());
        released.invalidate();
    }

    private static JdbcSavepoint own(Savepoint savepoint) throws SQLException {
        if (savepoint instanceof JdbcSavepoint own) {
            return own;
        }
        throw new SQLException("this savepoint is another driver's", JdbcState.INVALID_SAVEPOINT);
    }

    @Override
    public void setReadOnly(boolean readOnly) throws SQLException {
        requireOpen();
        session.access(readOnly ? FacadeOptions.Access.READ_ONLY : FacadeOptions.Access.READ_WRITE);
    }

    @Override
    public boolean isReadOnly() throws SQLException {
        requireOpen();
        return session.access() == FacadeOptions.Access.READ_ONLY;
    }

    @Override
    public void setTransactionIsolation(int level) throws SQLException {
        requireOpen();
        session.requireNoTransaction("the isolation level");
        session.isolate(Isolation.of(level).words());
    }

    @Override
    public int getTransactionIsolation() throws SQLException {
        requireOpen();
        return Isolation.of(String.valueOf(session.show("transaction_isolation")))
                .level();
    }

    // ---- the session

    @Override
    public String getCatalog() throws SQLException {
        requireOpen();
        return session.link().server().database();
    }

    /** A session stays in its database. */
    @Override
    public void setCatalog(String catalog) throws SQLException {
        requireOpen();
    }

    @Override
    public @Nullable String getSchema() throws SQLException {
        requireOpen();
        var rows = session.look(Query.of("select current_schema()::text"));
        return rows.get(0).getString(0);
    }

    @Override
    public void setSchema(@Nullable String schema) throws SQLException {
        requireOpen();
        session.configure("search_path", schema == null ? null : SqlIdentifiers.quoted(schema));
    }

    @Override
    public void setClientInfo(String name, @Nullable String value) throws SQLClientInfoException {
        try {
            requireOpen();
            if (APPLICATION_NAME.equals(name)) {
                session.configure("application_name", value == null ? "" : value);
            } else {
                session.warnings()
                        .add(new SQLWarning("there is no client information " + name, JdbcState.NOT_IMPLEMENTED));
            }
        } catch (SQLException e) {
            throw new SQLClientInfoException(
                    "the client information could not be set",
                    e.getSQLState(),
                    Map.of(name, ClientInfoStatus.REASON_UNKNOWN),
                    e);
        }
    }

    @Override
    public void setClientInfo(Properties properties) throws SQLClientInfoException {
        setClientInfo(APPLICATION_NAME, properties.getProperty(APPLICATION_NAME));
    }

    @Override
    public @Nullable String getClientInfo(String name) throws SQLException {
        requireOpen();
        return getClientInfo().getProperty(name);
    }

    @Override
    public Properties getClientInfo() throws SQLException {
        requireOpen();
        var info = new Properties();
        info.setProperty(APPLICATION_NAME, session.link().parameters().getOrDefault("application_name", ""));
        return info;
    }

    @Override
    public void setHoldability(int newHoldability) throws SQLException {
        requireOpen();
        holdability = StatementShape.of(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY, newHoldability)
                .holdability();
    }

    @Override
    public int getHoldability() throws SQLException {
        requireOpen();
        return holdability;
    }

    @Override
    public DatabaseMetaData getMetaData() throws SQLException {
        requireOpen();
        var known = metaData;
        if (known == null) {
            known = new CatalogMetaData(this, session);
            metaData = known;
        }
        return known;
    }

    @Override
    public Map<String, Class<?>> getTypeMap() throws SQLException {
        requireOpen();
        var known = typeMap;
        if (known == null) {
            known = new HashMap<>();
            typeMap = known;
        }
        return known;
    }

    @Override
    public void setTypeMap(Map<String, Class<?>> map) throws SQLException {
        requireOpen();
        typeMap = map;
    }

    @Override
    public @Nullable SQLWarning getWarnings() throws SQLException {
        requireOpen();
        return session.warnings().first();
    }

    @Override
    public void clearWarnings() throws SQLException {
        requireOpen();
        session.warnings().clear();
    }

    // ---- values

    @Override
    public SQLXML createSQLXML() throws SQLException {
        requireOpen();
        return new SqlXml();
    }

    @Override
    public @Nullable Array createArrayOf(String typeName, Object @Nullable [] elements) throws SQLException {
        requireOpen();
        return ArrayMaking.of(session, typeName.toLowerCase(Locale.ROOT).strip(), elements);
    }

    @Override
    public Struct createStruct(String typeName, Object[] attributes) throws SQLException {
        requireOpen();
        var oid = session.types().oid(typeName);
        if (oid == 0) {
            throw new SQLException("there is no type " + typeName, JdbcState.INVALID_PARAMETER_VALUE);
        }
        return SqlStruct.of(oid, session.types().name(oid), attributes, "");
    }

    @Override
    public Blob createBlob() throws SQLException {
        requireOpen();
        return Lobs.blob(new byte[0]);
    }

    @Override
    public Clob createClob() throws SQLException {
        requireOpen();
        return Lobs.clob("");
    }

    @Override
    public NClob createNClob() throws SQLException {
        requireOpen();
        return Lobs.clob("");
    }

    // ---- its health and its end

    @Override
    public boolean isValid(int timeout) throws SQLException {
        if (timeout < 0) {
            throw new SQLException("a timeout is not negative", JdbcState.INVALID_PARAMETER_VALUE);
        }
        return !isClosed() && session.answers(timeout == 0 ? null : Duration.ofSeconds(timeout));
    }

    @Override
    public void abort(Executor executor) throws SQLException {
        if (executor == null) {
            throw new SQLException("the executor is null", JdbcState.INVALID_PARAMETER_VALUE);
        }
        if (!closed) {
            closed = true;
            executor.execute(() -> {
                session.link().abort();
                ended.run();
            });
        }
    }

    @Override
    public void setNetworkTimeout(Executor executor, int milliseconds) throws SQLException {
        requireOpen();
        if (milliseconds < 0) {
            throw new SQLException("a timeout is not negative", JdbcState.INVALID_PARAMETER_VALUE);
        }
        networkTimeout = milliseconds;
        session.networkTimeout(milliseconds == 0 ? null : Duration.ofMillis(milliseconds));
    }

    @Override
    public int getNetworkTimeout() throws SQLException {
        requireOpen();
        return networkTimeout;
    }

    private void requireOpen() throws SQLException {
        if (closed) {
            throw new SQLException("this connection is closed", JdbcState.CONNECTION_DOES_NOT_EXIST);
        }
        session.requireOpen();
    }

    @Override
    public boolean isClosed() throws SQLException {
        return closed || !session.link().isOpen();
    }

    @Override
    public void close() throws SQLException {
        if (!closed) {
            closed = true;
            var action = notifications;
            if (action != null) {
                action.onComplete();
            }
            try {
                session.close();
            } finally {
                ended.run();
            }
        }
    }

    // ---- for the one who has made it

    /** On whose word its transactions end from now on. */
    public void owner(TransactionOwner owner) {
        session.owner(owner);
    }

    /** Who is told what becomes of its prepared statements from now on. */
    public void watch(PreparedWatch watch) {
        session.watch(watch);
    }

    /** Frees the connection underneath for a statement of somebody else's. */
    public void takeInOpen() throws SQLException {
        session.takeInOpen();
    }

    // ---- beyond JDBC

    @Override
    public BlockingConnection blocking() {
        return session.link();
    }

    @Override
    public long copyIn(String sql, InputStream data) throws SQLException, IOException {
        requireOpen();
        session.enterTransaction();
        try {
            return Copying.in(session.link(), sql, data);
        } catch (PgException e) {
            throw session.failed(e);
        }
    }

    @Override
    public long copyOut(String sql, OutputStream to) throws SQLException, IOException {
        requireOpen();
        session.enterTransaction();
        try {
            return Copying.out(session.link(), sql, to);
        } catch (PgException e) {
            throw session.failed(e);
        }
    }

    @Override
    public @Nullable ListenEvent pollNotification(Duration timeout) throws SQLException {
        requireOpen();
        session.takeInOpen();
        try {
            return session.link().pollNotification(timeout);
        } catch (PgException e) {
            throw SqlErrors.of(e);
        }
    }

    @Override
    public CompletionStage<@Nullable Void> forEachNotification(Consumer<? super ListenEvent> action)
            throws SQLException {
        requireOpen();
        var started = new NotificationAction(requireNonNull(action, "action"));
        try {
            session.link().notifications().subscribe(started);
        } catch (PgException e) {
            throw SqlErrors.of(e);
        }
        notifications = started;
        return started;
    }

    @Override
    public void loadTypes(PgType... types) throws SQLException {
        requireOpen();
        session.takeInOpen();
        try {
            session.link().loadTypes(types);
        } catch (PgException e) {
            throw SqlErrors.of(e);
        }
    }

    @Override
    public void cancelQuery() throws SQLException {
        requireOpen();
        try {
            session.link().cancel();
        } catch (PgException e) {
            throw SqlErrors.of(e);
        }
    }
}
