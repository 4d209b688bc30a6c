package io.penstock.internal.exchange;

import static io.penstock.internal.exchange.ServerStatement.State.GONE;
import static io.penstock.internal.exchange.ServerStatement.State.READY;

import io.netty.buffer.ByteBuf;
import io.penstock.error.Outcome;
import io.penstock.error.PgException;
import io.penstock.error.PgProtocolException;
import io.penstock.error.PgServerException;
import io.penstock.error.SqlState;
import io.penstock.internal.codec.EncodedParameters;
import io.penstock.internal.wire.BackendMessage;
import io.penstock.internal.wire.DataRows;
import io.penstock.internal.wire.FrontendEncoder;
import io.penstock.internal.wire.ReadyStatus;
import io.penstock.internal.wire.Sequel;
import io.penstock.internal.wire.StatementUse;
import org.jspecify.annotations.Nullable;

/**
 * One statement's part of an extended-query conversation, without the Sync: what it sends, and the order in which its
 * answers must come.
 *
 * <pre>
 *   first use:  [Close…] Parse Describe Bind Execute   ->  [CloseComplete…] ParseComplete ParameterDescription
 *                                                          (RowDescription | NoData) BindComplete DataRow* CommandComplete
 *   later uses: Bind Execute                           ->  BindComplete DataRow* CommandComplete
 * </pre>
 *
 * <p>Where its parameters are those of several uses, it is used so often in a row: the later uses are sent behind the first, and their answers come likewise.
 * Its sink is told of each use as if it was the only one.
 *
 * <p>A first use asks for text, because the columns are not known when Bind is written and not every type has a binary form;
 * later uses ask for the best format of each column. Values are the same either way.
 *
 * <p>Confined to the connection's owner.
 */
public sealed class StatementRun permits HeldRun {

    /** Of a text, between two statements. */
    private static final int MAX_KEPT_CHARACTERS = 4096;

    private static final int[] UNKNOWN_TYPES = {};

    private String sql;
    private EncodedParameters parameters;
    /** Null where nobody wants what comes. */
    private @Nullable ResultSink sink;

    /** The step's number: each reference that is stored in an object as old as this one costs a memory fence. */
    private int step = UseStep.DONE.number;

    private @Nullable ServerStatement statement;

    /** The columns whose formats were asked for, null for text; once Bind is answered, those of the rows. */
    private @Nullable RowShape shape;

    /** Null for most. */
    private @Nullable Particulars particulars;

    /** A run of SQL text; the session's cache decides whether it has to be parsed. */
    public StatementRun(String sql, EncodedParameters parameters, @Nullable ResultSink sink) {
        this.sql = sql;
        this.parameters = parameters;
        this.sink = sink;
    }

    /** A run that is to be {@link #renew renewed} for each of its statements. */
    public static StatementRun ofNone() {
        return new StatementRun("", EncodedParameters.NONE, null);
    }

    /**
     * Makes it the run of another SQL text; the exchange of the one before has ended. What {@link #write} sets is as it was, and what is the same
     * is not written: a reference that is stored in an object as old as this one costs a memory fence.
     */
    public StatementRun renew(String newSql, EncodedParameters newParameters, ResultSink newSink) {
        if (!sql.equals(newSql)) {
            sql = newSql;
        }
        if (parameters != newParameters) {
            parameters = newParameters;
        }
        if (sink != newSink) {
            sink = newSink;
        }
        particulars = null;
        return this;
    }

    /** Lets go of who was told; the exchange has ended. */
    public void forgetSink() {
        sink = null;
    }

    /** Lets go of a text that is long; the exchange has ended. */
    public void trim() {
        if (sql.length() > MAX_KEPT_CHARACTERS) {
            sql = "";
            statement = null;
        }
    }

    /** Parses it for this use alone; before it is offered. */
    public StatementRun once() {
        particulars().once = true;
        return this;
    }

    /** Has at most so many rows sent; 0 for all. Before it is offered. */
    public StatementRun limitedTo(int rows) {
        if (rows != maxRows()) {
            particulars().maxRows = rows;
        }
        return this;
    }

    /** Leaves what is beyond the limit in a portal of this name, which lives until its transaction ends; before it is offered. */
    public StatementRun inPortal(String name) {
        particulars().portal = name;
        return this;
    }

    /** Its text. */
    public String sql() {
        return sql;
    }

    /** The columns of the rows, once Bind is answered. */
    RowShape shape() {
        return shape == null ? RowShape.NONE : shape;
    }

