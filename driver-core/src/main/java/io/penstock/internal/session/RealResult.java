package io.penstock.internal.session;

import io.penstock.Column;
import io.penstock.CommandTag;
import io.penstock.Result;
import io.penstock.Row;
import io.penstock.internal.exchange.RowShape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A collected result: the rows' bytes as they came, in one run for most, and views of them made when they are asked for. */
abstract sealed class RealResult implements Result {

    private final ResultColumns columns;
    private final byte[] first;
    private final CommandTag tag;

    private RealResult(ResultColumns columns, byte[] first, CommandTag tag) {
        this.columns = columns;
        this.first = first;
        this.tag = tag;
    }

    /**
     * @param rows the frames of the rows; null where there are none
     * @param count how many rows they are
     */
    static RealResult of(ResultColumns columns, byte @Nullable [] rows, int count, CommandTag tag) {
        if (rows == null) {
            return new OfRows(columns, RowBatch.NONE.data(), 0, tag);
        }
        return count == 1 ? new OfOneRow(columns, rows, tag) : new OfRows(columns, rows, count, tag);
    }

    /**
     * @param first the frames of the first run of rows
     * @param count how many rows they are
     * @param others the runs behind it
     */
    static RealResult ofSeveralRuns(
            ResultColumns columns, byte[] first, int count, List<RowBatch> others, CommandTag tag) {
        return new OfSeveralRuns(columns, first, count, others, tag);
    }

    /** The same rows as columns of types that are known better now. */
    RealResult with(ResultColumns known) {
        return known == columns ? this : of(known, first, size(), tag);
    }

    final RowShape shape() {
        return columns.shape();
    }

    @Override
    public final CommandTag tag() {
        return tag;
    }

    @Override
    public final boolean hasRows() {
        return columns.shape() != RowShape.NONE;
    }

    @Override
    public final List<Column> columns() {
        return columns.list();
    }

    @Override
    public final Row single() {
        if (size() != 1) {
            throw new IllegalStateException("one row expected, the result has " + size());
        }
        return new RealRow(columns).at(first, 0);
    }

    void addAllViews(List<Row> views) {
        addViews(views, first, first.length);
    }

    final byte[] firstRun() {
        return first;
    }

    final void addViews(List<Row> views, byte[] frames, int length) {
        var position = 0;
        while (position < length) {
            views.add(new RealRow(columns).at(frames, position));
            position = RowBatch.next(frames, position);
        }
    }

    @Override
    public final String toString() {
        return "Result[" + tag.text() + ", " + size() + " rows]";
    }

    /** What most selects by a key bring. It is smaller, and does not keep the view that it makes. */
    private static final class OfOneRow extends RealResult {

        OfOneRow(ResultColumns columns, byte[] row, CommandTag tag) {
            super(columns, row, tag);
        }

        @Override
        public int size() {
            return 1;
        }

        @Override
        public List<Row> rows() {
            return List.of(single());
        }
    }

    private static sealed class OfRows extends RealResult {

        private final int size;
        private volatile @Nullable List<Row> rows;

        OfRows(ResultColumns columns, byte[] first, int size, CommandTag tag) {
            super(columns, first, tag);
            this.size = size;
        }

        @Override
        public final int size() {
            return size;
        }

        @Override
        public final List<Row> rows() {
            var known = rows;
            if (known == null) {
                known = views();
                rows = known;
            }
            return known;
        }

        private List<Row> views() {
            var views = new ArrayList<Row>(size);
            addAllViews(views);
            return Collections.unmodifiableList(views);
        }
    }

    private static final class OfSeveralRuns extends OfRows {

        private final List<RowBatch> others;

        OfSeveralRuns(ResultColumns columns, byte[] first, int count, List<RowBatch> others, CommandTag tag) {
            super(columns, first, count + sum(others), tag);
            this.others = others;
        }

        private OfSeveralRuns(ResultColumns known, OfSeveralRuns same) {
            super(known, same.firstRun(), same.size(), same.tag());
            this.others = same.others;
        }

        private static int sum(List<RowBatch> runs) {
            var sum = 0;
            for (var i = 0; i < runs.size(); i++) {
                sum += runs.get(i).count();
            }
            return sum;
        }

        @Override
        RealResult with(ResultColumns known) {
            return new OfSeveralRuns(known, this);
        }

        @Override
        void addAllViews(List<Row> views) {
            super.addAllViews(views);
            others.forEach(batch -> addViews(views, batch.data(), batch.length()));
        }
    }
}
