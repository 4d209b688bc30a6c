package io.penstock.r2dbc;

import io.penstock.reactive.operator.StagePublisher;
import io.r2dbc.spi.Batch;
import io.r2dbc.spi.Result;
import java.util.ArrayList;
import java.util.List;
import org.reactivestreams.Publisher;

/**
 * Statements without parameters, sent as one script: one round trip, and outside a transaction one implicit transaction. Belongs to one
 * thread until it is executed; each subscription executes it anew.
 */
final class RealBatch implements Batch {

    private final SpiSession session;
    private final List<String> statements = new ArrayList<>();

    RealBatch(SpiSession session) {
        this.session = session;
    }

    @Override
    public RealBatch add(String sql) {
        statements.add(SpiArguments.present(sql, "sql"));
        return this;
    }

    @Override
    public Publisher<Result> execute() {
        if (statements.isEmpty()) {
            throw new IllegalStateException("the batch has no statement");
        }
        var script = String.join(";\n", statements);
        return StagePublisher.ofAll(
                        () -> session.connection().script(script),
                        results -> session.results(results, Segments.Rows.ROWS),
                        session.dropped())
                .tellingErrorsAs(SpiErrors::of);
    }
}