    /** The values of all uses and its text, about. */
    long requestBytes() {
        return parameters.totalLength() + sql.length();
    }

    /** Whether the server may ask for copy data; once it is written. */
    boolean mayCopy() {
        return current().mayCopy();
    }

    // ---- requests

    /** Whether the columns' formats are known, or will not be known by waiting. */
    boolean described(Outbox out) {
        return find(out).state() != ServerStatement.State.SENT;
    }

    /** What is to be sent in front of it, once, so that its columns are known when it is sent; null where they are, or will be. */
    @Nullable
    PrepareExchange preparation(Outbox out) {
        if (isPrepared() || isOnce() || find(out).state() != ServerStatement.State.NEW) {
            return null;
        }
        particulars().prepared = true;
        return PrepareExchange.cached(sql, parameters.typeOids(), new ExchangeEnd() {
            @Override
            public void succeeded(ReadyStatus status) {}

            @Override
            public void failed(PgException error) {
                if (error instanceof PgServerException refusal) {
                    particulars().unprepared = refusal;
                }
            }
        });
    }

    /** Has nothing sent in front: what lost the statement once, such as a pooler, may lose it again between two flights. */
    void inOneFlight() {
        particulars().prepared = true;
    }

    /** Whether its rows would find room. */
    boolean hasRoom() {
        return sink == null || sink.hasRoom();
    }

    /** The statement that it uses, as far as the server has it. */
    ServerStatement find(Outbox out) {
        var known = out.statements();
        return isOnce() ? known.once(sql, parameters.typeOids()) : known.find(sql, parameters.typeOids());
    }

    /** How often it is used in a row. */
    int uses() {
        return parameters.uses();
    }

    /**
     * Writes the first, or the only, use, and what has to be in front of it.
     *
     * @param which of the uses that its parameters are for: the first, or, where the others are other statements', its own
     */
    void write(Outbox out, int which, Sequel sequel) {
        var buffer = out.buffer();
        var known = out.statements();
        var found = find(out);
        remember(found, found.described() ? known.shapeOf(found) : null);
        toUse(0);
        parses(found.needsParse());
        to(UseStep.BIND);
        if (!parses() && !isPrepared()) {
            known.reused();
        }
        if (parses()) {
            to(writeCloses(known, buffer) ? UseStep.CLOSE : UseStep.PARSE);
            FrontendEncoder.parse(buffer, found.name(), sql, parameters.typeOids());
            FrontendEncoder.describeStatement(buffer, found.name());
        }
        writeUse(found, buffer, which, !parses(), sequel);
        known.sent(found);
    }

    /** Writes a later use, behind those before it, and before any is answered. */
    void writeAgain(Outbox out, int later) {
        if (!isPrepared()) {
            out.statements().reused();
        }
        writeUse(current(), out.buffer(), later, true, Sequel.MORE);
    }

    private void remember(ServerStatement found, @Nullable RowShape wanted) {
        if (statement != found) {
            statement = found;
        }
        if (shape != wanted) {
            shape = wanted;
        }
    }

    /** Whether there were any. */
    private boolean writeCloses(StatementCache known, ByteBuf buffer) {
        var names = known.writeCloses(buffer);
        if (names.isEmpty()) {
            return false;
        }
        particulars().closes(names);
        return true;
    }

    private void writeUse(ServerStatement used, ByteBuf buffer, int which, boolean again, Sequel sequel) {
        if (parameters.settle(which, typesOf(used))) {
            writeUse(used, buffer, parameters, which, again, sequel);
        } else {
            writeUse(used, buffer, parameters.inText(which), 0, again, sequel);
        }
    }

    /** The types of its parameters where the server has told them, and no Parse of this use may change them. */
    private int[] typesOf(ServerStatement used) {
        return !parses() && used.described() ? used.parameterOids() : UNKNOWN_TYPES;
    }

    private void writeUse(
            ServerStatement used, ByteBuf buffer, EncodedParameters values, int which, boolean again, Sequel sequel) {
        var formats = shape == null ? RowShape.ALL_TEXT : shape.formatSection();
        var portal = particulars == null ? "" : particulars.portal;
        var maxRows = maxRows();
        var start = values.start(which);
        var length = values.length(which);
        if (again && maxRows == 0 && portal.isEmpty() && StatementUse.takes(length)) {
            used.use(formats).write(buffer, values.bytes(), start, length, sequel);
        } else {
            FrontendEncoder.bind(buffer, portal, used.name(), values.bytes(), start, length, formats);
            FrontendEncoder.execute(buffer, portal, maxRows);
            sequel.write(buffer);
        }
    }

