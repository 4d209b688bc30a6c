package io.penstock.internal.session;

import io.penstock.Result;
import io.penstock.internal.exchange.ResultSink;
import io.penstock.internal.exchange.RowShape;
import io.penstock.internal.wire.DataRows;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The results of several statements, collected one after the other; {@code maxResultBytes} bounds all of them together. */
final class ScriptResults implements ResultSink {

    private final List<RowCollector> ended = new ArrayList<>();
    private RowCollector rows;

    /** @param call told when they are too large */
    ScriptResults(ConnectionCore core, @Nullable Call<?> call) {
        this.rows = new RowCollector(core, call);
    }

    @Override
    public void onColumns(RowShape shape) {
        rows.onColumns(shape);
    }

    @Override
    public void onRows(DataRows run) {
        rows.onRows(run);
    }

    @Override
    public void onTag(String tag) {
        rows.onTag(tag);
        if (rows.fits()) {
            ended.add(rows);
            rows = rows.next();
        } else {
            ended.clear();
        }
    }

    /** Whether they are within the bound, so far. */
    boolean fit() {
        return rows.fits();
    }

    /**
     * All of them, in order.
     *
     * @throws io.penstock.error.PgRejectedException if they are too large
     */
    List<Result> results() {
        if (!rows.fits()) {
            rows.result();
        }
        return ended.stream().map(RowCollector::result).toList();
    }

    /** Those types of all columns that differ from database to database. */
    int[] changingTypes() {
        return RowCollector.changingTypes(ended);
    }
}
