package io.penstock.r2dbc;

import io.penstock.Batch;
import io.penstock.Query;
import io.penstock.Result;
import io.penstock.reactive.operator.StagePublisher;
import io.r2dbc.spi.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/**
 * A statement with the values that it is to be executed with.
 *
 * <ul>
 *   <li>One execution of one statement is streamed.
 *   <li>Several executions are one flight with one Sync at its end: all or nothing. Their results are collected.
 *   <li>Several statements in one text, which have no parameters, are a script; their results are collected, too.
 * </ul>
 *
 * Belongs to one thread until it is executed; each subscription executes it anew.
 */
final class RealStatement implements Statement {

    private final SpiSession session;
    private final StatementText text;
    private final Bindings bindings;
    private @Nullable List<String> returned;

    RealStatement(SpiSession session, String sql) {
        this.session = session;
        this.text = StatementText.of(sql);
        this.bindings = new Bindings(text.parameters(), session.codecs());
    }

    @Override
    public RealStatement add() {
        bindings.add();
        return this;
    }

    @Override
    public RealStatement bind(int index, Object value) {
        bindings.bind(index, value);
        return this;
    }

    @Override
    public RealStatement bind(String name, Object value) {
        SpiArguments.present(name, "name");
        SpiArguments.present(value, "value");
        return bind(text.indexOf(name), value);
    }

    @Override
    public RealStatement bindNull(int index, Class<?> type) {
        bindings.bindNull(index, type);
        return this;
    }

    @Override
    public RealStatement bindNull(String name, Class<?> type) {
        SpiArguments.present(name, "name");
        return bindNull(text.indexOf(name), type);
    }

    @Override
    public RealStatement returnGeneratedValues(String... columns) {
        for (var column : SpiArguments.present(columns, "columns")) {
            SpiArguments.present(column, "column");
        }
        var wanted = List.of(columns);
        text.returning(wanted);
        returned = wanted;
        return this;
    }

    /** The receive window does what a fetch size is for, in bytes, inside a transaction and outside; the number changes nothing. */
    @Override
    public RealStatement fetchSize(int rows) {
        if (rows < 0) {
            throw new IllegalArgumentException("a fetch size is not negative: " + rows);
        }
        return this;
    }

    @Override
    public Publisher<io.r2dbc.spi.Result> execute() {
        var all = bindings.all();
        if (text.isCompound() && all.size() == 1 && text.parameters() == 0) {
            return collected(() -> session.connection().script(text.sql()), Segments.Rows.ROWS);
        }
        var rows = bindings.hasOut() ? Segments.Rows.OUT_PARAMETERS : Segments.Rows.ROWS;
        var sql = returned == null ? text.sql() : text.returning(returned);
        var hasLobs = all.stream().flatMap(Arrays::stream).anyMatch(LobValue::isLob);
        if (all.size() == 1 && !hasLobs) {
            return new StreamedResult(session, Query.of(sql, all.get(0)), rows);
        }
        return collected(() -> hasLobs ? batchOfLobs(sql, all) : batch(sql, all), rows);
    }

    private CompletionStage<List<Result>> batch(String sql, List<@Nullable Object[]> all) {
        var batch = Batch.atomic();
        all.forEach(values -> batch.add(sql, values));
        return session.connection().batch(batch);
    }

    /** Large objects are read one after the other, each into memory, before anything is sent. */
    private CompletionStage<List<Result>> batchOfLobs(String sql, List<@Nullable Object[]> all) {
        CompletionStage<Batch> batch = CompletableFuture.completedFuture(Batch.atomic());
        for (var values : all) {
            batch = batch.thenCompose(queries -> LobValue.readAll(values).thenApply(read -> queries.add(sql, read)));
        }
        return batch.thenCompose(session.connection()::batch);
    }

    private Publisher<io.r2dbc.spi.Result> collected(Collecting operation, Segments.Rows rows) {
        return StagePublisher.ofAll(operation::run, results -> session.results(results, rows), session.dropped())
                .tellingErrorsAs(SpiErrors::of);
    }

    /** What brings results in one piece. */
    private interface Collecting {
        CompletionStage<List<Result>> run();
    }
}
