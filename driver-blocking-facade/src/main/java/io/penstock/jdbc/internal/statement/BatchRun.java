package io.penstock.jdbc.internal.statement;

import io.penstock.Answers;
import io.penstock.Flight;
import io.penstock.Row;
import io.penstock.jdbc.internal.result.Cells;
import io.penstock.jdbc.internal.result.HeldResultSet;
import io.penstock.jdbc.internal.session.JdbcSession;
import io.penstock.jdbc.internal.session.Warnings;
import java.sql.SQLException;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/** Runs a batch as one flight, and gathers its counts, and its generated keys where they were asked for. */
final class BatchRun {

    private BatchRun() {}

    static long[] run(PlainStatement statement, SentBatch batch, Flight flight, KeysWanted keys, Warnings warnings)
            throws SQLException {
        var session = statement.session();
        var answers = session.openBatch(flight);
        warnings.addAll(answers.notices());
        var failure = session.failure(answers);
        if (failure != null) {
            var position =
                    batch.position(Math.min(answers.answered(), batch.queries().size()));
            throw BatchOutcome.failed(batch.size(), position, failure);
        }
        return keys.any() ? withKeys(statement, answers, batch) : BatchOutcome.counts(answers, batch);
    }

    private static long[] withKeys(PlainStatement statement, Answers answers, SentBatch batch) {
        var counts = new long[batch.size()];
        var next = 0;
        var rows = new ArrayList<Row>();
        @Nullable Cells cells = null;
        for (var i = 0; i < batch.queries().size(); i++) {
            answers.nextAnswer();
            if (cells == null && !answers.columns().isEmpty()) {
                cells = Execution.cells(statement, answers.columns());
            }
            rows.addAll(JdbcSession.rows(answers));
            next += batch.entries(i);
            counts[next - 1] += Math.max(answers.tag().rows(), 0);
        }
        if (cells != null) {
            statement.keep(Execution.ofKeys(
                    statement, answers, new HeldResultSet(statement, cells, rows, HeldResultSet.Direction.FORWARD, 0)));
        }
        return counts;
    }
}
