package io.penstock.testing;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.penstock.error.ErrorFields;
import io.penstock.internal.wire.BackendEncoder;
import io.penstock.internal.wire.BackendMessage;
import io.penstock.internal.wire.CopyFormat;
import io.penstock.internal.wire.FieldDescription;
import io.penstock.internal.wire.ReadyStatus;
import io.penstock.internal.wire.WireFormat;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a server sends: a message, or bytes that only look like one. Immutable; sent as often as one likes.
 *
 * @param name the message's name in the manual, for transcripts and the names of test cases
 * @param writer appends the bytes to a buffer
 */
public record ServerMessage(String name, Consumer<ByteBuf> writer) {

    /** Appends the bytes. */
    public void writeTo(ByteBuf out) {
        writer.accept(out);
    }

    /** The bytes of several messages, one behind the other. */
    public static byte[] bytes(ServerMessage... messages) {
        var buffer = Unpooled.buffer();
        for (var message : messages) {
            message.writeTo(buffer);
        }
        return Arrays.copyOf(buffer.array(), buffer.readableBytes());
    }

    @Override
    public String toString() {
        return name;
    }

    // ---- start of a session

    public static ServerMessage authenticationOk() {
        return of(BackendMessage.AuthenticationOk.INSTANCE);
    }

    public static ServerMessage authenticationKerberosV5() {
        return of(BackendMessage.AuthenticationKerberosV5.INSTANCE);
    }

    public static ServerMessage authenticationCleartextPassword() {
        return of(BackendMessage.AuthenticationCleartextPassword.INSTANCE);
    }

    public static ServerMessage authenticationMd5Password(int salt) {
        return of(new BackendMessage.AuthenticationMd5Password(
                new byte[] {(byte) (salt >>> 24), (byte) (salt >>> 16), (byte) (salt >>> 8), (byte) salt}));
    }

    public static ServerMessage authenticationGss() {
        return of(BackendMessage.AuthenticationGss.INSTANCE);
    }

    public static ServerMessage authenticationGssContinue(String data) {
        return of(new BackendMessage.AuthenticationGssContinue(utf8(data)));
    }

    public static ServerMessage authenticationSspi() {
        return of(BackendMessage.AuthenticationSspi.INSTANCE);
    }

    public static ServerMessage authenticationSasl(String... mechanisms) {
        return of(new BackendMessage.AuthenticationSasl(List.of(mechanisms)));
    }

    public static ServerMessage authenticationSaslContinue(String data) {
        return of(new BackendMessage.AuthenticationSaslContinue(utf8(data)));
    }

    public static ServerMessage authenticationSaslFinal(String data) {
        return of(new BackendMessage.AuthenticationSaslFinal(utf8(data)));
    }

    public static ServerMessage backendKeyData(int processId, byte[] secretKey) {
        return of(new BackendMessage.BackendKeyData(processId, secretKey.clone()));
    }

    public static ServerMessage negotiateProtocolVersion(int newestMinor, String... unrecognizedOptions) {
        return of(new BackendMessage.NegotiateProtocolVersion(newestMinor, List.of(unrecognizedOptions)));
    }

    // ---- at any time

    public static ServerMessage parameterStatus(String parameter, String value) {
        return of(new BackendMessage.ParameterStatus(parameter, value));
    }

    public static ServerMessage notice(String message) {
        return of(new BackendMessage.NoticeResponse(ErrorFields.of("NOTICE", "00000", message)));
    }

    public static ServerMessage notification(int processId, String channel, String payload) {
        return of(new BackendMessage.NotificationResponse(processId, channel, payload));
    }

    /** An ErrorResponse of severity ERROR: the statement failed, the session lives. */
    public static ServerMessage error(String sqlState, String message) {
        return of(new BackendMessage.ErrorResponse(ErrorFields.of("ERROR", sqlState, message)));
    }

    /** An ErrorResponse of severity ERROR that names the server's routine. */
    public static ServerMessage error(String sqlState, String message, String routine) {
        return of(new BackendMessage.ErrorResponse(
                ErrorFields.of(Map.of('S', "ERROR", 'V', "ERROR", 'C', sqlState, 'M', message, 'R', routine))));
    }

    /** An ErrorResponse of severity FATAL: the session ends. */
    public static ServerMessage fatal(String sqlState, String message) {
        return of(new BackendMessage.ErrorResponse(ErrorFields.of("FATAL", sqlState, message)));
    }

