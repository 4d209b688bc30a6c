package io.penstock.internal.exchange;

import io.penstock.error.Outcome;
import io.penstock.error.PgClosedException;
import io.penstock.error.PgException;
import io.penstock.error.PgProtocolException;
import io.penstock.error.PgServerException;
import io.penstock.error.SqlState;
import io.penstock.internal.wire.BackendMessage;
import io.penstock.internal.wire.BackendMessageHandler;
import io.penstock.internal.wire.CopyDataRun;
import io.penstock.internal.wire.DataRows;
import io.penstock.internal.wire.ReadyStatus;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One conversation with the server, from its first message up to its ReadyForQuery.
 *
 * <p>A subclass overrides the messages that its conversation accepts, and checks in each that its state expects it now. Every
 * other message ends in {@link #unexpected}: the connection closes with 08P01.
 *
 * <p>It ends exactly once: by {@link #succeeded} or {@link #failed}, both called by {@link ExchangeQueue} when the
 * ReadyForQuery has come or the connection is lost. Confined to the connection's owner, but for the constructor.
 */
public abstract non-sealed class Exchange extends Submission implements BackendMessageHandler {

    /** Where an exchange is in its life, once it is out of the queue. */
    private enum Life {
        WRITTEN,
        ENDED
    }

    /** How many later errors are attached to the first; a server that goes on and on is not worth the memory. */
    static final int MAX_LATER_ERRORS = 8;

    /** Who is told how it ends. */
    private ExchangeEnd end;

    /** Null while it is queued, so that its making writes nothing that costs a memory fence. Written by the owner; a timer's thread may look. */
    private volatile @Nullable Life life;

    private @Nullable PgException error;
    private int requestBytes;

    /** When it was submitted, on whatever clock its submitter has; what waits too long is found by it. */
    private int submittedAt;

    /** Whether the connection counts it among what is under way. */
    private boolean counted;

    private boolean operationEnd;

    /** Whether nobody wants its answer any more. */
    private boolean unwanted;

    /** Null for one that belongs to nothing. */
    private @Nullable Belonging belonging;

    /** Why it is not to be written any more, if it has not been. Set by any thread. */
    private volatile @Nullable PgException revocation;

    Exchange(ExchangeEnd end) {
        this.end = end;
    }

    @Override
    final void takenIn(Consumer<Exchange> exchanges) {
        exchanges.accept(this);
    }

    // ---- what a conversation says of itself

    /** Encodes the first flight. Called once, when the exchange is admitted. */
    abstract void start(Outbox out);

    /** What is being done, in a word for error messages: {@code query}, {@code copy in}. */
    public abstract String operation();

    /** The text that it runs, for error messages; null where it is not that of one statement. */
    public @Nullable String sql() {
        return null;
    }

    /** What has to be written in front of it; asked for until there is nothing any more. */
    @Nullable
    Exchange preparation(Outbox out) {
        return null;
    }

    /** Whether it may be written now; one that has to wait for an earlier one's answer says no. */
    boolean admissible(Outbox out) {
        return true;
    }

    /** Whether it belongs to no scope and is always {@link #admissible}, without {@link #preparation}. */
    boolean goesAtOnce() {
        return false;
    }

    /** Whether nothing may be written behind it before it has ended. */
    boolean exclusive() {
        return false;
    }

    /** Whether nobody waits for its answer. */
    boolean isProbe() {
        return false;
    }

    /** Whether a ReadyForQuery is legal now. */
    abstract boolean complete();

    /** Whether it ended in an error that a second, transparent attempt can cure. */
    boolean retryable(ReadyStatus status) {
        return false;
    }

    /** Whether it has no effect on anything before its first BindComplete, and may end {@link #retryable}. */
    boolean repeatable() {
        return false;
    }

    /** The server waits for copy data, and the conversation has accepted that: where it has none, what is written here says so. */
    void refuseCopyIn(Outbox out) {}

    /** Drops what the rest of the answer brings; the conversation itself goes on to its end. The queue's to call. */
    void abandon() {}

    /** Bytes of rows and copy data that came after {@link #abandon()}. */
    public long discardedBytes() {
        return 0;
    }

    /** The conversation is over and nothing went wrong. Must not run user code. */
    void succeeded(ReadyStatus status) {
        end.succeeded(status);
    }

    /** The conversation is over with an error. Must not run user code. */
    void failed(PgException error) {
        end.failed(error);
    }

    // ---- its life, driven by the queue

    /** Notes that nobody wants its answer any more. False where that was known. */
    final boolean unwant() {
        var news = !unwanted;
        unwanted = true;
        return news;
    }

    /** Whether nobody wants its answer any more. */
    public final boolean isUnwanted() {
        return unwanted;
    }

    /** Makes it run inside a transaction's scope; before it is offered. */
    public final Exchange within(@Nullable TransactionScope transaction) {
        if (transaction != null) {
            belonging = belonging == null ? transaction.inside() : belonging.within(transaction);
        }
        return this;
    }

    private Belonging belonging() {
        return belonging == null ? Belonging.NOTHING : belonging;
    }

    /** Has its end told to somebody who tells the one that was told before; before it is submitted. */
    public final void endsThrough(UnaryOperator<ExchangeEnd> follower) {
        end = follower.apply(end);
    }

    /** Notes when it was submitted; before it is. */
    public final void submittedAt(int ticks) {
        submittedAt = ticks;
    }

    final int submittedAt() {
        return submittedAt;
    }

    /** Notes that it is not admitted, and so has ended before it began; instead of submitting it. Its call is told by whoever refuses. */
    public final void refused() {
        life = Life.ENDED;
    }

    /** Notes that the connection counts it; before it is submitted. */
    public final void counted() {
        counted = true;
    }

    /** Whether the connection counts it: a preparation or a probe is nobody's. */
    public final boolean isCounted() {
        return counted;
    }

    /** Notes that an admitted operation ends with it; before it is submitted. */
    public final void operationEnd() {
        operationEnd = true;
    }

    /** Whether an admitted operation ends with it; of a batch, the last exchange is it. */
    public final boolean isOperationEnd() {
        return operationEnd;
    }

    /** Makes it one of several exchanges of an operation; before it is submitted. */
    public final void partOf(Operation operation) {
        belonging = belonging().partOf(operation);
    }

    /** Whether it waits for other exchanges of its own operation, which has begun. */
    final boolean isUnderWay() {
        var whole = belonging().whole();
        return whole != null && whole.hasBegun();
    }

    /** Makes it open a scope when it is written; the scope is closed again if it fails. */
    public final Exchange opening(TransactionScope transaction) {
        belonging = belonging().opening(transaction);
        return this;
    }

    /** Makes it run in a scope and close it when it has ended. */
    public final Exchange closing(TransactionScope transaction) {
        belonging = belonging().closing(transaction);
        return this;
    }

    /** Whether it runs inside a transaction's scope. */
    public final boolean isScoped() {
        return scope() != null;
    }

    final @Nullable TransactionScope scope() {
        return belonging().scope();
    }

    final @Nullable TransactionScope opens() {
        return belonging().opens();
    }

    final @Nullable TransactionScope closes() {
        return belonging().closes();
    }

    /** Any thread: nobody waits for it any more, so that it is not to be written, if it has not been yet. */
    public final void revoke(PgException why) {
        revocation = why;
    }

    /** Why it is not to be written any more, or null. Any thread. */
    public final @Nullable PgException revocation() {
        return revocation;
    }

    final void write(Outbox out) {
        var before = out.gathered();
        start(out);
        requestBytes = (int) Math.min(out.gathered() - before, Integer.MAX_VALUE);
        life = Life.WRITTEN;
        end.written();
        var whole = belonging().whole();
        if (whole != null) {
            whole.begin();
        }
    }

    final int requestBytes() {
        return requestBytes;
    }

    /** Whether its end is being told or has been; true for ever once true. Any thread. */
    public final boolean ended() {
        return life == Life.ENDED;
    }

    /** Whether its messages were handed to the transport. */
    public final boolean written() {
        return life == Life.WRITTEN;
    }

    /** The first error of the conversation, so far. */
    public final @Nullable PgException error() {
        return error;
    }

    /** Keeps the first error, attaches some of the later ones to it. */
    final void record(PgException problem) {
        if (error == null) {
            error = problem;
        } else if (error != problem && error.getSuppressed().length < MAX_LATER_ERRORS) {
            error.addSuppressed(problem);
        }
    }

    /** Notes that its error came while a cancel request was under way. */
    final void answersCancel() {
        if (error instanceof PgServerException e && e.sqlState().equals(SqlState.QUERY_CANCELED)) {
            error = e.asAnswerToCancel();
        }
    }

    /** Forgets the error of a first attempt; the exchange goes back into the queue. */
    final void rewind() {
        error = null;
        life = null;
        prepareRetry();
    }

    void prepareRetry() {
        throw new AssertionError("BUG: " + operation() + " is not retryable");
    }

    /** Ends it at its ReadyForQuery. */
    final void end(ReadyStatus status) {
        life = Life.ENDED;
        if (error == null) {
            succeeded(status);
        } else {
            failed(error);
        }
    }

    /** Ends it because the connection is lost; a server's own error told before is the better answer. */
    final void abort(PgException cause) {
        if (life == Life.ENDED) {
            return;
        }
        var sent = life == Life.WRITTEN;
        life = Life.ENDED;
        failed(error != null ? error : lost(cause, sent));
    }

    PgException lost(PgException cause, boolean sent) {
        if (!sent) {
            return cause.outcome() == Outcome.NOT_SENT
                    ? cause
                    : new PgClosedException(
                            "the connection was lost before this was sent", cause.sqlState(), Outcome.NOT_SENT, cause);
        }
        return new PgClosedException(
                "the connection was lost while this was under way: " + cause.getMessage(),
                cause.sqlState(),
                Outcome.UNKNOWN,
                cause);
    }

    // ---- the strict defaults, in the order of the manual's page

    /** The answer to a message that the conversation does not expect. */
    final PgProtocolException unexpected(String message) {
        return new PgProtocolException("unexpected " + message + " during " + operation());
    }

    /** An error is legal at any time; what follows it is the conversation's to say. */
    @Override
    public void onErrorResponse(BackendMessage.ErrorResponse message) {
        record(new PgServerException(message.fields(), outcomeOf(message)));
    }

    /** What an error says of the statement: the server ran nothing that lasts, unless the session died or it does not know itself. */
    static Outcome outcomeOf(BackendMessage.ErrorResponse message) {
        var fields = message.fields();
        if (fields.isFatal()) {
            return Outcome.UNKNOWN;
        }
        return switch (fields.sqlState()) {
            case SqlState.STATEMENT_COMPLETION_UNKNOWN, SqlState.TRANSACTION_RESOLUTION_UNKNOWN -> Outcome.UNKNOWN;
            default -> SqlState.isClass(fields.sqlState(), "40") ? Outcome.ROLLED_BACK : Outcome.NOT_EXECUTED;
        };
    }

    /** The same where the statement had run: the commit behind it failed. */
    static Outcome outcomeOfCommit(BackendMessage.ErrorResponse message) {
        var outcome = outcomeOf(message);
        return outcome == Outcome.NOT_EXECUTED ? Outcome.ROLLED_BACK : outcome;
    }

    /**
     * What an error says of a statement that may commit by itself while it runs: nothing. Of a procedure or a DO block that fails only
     * the text tells that it is one.
     */
    static Outcome outcomeOf(BackendMessage.ErrorResponse message, String sql) {
        var start = sql.stripLeading();
        var commitsInside = start.regionMatches(true, 0, "call", 0, 4) || start.regionMatches(true, 0, "do", 0, 2);
        var outcome = outcomeOf(message);
        return commitsInside && outcome == Outcome.NOT_EXECUTED ? Outcome.UNKNOWN : outcome;
    }

    /** Whether the tag is that of a statement which makes what was done before it last. */
    static boolean commits(String tag) {
        return switch (tag) {
            case "COMMIT", "COMMIT PREPARED", "PREPARE TRANSACTION" -> true;
            default -> false;
        };
    }

    @Override
    public void onAuthenticationOk(BackendMessage.AuthenticationOk message) {
        throw unexpected("AuthenticationOk");
    }

    @Override
    public void onAuthenticationKerberosV5(BackendMessage.AuthenticationKerberosV5 message) {
        throw unexpected("AuthenticationKerberosV5");
    }

    @Override
    public void onAuthenticationCleartextPassword(BackendMessage.AuthenticationCleartextPassword message) {
        throw unexpected("AuthenticationCleartextPassword");
    }

    @Override
    public void onAuthenticationMd5Password(BackendMessage.AuthenticationMd5Password message) {
        throw unexpected("AuthenticationMd5Password");
    }

    @Override
    public void onAuthenticationGss(BackendMessage.AuthenticationGss message) {
        throw unexpected("AuthenticationGss");
    }

    @Override
    public void onAuthenticationGssContinue(BackendMessage.AuthenticationGssContinue message) {
        throw unexpected("AuthenticationGssContinue");
    }

    @Override
    public void onAuthenticationSspi(BackendMessage.AuthenticationSspi message) {
        throw unexpected("AuthenticationSspi");
    }

    @Override
    public void onAuthenticationSasl(BackendMessage.AuthenticationSasl message) {
        throw unexpected("AuthenticationSasl");
    }

    @Override
    public void onAuthenticationSaslContinue(BackendMessage.AuthenticationSaslContinue message) {
        throw unexpected("AuthenticationSaslContinue");
    }

    @Override
    public void onAuthenticationSaslFinal(BackendMessage.AuthenticationSaslFinal message) {
        throw unexpected("AuthenticationSaslFinal");
    }

    @Override
    public void onBackendKeyData(BackendMessage.BackendKeyData message) {
        throw unexpected("BackendKeyData");
    }

    @Override
    public void onBindComplete(BackendMessage.BindComplete message) {
        throw unexpected("BindComplete");
    }

    @Override
    public void onCloseComplete(BackendMessage.CloseComplete message) {
        throw unexpected("CloseComplete");
    }

    @Override
    public void onCommandComplete(BackendMessage.CommandComplete message) {
        throw unexpected("CommandComplete");
    }

    @Override
    public void onCopyDone(BackendMessage.CopyDone message) {
        throw unexpected("CopyDone");
    }

    @Override
    public void onCopyInResponse(BackendMessage.CopyInResponse message) {
        throw unexpected("CopyInResponse");
    }

    @Override
    public void onCopyOutResponse(BackendMessage.CopyOutResponse message) {
        throw unexpected("CopyOutResponse");
    }

    @Override
    public void onCopyBothResponse(BackendMessage.CopyBothResponse message) {
        throw unexpected("CopyBothResponse");
    }

    @Override
    public void onEmptyQueryResponse(BackendMessage.EmptyQueryResponse message) {
        throw unexpected("EmptyQueryResponse");
    }

    @Override
    public void onFunctionCallResponse(BackendMessage.FunctionCallResponse message) {
        throw unexpected("FunctionCallResponse");
    }

    @Override
    public void onNegotiateProtocolVersion(BackendMessage.NegotiateProtocolVersion message) {
        throw unexpected("NegotiateProtocolVersion");
    }

    @Override
    public void onNoData(BackendMessage.NoData message) {
        throw unexpected("NoData");
    }

    @Override
    public void onParameterDescription(BackendMessage.ParameterDescription message) {
        throw unexpected("ParameterDescription");
    }

    @Override
    public void onParseComplete(BackendMessage.ParseComplete message) {
        throw unexpected("ParseComplete");
    }

    @Override
    public void onPortalSuspended(BackendMessage.PortalSuspended message) {
        throw unexpected("PortalSuspended");
    }

    @Override
    public void onRowDescription(BackendMessage.RowDescription message) {
        throw unexpected("RowDescription");
    }

    @Override
    public void onDataRows(DataRows rows) {
        throw unexpected("DataRow");
    }

    @Override
    public void onCopyData(CopyDataRun run) {
        throw unexpected("CopyData");
    }

    // ---- the queue's own: they never reach an exchange

    @Override
    public final void onReadyForQuery(BackendMessage.ReadyForQuery message) {
        throw new AssertionError("BUG: ReadyForQuery belongs to the queue");
    }

    @Override
    public final void onNoticeResponse(BackendMessage.NoticeResponse message) {
        throw new AssertionError("BUG: NoticeResponse belongs to the queue");
    }

    @Override
    public final void onNotificationResponse(BackendMessage.NotificationResponse message) {
        throw new AssertionError("BUG: NotificationResponse belongs to the queue");
    }

    @Override
    public final void onParameterStatus(BackendMessage.ParameterStatus message) {
        throw new AssertionError("BUG: ParameterStatus belongs to the queue");
    }
}
