package io.penstock.internal.session;

import io.penstock.Result;
import io.penstock.internal.exchange.ResultSink;
import io.penstock.internal.exchange.RowShape;
import io.penstock.internal.wire.DataRows;
import java.util.ArrayList;
import java.util.List;

/**
 * The results of several statements, collected one after the other. The bound of {@code maxResultBytes} holds for each; the
 * first that exceeds it is the last that is kept, and fails the whole.
 */
final class ScriptResults implements ResultSink {

    private final ConnectionCore core;
    private final List<Result> results = new ArrayList<>();
    private RowCollector rows;
    private boolean tooLarge;

    ScriptResults(ConnectionCore core) {
        this.core = core;
        this.rows = new RowCollector(core);
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
        if (tooLarge) {
            return;
        }
        rows.onTag(tag);
        if (rows.fits()) {
            results.add(rows.result());
            rows = new RowCollector(core);
        } else {
            tooLarge = true;
        }
    }

    /**
     * All of them, in order.
     *
     * @throws io.penstock.error.PgRejectedException if one was too large
     */
    List<Result> results() {
        if (tooLarge) {
            rows.result();
        }
        return List.copyOf(results);
    }
}
