package io.penstock.internal.wire;

import static io.penstock.internal.wire.FrameWriter.begin;
import static io.penstock.internal.wire.FrameWriter.cString;
import static io.penstock.internal.wire.FrameWriter.count;
import static io.penstock.internal.wire.FrameWriter.end;

import io.netty.buffer.ByteBuf;
import io.penstock.error.ErrorFields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the server's messages to the end of a buffer: the server's role, for scripted servers, simulators and proxies.
 *
 * <p>It is a handler of messages: {@code message.dispatchTo(encoder)} writes one, and a decoder that has an encoder for
 * its handler passes a stream through unchanged. The buffer is borrowed.
 */
public final class BackendEncoder implements BackendMessageHandler {

    private static final int MAJOR = 3;

    private final ByteBuf out;

    public BackendEncoder(ByteBuf out) {
        this.out = out;
    }

    /** DataRow; a value of null is SQL's NULL. */
    public void dataRow(List<byte @Nullable []> values) {
        var bytes = 2L;
        for (var value : values) {
            bytes += 4 + (value == null ? 0 : value.length);
        }
        count(values.size(), "columns");
        var frame = begin(out, 'D', bytes);
        out.writeShort(values.size());
        for (var value : values) {
            value(value);
        }
        end(out, frame);
    }

    /** CopyData. */
    public void copyData(byte[] data) {
        withBytes('d', data);
    }

    // ---- the messages, in the order of the manual's page

    @Override
    public void onAuthenticationOk(BackendMessage.AuthenticationOk message) {
        authentication(0, new byte[0]);
    }

    @Override
    public void onAuthenticationKerberosV5(BackendMessage.AuthenticationKerberosV5 message) {
        authentication(2, new byte[0]);
    }

    @Override
    public void onAuthenticationCleartextPassword(BackendMessage.AuthenticationCleartextPassword message) {
        authentication(3, new byte[0]);
    }

    @Override
    public void onAuthenticationMd5Password(BackendMessage.AuthenticationMd5Password message) {
        authentication(5, message.salt());
    }

    @Override
    public void onAuthenticationGss(BackendMessage.AuthenticationGss message) {
        authentication(7, new byte[0]);
    }

    @Override
    public void onAuthenticationGssContinue(BackendMessage.AuthenticationGssContinue message) {
        authentication(8, message.data());
    }

    @Override
    public void onAuthenticationSspi(BackendMessage.AuthenticationSspi message) {
        authentication(9, new byte[0]);
    }

    @Override
    public void onAuthenticationSasl(BackendMessage.AuthenticationSasl message) {
        var frame = begin(out, 'R', 4 + cStringBytes(message.mechanisms()) + 1);
        out.writeInt(10);
        message.mechanisms().forEach(name -> cString(out, name));
        out.writeByte(0);
        end(out, frame);
    }

    @Override
    public void onAuthenticationSaslContinue(BackendMessage.AuthenticationSaslContinue message) {
        authentication(11, message.data());
    }

    @Override
    public void onAuthenticationSaslFinal(BackendMessage.AuthenticationSaslFinal message) {
        authentication(12, message.data());
    }

    @Override
    public void onBackendKeyData(BackendMessage.BackendKeyData message) {
        var frame = begin(out, 'K', 4L + message.secretKey().length);
        out.writeInt(message.processId()).writeBytes(message.secretKey());
        end(out, frame);
    }

    @Override
    public void onBindComplete(BackendMessage.BindComplete message) {
        empty('2');
    }

    @Override
    public void onCloseComplete(BackendMessage.CloseComplete message) {
        empty('3');
    }

    @Override
    public void onCommandComplete(BackendMessage.CommandComplete message) {
        var frame = begin(out, 'C', FrameWriter.cStringBytes(message.tag(), "a tag"));
        cString(out, message.tag());
        end(out, frame);
    }

    @Override
    public void onCopyData(CopyDataRun run) {
        run.copyTo(out);
    }

    @Override
    public void onCopyDone(BackendMessage.CopyDone message) {
        empty('c');
    }

    @Override
    public void onCopyInResponse(BackendMessage.CopyInResponse message) {
        copyResponse('G', message.format());
    }

    @Override
    public void onCopyOutResponse(BackendMessage.CopyOutResponse message) {
        copyResponse('H', message.format());
    }

    @Override
    public void onCopyBothResponse(BackendMessage.CopyBothResponse message) {
        copyResponse('W', message.format());
    }

    @Override
    public void onDataRows(DataRows rows) {
        rows.copyTo(out);
    }

    @Override
    public void onEmptyQueryResponse(BackendMessage.EmptyQueryResponse message) {
        empty('I');
    }

    @Override
    public void onErrorResponse(BackendMessage.ErrorResponse message) {
        fields('E', message.fields());
    }

    @Override
    public void onFunctionCallResponse(BackendMessage.FunctionCallResponse message) {
        var value = message.value();
        var frame = begin(out, 'V', 4L + (value == null ? 0 : value.length));
        value(value);
        end(out, frame);
    }

    @Override
    public void onNegotiateProtocolVersion(BackendMessage.NegotiateProtocolVersion message) {
        var options = message.unrecognizedOptions();
        var frame = begin(out, 'v', 8 + cStringBytes(options));
        out.writeInt(MAJOR << 16 | message.newestMinor()).writeInt(options.size());
        options.forEach(option -> cString(out, option));
        end(out, frame);
    }

