package io.penstock.internal.session;

import io.penstock.Query;
import io.penstock.internal.codec.EncodedParameters;
import io.penstock.internal.codec.GatheredParameters;
import io.penstock.internal.exchange.ResultSink;
import io.penstock.internal.exchange.RowShape;
import io.penstock.internal.exchange.StatementRun;
import io.penstock.internal.wire.DataRows;
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

    private final SpareStatement spare;
    private final List<Query> queries;
    private final IntFunction<? extends ResultSink> sinks;

    /** The values of those from {@link #first} on; null before the first. */
    private @Nullable GatheredParameters gathered;

    private int first;

    /** The first query that is not known to be like those before it. */
    private int alikeTo;

    /** For how many uses the next values are gathered, at the most: it begins with all, and where few were of the same types few are expected again. */
    private int expected = MAX_USES;

    /** @param sinks who is told of each query */
    AlikeQueries(SpareStatement spare, List<Query> queries, IntFunction<? extends ResultSink> sinks) {
        this.spare = spare;
        this.queries = queries;
        this.sinks = sinks;
    }

    void addTo(List<StatementRun> runs) {
        for (var i = 0; i < queries.size(); i++) {
            var values = spare.encode(queries.get(i));
            if (!takes(i, values)) {
                end(runs);
                begin(i, values);
            }
        }
        end(runs);
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
        gathered = spare.gather(values, Math.min(expected, alikeTo - index));
    }

    private void end(List<StatementRun> runs) {
        var ended = gathered;
        if (ended != null) {
            var values = ended.all();
            expected = Math.min(MAX_USES, 2 * values.uses());
            var sink = values.uses() == 1 ? sinks.apply(first) : new InTurn(sinks, first);
            runs.add(QueryRuns.of(queries.get(first), values, sink));
        }
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
