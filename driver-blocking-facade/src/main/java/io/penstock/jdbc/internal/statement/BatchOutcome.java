package io.penstock.jdbc.internal.statement;

import io.penstock.Answers;
import io.penstock.error.PgException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;

/** The counts of a batch. A batch is sent with one Sync: what fails, fails as a whole. */
final class BatchOutcome {

    private BatchOutcome() {}

    /** The counts of a batch that went well; what returns rows counts nothing, and they are dropped. An entry of several statements counts what all of them do. */
    static long[] counts(Answers answers, SentBatch batch) {
        var counts = new long[batch.size()];
        var next = 0;
        for (var i = 0; i < batch.queries().size(); i++) {
            var entries = batch.entries(i);
            if (entries == 0) {
                counts[next - 1] += count(answers, 1);
            } else {
                Arrays.fill(counts, next, next + entries, count(answers, entries));
            }
            next += entries;
        }
        return counts;
    }

    /** The count of each of the entries that were sent as one: how many rows are whose is not known where some were left out. */
    private static long count(Answers answers, int entries) {
        try {
            answers.nextAnswer();
            var rows = answers.hasRows();
            while (answers.next()) {
                assert rows : "rows of a statement that has none";
            }
            var count = rows ? 0 : Math.max(answers.tag().rows(), 0);
            if (entries == 1) {
                return count;
            }
            return count == entries ? 1 : Statement.SUCCESS_NO_INFO;
        } catch (PgException e) {
            throw new AssertionError("BUG: a batch without a failure that fails", e);
        }
    }

    /** A batch that has failed. */
    static BatchUpdateException failed(int size, int position, SQLException cause) {
        var counts = new long[size];
        Arrays.fill(counts, Statement.EXECUTE_FAILED);
        var failure = new BatchUpdateException(
                "entry " + position + " of the batch failed, and the others with it: " + cause.getMessage(),
                cause.getSQLState(),
                0,
                counts,
                cause);
        failure.setNextException(cause);
        return failure;
    }

    /** As {@code executeBatch} tells them, which has no more room. */
    static int[] narrowed(long[] counts) {
        var narrow = new int[counts.length];
        for (var i = 0; i < narrow.length; i++) {
            narrow[i] = counts[i] > Integer.MAX_VALUE ? Statement.SUCCESS_NO_INFO : (int) counts[i];
        }
        return narrow;
    }
}
