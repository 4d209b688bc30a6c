package io.penstock.internal.session;

import io.penstock.Query;
import io.penstock.internal.codec.EncodedParameters;
import io.penstock.internal.codec.GatheredParameters;
import io.penstock.internal.codec.ParameterEncoder;
import io.penstock.internal.exchange.BatchExchange;
import io.penstock.internal.exchange.ExchangeEnd;
import io.penstock.internal.exchange.ResultSink;
import io.penstock.internal.exchange.RowShape;
import io.penstock.internal.exchange.StatementRun;
import io.penstock.internal.wire.DataRows;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The queries of a flight as runs of their statements. Queries in a row that differ in their values alone are one run of a statement that is used so often,
 * as long as their values are of the same types and find room together: {@value #MAX_USES} at the most.
 *
 * <p>Confined to the calling thread.
 */
final class AlikeQueries {

    private static final int MAX_USES = 1_024;

    /** The first run of those that are made while it is sent: as much as the server is busy with while the next is made. */
    private static final int FIRST_USES = 16;

    /** For fewer the look whether they are sure costs more than it spares. */
    private static final int FEWEST_LATE = 4 * FIRST_USES;

    private final ParameterEncoder encoder;
    private final List<Query> queries;
    private final Sinks sinks;
    private final List<StatementRun> runs;

    /** The values of those from {@link #first} on; null before the first, and where that has none like it. */
    private @Nullable GatheredParameters gathered;

    /** The values of the last run. */
    private EncodedParameters ended = EncodedParameters.NONE;

    /** The query that is encoded next. */
    private int next;

    /** How many runs are with the batch already. */
    private int given;

    private int first;

    /** The first query that is not known to be like those before it. */
    private int alikeTo;

    /** For how many uses the next values are gathered, at the most: it begins with all, and where few were of the same types few are expected again. */
    private int expected = MAX_USES;

    /** Who is told of a run. */
    private interface Sinks {

        /** Of so many queries from the first one on. */
        ResultSink of(int first, int uses);
    }

    private AlikeQueries(ParameterEncoder encoder, List<Query> queries, Sinks sinks, int ahead) {
        this.encoder = encoder;
        this.queries = queries;
        this.sinks = sinks;
        this.runs = new ArrayList<>(ahead + Math.min(queries.size(), 10));
    }

    /**
     * The runs of queries whose answers go to one sink, which tells them apart by their ends.
     *
     * @param encoder nobody else's for as long as this takes
     */
    static List<StatementRun> runs(ParameterEncoder encoder, List<Query> queries, ResultSink all) {
        return new AlikeQueries(encoder, queries, (first, uses) -> all, 0).runs();
    }

    /**
     * Queries each of which has a sink of its own, behind others. Where many differ in their values alone, and those will be encoded without fail, the first few are
     * encoded, and the others while those are sent. What may fail is encoded here.
     *
     * @param encoder nobody else's until the batch has been written
     */
    static AlikeQueries begun(
            List<StatementRun> ahead,
            ParameterEncoder encoder,
            List<Query> queries,
            IntFunction<? extends ResultSink> each) {
        Sinks apart = (first, uses) -> uses == 1 ? each.apply(first) : new InTurn(each, first);
        var alike = new AlikeQueries(encoder, queries, apart, ahead.size());
        alike.runs.addAll(ahead);
        if (alike.beginsWithFew()) {
            alike.advance();
        }
        if (!alike.isRestSure()) {
            alike.runs();
        }
        alike.given = alike.runs.size();
        return alike;
    }

    /** Those, with one Sync. */
    BatchExchange batch(ExchangeEnd end) {
        return new BatchExchange(runs, end).then(this::later);
    }

    /** How many are encoded. */
    int encoded() {
        return next;
    }

    /** Where all differ in their values alone, and are many: makes the first run a short one. */
    private boolean beginsWithFew() {
        var count = queries.size();
        var same = count >= FEWEST_LATE;
        for (var i = 1; same && i < count; i++) {
            same = areAlike(queries.get(0), queries.get(i));
        }
        if (same) {
            alikeTo = count;
            expected = FIRST_USES;
        }
        return same;
    }

    /** Whether what is not encoded yet will be without fail, and is of the same types as the first run: so of the same statement. */
    private boolean isRestSure() {
        var begun = gathered;
        var sure = begun != null && begun.isLike(ended);
        for (var i = next; sure && i < queries.size(); i++) {
            sure = QueryRuns.areSure(encoder, queries.get(i), ended.count());
        }
        return sure;
    }

    /** The next run that was not given yet. */
    private @Nullable StatementRun later() {
        if (given == runs.size() && next < queries.size()) {
            advance();
        }
        return given < runs.size() ? runs.get(given++) : null;
    }

    private List<StatementRun> runs() {
        while (next < queries.size()) {
            advance();
        }
        return runs;
    }

    /** Encodes the next queries up to the end of a run. */
    private void advance() {
        var known = runs.size();
        while (next < queries.size() && runs.size() == known) {
            var values = QueryRuns.encoded(encoder, queries.get(next));
            if (!takes(next, values)) {
                end();
                begin(next, values);
            }
            next++;
        }
        if (next == queries.size()) {
            end();
        }
    }

    private boolean takes(int index, EncodedParameters values) {
        var begun = gathered;
        return begun != null && index < alikeTo && index - first < MAX_USES && begun.add(values);
    }

    /** What is prepared for one use is not used again. */
    private static boolean areAlike(Query one, Query other) {
        return one.sql().equals(other.sql()) && one.maxRows() == other.maxRows() && !one.isOnce() && !other.isOnce();
    }

    private void begin(int index, EncodedParameters values) {
        first = index;
        if (alikeTo <= index) {
            alikeTo = index + 1;
            expected = MAX_USES;
        }
        while (alikeTo < queries.size() && areAlike(queries.get(index), queries.get(alikeTo))) {
            alikeTo++;
        }
        if (alikeTo == index + 1) {
            add(encoder.detached(values));
        } else {
            gathered = encoder.gather(values, Math.min(expected, alikeTo - index));
        }
    }

    private void end() {
        var begun = gathered;
        if (begun != null) {
            gathered = null;
            var values = begun.all();
            expected = Math.min(MAX_USES, 2 * values.uses());
            add(values);
        }
    }

    private void add(EncodedParameters values) {
        ended = values;
        runs.add(QueryRuns.of(queries.get(first), values, sinks.of(first, values.uses())));
    }

    /** Tells of each use whoever waits for it. Confined to the connection's owner. */
    private static final class InTurn implements ResultSink {

        private final IntFunction<? extends ResultSink> sinks;
        private int next;

        InTurn(IntFunction<? extends ResultSink> sinks, int first) {
            this.sinks = sinks;
            this.next = first;
        }

        @Override
        public void onColumns(RowShape shape) {
            sinks.apply(next).onColumns(shape);
        }

        @Override
        public void onRows(DataRows rows) {
            sinks.apply(next).onRows(rows);
        }

        @Override
        public void onTag(String tag) {
            sinks.apply(next++).onTag(tag);
        }

        @Override
        public void onSuspended() {
            sinks.apply(next++).onSuspended();
        }
    }
}
