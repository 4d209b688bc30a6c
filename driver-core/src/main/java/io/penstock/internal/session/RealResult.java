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

/** A collected result: the rows' bytes as they came, and views of them made when they are asked for. */
final class RealResult implements Result {

    private final ResultColumns columns;
    private final byte[] first;
    private final List<RowBatch> others;
    private final CommandTag tag;
    private final int size;
    private volatile @Nullable List<Row> rows;

    /**
     * @param first the frames of the first run of rows; null where there are none
     * @param count how many rows they are
     * @param others the runs behind it
     */
    RealResult(ResultColumns columns, byte @Nullable [] first, int count, List<RowBatch> others, CommandTag tag) {
        this.columns = columns;
        this.first = first == null ? RowBatch.NONE.data() : first;
        this.others = others;
        this.tag = tag;
        var sum = count;
        for (var i = 0; i < others.size(); i++) {
            sum += others.get(i).count();
        }
        this.size = sum;
    }

    @Override
    public CommandTag tag() {
        return tag;
    }

    @Override
    public boolean hasRows() {
        return columns.shape() != RowShape.NONE;
    }

    @Override
    public List<Column> columns() {
        return columns.list();
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public List<Row> rows() {
        var known = rows;
        if (known == null) {
            known = views();
            rows = known;
        }
        return known;
    }

    private List<Row> views() {
        var views = new ArrayList<Row>(size);
        addViews(views, first, first.length);
        others.forEach(batch -> addViews(views, batch.data(), batch.length()));
        return Collections.unmodifiableList(views);
    }

    private void addViews(List<Row> views, byte[] frames, int length) {
        var position = 0;
        while (position < length) {
            views.add(new RealRow(columns).at(frames, position));
            position = RowBatch.next(frames, position);
        }
    }

    @Override
    public Row single() {
        if (size != 1) {
            throw new IllegalStateException("one row expected, the result has " + size);
        }
        return new RealRow(columns).at(first, 0);
    }

    @Override
    public String toString() {
        return "Result[" + tag.text() + ", " + size + " rows]";
    }
}
