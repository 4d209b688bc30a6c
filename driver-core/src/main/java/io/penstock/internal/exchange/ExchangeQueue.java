package io.penstock.internal.exchange;

import io.netty.buffer.ByteBuf;
import io.penstock.error.Outcome;
import io.penstock.error.PgClosedException;
import io.penstock.error.PgException;
import io.penstock.error.PgProtocolException;
import io.penstock.error.PgRejectedException;
import io.penstock.error.PgServerException;
import io.penstock.internal.wire.BackendMessage;
import io.penstock.internal.wire.BackendMessageHandler;
import io.penstock.internal.wire.DataRows;
import io.penstock.internal.wire.ReadyStatus;
import java.util.ArrayDeque;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The exchanges of one connection in their order, and the hand that gives each message to the one it belongs to.
 *
 * <p>Invariants: the head of {@link #inFlight} is the one that the server is answering; a ReadyForQuery ends it and nothing else does,
 * short of the loss of the connection; a message that comes while nothing is in flight is a violation, unless the server
 * may send it unasked. After {@link #close} nothing is queued and every exchange has ended.
 *
 * <p>Confined to the connection's owner.
 */
public final class ExchangeQueue implements BackendMessageHandler {

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

    private ReadyStatus status = ReadyStatus.IDLE;
    private long inFlightBytes;

    /** The written exchange behind which nothing may be written; the end of a scope too: what is late must not run behind it. */
    private @Nullable Exchange exclusive;

    /** What the server said when it ended the session; the better explanation of the loss that follows. */
    private @Nullable PgException sessionError;

    private @Nullable PgException closed;

    /**
     * @param maxInFlight how many exchanges may be written and unanswered; further ones wait in their lane
     * @param maxInFlightBytes how many request bytes may be; one larger request is written alone
     */
    public ExchangeQueue(Outbox out, SessionEvents events, int maxInFlight, long maxInFlightBytes) {
        this.out = out;
        this.events = events;
        this.maxInFlight = maxInFlight;
        this.maxInFlightBytes = maxInFlightBytes;
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
    }

    private static PgException isOver(Exchange late) {
        return new PgRejectedException("the transaction " + late.scope() + " is over", "25P01", Outcome.NOT_SENT);
    }

    /** Encodes what may be written now into the outbox. */
    public void writeAdmitted() {
        if (closed == null && inFlight.isEmpty() && quarantine.isSentinelDue()) {
            var sentinel = quarantine.sentinel();
            events.onSentinel(sentinel);
            write(sentinel);
        }
        while (closed == null && roomInFlight()) {
            var exchange = lanes.next();
            if (exchange == null) {
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
                && stale.isEmpty()
                && inFlight.size() < maxInFlight
                && (inFlightBytes < maxInFlightBytes || inFlight.isEmpty());
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
        }
        out.statements().flightWritten();
        inFlight.add(exchange);
        inFlightBytes += exchange.requestBytes();
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
            end(exchange, why);
        }
        return waited;
    }

    /** Removes all that was not written yet, and fails it. */
    public void withdrawAll(PgException why) {
        lanes.removeAll(any -> true).forEach(exchange -> end(exchange, why));
    }

    /**
     * Fails what waits since before a moment. The end of a scope is no request of anybody's, and waits on.
     *
     * @param moment on the clock of {@link Exchange#submittedAt}
     */
    public void expire(long moment, PgException why) {
        lanes.removeAll(exchange -> exchange.closes() == null && exchange.submittedAt() - moment < 0)
                .forEach(exchange -> end(exchange, why.withOutcome(Outcome.NOT_SENT)));
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

    /** Whether nothing was written behind an exchange that anybody wants. */
    public boolean isLastWanted(Exchange exchange, Predicate<Exchange> unwanted) {
        var behind = false;
        for (var other : inFlight) {
            if (behind && !other.isProbe() && !unwanted.test(other)) {
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

    @Override
    public void onReadyForQuery(BackendMessage.ReadyForQuery message) {
        var head = headFor("ReadyForQuery");
        if (!head.complete()) {
            throw head.unexpected("ReadyForQuery");
        }
        inFlight.remove();
        inFlightBytes -= head.requestBytes();
        status = message.status();
        if (exclusive == head) {
            exclusive = null;
        }
        out.statements().onReady(status);
        if (head.retryable(status)) {
            stale.add(head);
            settleStale();
            return;
        }
        failStale();
        closeScopes(head);
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

    private void failStale() {
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

    @Override
    public void onErrorResponse(BackendMessage.ErrorResponse message) {
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

    @Override
    public void onNoticeResponse(BackendMessage.NoticeResponse message) {
        events.onNotice(message);
    }

    @Override
    public void onNotificationResponse(BackendMessage.NotificationResponse message) {
        events.onNotification(message);
    }

    /** Text travels in UTF-8 both ways: in another encoding each value would be wrong, and none would look it. */
    @Override
    public void onParameterStatus(BackendMessage.ParameterStatus message) {
        events.onParameter(message);
        out.statements().onParameter(message.name(), message.value());
        if (message.name().equals("client_encoding") && !isUtf8(message.value())) {
            throw new PgProtocolException("client_encoding was set to " + message.value()
                    + ", and this driver speaks UTF8 only; the connection ends");
        }
    }

    private static boolean isUtf8(String encoding) {
        return encoding.equalsIgnoreCase("UTF8") || encoding.equalsIgnoreCase("UNICODE");
    }

    @Override
    public void onDataRows(DataRows rows) {
        headFor("DataRow").onDataRows(rows);
    }

    @Override
    public void onCopyData(ByteBuf payload) {
        headFor("CopyData").onCopyData(payload);
    }

    /**
     * The server now reads copy data, and takes the messages of the exchanges behind for it. Where there are any, nothing can be
     * said any more about which answer belongs to whom.
     */
    @Override
    public void onCopyInResponse(BackendMessage.CopyInResponse message) {
        var head = headFor("CopyInResponse");
        if (inFlight.size() > 1) {
            throw new PgProtocolException("COPY FROM STDIN was sent through " + head.operation()
                    + " with statements pipelined behind it; use copyIn");
        }
        head.onCopyInResponse(message);
    }

    private Exchange headFor(String message) {
        var head = inFlight.peek();
        if (head == null) {
            throw new PgProtocolException("unexpected " + message + ": no statement is under way");
        }
        return head;
    }

    @Override
    public void onAuthenticationOk(BackendMessage.AuthenticationOk message) {
        headFor("AuthenticationOk").onAuthenticationOk(message);
    }

    @Override
    public void onAuthenticationKerberosV5(BackendMessage.AuthenticationKerberosV5 message) {
        headFor("AuthenticationKerberosV5").onAuthenticationKerberosV5(message);
    }

    @Override
    public void onAuthenticationCleartextPassword(BackendMessage.AuthenticationCleartextPassword message) {
        headFor("AuthenticationCleartextPassword").onAuthenticationCleartextPassword(message);
    }

    @Override
    public void onAuthenticationMd5Password(BackendMessage.AuthenticationMd5Password message) {
        headFor("AuthenticationMd5Password").onAuthenticationMd5Password(message);
    }

    @Override
    public void onAuthenticationGss(BackendMessage.AuthenticationGss message) {
        headFor("AuthenticationGss").onAuthenticationGss(message);
    }

    @Override
    public void onAuthenticationGssContinue(BackendMessage.AuthenticationGssContinue message) {
        headFor("AuthenticationGssContinue").onAuthenticationGssContinue(message);
    }

    @Override
    public void onAuthenticationSspi(BackendMessage.AuthenticationSspi message) {
        headFor("AuthenticationSspi").onAuthenticationSspi(message);
    }

    @Override
    public void onAuthenticationSasl(BackendMessage.AuthenticationSasl message) {
        headFor("AuthenticationSasl").onAuthenticationSasl(message);
    }

    @Override
    public void onAuthenticationSaslContinue(BackendMessage.AuthenticationSaslContinue message) {
        headFor("AuthenticationSaslContinue").onAuthenticationSaslContinue(message);
    }

    @Override
    public void onAuthenticationSaslFinal(BackendMessage.AuthenticationSaslFinal message) {
        headFor("AuthenticationSaslFinal").onAuthenticationSaslFinal(message);
    }

    @Override
    public void onBackendKeyData(BackendMessage.BackendKeyData message) {
        headFor("BackendKeyData").onBackendKeyData(message);
    }

    @Override
    public void onBindComplete(BackendMessage.BindComplete message) {
        headFor("BindComplete").onBindComplete(message);
        failStale();
    }

    @Override
    public void onCloseComplete(BackendMessage.CloseComplete message) {
        headFor("CloseComplete").onCloseComplete(message);
    }

    @Override
    public void onCommandComplete(BackendMessage.CommandComplete message) {
        headFor("CommandComplete").onCommandComplete(message);
    }

    @Override
    public void onCopyDone(BackendMessage.CopyDone message) {
        headFor("CopyDone").onCopyDone(message);
    }

    @Override
    public void onCopyOutResponse(BackendMessage.CopyOutResponse message) {
        headFor("CopyOutResponse").onCopyOutResponse(message);
    }

    @Override
    public void onCopyBothResponse(BackendMessage.CopyBothResponse message) {
        headFor("CopyBothResponse").onCopyBothResponse(message);
    }

    @Override
    public void onEmptyQueryResponse(BackendMessage.EmptyQueryResponse message) {
        headFor("EmptyQueryResponse").onEmptyQueryResponse(message);
    }

    @Override
    public void onFunctionCallResponse(BackendMessage.FunctionCallResponse message) {
        headFor("FunctionCallResponse").onFunctionCallResponse(message);
    }

    @Override
    public void onNegotiateProtocolVersion(BackendMessage.NegotiateProtocolVersion message) {
        headFor("NegotiateProtocolVersion").onNegotiateProtocolVersion(message);
    }

    @Override
    public void onNoData(BackendMessage.NoData message) {
        headFor("NoData").onNoData(message);
    }

    @Override
    public void onParameterDescription(BackendMessage.ParameterDescription message) {
        headFor("ParameterDescription").onParameterDescription(message);
    }

    @Override
    public void onParseComplete(BackendMessage.ParseComplete message) {
        headFor("ParseComplete").onParseComplete(message);
    }

    @Override
    public void onPortalSuspended(BackendMessage.PortalSuspended message) {
        headFor("PortalSuspended").onPortalSuspended(message);
    }

    @Override
    public void onRowDescription(BackendMessage.RowDescription message) {
        headFor("RowDescription").onRowDescription(message);
    }
}