    // ---- answers

    boolean done() {
        return isAt(UseStep.DONE);
    }

    /** The use that it is at, from 0. */
    int use() {
        return particulars == null ? 0 : particulars.use;
    }

    private void toUse(int next) {
        if (next != use()) {
            particulars().use = next;
        }
    }

    /** One use is answered. */
    private void endUse() {
        var next = use() + 1;
        if (next < parameters.uses()) {
            toUse(next);
            to(UseStep.BIND);
        } else {
            to(UseStep.DONE);
        }
    }

    void onCloseComplete() {
        expect(UseStep.CLOSE, "CloseComplete");
        if (particulars().closeAnswered()) {
            to(UseStep.PARSE);
        }
    }

    void onParseComplete() {
        expect(UseStep.PARSE, "ParseComplete");
        to(UseStep.PARAMETERS);
    }

    void onParameterDescription(BackendMessage.ParameterDescription message) {
        expect(UseStep.PARAMETERS, "ParameterDescription");
        current().parameters(message.typeOids());
        to(UseStep.COLUMNS);
    }

    void onRowDescription(BackendMessage.RowDescription message) {
        expect(UseStep.COLUMNS, "RowDescription");
        caching().described(current(), message.fields());
        described(current());
    }

    void onNoData() {
        expect(UseStep.COLUMNS, "NoData");
        current().noColumns();
        described(current());
    }

    /** The server has told all of its statement. */
    void described(ServerStatement used) {
        to(UseStep.BIND);
    }

    void onBindComplete() {
        expect(UseStep.BIND, "BindComplete");
        var described = shapeOfRows();
        if (shape != described) {
            shape = described;
        }
        if (sink != null && described != RowShape.NONE) {
            sink.onColumns(described);
        }
        to(UseStep.ROWS);
    }

    /** The unnamed statement was described anew behind our Bind: the columns are the new ones, the formats those asked for. */
    private RowShape shapeOfRows() {
        var described = current();
        if (shape == null) {
            return described.textShape();
        }
        return described.name().isEmpty() ? described.textShape().in(shape) : shape;
    }

    void onDataRows(DataRows rows) {
        expect(UseStep.ROWS, "DataRow");
        var columns = shape;
        if (columns == null || columns == RowShape.NONE) {
            throw new PgProtocolException("unexpected DataRow of a statement that returns none");
        }
        columns.require(rows);
        if (sink == null) {
            particulars().discarded += rows.byteLength();
        } else {
            sink.onRows(rows);
        }
    }

    void onTag(String tag) {
        if (!isAt(UseStep.COPIED)) {
            expect(UseStep.ROWS, "CommandComplete");
        }
        endUse();
        caching().onTag(tag, current().words());
        tell(tag);
    }

    private void tell(String tag) {
        if (sink != null) {
            sink.onTag(tag);
        }
    }

    void onSuspended() {
        expect(UseStep.ROWS, "PortalSuspended");
        if (maxRows() == 0) {
            throw new PgProtocolException("unexpected PortalSuspended where all rows were asked for");
        }
        endUse();
        if (sink != null) {
            sink.onSuspended();
        }
    }

    void onEmpty() {
        expect(UseStep.ROWS, "EmptyQueryResponse");
        endUse();
        tell("");
    }

    /** The statement is a COPY to the client: its data is dropped, the caller is told how to do it. */
    void onCopyOut() {
        expect(UseStep.ROWS, "CopyOutResponse");
        to(UseStep.COPY_OUT);
    }

    void onCopyData(int bytes) {
        expect(UseStep.COPY_OUT, "CopyData");
        particulars().discarded += bytes;
    }

    void onCopyDone() {
        expect(UseStep.COPY_OUT, "CopyDone");
        to(UseStep.COPIED);
    }

    void onCopyIn() {
        expect(UseStep.ROWS, "CopyInResponse");
        to(UseStep.COPY_IN);
    }

    /** What an error means for what was asked for. One that is over by a fresh preparation has all the same cost a transaction its life. */
    Outcome outcomeOf(BackendMessage.ErrorResponse message) {
        if (isAt(UseStep.DONE)) {
            return Exchange.outcomeOfCommit(message);
        }
        var lost = StatementLoss.of(message.fields(), place()) != StatementLoss.NONE;
        return lost && caching().inTransaction() ? Outcome.ROLLED_BACK : Exchange.outcomeOf(message, sql);
    }

