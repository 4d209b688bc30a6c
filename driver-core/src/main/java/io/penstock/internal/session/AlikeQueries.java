package io.penstock.internal.session;

import io.penstock.Query;
import io.penstock.internal.codec.EncodedParameters;
import io.penstock.internal.codec.GatheredParameters;
import io.penstock.internal.codec.ParameterEncoder;
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

    private final ParameterEncoder encoder;
    private final List<Query> queries;
    private final Sinks sinks;
    private final List<StatementRun> runs;

    /** The values of those from {@link #first} on; null before the first, and where that has none like it. */
    private @Nullable GatheredParameters gathered;

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
     * The runs of queries each of which has a sink of its own, behind others.
     *
     * @param encoder nobody else's for as long as this takes
     */
    static List<StatementRun> runs(
            List<StatementRun> ahead,
            ParameterEncoder encoder,
            List<Query> queries,
            IntFunction<? extends ResultSink> each) {
        Sinks apart = (first, uses) -> uses == 1 ? each.apply(first) : new InTurn(each, first);
        var alike = new AlikeQueries(encoder, queries, apart, ahead.size());
        alike.runs.addAll(ahead);
        return alike.runs();
    }

    private List<StatementRun> runs() {
        for (var i = 0; i < queries.size(); i++) {
            var values = QueryRuns.encoded(encoder, queries.get(i));
            if (!takes(i, values)) {
                end();
                begin(i, values);
            }
        }
        end();
        return runs;
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
        var ended = gathered;
        if (ended != null) {
            gathered = null;
            var values = ended.all();
            expected = Math.min(MAX_USES, 2 * values.uses());
            add(values);
        }
    }

    private void add(EncodedParameters values) {
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
