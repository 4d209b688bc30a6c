package io.penstock.jdbc.internal.shared;

import io.penstock.Answers;
import io.penstock.Column;
import io.penstock.CommandTag;
import io.penstock.Flight;
import io.penstock.Result;
import io.penstock.Row;
import io.penstock.error.ErrorFields;
import io.penstock.error.PgException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one statement was answered with, all of it at hand: its result, or what it has failed in. */
final class CollectedAnswers implements Answers {

    private static final int BEFORE = -1;

    private final @Nullable Result result;
    private final @Nullable PgException failure;
    private boolean begun;
    private boolean behind;
    private int at = BEFORE;

    private CollectedAnswers(@Nullable Result result, @Nullable PgException failure) {
        this.result = result;
        this.failure = failure;
    }

    static CollectedAnswers of(Result result) {
        return new CollectedAnswers(result, null);
    }

    static CollectedAnswers of(PgException failure) {
        return new CollectedAnswers(null, failure);
    }

    @Override
    public boolean nextAnswer() {
        if (failure != null) {
            throw failure;
        }
        behind = begun;
        begun = true;
        return !behind;
    }

    private Result present() {
        if (result == null || !begun || behind) {
            throw new IllegalStateException("there is no answer here");
        }
        return result;
    }

    @Override
    public boolean hasRows() {
        return present().hasRows();
    }

    @Override
    public List<Column> columns() {
        return present().columns();
    }

    @Override
    public boolean next() {
        var size = present().size();
        at = Math.min(at + 1, size);
        return at < size;
    }

    @Override
    public Row row() {
        var rows = present().rows();
        if (at == BEFORE || at == rows.size()) {
            throw new IllegalStateException("there is no row here");
        }
        return rows.get(at);
    }

    @Override
    public boolean hasRowAtHand() {
        return result != null && begun && !behind && at + 1 < result.size();
    }

    @Override
    public CommandTag tag() {
        return present().tag();
    }

    @Override
    public boolean isReceived() {
        return true;
    }

    @Override
    public boolean receive(long maxBytes) {
        return true;
    }

    @Override
    public int answered() {
        return failure == null ? 1 : 0;
    }

    @Override
    public @Nullable PgException failure() {
        return failure;
    }

    /** A shared session's notices are told to the client's listener: whose they are is not known. */
    @Override
    public List<ErrorFields> notices() {
        return List.of();
    }

    @Override
    public void again(Flight flight) {
        throw new UnsupportedOperationException("answers that are held are of one flight");
    }

    /** There is nothing left to drop. */
    @Override
    public void close() {}
}
