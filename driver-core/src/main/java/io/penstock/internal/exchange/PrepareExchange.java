package io.penstock.internal.exchange;

import static java.util.Objects.requireNonNull;

import io.penstock.internal.wire.BackendMessage;
import io.penstock.internal.wire.FrontendEncoder;
import org.jspecify.annotations.Nullable;

/**
 * Prepares a statement and learns its parameter types and columns, without running it.
 *
 * <pre>
 *   -> [Close…] Parse Describe Sync
 *   &lt;- [CloseComplete…] ParseComplete ParameterDescription (RowDescription | NoData) ReadyForQuery
 * </pre>
 */
public final class PrepareExchange extends Exchange {

    private enum State {
        CLOSE,
        PARSE,
        PARAMETERS,
        COLUMNS,
        DONE
    }

    private final String sql;
    private final @Nullable HeldStatement held;
    private final int @Nullable [] cachedFor;
    private State state = State.DONE;
    private @Nullable ServerStatement statement;
    private @Nullable StatementCache cache;
    private int closes;

    private PrepareExchange(String sql, @Nullable HeldStatement held, int @Nullable [] cachedFor, ExchangeEnd end) {
        super(end);
        this.sql = sql;
        this.held = held;
        this.cachedFor = cachedFor;
    }

    /** Prepares a statement of the caller's own, who keeps it after success. */
    public static PrepareExchange held(HeldStatement statement, ExchangeEnd end) {
        return new PrepareExchange(statement.sql(), statement, null, end);
    }

    /** Brings a statement into the cache, so that a stream behind it knows its columns; does nothing where it is there. */
    public static PrepareExchange cached(String sql, int[] typeOids, ExchangeEnd end) {
        return new PrepareExchange(sql, null, typeOids, end);
    }

    /** The types that the server gave the parameters; behind a good end. */
    public int[] parameterOids() {
        return statement == null ? new int[0] : statement.parameterOids().clone();
    }

    /** The columns, in the formats that a use asks for; behind a good end. */
    public RowShape shape() {
        return statement == null ? RowShape.NONE : statement.shape();
    }

    @Override
    public String operation() {
        return "prepare";
    }

    @Override
    void start(Outbox out) {
        cache = out.statements();
        var found = held != null ? held.on(cache) : cache.find(sql, requireNonNull(cachedFor, "cachedFor"));
        statement = found;
        if (found.needsParse() && !found.described()) {
            var buffer = out.buffer();
            closes = cache.writeCloses(buffer).size();
            FrontendEncoder.parse(buffer, found.name(), sql, found.typeOids());
            FrontendEncoder.describeStatement(buffer, found.name());
            cache.sent(found);
            state = closes > 0 ? State.CLOSE : State.PARSE;
        }
        FrontendEncoder.sync(out.buffer());
    }

    @Override
    boolean complete() {
        return state == State.DONE;
    }

    @Override
    public void onCloseComplete(BackendMessage.CloseComplete message) {
        expect(State.CLOSE, "CloseComplete");
        if (--closes == 0) {
            state = State.PARSE;
        }
    }

    @Override
    public void onParseComplete(BackendMessage.ParseComplete message) {
        expect(State.PARSE, "ParseComplete");
        state = State.PARAMETERS;
    }

    @Override
    public void onParameterDescription(BackendMessage.ParameterDescription message) {
        var target = expect(State.PARAMETERS, "ParameterDescription");
        target.parameters(message.typeOids());
        state = State.COLUMNS;
    }

    @Override
    public void onRowDescription(BackendMessage.RowDescription message) {
        var target = expect(State.COLUMNS, "RowDescription");
        if (cache != null) {
            cache.described(target, message.fields());
        }
        described(target);
    }

    @Override
    public void onNoData(BackendMessage.NoData message) {
        var target = expect(State.COLUMNS, "NoData");
        target.noColumns();
        described(target);
    }

    private void described(ServerStatement target) {
        if (held != null) {
            held.described(target);
        }
        state = State.DONE;
    }

    @Override
    public void onErrorResponse(BackendMessage.ErrorResponse message) {
        super.onErrorResponse(message);
        if (statement != null && cache != null && !statement.described()) {
            if (state == State.PARAMETERS || state == State.COLUMNS) {
                cache.drop(statement);
            } else {
                cache.forget(statement);
            }
        }
        state = State.DONE;
    }

    private ServerStatement expect(State expected, String message) {
        if (state != expected || statement == null) {
            throw unexpected(message);
        }
        return statement;
    }
}
