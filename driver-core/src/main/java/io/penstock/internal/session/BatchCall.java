package io.penstock.internal.session;

import io.penstock.Result;
import io.penstock.internal.flow.SerialDispatcher;
import io.penstock.internal.wire.ReadyStatus;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An atomic batch: a collector for each statement, and one end for all. */
final class BatchCall extends Call<List<Result>> {

    private final List<RowCollector> collectors = new ArrayList<>();

    BatchCall(ConnectionCore core, SerialDispatcher dispatcher) {
        super(core, dispatcher);
    }

    RowCollector nextStatement() {
        var collector = collectors.isEmpty()
                ? new RowCollector(core(), this)
                : collectors.get(0).next();
        collectors.add(collector);
        return collector;
    }

    @Override
    int[] changingTypes() {
        return RowCollector.changingTypes(collectors);
    }

    @Override
    List<Result> value(ReadyStatus status) {
        return collectors.stream().map(RowCollector::result).toList();
    }

    @Override
    String operation() {
        return "batch";
    }

    @Override
    @Nullable
    String sql() {
        return null;
    }
}
