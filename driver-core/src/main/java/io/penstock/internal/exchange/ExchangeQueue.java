package io.penstock.internal.exchange;

import io.penstock.error.Outcome;
import io.penstock.error.PgClosedException;
import io.penstock.error.PgException;
import io.penstock.error.PgProtocolException;
import io.penstock.error.PgRejectedException;
import io.penstock.error.PgServerException;
import io.penstock.internal.wire.BackendMessage;
import io.penstock.internal.wire.BackendMessageHandler;
import io.penstock.internal.wire.ReadyStatus;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The exchanges of one connection in their order: which may be written, which the server is answering, and how each ends.
 *
 * <p>Invariants: the head of {@link #inFlight} is the one that the server is answering; a ReadyForQuery ends it and nothing else does,
 * short of the loss of the connection; a message that comes while nothing is in flight is a violation, unless the server
 * may send it unasked. After {@link #close} nothing is queued and every exchange has ended.
 *
 * <p>Confined to the connection's owner.
 */
public final class ExchangeQueue {

    private static final VarHandle WRITTEN;
    private static final VarHandle WAITING;

    static {
        try {
            var lookup = MethodHandles.lookup();
            WRITTEN = lookup.findVarHandle(ExchangeQueue.class, "written", int.class);
            WAITING = lookup.findVarHandle(ExchangeQueue.class, "waiting", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final ArrayDeque<Exchange> inFlight = new ArrayDeque<>();

    /**
     * Those whose statement was stale and that wait for a second attempt. They were written before those in flight, and must not run behind
     * them: all are run again once the others have turned out stale too, and all have failed once one of the others is executed. Until then
     * nothing new is written.
     */
    private final ArrayDeque<Exchange> stale = new ArrayDeque<>();

    private final Lanes lanes = new Lanes();
    private final SessionEvents events;
    private final Outbox out;
    private final int maxInFlight;
    private final long maxInFlightBytes;

    private final Quarantine quarantine = new Quarantine();
    private final AnswerRouter messages;

    private ReadyStatus status = ReadyStatus.IDLE;
    private long inFlightBytes;

    /** The written exchange behind which nothing may be written; the end of a scope too: what is late must not run behind it. */
    private @Nullable Exchange exclusive;

    /** How many of those in flight nobody wants any more. A cancel request for one could hit what is behind it, so nothing is written then. */
    private int unwantedInFlight;

    /** What the server said when it ended the session; the better explanation of the loss that follows. */
    private @Nullable PgException sessionError;

    private @Nullable PgException closed;

    // Copies of the queues' sizes for anybody to read, made by the owner whenever he has changed them.
    private int written;
    private int waiting;

    /**
     * @param maxInFlight how many exchanges may be written and unanswered; further ones wait in their lane
     * @param maxInFlightBytes how many request bytes may be; one larger request is written alone
     */
    public ExchangeQueue(Outbox out, SessionEvents events, int maxInFlight, long maxInFlightBytes) {
        this.out = out;
        this.events = events;
        this.maxInFlight = maxInFlight;
        this.maxInFlightBytes = maxInFlightBytes;
        this.messages = new AnswerRouter(this, events, out.statements());
    }

    // ---- requests

    /** Takes an exchange; {@link #writeAdmitted} writes it when its turn has come. */
    public void offer(Exchange exchange) {
        if (closed != null) {
            end(exchange, closed);
            return;
        }
        if (!lanes.add(exchange)) {
            end(exchange, isOver(exchange));
        }
        publish();
    }

    /**
     * Writes an exchange at once, where the connection has nothing else to do and nothing has to be waited for: no lane has to be made use of. False where
     * it is to be {@link #offer offered}.
     */
    public boolean writeAtOnce(Exchange exchange) {
        if (closed != null
                || !inFlight.isEmpty()
                || lanes.isAnyWaiting()
                || lanes.isAnyOpen()
                || !exchange.goesAtOnce()
                || exchange.revocation() != null
                || !roomInFlight()) {
            return false;
        }
        write(exchange);
        publish();
        return true;
    }

    private void publish() {
        WRITTEN.setOpaque(this, inFlight.size());
        WAITING.setOpaque(this, lanes.waitingCount() + stale.size());
    }

    /** Exchanges written and unanswered; any thread. */
    public int writtenCount() {
        return (int) WRITTEN.getOpaque(this);
    }

    /** Exchanges that wait to be written; any thread. */
    public int waitingCount() {
        return (int) WAITING.getOpaque(this);
    }

    private static PgException isOver(Exchange late) {
        return new PgRejectedException("the transaction " + late.scope() + " is over", "25P01", Outcome.NOT_SENT);
    }

    /** What the session knows of its statements. */
    public StatementCache statements() {
        return out.statements();
    }

    /**
     * Encodes what may be written now into the outbox.
     *
     * @throws PgException if something failed that nobody expects to, memory for one: the connection is to be closed
     */
    public void writeAdmitted() {
        out.requireWhole();
        writeAll();
        publish();
    }

    private void writeAll() {
        if (closed == null && inFlight.isEmpty() && quarantine.isSentinelDue()) {
            var sentinel = quarantine.sentinel();
            events.onSentinel(sentinel);
            write(sentinel);
        }
        while (closed == null) {
            var exchange = lanes.next();
            if (exchange == null || !roomInFlight()) {
                return;
            }
            var revocation = exchange.revocation();
            if (revocation != null) {
                lanes.take();
                end(exchange, revocation);
                continue;
            }
            var preparation = exchange.preparation(out);
            if (preparation != null) {
                write(preparation);
            } else if (exchange.admissible(out)) {
                lanes.take();
                write(exchange);
            } else {
                return;
            }
        }
    }

    private boolean roomInFlight() {
        return !quarantine.holds()
                && exclusive == null
                && unwantedInFlight == 0
                && stale.isEmpty()
                && !isHeadStale()
                && inFlight.size() < maxInFlight
                && (inFlightBytes < maxInFlightBytes || inFlight.isEmpty());
    }

    /** The error has come that a second attempt cures, and not yet what ends it: what were written now would be executed before that attempt. */
    private boolean isHeadStale() {
        var head = inFlight.peek();
        return head != null && head.retryable(ReadyStatus.IDLE);
    }

    private void write(Exchange exchange) {
        var before = out.size();
        try {
            exchange.write(out);
        } catch (PgException e) {
            out.truncate(before);
            out.statements().flightRefused();
            end(exchange, e.withOutcome(Outcome.NOT_SENT));
            return;
        } catch (RuntimeException | Error e) {
            var failure = Outbox.unwritten(e);
            out.truncate(before);
            out.statements().flightRefused();
            end(exchange, failure);
            throw failure;
        }
        out.statements().flightWritten();
        inFlight.add(exchange);
        inFlightBytes += exchange.requestBytes();
        if (exchange.isUnwanted()) {
            unwantedInFlight++;
        }
        if (exchange.exclusive() || exchange.closes() != null) {
            exclusive = exchange;
        }
        if (exchange.opens() != null) {
            lanes.open(exchange.opens());
        }
    }

    /** The result that the server is sending has outgrown what may be pipelined: nothing new is written behind it. */
    public void headOutgrows() {
        if (exclusive == null) {
            exclusive = inFlight.peek();
        }
    }

    /** Whether somebody waits for an answer behind the one that the server is sending. */
    public boolean isAwaitedBehindHead() {
        var behind = inFlight.iterator();
        if (behind.hasNext()) {
            behind.next();
        }
        while (behind.hasNext()) {
            if (!behind.next().isProbe()) {
                return true;
            }
        }
        return false;
    }

    /** Writes a probe now, behind all that was written, even what is exclusive: the server looks at it when it is done with that. */
    public void probe(ProbeExchange probe) {
        if (closed == null && inFlight.size() < maxInFlight) {
            write(probe);
            publish();
        }
    }

    /** What keeps new exchanges back while a cancel request is under way. */
    public Quarantine quarantine() {
        return quarantine;
    }

    /** Removes an exchange that was not written yet, and fails it. False if it was written or has ended. */
    public boolean withdraw(Exchange exchange, PgException why) {
        var waited = stale.remove(exchange) || lanes.remove(exchange);
        if (waited) {
            publish();
            end(exchange, why);
        }
        return waited;
    }

    /** Removes all that was not written yet, and fails it. */
    public void withdrawAll(PgException why) {
        var withdrawn = lanes.removeAll(any -> true);
        publish();
        withdrawn.forEach(exchange -> end(exchange, why));
    }

    /**
     * Fails what waits since before a moment. The end of a scope is no request of anybody's, and waits on; so does the rest of an operation
     * that has begun.
     *
     * @param moment on the clock of {@link Exchange#submittedAt}
     */
    public void expire(int moment, PgException why) {
        var expired = lanes.removeAll(
                exchange -> exchange.closes() == null && !exchange.isUnderWay() && exchange.submittedAt() - moment < 0);
        publish();
        expired.forEach(exchange -> end(exchange, why.withOutcome(Outcome.NOT_SENT)));
    }

    // ---- the session's state

    /** The status that the last ReadyForQuery told. */
    public ReadyStatus status() {
        return status;
    }

    /** The exchange that the server is answering, or null. */
    public @Nullable Exchange head() {
        return inFlight.peek();
    }

    /** Whether nothing is in flight and nothing waits. */
    public boolean idle() {
        return inFlight.isEmpty() && stale.isEmpty() && !lanes.isAnyOpen() && !lanes.isAnyWaiting();
    }

    /** Whether anything waits to be written. */
    public boolean isWaiting() {
        return lanes.isAnyWaiting();
    }

    /** Whether {@link #writeAdmitted} may have something to write. */
    public boolean isAnythingDue() {
        return isWaiting() || quarantine.isSentinelDue();
    }

    /** Nobody wants an exchange's answer any more: it is dropped, and once the exchange is written nothing more is before its answer has come. */
    public void abandon(Exchange exchange) {
        exchange.abandon();
        if (exchange.unwant() && exchange.written()) {
            unwantedInFlight++;
        }
    }

    /** Whether nothing was written behind an exchange that anybody wants. */
    public boolean isLastWanted(Exchange exchange) {
        var behind = false;
        for (var other : inFlight) {
            if (behind && !other.isProbe() && !other.isUnwanted()) {
                return false;
            }
            behind |= other == exchange;
        }
        return true;
    }

    /** Exchanges written and unanswered. */
    public int inFlightCount() {
        return inFlight.size();
    }

    /** Whether {@link #close} was called. */
    public boolean isClosed() {
        return closed != null;
    }

    /** Ends every exchange, each with what it means for it; later ones are refused. Idempotent. */
    public void close(PgException cause) {
        if (closed != null) {
            return;
        }
        var reason = reasonFor(cause);
        var refusal = new PgClosedException(
                "the connection is closed: " + reason.getMessage(), reason.sqlState(), Outcome.NOT_SENT, reason);
        closed = refusal;
        failStale();
        while (!inFlight.isEmpty()) {
            abort(inFlight.remove(), reason);
        }
        lanes.clear().forEach(exchange -> abort(exchange, refusal));
        exclusive = null;
        inFlightBytes = 0;
        publish();
        out.release();
    }

    private PgException reasonFor(PgException cause) {
        if (sessionError == null) {
            return cause;
        }
        if (sessionError != cause) {
            sessionError.addSuppressed(cause);
        }
        return sessionError;
    }

    private void abort(Exchange exchange, PgException cause) {
        exchange.abort(cause);
        events.onExchangeEnded(exchange);
    }

    private void end(Exchange exchange, PgException why) {
        exchange.record(why);
        exchange.end(status);
        events.onExchangeEnded(exchange);
    }

    // ---- answers

    /** Where the decoder delivers. */
    public BackendMessageHandler messages() {
        return messages;
    }

    void onReadyForQuery(BackendMessage.ReadyForQuery message) {
        var head = headFor("ReadyForQuery");
        if (!head.complete()) {
            throw head.unexpected("ReadyForQuery");
        }
        inFlight.remove();
        inFlightBytes -= head.requestBytes();
        if (head.isUnwanted()) {
            unwantedInFlight--;
        }
        if (status != message.status()) {
            status = message.status();
        }
        if (exclusive == head) {
            exclusive = null;
        }
        out.statements().onReady(status);
        if (head.retryable(status)) {
            stale.add(head);
            settleStale();
            publish();
            return;
        }
        failStale();
        closeScopes(head);
        publish();
        head.end(status);
        events.onExchangeEnded(head);
    }

    private void settleStale() {
        var next = inFlight.peek();
        if (next != null && !next.repeatable()) {
            failStale();
        } else if (next == null) {
            runAgain();
        }
    }

    private void runAgain() {
        while (!stale.isEmpty()) {
            var youngest = stale.removeLast();
            youngest.rewind();
            lanes.putBack(youngest);
        }
    }

    /** Those that were stale have failed: one behind them is executed, or nothing is any more. */
    void failStale() {
        while (!stale.isEmpty()) {
            var oldest = stale.remove();
            oldest.end(status);
            events.onExchangeEnded(oldest);
        }
    }

    /** A scope ends with the exchange that closes it, or with the one that failed to open it. */
    private void closeScopes(Exchange exchange) {
        var scope = exchange.closes() != null ? exchange.closes() : exchange.error() != null ? exchange.opens() : null;
        if (scope != null && lanes.isOpen(scope)) {
            lanes.close(scope).forEach(late -> end(late, isOver(late)));
        }
    }

    /**
     * The server now reads copy data, and takes the messages of the exchanges behind for it. Where there are any, nothing can be
     * said any more about which answer belongs to whom.
     */
    void onCopyInResponse(BackendMessage.CopyInResponse message) {
        var head = headFor("CopyInResponse");
        if (inFlight.size() > 1) {
            throw new PgProtocolException("COPY FROM STDIN was sent through " + head.operation()
                    + " with statements pipelined behind it; use copyIn");
        }
        head.onCopyInResponse(message);
        head.refuseCopyIn(out);
    }

    void onErrorResponse(BackendMessage.ErrorResponse message) {
        var head = inFlight.peek();
        if (head != null) {
            head.onErrorResponse(message);
            if (quarantine.holds()) {
                head.answersCancel();
            }
        }
        if (head == null || message.fields().isFatal()) {
            onSessionError(new PgServerException(message.fields(), Exchange.outcomeOf(message)));
        }
    }

    private void onSessionError(PgException error) {
        if (sessionError == null) {
            sessionError = error;
        } else if (sessionError.getSuppressed().length < Exchange.MAX_LATER_ERRORS) {
            sessionError.addSuppressed(error);
        }
        events.onSessionError(error);
    }

    /** The exchange that a message is for. */
    Exchange headFor(String message) {
        var head = inFlight.peek();
        if (head == null) {
            throw new PgProtocolException("unexpected " + message + ": no statement is under way");
        }
        return head;
    }
}