    /** The end of a conversation, outside a transaction block. */
    public static ServerMessage readyForQuery() {
        return readyForQuery(ReadyStatus.IDLE);
    }

    public static ServerMessage readyForQuery(ReadyStatus status) {
        return of(BackendMessage.ReadyForQuery.of(status));
    }

    // ---- queries

    public static ServerMessage parseComplete() {
        return of(BackendMessage.ParseComplete.INSTANCE);
    }

    public static ServerMessage bindComplete() {
        return of(BackendMessage.BindComplete.INSTANCE);
    }

    public static ServerMessage closeComplete() {
        return of(BackendMessage.CloseComplete.INSTANCE);
    }

    public static ServerMessage parameterDescription(int... typeOids) {
        return of(new BackendMessage.ParameterDescription(typeOids.clone()));
    }

    public static ServerMessage noData() {
        return of(BackendMessage.NoData.INSTANCE);
    }

    public static ServerMessage rowDescription(FieldDescription... columns) {
        return of(new BackendMessage.RowDescription(List.of(columns)));
    }

    /** A column in text format that comes from no table. */
    public static FieldDescription column(String name, int typeOid) {
        return new FieldDescription(name, 0, 0, typeOid, -1, -1, 0);
    }

    /** A row of texts; null is SQL's NULL. */
    public static ServerMessage dataRow(@Nullable String... values) {
        return dataRow(Arrays.stream(values)
                .map(value -> value == null ? null : utf8(value))
                .toArray(byte[][]::new));
    }

    /** A row of bytes; null is SQL's NULL. */
    public static ServerMessage dataRow(byte @Nullable [][] values) {
        var copy = new ArrayList<byte @Nullable []>(Arrays.asList(values));
        return new ServerMessage("DataRow", out -> new BackendEncoder(out).dataRow(copy));
    }

    public static ServerMessage commandComplete(String tag) {
        return of(new BackendMessage.CommandComplete(tag));
    }

    public static ServerMessage emptyQueryResponse() {
        return of(BackendMessage.EmptyQueryResponse.INSTANCE);
    }

    public static ServerMessage portalSuspended() {
        return of(BackendMessage.PortalSuspended.INSTANCE);
    }

    public static ServerMessage functionCallResponse(String value) {
        return of(new BackendMessage.FunctionCallResponse(utf8(value)));
    }

    // ---- copy

    /** A CopyInResponse for text of one column. */
    public static ServerMessage copyInResponse() {
        return of(new BackendMessage.CopyInResponse(textOfOneColumn()));
    }

    /** A CopyOutResponse for text of one column. */
    public static ServerMessage copyOutResponse() {
        return of(new BackendMessage.CopyOutResponse(textOfOneColumn()));
    }

    public static ServerMessage copyBothResponse() {
        return of(new BackendMessage.CopyBothResponse(new CopyFormat(WireFormat.TEXT, List.of())));
    }

    private static CopyFormat textOfOneColumn() {
        return new CopyFormat(WireFormat.TEXT, List.of(WireFormat.TEXT));
    }

    public static ServerMessage copyData(String data) {
        return copyData(utf8(data));
    }

    public static ServerMessage copyData(byte[] data) {
        var copy = data.clone();
        return new ServerMessage("CopyData", out -> new BackendEncoder(out).copyData(copy));
    }

    public static ServerMessage copyDone() {
        return of(BackendMessage.CopyDone.INSTANCE);
    }

    // ---- what only looks like a message

    /** Bytes as they are. */
    public static ServerMessage raw(String name, byte[] bytes) {
        var copy = bytes.clone();
        return new ServerMessage(name, out -> out.writeBytes(copy));
    }

    /** A frame whose length fits its body, whatever the body is. */
    public static ServerMessage frame(char type, byte[] body) {
        var copy = body.clone();
        return new ServerMessage(
                "frame " + type,
                out -> out.writeByte(type).writeInt(4 + copy.length).writeBytes(copy));
    }

    /** A type byte and a length with nothing behind them. */
    public static ServerMessage header(char type, int length) {
        return new ServerMessage(
                "header " + type + " of " + length, out -> out.writeByte(type).writeInt(length));
    }

    private static ServerMessage of(BackendMessage message) {
        return new ServerMessage(
                message.getClass().getSimpleName(), out -> message.dispatchTo(new BackendEncoder(out)));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
