package io.penstock.jdbc.internal.session;

import io.penstock.Answers;
import io.penstock.BlockingConnection;
import io.penstock.Description;
import io.penstock.Flight;
import io.penstock.Query;
import io.penstock.Row;
import io.penstock.TransactionStatus;
import io.penstock.error.PgException;
import io.penstock.jdbc.internal.convert.JdbcState;
import io.penstock.jdbc.internal.errors.SqlErrors;
import io.penstock.jdbc.internal.sql.ParsedSql;
import io.penstock.jdbc.internal.sql.SqlSyntax;
import io.penstock.jdbc.internal.url.FacadeOptions;
import io.penstock.jdbc.internal.url.ReadOnlyMode;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/**
 * What all statements of one connection go through.
 *
 * <p><b>Transactions.</b> With autocommit off a BEGIN travels in the flight of the first statement. Where {@code autosave} asks for it a savepoint is set in
 * the flight of each, and the transaction goes back to it when the statement fails.
 *
 * <p><b>Several open results.</b> A result that is still streaming has the connection. Before another statement is sent, what is left of it is taken in, as far
 * as {@code maxResultBuffer} allows; past that the other statement is refused, and nothing is lost.
 *
 * <p><b>Several threads.</b> Their statements take turns: each waits for the answer to the one before. A result that is still streaming belongs to one thread
 * at a time, as a transaction does, and that is its users' to see to.
 */
public final class JdbcSession {

    private final BlockingConnection link;
    private final FacadeOptions options;
    private final Tenancy tenancy;
    private final SqlTexts texts;
    private final Warnings warnings = new Warnings();
    private final AutomaticSavepoint savepoint;
    private final ChangedDefinitions definitions = new ChangedDefinitions();

    /** The connection's own, held from before a statement is sent until its answer is here, or a window full of it. */
    private final Lock turn;

    // Made when they are asked for: most borrowers of a pool's connection never do.
    private @Nullable TypeCatalog types;
    private @Nullable ColumnOrigins origins;

    private TransactionMode mode = TransactionMode.AUTOCOMMIT;
    private TransactionOwner owner = TransactionOwner.CALLER;
    private PreparedWatch watch = PreparedWatch.NONE;
    private FacadeOptions.Access access;

    /** The last result that may not have been received. */
    private @Nullable Answers open;

    /** Whether JDBC's setters have changed the session. */
    private boolean changed;

    /** What a transaction has failed in, until it ends. */
    private @Nullable SQLException failedIn;

    private @Nullable SessionZone zone;

    /** How long the server may be silent in a call. */
    private @Nullable Duration silence;

    /** A zone by the name that the server has for it. */
    private record SessionZone(String name, ZoneId id) {}

    /** @param texts what was read before, by others as well */
    public JdbcSession(BlockingConnection link, FacadeOptions options, SqlTexts texts, Tenancy tenancy) {
        this.link = link;
        this.turn = link.turn();
        this.texts = texts;
        this.tenancy = tenancy;
        this.options = options;
        this.savepoint = new AutomaticSavepoint(options);
        this.access = options.access();
        this.silence = options.socketTimeout();
    }

    public BlockingConnection link() {
        return link;
    }

    public FacadeOptions options() {
        return options;
    }

    public Warnings warnings() {
        return warnings;
    }

    /** What is known of types. */
    public TypeCatalog types() {
        var known = types;
        if (known == null) {
            known = new TypeCatalog(this);
            types = known;
        }
        return known;
    }

    /** What is known of the tables that columns come from. */
    public ColumnOrigins origins() {
        var known = origins;
        if (known == null) {
            known = new ColumnOrigins(this);
            origins = known;
        }
        return known;
    }

    // ---- reading SQL

    /** Whether a backslash in a plain string means something. */
    public boolean escapesByBackslash() {
        return "off".equals(link.parameters().get("standard_conforming_strings"));
    }

    /** Reads a text. */
    public ParsedSql parse(String sql, SqlSyntax.Placeholders placeholders, SqlSyntax.Escapes escapes)
            throws SQLException {
        var strings = escapesByBackslash() ? SqlSyntax.Strings.WITH_BACKSLASHES : SqlSyntax.Strings.STANDARD;
        return texts.parse(sql, new SqlSyntax(placeholders, escapes, strings, options.callMode()));
    }

