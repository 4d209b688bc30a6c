package io.penstock.internal.session;

import static java.util.Objects.requireNonNull;

import io.penstock.Batch;
import io.penstock.CopyIn;
import io.penstock.CopyOut;
import io.penstock.Query;
import io.penstock.Result;
import io.penstock.RowStream;
import io.penstock.Session;
import io.penstock.Statement;
import io.penstock.concurrent.ExecutionStrategy;
import io.penstock.error.Outcome;
import io.penstock.error.PgCodecException;
import io.penstock.error.PgException;
import io.penstock.error.SqlState;
import io.penstock.internal.codec.EncodedParameters;
import io.penstock.internal.codec.ParameterEncoder;
import io.penstock.internal.exchange.BatchExchange;
import io.penstock.internal.exchange.CloseExchange;
import io.penstock.internal.exchange.Exchange;
import io.penstock.internal.exchange.ExtendedQueryExchange;
import io.penstock.internal.exchange.HeldRun;
import io.penstock.internal.exchange.HeldStatement;
import io.penstock.internal.exchange.ResultSink;
import io.penstock.internal.exchange.SimpleQueryExchange;
import io.penstock.internal.exchange.TransactionScope;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Turns calls into exchanges, inside one transaction's scope or outside of any, for as long as the tenure lasts that they are made
 * under.
 *
 * <p>Parameters are encoded here, on the caller's thread: codecs may be the user's, and the loop only copies bytes. A call that
 * cannot be encoded, or is not admitted, fails its stage; nothing is thrown but for null arguments.
 */
final class SessionOperations implements Session {

    private final ConnectionCore core;
    private final @Nullable TransactionScope scope;
    private final @Nullable Tenure tenure;

    SessionOperations(ConnectionCore core, @Nullable TransactionScope scope, @Nullable Tenure tenure) {
        this.core = core;
        this.scope = scope;
        this.tenure = tenure;
    }

    ConnectionCore core() {
        return core;
    }

    @Nullable
    TransactionScope scope() {
        return scope;
    }

    @Nullable
    Tenure tenure() {
        return tenure;
    }

    // ---- one statement

    @Override
    public CompletionStage<Result> query(Query query) {
        var call = new QueryCall(core, core.dispatcher(query.strategy()));
        try {
            start(call, core.encoder().exchange(core.codecs(), query, call), query.timeout());
        } catch (PgException e) {
            call.failedBefore(query.sql(), e);
        }
        return call;
    }

    /** As a {@link Query} of them, without making one. */
    @Override
    public CompletionStage<Result> query(String sql, @Nullable Object... values) {
        requireNonNull(sql, "sql");
        var call = new QueryCall(core, core.dispatcher(null));
        try {
            start(call, core.encoder().exchange(core.codecs(), sql, values, call), null);
        } catch (PgException e) {
            call.failedBefore(sql, e);
        }
        return call;
    }

    private void start(QueryCall call, ExtendedQueryExchange exchange, @Nullable Duration timeout) {
        submit(exchange, call);
        StatementDeadline.set(core, exchange, call, timeout);
    }

    CompletionStage<Result> query(HeldStatement statement, int[] types, @Nullable Object[] values) {
        var call = new QueryCall(core, core.dispatcher(null));
        try {
            var run = new HeldRun(statement, encode(values, types), call);
            start(call, new ExtendedQueryExchange(run, call), null);
        } catch (PgException e) {
            call.failedBefore(statement.sql(), e);
        }
        return call;
    }

    @Override
    public RowStream stream(Query query) {
        return new RealRowStream(this, query.strategy(), StreamSource.of(query));
    }

    RowStream stream(HeldStatement statement, int[] types, @Nullable Object[] values) {
        return new RealRowStream(this, null, StreamSource.of(statement, types, values));
    }

    // ---- several

    @Override
    public CompletionStage<List<Result>> batch(Batch batch) {
        return switch (batch.mode()) {
            case ATOMIC -> atomic(batch);
            case INDEPENDENT -> AllOf.inOrder(core, IndependentBatch.boundedTogether(this, BatchDeadline.each(batch)));
        };
    }

