package io.penstock.internal.exchange;

import io.penstock.error.Outcome;
import io.penstock.error.PgServerException;
import io.penstock.internal.wire.BackendMessage;
import io.penstock.internal.wire.CopyDataRun;
import io.penstock.internal.wire.DataRows;
import io.penstock.internal.wire.FrontendEncoder;
import io.penstock.internal.wire.ReadyStatus;
import io.penstock.internal.wire.Sequel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Several statements with one Sync behind the last: outside a transaction block, one implicit transaction.
 *
 * <pre>
 *   -> (a statement's messages)+ Sync
 *   &lt;- (a statement's answers)* [ErrorResponse] ReadyForQuery
 * </pre>
 *
 * <p>After an error the server skips to the Sync: the statements behind it are not answered, and those before it are rolled
 * back with it, save what a COMMIT among them has made last, or one inside of a procedure or a DO block.
 *
 * <p>Where the first statement is one that the server has lost, nothing has been executed, and the batch is run once more outside of
 * transaction blocks, with all of its statements prepared anew. Where a later one is, those before it have been executed, which a function of
 * theirs may have made felt elsewhere: that is the caller's to repeat.
 */
public final class BatchExchange extends Exchange {

    /** A message may have 1 GiB and more; SQL text of so many characters is smaller in any encoding. */
    private static final int SURELY_SENDABLE_BYTES = 64 * 1024 * 1024;

    private List<StatementRun> runs;

    /** Makes those behind them while they are sent; null where there are none, or no more. */
    private @Nullable Late late;

    private @Nullable Outbox out;
    private int current;
    private boolean committed;
    private boolean retried;

    /** Runs that are made one by one while those before them are sent. */
    @FunctionalInterface
    public interface Late {

        /** The next, which is of the same statement as the last of those that were there first, and surely sendable; null for no more. Never fails. */
        @Nullable
        StatementRun next();
    }

    /** @param runs at least one; their sinks hear of rows before the batch has committed */
    public BatchExchange(List<StatementRun> runs, ExchangeEnd end) {
        super(end);
        if (runs.isEmpty()) {
            throw new IllegalArgumentException("a batch of no statements");
        }
        this.runs = List.copyOf(runs);
    }

    /** As it is, with more behind. The server has the first while the rest is encoded; before it is offered. */
    public BatchExchange then(Late more) {
        late = more;
        return this;
    }

    @Override
    public String operation() {
        return "batch";
    }

    /** The statement that the server was at when the batch ended; from 0. */
    public int position() {
        var at = Math.min(current, runs.size() - 1);
        var before = 0;
        for (var i = 0; i < at; i++) {
            before += runs.get(i).uses();
        }
        return before + runs.get(at).use();
    }

    /** Waits for statements that others are preparing: where they do not succeed, a batch is run again only if it is at its first. */
    @Override
    boolean admissible(Outbox outbox) {
        for (var run : runs) {
            if (!run.described(outbox)) {
                return false;
            }
        }
        return true;
    }

    @Override
    boolean exclusive() {
        for (var run : runs) {
            if (run.mayCopy()) {
                return true;
            }
        }
        return false;
    }

    @Override
    void start(Outbox outbox) {
        out = outbox;
        var whole = isSurelyWhole();
        for (var run : runs) {
            write(run, outbox, whole);
        }
        if (late != null) {
            runs = all(late, outbox, whole);
            late = null;
        }
        FrontendEncoder.sync(outbox.buffer());
    }

    private List<StatementRun> all(Late more, Outbox outbox, boolean whole) {
        var all = new ArrayList<>(runs);
        for (var run = more.next(); run != null; run = more.next()) {
            all.add(run);
            write(run, outbox, whole);
        }
        return List.copyOf(all);
    }

    private static void write(StatementRun run, Outbox outbox, boolean whole) {
        run.write(outbox, 0, Sequel.MORE);
        spill(outbox, whole);
        for (var use = 1; use < run.uses(); use++) {
            run.writeAgain(outbox, use);
            spill(outbox, whole);
        }
    }

    private static void spill(Outbox outbox, boolean whole) {
        if (whole) {
            outbox.spill();
        }
    }

    /** Whether no statement is so large that its message could be refused, which would have to be known before the first is sent. */
    private boolean isSurelyWhole() {
        for (var run : runs) {
            if (run.requestBytes() > SURELY_SENDABLE_BYTES) {
                return false;
            }
        }
        return true;
    }

    @Override
    boolean complete() {
        return current == runs.size() || (error() != null && run().done());
    }

    private StatementRun run() {
        if (current == runs.size()) {
            throw unexpected("answer behind the last statement");
        }
        return runs.get(current);
    }

    @Override
    public void onCloseComplete(BackendMessage.CloseComplete message) {
        run().onCloseComplete();
    }

    @Override
    public void onParseComplete(BackendMessage.ParseComplete message) {
        run().onParseComplete();
    }

    @Override
    public void onParameterDescription(BackendMessage.ParameterDescription message) {
        run().onParameterDescription(message);
    }

    @Override
    public void onRowDescription(BackendMessage.RowDescription message) {
        run().onRowDescription(message);
    }

    @Override
    public void onNoData(BackendMessage.NoData message) {
        run().onNoData();
    }

    @Override
    public void onBindComplete(BackendMessage.BindComplete message) {
        run().onBindComplete();
    }

    @Override
    public void onDataRows(DataRows rows) {
        run().onDataRows(rows);
    }

    @Override
    public void onCommandComplete(BackendMessage.CommandComplete message) {
        run().onTag(message.tag());
        committed |= commits(message.tag()) || mayHaveCommittedInside(message.tag());
        proceed();
    }

    /** A procedure may commit what stands in front of it in the batch, unless a transaction block is open around that. */
    private boolean mayHaveCommittedInside(String tag) {
        return switch (tag) {
            case "CALL", "DO" -> out == null || !out.statements().inTransaction();
            default -> false;
        };
    }

    @Override
    public void onEmptyQueryResponse(BackendMessage.EmptyQueryResponse message) {
        run().onEmpty();
        proceed();
    }

    @Override
    public void onPortalSuspended(BackendMessage.PortalSuspended message) {
        run().onSuspended();
        proceed();
    }

    /** A statement is answered, or one of its uses. */
    private void proceed() {
        if (run().done()) {
            current++;
        }
    }

    /** The statements behind it were never looked at: what they were to prepare is not there. */
    @Override
    public void onErrorResponse(BackendMessage.ErrorResponse message) {
        record(new PgServerException(message.fields(), outcome(message)));
        if (current == runs.size()) {
            current--;
        }
        run().onError(error());
        for (var i = current + 1; i < runs.size(); i++) {
            runs.get(i).onSkipped();
        }
    }

    private Outcome outcome(BackendMessage.ErrorResponse message) {
        if (committed) {
            return Outcome.UNKNOWN;
        }
        return current == runs.size() ? outcomeOfCommit(message) : run().outcomeOf(message);
    }

    @Override
    public void onCopyInResponse(BackendMessage.CopyInResponse message) {
        run().onCopyIn();
        record(CopyRefusal.ofCopyIn());
    }

    /** Behind the last statement the server has taken our Sync for copy data; elsewhere the next message ends the copy. */
    @Override
    void refuseCopyIn(Outbox outbox) {
        if (current == runs.size() - 1 && run().use() == run().uses() - 1) {
            CopyRefusal.writeWithSync(outbox);
        }
    }

    @Override
    public void onCopyOutResponse(BackendMessage.CopyOutResponse message) {
        run().onCopyOut();
        record(CopyRefusal.ofCopyOut());
    }

    @Override
    public void onCopyData(CopyDataRun data) {
        run().onCopyData(data.payloadBytes());
    }

    @Override
    public void onCopyDone(BackendMessage.CopyDone message) {
        run().onCopyDone();
    }

    @Override
    boolean repeatable() {
        return !retried;
    }

    @Override
    boolean retryable(ReadyStatus status) {
        return !retried
                && status == ReadyStatus.IDLE
                && current == 0
                && runs.get(0).curable();
    }

    @Override
    void prepareRetry() {
        retried = true;
        runs.forEach(StatementRun::prepareAnew);
    }

    @Override
    void abandon() {
        runs.forEach(StatementRun::abandon);
    }

    @Override
    public long discardedBytes() {
        long sum = 0;
        for (var run : runs) {
            sum += run.discarded();
        }
        return sum;
    }
}
