package io.penstock.internal.wire;

/**
 * Receives the server's messages, one method each, in the order of the manual's page "Message Formats".
 *
 * <p>What a method throws makes the decoder dead and reaches the caller of {@link BackendDecoder#feed}. A method must not
 * feed the decoder that calls it; it may close it.
 */
public interface BackendMessageHandler {

    void onAuthenticationOk(BackendMessage.AuthenticationOk message);

    void onAuthenticationKerberosV5(BackendMessage.AuthenticationKerberosV5 message);

    void onAuthenticationCleartextPassword(BackendMessage.AuthenticationCleartextPassword message);

    void onAuthenticationMd5Password(BackendMessage.AuthenticationMd5Password message);

    void onAuthenticationGss(BackendMessage.AuthenticationGss message);

    void onAuthenticationGssContinue(BackendMessage.AuthenticationGssContinue message);

    void onAuthenticationSspi(BackendMessage.AuthenticationSspi message);

    void onAuthenticationSasl(BackendMessage.AuthenticationSasl message);

    void onAuthenticationSaslContinue(BackendMessage.AuthenticationSaslContinue message);

    void onAuthenticationSaslFinal(BackendMessage.AuthenticationSaslFinal message);

    void onBackendKeyData(BackendMessage.BackendKeyData message);

    void onBindComplete(BackendMessage.BindComplete message);

    void onCloseComplete(BackendMessage.CloseComplete message);

    void onCommandComplete(BackendMessage.CommandComplete message);

    /** One or more CopyData messages that came together, borrowed: valid during the call only. */
    void onCopyData(CopyDataRun run);

    void onCopyDone(BackendMessage.CopyDone message);

    void onCopyInResponse(BackendMessage.CopyInResponse message);

    void onCopyOutResponse(BackendMessage.CopyOutResponse message);

    void onCopyBothResponse(BackendMessage.CopyBothResponse message);

    /** One or more DataRow messages that came together, borrowed: valid during the call only. */
    void onDataRows(DataRows rows);

    void onEmptyQueryResponse(BackendMessage.EmptyQueryResponse message);

    void onErrorResponse(BackendMessage.ErrorResponse message);

    void onFunctionCallResponse(BackendMessage.FunctionCallResponse message);

    void onNegotiateProtocolVersion(BackendMessage.NegotiateProtocolVersion message);

    void onNoData(BackendMessage.NoData message);

    void onNoticeResponse(BackendMessage.NoticeResponse message);

    void onNotificationResponse(BackendMessage.NotificationResponse message);

    void onParameterDescription(BackendMessage.ParameterDescription message);

    void onParameterStatus(BackendMessage.ParameterStatus message);

    void onParseComplete(BackendMessage.ParseComplete message);

    void onPortalSuspended(BackendMessage.PortalSuspended message);

    void onReadyForQuery(BackendMessage.ReadyForQuery message);

    void onRowDescription(BackendMessage.RowDescription message);
}