    @Override
    public void onNoData(BackendMessage.NoData message) {
        empty('n');
    }

    @Override
    public void onNoticeResponse(BackendMessage.NoticeResponse message) {
        fields('N', message.fields());
    }

    @Override
    public void onNotificationResponse(BackendMessage.NotificationResponse message) {
        var bytes = 4 + cStringBytes(List.of(message.channel(), message.payload()));
        var frame = begin(out, 'A', bytes);
        out.writeInt(message.processId());
        cString(out, message.channel());
        cString(out, message.payload());
        end(out, frame);
    }

    @Override
    public void onParameterDescription(BackendMessage.ParameterDescription message) {
        var oids = message.typeOids();
        var frame = begin(out, 't', 2 + 4L * count(oids.length, "parameters"));
        out.writeShort(oids.length);
        for (var oid : oids) {
            out.writeInt(oid);
        }
        end(out, frame);
    }

    @Override
    public void onParameterStatus(BackendMessage.ParameterStatus message) {
        var frame = begin(out, 'S', cStringBytes(List.of(message.name(), message.value())));
        cString(out, message.name());
        cString(out, message.value());
        end(out, frame);
    }

    @Override
    public void onParseComplete(BackendMessage.ParseComplete message) {
        empty('1');
    }

    @Override
    public void onPortalSuspended(BackendMessage.PortalSuspended message) {
        empty('s');
    }

    @Override
    public void onReadyForQuery(BackendMessage.ReadyForQuery message) {
        var frame = begin(out, 'Z', 1);
        out.writeByte(message.status().code());
        end(out, frame);
    }

    @Override
    public void onRowDescription(BackendMessage.RowDescription message) {
        var bytes = 2L;
        for (var field : message.fields()) {
            bytes += FrameWriter.cStringBytes(field.name(), "a column's name") + 18;
        }
        count(message.fields().size(), "columns");
        var frame = begin(out, 'T', bytes);
        out.writeShort(message.fields().size());
        message.fields().forEach(this::field);
        end(out, frame);
    }

    // ---- parts

    private void field(FieldDescription field) {
        cString(out, field.name());
        out.writeInt(field.tableOid()).writeShort(field.columnNumber());
        out.writeInt(field.typeOid()).writeShort(field.typeSize());
        out.writeInt(field.typeModifier()).writeShort(field.format());
    }

    private void fields(char type, ErrorFields fields) {
        var present = present(fields);
        var bytes = 1L;
        for (var text : present.values()) {
            bytes += 1 + FrameWriter.cStringBytes(text, "an error's field");
        }
        var frame = begin(out, type, bytes);
        present.forEach((code, text) -> {
            out.writeByte(code);
            cString(out, text);
        });
        out.writeByte(0);
        end(out, frame);
    }

    /** The fields that there are, by their codes, in the order of the server's {@code send_message_to_frontend}. */
    private static Map<Character, String> present(ErrorFields fields) {
        var present = new LinkedHashMap<Character, String>();
        present.put('S', fields.severity());
        present.put('V', fields.severityNonLocalized());
        present.put('C', fields.sqlState());
        present.put('M', fields.message());
        putPresent(present, 'D', fields.detail());
        putPresent(present, 'H', fields.hint());
        putPresent(present, 'W', fields.where());
        putPresent(present, 's', fields.schema());
        putPresent(present, 't', fields.table());
        putPresent(present, 'c', fields.column());
        putPresent(present, 'd', fields.dataType());
        putPresent(present, 'n', fields.constraint());
        putPresent(present, 'P', positive(fields.position()));
        putPresent(present, 'p', positive(fields.internalPosition()));
        putPresent(present, 'q', fields.internalQuery());
        putPresent(present, 'F', fields.file());
        putPresent(present, 'L', positive(fields.line()));
        putPresent(present, 'R', fields.routine());
        return present;
    }

    private static void putPresent(Map<Character, String> present, char code, @Nullable String text) {
        if (text != null) {
            present.put(code, text);
        }
    }

    private static @Nullable String positive(int number) {
        return number > 0 ? Integer.toString(number) : null;
    }

    private void copyResponse(char type, CopyFormat format) {
        var columns = format.columns();
        var frame = begin(out, type, 3 + 2L * count(columns.size(), "columns"));
        out.writeByte(format.overall().code()).writeShort(columns.size());
        columns.forEach(column -> out.writeShort(column.code()));
        end(out, frame);
    }

    private void value(byte @Nullable [] value) {
        if (value == null) {
            out.writeInt(-1);
        } else {
            out.writeInt(value.length).writeBytes(value);
        }
    }

    private void authentication(int request, byte[] data) {
        var frame = begin(out, 'R', 4L + data.length);
        out.writeInt(request).writeBytes(data);
        end(out, frame);
    }

    private void withBytes(char type, byte[] bytes) {
        var frame = begin(out, type, bytes.length);
        out.writeBytes(bytes);
        end(out, frame);
    }

    private void empty(char type) {
        end(out, begin(out, type, 0));
    }

    private static long cStringBytes(List<String> texts) {
        var bytes = 0L;
        for (var text : texts) {
            bytes += FrameWriter.cStringBytes(text, "a text");
        }
        return bytes;
    }
}
