package io.penstock.jdbc.internal.statement;

import io.penstock.Answers;
import io.penstock.Column;
import io.penstock.Row;
import io.penstock.error.PgException;
import io.penstock.jdbc.internal.convert.JdbcState;
import io.penstock.jdbc.internal.errors.SqlErrors;
import io.penstock.jdbc.internal.result.Cells;
import io.penstock.jdbc.internal.result.HeldResultSet;
import io.penstock.jdbc.internal.result.JdbcResultSet;
import io.penstock.jdbc.internal.result.ResultOwner;
import io.penstock.jdbc.internal.result.SessionValues;
import io.penstock.jdbc.internal.result.StreamedResultSet;
import io.penstock.jdbc.internal.result.UpdatableResultSet;
import io.penstock.jdbc.internal.session.JdbcSession;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an execution of a statement has brought, stepped through result by result. Serves the next one too, once all results are closed. */
final class Execution {

    /** How its results are given. */
    enum Delivery {
        /** The only result: read as it comes. */
        STREAMED,
        /** Held, to go through once: there are several. */
        HELD,
        /** Held, to scroll in. */
        SCROLLABLE,
        /** Held, to go through once and update. */
        UPDATABLE,
        /** Held, to scroll in and update. */
        SCROLLABLE_UPDATABLE,
        /** Rows are generated keys; what is told is how many there are. */
        KEYS
    }

    private static final long NO_COUNT = -1;

    private final ResultOwner owner;
    private final Answers answers;
    private Delivery delivery = Delivery.HELD;
    private int fetchSize;
    private @Nullable Cells streamed;
    private int streamedFieldSize;
    private @Nullable JdbcResultSet result;
    private @Nullable JdbcResultSet keys;
    private long count = NO_COUNT;

    /** Results that were not stepped to yet. */
    private int ahead;

    /** Results that were stepped over and left open; null for none. */
    private @Nullable List<JdbcResultSet> kept;

    Execution(ResultOwner owner, Answers answers) {
        this.owner = owner;
        this.answers = answers;
    }

    /** Steps to the first result of what the answers were run for; true if it is rows. */
    boolean begin(Delivery newDelivery, int results, int newFetchSize) throws SQLException {
        if (delivery != newDelivery) {
            delivery = newDelivery;
        }
        ahead = results;
        fetchSize = newFetchSize;
        result = null;
        keys = null;
        return advance();
    }

    /** What is left of a batch: its generated keys. */
    static Execution ofKeys(ResultOwner owner, Answers answers, JdbcResultSet keys) {
        var execution = new Execution(owner, answers);
        execution.keys = keys;
        return execution;
    }

    /** The present result's rows; null where it is a count, or there is none. */
    @Nullable
    JdbcResultSet result() {
        return result;
    }

    /** The present result's count; -1 where it is rows, or there is none. */
    long count() {
        return count;
    }

    @Nullable
    JdbcResultSet keys() {
        return keys;
    }

    Answers answers() {
        return answers;
    }

    /** Steps to the next result; true if it is rows. */
    boolean advance() throws SQLException {
        keep(result);
        result = null;
        count = NO_COUNT;
        try {
            if (!answers.nextAnswer()) {
                return false;
            }
            ahead--;
            if (!answers.hasRows()) {
                answers.next();
                count = Math.max(answers.tag().rows(), 0);
                return false;
            }
            take();
            return result != null;
        } catch (PgException e) {
            throw SqlErrors.of(e);
        }
    }

    private void keep(@Nullable JdbcResultSet left) throws SQLException {
        if (left == null || left.isClosed()) {
            return;
        }
        var begun = kept;
        if (begun == null) {
            begun = new ArrayList<>();
            kept = begun;
        }
        begun.add(left);
    }

    /** Closes the results that were kept open behind the present one. */
    void closeKept() throws SQLException {
        var left = kept;
        kept = null;
        if (left != null) {
            for (var one : left) {
                one.close();
            }
        }
    }

    private void take() throws SQLException {
        switch (delivery) {
            case STREAMED -> result = new StreamedResultSet(owner, streamedCells(), answers, fetchSize);
            case HELD -> result = held(HeldResultSet.Direction.FORWARD);
            case SCROLLABLE -> result = held(HeldResultSet.Direction.ANY);
            case UPDATABLE -> result = updatable(HeldResultSet.Direction.FORWARD);
            case SCROLLABLE_UPDATABLE -> result = updatable(HeldResultSet.Direction.ANY);
            case KEYS -> {
                keys = held(HeldResultSet.Direction.FORWARD);
                count = Math.max(answers.tag().rows(), 0);
            }
        }
    }

    /** Those of the result before, which is closed, as long as the columns stay the same. */
    private Cells streamedCells() {
        var known = streamed;
        if (known == null || !known.areOf(answers.columns()) || streamedFieldSize != owner.maxFieldSize()) {
            known = cells();
            streamed = known;
            streamedFieldSize = owner.maxFieldSize();
        }
        known.clear();
        return known;
    }

    private Cells cells() {
        return cells(owner, answers.columns());
    }

    static Cells cells(ResultOwner owner, List<Column> columns) {
        var session = owner.session();
        return new Cells(
                columns,
                new SessionValues(session, owner.maxFieldSize()),
                session.options().names());
    }

    private HeldResultSet held(HeldResultSet.Direction direction) throws SQLException {
        return new HeldResultSet(owner, cells(), wholeRows(), direction, fetchSize);
    }

    private UpdatableResultSet updatable(HeldResultSet.Direction direction) throws SQLException {
        return new UpdatableResultSet(owner, cells(), wholeRows(), direction, fetchSize);
    }

    private List<Row> wholeRows() throws SQLException {
        var session = owner.session();
        var most = session.options().maxResultBytes();
        if (!answers.receive(most)) {
            answers.close();
            throw new SQLException(
                    "the result is larger than the " + most
                            + " bytes of maxResultBuffer, and a result to scroll in is held"
                            + " whole: go through it forward only, or ask for less",
                    JdbcState.TOO_MUCH);
        }
        return JdbcSession.rows(answers);
    }

    /** Whether the closed result is the last that there is. */
    boolean isCompletedBy(ResultSet closed) throws SQLException {
        return (closed == result || closed == keys) && isDone(result) && isDone(keys) && ahead <= 0;
    }

    private static boolean isDone(@Nullable JdbcResultSet result) throws SQLException {
        return result == null || result.isClosed();
    }

    void close() throws SQLException {
        closeKept();
        if (keys != null) {
            keys.close();
        }
        try {
            answers.close();
        } catch (PgException e) {
            throw SqlErrors.of(e);
        }
    }
}