    /**
     * The error, or the one behind it: where the Parse that this use was sent behind was refused, that it does not exist says little; and where
     * its own preparation has cost the transaction its life, neither does that it is dead.
     */
    PgServerException explained(PgServerException error) {
        var cause = causeOf(error);
        return cause == null ? error : new PgServerException(cause.fields(), error.outcome());
    }

    private @Nullable PgServerException causeOf(PgServerException error) {
        return switch (error.sqlState()) {
            case SqlState.INVALID_SQL_STATEMENT_NAME -> isReused() ? current().refusal() : null;
            case SqlState.IN_FAILED_SQL_TRANSACTION -> particulars == null ? null : particulars.unprepared;
            default -> null;
        };
    }

    /** The server has refused it; nothing more of it comes. */
    void onError(@Nullable PgException error) {
        var current = current();
        var loss = error instanceof PgServerException refusal
                ? StatementLoss.of(refusal.fields(), place())
                : StatementLoss.NONE;
        var known = current.state() != GONE;
        var stale = loss != StatementLoss.NONE;
        if (stale || particulars != null) {
            particulars().stale = stale;
        }
        if (isAt(UseStep.CLOSE) || isAt(UseStep.PARSE)) {
            caching().forget(current);
            if (error instanceof PgServerException why) {
                current.refused(why);
            }
        } else if (stale || current.state() != READY || current.name().isEmpty()) {
            caching().drop(current);
        }
        if (loss == StatementLoss.OF_NAMES && known && error != null) {
            caching().lost(current, error);
        }
        to(UseStep.DONE);
    }

    /** Whether the use that it is at has no Parse of its own. */
    private boolean isReused() {
        return !parses() || use() > 0;
    }

    private StatementLoss.Place place() {
        return switch (UseStep.of(step)) {
            case CLOSE, PARSE -> StatementLoss.Place.PARSE;
            case PARAMETERS, COLUMNS -> StatementLoss.Place.DESCRIBE;
            case BIND -> isReused() ? StatementLoss.Place.BIND_OF_KNOWN : StatementLoss.Place.BIND_OF_NEW;
            case ROWS, COPY_IN, COPY_OUT, COPIED, DONE -> StatementLoss.Place.EXECUTE;
        };
    }

    /** An error in front of it made the server skip it, closes and all. */
    void onSkipped() {
        if (isAt(UseStep.CLOSE)) {
            caching().closesSkipped(particulars().closes);
        }
        if (current().state() != READY) {
            caching().forget(current());
        }
        to(UseStep.DONE);
    }

    /** Drops what still comes. */
    void abandon() {
        sink = null;
    }

    /** Any thread, about. */
    long discarded() {
        var known = particulars;
        return known == null ? 0 : known.discarded;
    }

    // ---- a second attempt

    /** Whether a transparent second attempt cures the error: nothing was executed, and somebody still wants the answer. */
    boolean curable() {
        return particulars != null && particulars.stale && use() == 0 && sink != null;
    }

    /** Has the second attempt prepare it anew, stale or not. */
    void prepareAnew() {
        caching().drop(current());
    }

    private void to(UseStep next) {
        step = next.number;
    }

    private boolean isAt(UseStep asked) {
        return step == asked.number;
    }

    private void expect(UseStep expected, String message) {
        if (!isAt(expected)) {
            throw new PgProtocolException("unexpected " + message + " while expecting " + UseStep.of(step));
        }
    }

    private ServerStatement current() {
        if (statement == null) {
            throw new PgProtocolException("an answer to a statement that was not sent");
        }
        return statement;
    }

    private StatementCache caching() {
        return current().cache();
    }

    // ---- what most have not

    private Particulars particulars() {
        var known = particulars;
        if (known == null) {
            known = new Particulars();
            particulars = known;
        }
        return known;
    }

    private boolean isPrepared() {
        return particulars != null && particulars.prepared;
    }

    private boolean parses() {
        return particulars != null && particulars.parses;
    }

    /** Notes it for a use that begins. */
    private void parses(boolean now) {
        if (now || particulars != null) {
            particulars().parses = now;
            particulars().stale = false;
        }
    }

    final boolean isOnce() {
        return particulars != null && particulars.once;
    }

    private int maxRows() {
        return particulars == null ? 0 : particulars.maxRows;
    }
}
