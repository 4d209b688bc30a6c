package io.penstock.internal.session;

import io.penstock.Column;
import io.penstock.CommandTag;
import io.penstock.Result;
import io.penstock.Row;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A collected result: the rows' bytes as they came, and views of them made when they are asked for. */
final class RealResult implements Result {

    private final ResultColumns columns;
    private final List<RowBatch> batches;
    private final CommandTag tag;
    private final int size;
    private volatile @Nullable List<Row> rows;

    RealResult(ResultColumns columns, List<RowBatch> batches, CommandTag tag) {
        this.columns = columns;
        this.batches = batches;
        this.tag = tag;
        var sum = 0;
        for (var i = 0; i < batches.size(); i++) {
            sum += batches.get(i).count();
        }
        this.size = sum;
    }

    @Override
    public CommandTag tag() {
        return tag;
    }

    @Override
    public List<Column> columns() {
        return RealRow.columns(columns.shape());
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
        for (var batch : batches) {
            var position = 0;
            while (position < batch.length()) {
                views.add(new RealRow(columns).at(batch.data(), position));
                position = batch.next(position);
            }
        }
        return Collections.unmodifiableList(views);
    }

    @Override
    public Row single() {
        if (size != 1) {
            throw new IllegalStateException("one row expected, the result has " + size);
        }
        return new RealRow(columns).at(batches.get(0).data(), 0);
    }

    @Override
    public String toString() {
        return "Result[" + tag.text() + ", " + size + " rows]";
    }
}