    @Override
    public List<CompletionStage<Result>> batchEach(Batch batch) {
        return switch (batch.mode()) {
            case ATOMIC -> AllOf.each(atomic(batch), batch.queries().size());
            case INDEPENDENT -> IndependentBatch.boundedEach(this, BatchDeadline.each(batch));
        };
    }

    private CompletionStage<List<Result>> atomic(Batch batch) {
        var queries = batch.queries();
        var call = new BatchCall(core, core.dispatcher(null), queries.size());
        if (queries.isEmpty()) {
            call.succeed(List.of());
            return call;
        }
        try {
            var exchange = new BatchExchange(core.encoder().runs(core.codecs(), queries, call.sink()), call);
            submit(exchange, call);
            StatementDeadline.set(core, exchange, call, BatchDeadline.of(batch.timeout(), queries));
        } catch (PgException e) {
            call.failed(e);
        }
        return call;
    }

    @Override
    public CompletionStage<List<Result>> script(String sql) {
        return script("script", sql, null);
    }

    CompletionStage<List<Result>> script(String operation, String sql, @Nullable ExecutionStrategy strategy) {
        var call = new ScriptCall(core, core.dispatcher(strategy), operation, sql);
        try {
            var exchange = new SimpleQueryExchange(operation, checked(sql), call.sink(), call);
            submit(exchange, call);
            StatementDeadline.set(core, exchange, call, null);
        } catch (PgException e) {
            call.failed(e);
        }
        return call;
    }

    // ---- signs of life

    CompletionStage<@Nullable Void> ping(Duration timeout) {
        var call = new DoneCall(core, "ping", null);
        var exchange = new SimpleQueryExchange("ping", "", ResultSink.DISCARD, call);
        submit(exchange, call);
        StatementDeadline.setForPing(core, exchange, call, timeout);
        return call;
    }

    // ---- prepared statements

    @Override
    public CompletionStage<Statement> prepare(String sql) {
        var call = new PrepareCall(this, requireNonNull(sql, "sql"));
        try {
            checked(sql);
            submit(call.exchange(), call);
            StatementDeadline.set(core, call.exchange(), call, null);
        } catch (PgException e) {
            call.failed(e);
        }
        return call;
    }

    void close(HeldStatement statement, DoneCall call) {
        submit(new CloseExchange(statement, call), call);
    }

    // ---- bulk data

    @Override
    public CompletionStage<CopyIn> copyIn(String sql) {
        var call = new CopyInCall(core, sql);
        try {
            checked(sql);
            submit(call.exchange(), call.opening());
            call.deadline();
        } catch (PgException e) {
            call.opening().failed(e);
        }
        return call.opening();
    }

    @Override
    public CopyOut copyOut(String sql) {
        return new RealCopyOut(this, requireNonNull(sql, "sql"));
    }

    // ---- common

    void submit(Exchange exchange, Call<?> call) {
        core.submit(exchange.within(scope), call, tenure);
    }

    /** Submits exchanges that are one operation, each with the call at the same position. */
    void submitAll(List<? extends Exchange> exchanges, List<? extends Call<?>> calls) {
        exchanges.forEach(exchange -> exchange.within(scope));
        core.submitAll(exchanges, calls, tenure);
    }

    /** SQL text travels as a C string. */
    static String checked(String sql) {
        if (requireNonNull(sql, "sql").indexOf('\0') >= 0) {
            throw new PgCodecException(
                    "the SQL text has a NUL character", SqlState.CHARACTER_NOT_IN_REPERTOIRE, Outcome.NOT_SENT, null);
        }
        return sql;
    }

    EncodedParameters encode(Query query) {
        return core.encoder().encode(core.codecs(), query);
    }

    EncodedParameters encode(@Nullable Object[] values, int[] types) {
        return ParameterEncoder.encode(core.codecs(), values, types);
    }
}
