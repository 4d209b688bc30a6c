package io.penstock.internal.exchange;

import io.penstock.error.PgProtocolException;
import io.penstock.internal.wire.BackendMessage;
import io.penstock.internal.wire.BackendMessageHandler;
import io.penstock.internal.wire.CopyDataRun;
import io.penstock.internal.wire.DataRows;

/**
 * The hand that gives each message to the one it belongs to: the exchange that the server is answering, the session for what the server
 * sends unasked, and the queue for what ends an exchange or the session.
 *
 * <p>Confined to the connection's owner.
 */
final class AnswerRouter implements BackendMessageHandler {

    private final ExchangeQueue queue;
    private final SessionEvents events;
    private final StatementCache statements;

    AnswerRouter(ExchangeQueue queue, SessionEvents events, StatementCache statements) {
        this.queue = queue;
        this.events = events;
        this.statements = statements;
    }

    // ---- the queue's

    @Override
    public void onReadyForQuery(BackendMessage.ReadyForQuery message) {
        queue.onReadyForQuery(message);
    }

    @Override
    public void onErrorResponse(BackendMessage.ErrorResponse message) {
        queue.onErrorResponse(message);
    }

    // ---- the session's

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
        statements.onParameter(message.name(), message.value());
        if (message.name().equals("client_encoding") && !isUtf8(message.value())) {
            throw new PgProtocolException("client_encoding was set to " + message.value()
                    + ", and this driver speaks UTF8 only; the connection ends");
        }
    }

    private static boolean isUtf8(String encoding) {
        return encoding.equalsIgnoreCase("UTF8") || encoding.equalsIgnoreCase("UNICODE");
    }

    // ---- the exchange's

    @Override
    public void onCopyInResponse(BackendMessage.CopyInResponse message) {
        queue.onCopyInResponse(message);
    }

    @Override
    public void onDataRows(DataRows rows) {
        queue.headFor("DataRow").onDataRows(rows);
    }

    @Override
    public void onCopyData(CopyDataRun run) {
        queue.headFor("CopyData").onCopyData(run);
    }

    @Override
    public void onAuthenticationOk(BackendMessage.AuthenticationOk message) {
        queue.headFor("AuthenticationOk").onAuthenticationOk(message);
    }

    @Override
    public void onAuthenticationKerberosV5(BackendMessage.AuthenticationKerberosV5 message) {
        queue.headFor("AuthenticationKerberosV5").onAuthenticationKerberosV5(message);
    }

    @Override
    public void onAuthenticationCleartextPassword(BackendMessage.AuthenticationCleartextPassword message) {
        queue.headFor("AuthenticationCleartextPassword").onAuthenticationCleartextPassword(message);
    }

    @Override
    public void onAuthenticationMd5Password(BackendMessage.AuthenticationMd5Password message) {
        queue.headFor("AuthenticationMd5Password").onAuthenticationMd5Password(message);
    }

    @Override
    public void onAuthenticationGss(BackendMessage.AuthenticationGss message) {
        queue.headFor("AuthenticationGss").onAuthenticationGss(message);
    }

    @Override
    public void onAuthenticationGssContinue(BackendMessage.AuthenticationGssContinue message) {
        queue.headFor("AuthenticationGssContinue").onAuthenticationGssContinue(message);
    }

    @Override
    public void onAuthenticationSspi(BackendMessage.AuthenticationSspi message) {
        queue.headFor("AuthenticationSspi").onAuthenticationSspi(message);
    }

    @Override
    public void onAuthenticationSasl(BackendMessage.AuthenticationSasl message) {
        queue.headFor("AuthenticationSasl").onAuthenticationSasl(message);
    }

    @Override
    public void onAuthenticationSaslContinue(BackendMessage.AuthenticationSaslContinue message) {
        queue.headFor("AuthenticationSaslContinue").onAuthenticationSaslContinue(message);
    }

    @Override
    public void onAuthenticationSaslFinal(BackendMessage.AuthenticationSaslFinal message) {
        queue.headFor("AuthenticationSaslFinal").onAuthenticationSaslFinal(message);
    }

    @Override
    public void onBackendKeyData(BackendMessage.BackendKeyData message) {
        queue.headFor("BackendKeyData").onBackendKeyData(message);
    }

    @Override
    public void onBindComplete(BackendMessage.BindComplete message) {
        queue.headFor("BindComplete").onBindComplete(message);
        queue.failStale();
    }

    @Override
    public void onCloseComplete(BackendMessage.CloseComplete message) {
        queue.headFor("CloseComplete").onCloseComplete(message);
    }

    @Override
    public void onCommandComplete(BackendMessage.CommandComplete message) {
        queue.headFor("CommandComplete").onCommandComplete(message);
        if (message.tag().equals("LISTEN")) {
            events.onListen();
        }
    }

    @Override
    public void onCopyDone(BackendMessage.CopyDone message) {
        queue.headFor("CopyDone").onCopyDone(message);
    }

    @Override
    public void onCopyOutResponse(BackendMessage.CopyOutResponse message) {
        queue.headFor("CopyOutResponse").onCopyOutResponse(message);
    }

    @Override
    public void onCopyBothResponse(BackendMessage.CopyBothResponse message) {
        queue.headFor("CopyBothResponse").onCopyBothResponse(message);
    }

    @Override
    public void onEmptyQueryResponse(BackendMessage.EmptyQueryResponse message) {
        queue.headFor("EmptyQueryResponse").onEmptyQueryResponse(message);
    }

    @Override
    public void onFunctionCallResponse(BackendMessage.FunctionCallResponse message) {
        queue.headFor("FunctionCallResponse").onFunctionCallResponse(message);
    }

    @Override
    public void onNegotiateProtocolVersion(BackendMessage.NegotiateProtocolVersion message) {
        queue.headFor("NegotiateProtocolVersion").onNegotiateProtocolVersion(message);
    }

    @Override
    public void onNoData(BackendMessage.NoData message) {
        queue.headFor("NoData").onNoData(message);
    }

    @Override
    public void onParameterDescription(BackendMessage.ParameterDescription message) {
        queue.headFor("ParameterDescription").onParameterDescription(message);
    }

    @Override
    public void onParseComplete(BackendMessage.ParseComplete message) {
        queue.headFor("ParseComplete").onParseComplete(message);
    }

    @Override
    public void onPortalSuspended(BackendMessage.PortalSuspended message) {
        queue.headFor("PortalSuspended").onPortalSuspended(message);
    }

    @Override
    public void onRowDescription(BackendMessage.RowDescription message) {
        queue.headFor("RowDescription").onRowDescription(message);
    }
}
