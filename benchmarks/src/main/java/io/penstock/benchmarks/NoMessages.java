package io.penstock.benchmarks;

import io.penstock.internal.wire.BackendMessage;
import io.penstock.internal.wire.BackendMessageHandler;
import io.penstock.internal.wire.CopyDataRun;
import io.penstock.internal.wire.DataRows;

/** Refuses every message; a benchmark overrides what its data has. */
class NoMessages implements BackendMessageHandler {

    @Override
    public void onAuthenticationOk(BackendMessage.AuthenticationOk message) {
        throw new AssertionError("BUG: AuthenticationOk in the data");
    }

    @Override
    public void onAuthenticationKerberosV5(BackendMessage.AuthenticationKerberosV5 message) {
        throw new AssertionError("BUG: AuthenticationKerberosV5 in the data");
    }

    @Override
    public void onAuthenticationCleartextPassword(BackendMessage.AuthenticationCleartextPassword message) {
        throw new AssertionError("BUG: AuthenticationCleartextPassword in the data");
    }

    @Override
    public void onAuthenticationMd5Password(BackendMessage.AuthenticationMd5Password message) {
        throw new AssertionError("BUG: AuthenticationMd5Password in the data");
    }

    @Override
    public void onAuthenticationGss(BackendMessage.AuthenticationGss message) {
        throw new AssertionError("BUG: AuthenticationGss in the data");
    }

    @Override
    public void onAuthenticationGssContinue(BackendMessage.AuthenticationGssContinue message) {
        throw new AssertionError("BUG: AuthenticationGssContinue in the data");
    }

    @Override
    public void onAuthenticationSspi(BackendMessage.AuthenticationSspi message) {
        throw new AssertionError("BUG: AuthenticationSspi in the data");
    }

    @Override
    public void onAuthenticationSasl(BackendMessage.AuthenticationSasl message) {
        throw new AssertionError("BUG: AuthenticationSasl in the data");
    }

    @Override
    public void onAuthenticationSaslContinue(BackendMessage.AuthenticationSaslContinue message) {
        throw new AssertionError("BUG: AuthenticationSaslContinue in the data");
    }

    @Override
    public void onAuthenticationSaslFinal(BackendMessage.AuthenticationSaslFinal message) {
        throw new AssertionError("BUG: AuthenticationSaslFinal in the data");
    }

    @Override
    public void onBackendKeyData(BackendMessage.BackendKeyData message) {
        throw new AssertionError("BUG: BackendKeyData in the data");
    }

    @Override
    public void onBindComplete(BackendMessage.BindComplete message) {
        throw new AssertionError("BUG: BindComplete in the data");
    }

    @Override
    public void onCloseComplete(BackendMessage.CloseComplete message) {
        throw new AssertionError("BUG: CloseComplete in the data");
    }

    @Override
    public void onCommandComplete(BackendMessage.CommandComplete message) {
        throw new AssertionError("BUG: CommandComplete in the data");
    }

    @Override
    public void onCopyData(CopyDataRun run) {
        throw new AssertionError("BUG: CopyData in the data");
    }

    @Override
    public void onCopyDone(BackendMessage.CopyDone message) {
        throw new AssertionError("BUG: CopyDone in the data");
    }

    @Override
    public void onCopyInResponse(BackendMessage.CopyInResponse message) {
        throw new AssertionError("BUG: CopyInResponse in the data");
    }

    @Override
    public void onCopyOutResponse(BackendMessage.CopyOutResponse message) {
        throw new AssertionError("BUG: CopyOutResponse in the data");
    }

    @Override
    public void onCopyBothResponse(BackendMessage.CopyBothResponse message) {
        throw new AssertionError("BUG: CopyBothResponse in the data");
    }

    @Override
    public void onDataRows(DataRows rows) {
        throw new AssertionError("BUG: DataRows in the data");
    }

    @Override
    public void onEmptyQueryResponse(BackendMessage.EmptyQueryResponse message) {
        throw new AssertionError("BUG: EmptyQueryResponse in the data");
    }

    @Override
    public void onErrorResponse(BackendMessage.ErrorResponse message) {
        throw new AssertionError("BUG: ErrorResponse in the data");
    }

    @Override
    public void onFunctionCallResponse(BackendMessage.FunctionCallResponse message) {
        throw new AssertionError("BUG: FunctionCallResponse in the data");
    }

    @Override
    public void onNegotiateProtocolVersion(BackendMessage.NegotiateProtocolVersion message) {
        throw new AssertionError("BUG: NegotiateProtocolVersion in the data");
    }

    @Override
    public void onNoData(BackendMessage.NoData message) {
        throw new AssertionError("BUG: NoData in the data");
    }

    @Override
    public void onNoticeResponse(BackendMessage.NoticeResponse message) {
        throw new AssertionError("BUG: NoticeResponse in the data");
    }

    @Override
    public void onNotificationResponse(BackendMessage.NotificationResponse message) {
        throw new AssertionError("BUG: NotificationResponse in the data");
    }

    @Override
    public void onParameterDescription(BackendMessage.ParameterDescription message) {
        throw new AssertionError("BUG: ParameterDescription in the data");
    }

    @Override
    public void onParameterStatus(BackendMessage.ParameterStatus message) {
        throw new AssertionError("BUG: ParameterStatus in the data");
    }

    @Override
    public void onParseComplete(BackendMessage.ParseComplete message) {
        throw new AssertionError("BUG: ParseComplete in the data");
    }

    @Override
    public void onPortalSuspended(BackendMessage.PortalSuspended message) {
        throw new AssertionError("BUG: PortalSuspended in the data");
    }

    @Override
    public void onReadyForQuery(BackendMessage.ReadyForQuery message) {
        throw new AssertionError("BUG: ReadyForQuery in the data");
    }

    @Override
    public void onRowDescription(BackendMessage.RowDescription message) {
        throw new AssertionError("BUG: RowDescription in the data");
    }
}
