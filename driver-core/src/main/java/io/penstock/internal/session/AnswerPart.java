package io.penstock.internal.session;

import io.penstock.CommandTag;
import io.penstock.internal.exchange.ResultSink;
import io.penstock.internal.exchange.RowShape;
import io.penstock.internal.wire.DataRows;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** One statement's part of what a flight is answered with: rows that have come and were not taken. Confined to the owner. */
final class AnswerPart implements ResultSink {

    /** What has come of it. */
    enum State {
        /** More follows. */
        OPEN,
        /** The rows that were asked for are here; its portal may have more. */
        SUSPENDED,
        /** All is here. */
        ENDED
    }

    private final RealAnswers answers;

    /** Of these answers, or of those before: see {@link #described}. */
    private RowShape shape = RowShape.NONE;

    private boolean described;
    private CommandTag tag = CommandTag.EMPTY_QUERY;

    // The state, as flags: a reference that is stored in an object as old as this one costs a memory fence.
    private boolean ended;
    private boolean suspended;

    /** Whether rows are here. */
    private boolean here;

    /** Most answers come in one run of rows; only a second one makes a queue worth having. Stays where it is small: the next answer's may be the same object. */
    private @Nullable RowBatch first;

    private @Nullable ArrayDeque<RowBatch> later;

    AnswerPart(RealAnswers answers) {
        this.answers = answers;
    }

    /** Nothing has come of it. */
    void reset() {
        described = false;
        ended = false;
        suspended = false;
        later = null;
        forget();
    }

    private void forget() {
        here = false;
        if (first != null && !first.isSmall()) {
            first = null;
        }
    }

    RowShape shape() {
        return described ? shape : RowShape.NONE;
    }

    CommandTag tag() {
        return ended ? tag : CommandTag.EMPTY_QUERY;
    }

    State state() {
        return ended ? State.ENDED : suspended ? State.SUSPENDED : State.OPEN;
    }

    /** Asks the portal for more. */
    void reopen() {
        suspended = false;
    }

    boolean hasBatch() {
        return here;
    }

    /** Whether the first is heard of it: its columns, or its end. */
    boolean isHeardOf() {
        return described || ended || suspended;
    }

    /** Whether there are rows, or all are here. */
    boolean hasMore() {
        return here || ended || suspended;
    }

    /** The next run of rows; null where none is here. */
    @Nullable
    RowBatch poll() {
        if (!here) {
            return null;
        }
        var polled = first;
        var next = later == null ? null : later.poll();
        if (next == null) {
            forget();
        } else {
            first = next;
        }
        answers.taken(polled == null ? 0 : polled.byteLength());
        return polled;
    }

    @Override
    public void onColumns(RowShape columns) {
        described = true;
        if (shape != columns) {
            shape = columns;
        }
    }

    @Override
    public void onRows(DataRows rows) {
        var batch = answers.copyOf(rows);
        answers.held(batch.byteLength());
        if (!here) {
            here = true;
            if (first != batch) {
                first = batch;
            }
            return;
        }
        var queue = later;
        if (queue == null) {
            queue = new ArrayDeque<>();
            later = queue;
        }
        queue.add(batch);
    }

    @Override
    public void onTag(String text) {
        var parsed = answers.parse(text);
        if (tag != parsed) {
            tag = parsed;
        }
        ended = true;
    }

    @Override
    public void onSuspended() {
        suspended = true;
    }
}
