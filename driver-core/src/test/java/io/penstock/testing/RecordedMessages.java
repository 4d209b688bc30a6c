package io.penstock.testing;

import io.penstock.internal.wire.BackendMessage;
import io.penstock.internal.wire.BackendMessageHandler;
import io.penstock.internal.wire.CopyDataRun;
import io.penstock.internal.wire.DataRows;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Writes down each message of the server as a line of text ({@link WireText}); a run of rows is one line for each row. */
public class RecordedMessages implements BackendMessageHandler {

    private final List<String> lines = new ArrayList<>();
    private int runs;

    public List<String> lines() {
        return lines;
    }

    /** How many times {@code onDataRows} was called. */
    public int runs() {
        return runs;
    }

    private void add(BackendMessage message) {
        lines.add(WireText.of(message));
    }

    @Override
    public void onDataRows(DataRows rows) {
        runs++;
        var bytes = new byte[rows.byteLength()];
        rows.copyTo(bytes, 0);
        var in = ByteBuffer.wrap(bytes);
        var count = 0;
        while (in.hasRemaining()) {
            lines.add(row(in, rows.columnCount()));
            count++;
        }
        if (count != rows.count()) {
            throw new AssertionError(count + " rows in a run of " + rows.count());
        }
    }

    private static String row(ByteBuffer in, int columns) {
        var start = in.position();
        var type = in.get();
        var length = in.getInt();
        var own = in.getShort() & 0xffff;
        if (type != 'D' || own != columns) {
            throw new AssertionError("type " + type + ", " + own + " columns in a run of " + columns);
        }
        var text = new StringBuilder("DataRow");
        for (var i = 0; i < columns; i++) {
            var bytes = in.getInt();
            if (bytes == -1) {
                text.append(" null");
                continue;
            }
            var value = new byte[bytes];
            in.get(value);
            text.append(" x").append(HexFormat.of().formatHex(value));
        }
        if (in.position() != start + 1 + length) {
            throw new AssertionError("a row that does not end at its boundary");
        }
        return text.toString();
    }

    @Override
    public void onCopyData(CopyDataRun run) {
        var in = ByteBuffer.wrap(bytesOf(run));
        var count = 0;
        while (in.hasRemaining()) {
            lines.add("CopyData x" + copyData(in));
            count++;
        }
        if (count != run.count()) {
            throw new AssertionError(count + " messages in a run of " + run.count());
        }
    }

    /** The messages with their headers. */
    public static byte[] bytesOf(CopyDataRun run) {
        var bytes = new byte[run.byteLength()];
        run.copyTo(bytes, 0);
        return bytes;
    }

    private static String copyData(ByteBuffer in) {
        if (in.get() != 'd') {
            throw new AssertionError("no CopyData in a run of them");
        }
        var payload = new byte[in.getInt() - 4];
        in.get(payload);
        return HexFormat.of().formatHex(payload);
    }

    @Override
    public void onAuthenticationOk(BackendMessage.AuthenticationOk message) {
        add(message);
    }

    @Override
    public void onAuthenticationKerberosV5(BackendMessage.AuthenticationKerberosV5 message) {
        add(message);
    }

    @Override
    public void onAuthenticationCleartextPassword(BackendMessage.AuthenticationCleartextPassword message) {
        add(message);
    }

    @Override
    public void onAuthenticationMd5Password(BackendMessage.AuthenticationMd5Password message) {
        add(message);
    }

    @Override
    public void onAuthenticationGss(BackendMessage.AuthenticationGss message) {
        add(message);
    }

    @Override
    public void onAuthenticationGssContinue(BackendMessage.AuthenticationGssContinue message) {
        add(message);
    }

    @Override
    public void onAuthenticationSspi(BackendMessage.AuthenticationSspi message) {
        add(message);
    }

    @Override
    public void onAuthenticationSasl(BackendMessage.AuthenticationSasl message) {
        add(message);
    }

    @Override
    public void onAuthenticationSaslContinue(BackendMessage.AuthenticationSaslContinue message) {
        add(message);
    }

    @Override
    public void onAuthenticationSaslFinal(BackendMessage.AuthenticationSaslFinal message) {
        add(message);
    }

    @Override
    public void onBackendKeyData(BackendMessage.BackendKeyData message) {
        add(message);
    }

    @Override
    public void onBindComplete(BackendMessage.BindComplete message) {
        add(message);
    }

    @Override
    public void onCloseComplete(BackendMessage.CloseComplete message) {
        add(message);
    }

    @Override
    public void onCommandComplete(BackendMessage.CommandComplete message) {
        add(message);
    }

    @Override
    public void onCopyDone(BackendMessage.CopyDone message) {
        add(message);
    }

    @Override
    public void onCopyInResponse(BackendMessage.CopyInResponse message) {
        add(message);
    }

    @Override
    public void onCopyOutResponse(BackendMessage.CopyOutResponse message) {
        add(message);
    }

    @Override
    public void onCopyBothResponse(BackendMessage.CopyBothResponse message) {
        add(message);
    }

    @Override
    public void onEmptyQueryResponse(BackendMessage.EmptyQueryResponse message) {
        add(message);
    }

    @Override
    public void onErrorResponse(BackendMessage.ErrorResponse message) {
        add(message);
    }

    @Override
    public void onFunctionCallResponse(BackendMessage.FunctionCallResponse message) {
        add(message);
    }

    @Override
    public void onNegotiateProtocolVersion(BackendMessage.NegotiateProtocolVersion message) {
        add(message);
    }

    @Override
    public void onNoData(BackendMessage.NoData message) {
        add(message);
    }

    @Override
    public void onNoticeResponse(BackendMessage.NoticeResponse message) {
        add(message);
    }

    @Override
    public void onNotificationResponse(BackendMessage.NotificationResponse message) {
        add(message);
    }

    @Override
    public void onParameterDescription(BackendMessage.ParameterDescription message) {
        add(message);
    }

    @Override
    public void onParameterStatus(BackendMessage.ParameterStatus message) {
        add(message);
    }

    @Override
    public void onParseComplete(BackendMessage.ParseComplete message) {
        add(message);
    }

    @Override
    public void onPortalSuspended(BackendMessage.PortalSuspended message) {
        add(message);
    }

    @Override
    public void onReadyForQuery(BackendMessage.ReadyForQuery message) {
        add(message);
    }

    @Override
    public void onRowDescription(BackendMessage.RowDescription message) {
        add(message);
    }
}