    /** The time zone in which the server speaks. */
    public ZoneId zone() {
        var name = link.parameters().getOrDefault("TimeZone", "UTC");
        var known = zone;
        if (known == null || !known.name().equals(name)) {
            known = new SessionZone(name, zoneOf(name));
            zone = known;
        }
        return known.id();
    }

    private static ZoneId zoneOf(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            return ZoneId.systemDefault();
        }
    }

    // ---- running

    /** Whether what is sent next will run in a transaction block. */
    public boolean inBlock() {
        return mode == TransactionMode.MANUAL || link.status() != TransactionStatus.IDLE;
    }

    /** As {@link #run(Flight, Answers)}, with answers of its own. */
    public Answers run(Flight flight) throws SQLException {
        return run(flight, null);
    }

    /**
     * Runs statements of the user's, in a transaction where one is due; throws what they fail in, as far as it is known when this returns.
     *
     * @param spent answers that nobody reads any more, to be used again; null for none
     */
    public Answers run(Flight flight, @Nullable Answers spent) throws SQLException {
        turn.lock();
        try {
            var answers = begin(flight, spent);
            var failure = failure(answers);
            if (failure != null) {
                answers.close();
                throw failure;
            }
            if (!answers.isReceived()) {
                open = answers;
            }
            return answers;
        } finally {
            turn.unlock();
        }
    }

    /** Something that is done in its thread's turn. */
    private interface Doing<T extends @Nullable Object> {

        T done() throws SQLException;
    }

    private <T extends @Nullable Object> T inTurn(Doing<T> doing) throws SQLException {
        turn.lock();
        try {
            return doing.done();
        } finally {
            turn.unlock();
        }
    }

    /** Runs statements without rows, and takes in all that comes; what they fail in is asked for with {@link #failure}. */
    public Answers openBatch(Flight flight) throws SQLException {
        return inTurn(() -> {
            var answers = begin(flight, null);
            if (!answers.receive(options.maxResultBytes())) {
                answers.close();
                throw new SQLException(
                        "the batch returns more than the " + options.maxResultBytes() + " bytes of maxResultBuffer",
                        JdbcState.TOO_MUCH);
            }
            return answers;
        });
    }

    /** Runs a flight in its transaction; once more where its statement was prepared for something that has changed, and a savepoint lies in front of it. */
    private Answers begin(Flight flight, @Nullable Answers spent) throws SQLException {
        takeInOpen();
        var answers = send(behindItsTransaction(flight), spent);
        var failure = answers.failure();
        if (!savepoint.repeats(failure) || link.status() != TransactionStatus.FAILED) {
            return answers;
        }
        answers.close();
        failure(answers);
        return send(behindItsTransaction(flight), answers);
    }

    private Flight behindItsTransaction(Flight flight) {
        if (link.status() == TransactionStatus.IDLE) {
            definitions.begin();
        }
        var ahead = ahead(flight);
        var heeded = inBlock() ? definitions.heeded(flight) : flight;
        return ahead.isEmpty() ? heeded : heeded.behind(ahead.toArray(String[]::new));
    }

    /** What it has failed in, as far as is known; with autosave the transaction is back where it was. */
    public @Nullable SQLException failure(Answers answers) {
        var failure = answers.failure();
        return failure == null ? null : failed(failure);
    }

    /** Begins a transaction where one is due and none is open, for what is no flight. */
    public void enterTransaction() throws SQLException {
        takeInOpen();
        requireOpen();
        if (mode == TransactionMode.MANUAL && link.status() == TransactionStatus.IDLE) {
            runPlainly(begin());
        }
    }

    /** Runs a statement of the driver's own, outside of what autocommit asks for. */
    public Answers runPlainly(String sql) throws SQLException {
        return inTurn(() -> {
            takeInOpen();
            var answers = send(Flight.of(Query.of(sql)), null);
            var failure = failure(answers);
            if (failure != null) {
                throw failure;
            }
            return answers;
        });
    }

    /** What the server says of a statement; it is not run. */
    public Description describe(String sql, int[] parameterTypes) throws SQLException {
        return inTurn(() -> {
            takeInOpen();
            requireOpen();
            try {
                return link.describe(sql, silence, parameterTypes);
            } catch (PgException e) {
                throw failed(e);
            }
        });
    }

    /** Runs a statement of the user's, in a transaction where one is due; its first row, or null where there is none. */
    public @Nullable Row first(Query query) throws SQLException {
        try (var answers = run(Flight.of(query))) {
            answers.nextAnswer();
            return answers.next() ? answers.row().detach() : null;
        } catch (PgException e) {
            throw SqlErrors.of(e);
        }
    }

    /** The rows that are left of the present answer. */
    public static List<Row> rows(Answers answers) {
        var rows = new ArrayList<Row>();
        while (answers.next()) {
            rows.add(answers.row().detach());
        }
        return rows;
    }

    /** Asks the catalogue something, whatever the transaction is at. */
    public List<Row> look(Query query) throws SQLException {
        return inTurn(() -> {
            takeInOpen();
            var answers = send(Flight.of(query), null);
            try {
                answers.nextAnswer();
                return rows(answers);
            } catch (PgException e) {
                throw failed(e);
            }
        });
    }

    private Answers send(Flight flight, @Nullable Answers spent) throws SQLException {
        requireOpen();
        var patience = silence;
        try {
            var bounded = patience == null || flight.timeout() != null ? flight : flight.withTimeout(patience);
            if (spent == null) {
                return link.run(bounded);
            }
            spent.again(bounded);
            return spent;
        } catch (PgException e) {
            throw failed(e);
        }
    }

    private List<String> ahead(Flight flight) {
        return switch (link.status()) {
            case IDLE -> mode == TransactionMode.MANUAL ? savepoint.aheadOfFirst(begin(), flight) : List.of();
            case IN_TRANSACTION -> savepoint.ahead(flight);
            case FAILED -> List.of();
        };
    }

    private String begin() {
        var readOnly = access == FacadeOptions.Access.READ_ONLY && options.readOnlyMode() == ReadOnlyMode.TRANSACTION;
        return readOnly ? "BEGIN READ ONLY" : "BEGIN";
    }

    /** The error as JDBC tells it; with autosave the transaction is back where it was. */
    public SQLException failed(PgException failure) {
        var told = SqlErrors.of(failure);
        if (link.status() != TransactionStatus.FAILED) {
            return told;
        }
        if (savepoint.savesFrom(failure)) {
            rollBackToSavepoint(told);
        } else if (failedIn == null) {
            failedIn = told;
        }
        return told;
    }

    private void rollBackToSavepoint(SQLException told) {
        try {
            link.run(Flight.of(Query.of(AutomaticSavepoint.GO_BACK)));
        } catch (PgException e) {
            told.addSuppressed(e);
        }
    }

    /** Frees the connection for something else. */
    public void takeInOpen() throws SQLException {
        var streaming = open;
        if (streaming == null) {
            return;
        }
        if (!received(streaming)) {
            throw new SQLException(
                    "another result of this connection is open, and more of it is to come than the "
                            + options.maxResultBytes()
                            + " bytes of maxResultBuffer: close it, read it to its end, set a fetch size inside of a"
                            + " transaction, or use another connection",
                    JdbcState.TOO_MUCH);
        }
        open = null;
    }

    private boolean received(Answers streaming) throws SQLException {
        return inTurn(() -> streaming.receive(options.maxResultBytes()));
    }

    // ---- transactions

    public TransactionMode mode() {
        return mode;
    }

    /** Changing it commits what is under way; where that fails it is not changed. */
    public void mode(TransactionMode newMode) throws SQLException {
        requireOpen();
        requireOwn();
        if (mode != newMode) {
            if (mode == TransactionMode.MANUAL) {
                commitOpen();
            }
            mode = newMode;
        }
    }

    public FacadeOptions.Access access() {
        return access;
    }

    public void access(FacadeOptions.Access newAccess) throws SQLException {
        requireOpen();
        requireNoTransaction("whether a connection is read-only");
        if (access != newAccess && options.readOnlyMode() == ReadOnlyMode.ALWAYS) {
            changed = true;
            runPlainly(
                    newAccess == FacadeOptions.Access.READ_ONLY
                            ? "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY"
                            : "SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE");
        }
        access = newAccess;
    }

    public void commit() throws SQLException {
        requireManual("commit");
        commitOpen();
    }

    private void commitOpen() throws SQLException {
        if (link.status() == TransactionStatus.IDLE) {
            return;
        }
        var cause = failedIn;
        failedIn = null;
        var answers = runPlainly("COMMIT");
        answers.nextAnswer();
        if (answers.tag().command().equals("ROLLBACK")) {
            throw new SQLException(
                    "the transaction had failed: COMMIT was answered by ROLLBACK",
                    JdbcState.IN_FAILED_SQL_TRANSACTION,
                    cause);
        }
    }

    public void rollback() throws SQLException {
        requireManual("roll back");
        failedIn = null;
        if (link.status() != TransactionStatus.IDLE) {
            runPlainly("ROLLBACK");
        }
    }

    private void requireManual(String what) throws SQLException {
        requireOpen();
        requireOwn();
        if (mode == TransactionMode.AUTOCOMMIT) {
            throw new SQLException(
                    "there is nothing to " + what + ": autocommit is on", JdbcState.NO_ACTIVE_SQL_TRANSACTION);
        }
    }

    /** On whose word transactions end from now on. */
    public void owner(TransactionOwner newOwner) {
        owner = newOwner;
    }

    /** Who is told what becomes of prepared statements. */
    public PreparedWatch watch() {
        return watch;
    }

    public void watch(PreparedWatch newWatch) {
        watch = newWatch;
    }

    /** What only the one on whose word a transaction ends may do with it. */
    public void requireOwn() throws SQLException {
        switch (owner) {
            case CALLER -> {}
            case TRANSACTION_MANAGER ->
                throw new SQLException(
                        "this connection is in a distributed transaction, which its transaction manager ends",
                        JdbcState.OBJECT_NOT_IN_STATE);
        }
    }

    /** What may not change in the middle of a transaction. */
    public void requireNoTransaction(String what) throws SQLException {
        if (link.status() != TransactionStatus.IDLE) {
            throw new SQLException(
                    what + " cannot be changed in the middle of a transaction", JdbcState.ACTIVE_SQL_TRANSACTION);
        }
    }

    // ---- settings

    /** How transactions will be isolated from now on. */
    public void isolate(String level) throws SQLException {
        requireNoTransaction("the isolation level");
        changed = true;
        runPlainly("SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL " + level);
    }

    /** The value of a setting. */
    public @Nullable String show(String setting) throws SQLException {
        var rows =
                look(Query.of("select pg_catalog.current_setting($1)", setting).withTypes(25));
        return rows.get(0).getString(0);
    }

    /** Changes a setting of the session; null is its default. No value becomes part of the text. */
    public void configure(String setting, @Nullable String value) throws SQLException {
        changed = true;
        if (value == null) {
            runPlainly("RESET " + setting);
        } else {
            look(Query.of("select pg_catalog.set_config($1, $2, false)", setting, value)
                    .withTypes(25, 25));
        }
    }

    /** Whether the server answers, in time. One that does not is given up. */
    public boolean answers(@Nullable Duration timeout) throws SQLException {
        return new LifeSign(this, link, turn).comesWithin(timeout);
    }

    /** How long the server may be silent in a call; null for any time. */
    public void networkTimeout(@Nullable Duration timeout) {
        silence = timeout;
    }

    // ---- its end

    public void requireOpen() throws SQLException {
        if (!link.isOpen()) {
            throw new SQLException("this connection is closed", JdbcState.CONNECTION_DOES_NOT_EXIST);
        }
    }

    /** Ends it, or returns it as it was lent. */
    public void close() throws SQLException {
        try {
            switch (tenancy) {
                case OWNED -> {}
                case LENT -> undo();
            }
            link.close();
        } catch (PgException e) {
            throw SqlErrors.of(e);
        }
    }

    /**
     * What was set on a lent connection; the pool itself rolls back. A session for which that fails, or in which another thread is waiting for an answer, is not
     * lent again. In the middle of a distributed transaction it stays, for nothing may be done there.
     */
    private void undo() {
        if (!changed || !link.isOpen() || owner == TransactionOwner.TRANSACTION_MANAGER) {
            return;
        }
        if (!turn.tryLock()) {
            link.abort();
            return;
        }
        try {
            takeInOpen();
            if (link.status() != TransactionStatus.IDLE) {
                runPlainly("ROLLBACK");
            }
            runPlainly("RESET ALL");
        } catch (SQLException e) {
            link.abort();
        } finally {
            turn.unlock();
        }
    }
}
