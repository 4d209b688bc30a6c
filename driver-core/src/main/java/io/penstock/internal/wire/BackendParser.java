package io.penstock.internal.wire;

import io.netty.buffer.ByteBuf;
import io.penstock.error.ErrorFields;
import io.penstock.error.PgProtocolException;
import io.penstock.internal.wire.BackendMessage.AuthenticationCleartextPassword;
import io.penstock.internal.wire.BackendMessage.AuthenticationGss;
import io.penstock.internal.wire.BackendMessage.AuthenticationGssContinue;
import io.penstock.internal.wire.BackendMessage.AuthenticationKerberosV5;
import io.penstock.internal.wire.BackendMessage.AuthenticationMd5Password;
import io.penstock.internal.wire.BackendMessage.AuthenticationOk;
import io.penstock.internal.wire.BackendMessage.AuthenticationSasl;
import io.penstock.internal.wire.BackendMessage.AuthenticationSaslContinue;
import io.penstock.internal.wire.BackendMessage.AuthenticationSaslFinal;
import io.penstock.internal.wire.BackendMessage.AuthenticationSspi;
import io.penstock.internal.wire.BackendMessage.BackendKeyData;
import io.penstock.internal.wire.BackendMessage.BindComplete;
import io.penstock.internal.wire.BackendMessage.CloseComplete;
import io.penstock.internal.wire.BackendMessage.CopyBothResponse;
import io.penstock.internal.wire.BackendMessage.CopyDone;
import io.penstock.internal.wire.BackendMessage.CopyInResponse;
import io.penstock.internal.wire.BackendMessage.CopyOutResponse;
import io.penstock.internal.wire.BackendMessage.EmptyQueryResponse;
import io.penstock.internal.wire.BackendMessage.ErrorResponse;
import io.penstock.internal.wire.BackendMessage.FunctionCallResponse;
import io.penstock.internal.wire.BackendMessage.NegotiateProtocolVersion;
import io.penstock.internal.wire.BackendMessage.NoData;
import io.penstock.internal.wire.BackendMessage.NoticeResponse;
import io.penstock.internal.wire.BackendMessage.NotificationResponse;
import io.penstock.internal.wire.BackendMessage.ParameterDescription;
import io.penstock.internal.wire.BackendMessage.ParameterStatus;
import io.penstock.internal.wire.BackendMessage.ParseComplete;
import io.penstock.internal.wire.BackendMessage.PortalSuspended;
import io.penstock.internal.wire.BackendMessage.ReadyForQuery;
import io.penstock.internal.wire.BackendMessage.RowDescription;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/**
 * Turns the bodies of the server's messages into {@link BackendMessage}s; rows and copy data never come here.
 *
 * <p>Strict: whatever is missing, left over or out of range is a protocol violation. ErrorResponse and NoticeResponse are taken
 * in any shape that has a boundary: what the server complains of is worth more than a complaint of ours about its form.
 */
final class BackendParser {

    /** {@link ErrorFields} cuts a field at 65,536 chars; each takes at most 4 bytes. */
    private static final int MAX_FIELD_BYTES = 4 * 65_536;

    private static final int MIN_KEY_BYTES = 4;
    private static final int MAX_KEY_BYTES = 256;

    /** The first minor version with longer cancel keys. There is no 3.1. */
    private static final int LONG_KEYS_MINOR = 2;

    private static final int MAJOR = 3;

    private final MessageReader reader = new MessageReader();
    private final CommandTags tags = new CommandTags();
    private int protocolMinor;

    void protocolMinor(int minor) {
        protocolMinor = minor;
    }

    /** Lets go of the last buffer. */
    void detach() {
        reader.detach();
    }

    /**
     * Reads one message. The bounds of its body are those of its type.
     *
     * @param bytes the same as the buffer has
     * @param kept how many bytes of the body there are
     * @param declared how long the body was on the wire: more than {@code kept} for an error that was cut
     */
    BackendMessage parse(BackendType type, ByteBuf in, HeapBytes bytes, int bodyAt, int kept, int declared) {
        if (type == BackendType.BIND_COMPLETE) {
            return BindComplete.INSTANCE;
        }
        if (type == BackendType.COMMAND_COMPLETE) {
            return tags.read(bytes, bodyAt, kept);
        }
        if (type == BackendType.READY_FOR_QUERY) {
            return readyForQuery(bytes.byteAt(bodyAt));
        }
        return read(type, in, bodyAt, kept, declared);
    }

    /** Those that do not come with each statement. */
    private BackendMessage read(BackendType type, ByteBuf in, int bodyAt, int kept, int declared) {
        reader.begin(type.messageName, in, bodyAt, kept);
        var message = switch (type) {
            case PARSE_COMPLETE -> ParseComplete.INSTANCE;
            case CLOSE_COMPLETE -> CloseComplete.INSTANCE;
            case NO_DATA -> NoData.INSTANCE;
            case PORTAL_SUSPENDED -> PortalSuspended.INSTANCE;
            case EMPTY_QUERY_RESPONSE -> EmptyQueryResponse.INSTANCE;
            case COPY_DONE -> CopyDone.INSTANCE;
            case ROW_DESCRIPTION -> rowDescription();
            case PARAMETER_DESCRIPTION -> parameterDescription();
            case ERROR_RESPONSE -> new ErrorResponse(errorFields(kept < declared));
            case NOTICE_RESPONSE -> new NoticeResponse(errorFields(kept < declared));
            case NOTIFICATION_RESPONSE -> new NotificationResponse(reader.int32(), reader.cString(), reader.cString());
            case PARAMETER_STATUS -> new ParameterStatus(reader.cString(), reader.cString());
            case AUTHENTICATION -> authentication(reader.int32());
            case BACKEND_KEY_DATA -> backendKeyData();
            case NEGOTIATE_PROTOCOL_VERSION -> negotiateProtocolVersion();
            case COPY_IN_RESPONSE -> new CopyInResponse(copyFormat());
            case COPY_OUT_RESPONSE -> new CopyOutResponse(copyFormat());
            case COPY_BOTH_RESPONSE -> new CopyBothResponse(copyFormat());
            case FUNCTION_CALL_RESPONSE -> functionCallResponse();
            case DATA_ROW, COPY_DATA, BIND_COMPLETE, COMMAND_COMPLETE, READY_FOR_QUERY ->
                throw new AssertionError("BUG: " + type + " is not read here");
        };
        reader.end();
        return message;
    }

    private static ReadyForQuery readyForQuery(byte status) {
        return switch (status) {
            case 'I' -> ReadyForQuery.IDLE;
            case 'T' -> ReadyForQuery.IN_TRANSACTION;
            case 'E' -> ReadyForQuery.FAILED;
            default -> throw new PgProtocolException("malformed ReadyForQuery: status " + (status & 0xff));
        };
    }

    /**
     * The fields, the first of each kind. One that has no end, or whose end was cut off, runs to the end of the body and is marked;
     * the list's own terminator may be missing. Only bytes behind the terminator are a violation.
     */
    private ErrorFields errorFields(boolean cut) {
        var fields = new HashMap<Character, String>();
        while (reader.left() > 0) {
            var code = (char) (reader.int8() & 0xff);
            if (code != 0) {
                fields.putIfAbsent(code, reader.cStringOrRest(MAX_FIELD_BYTES));
                continue;
            }
            if (cut) {
                reader.skip(reader.left());
            }
            break;
        }
        return ErrorFields.of(fields);
    }

    private RowDescription rowDescription() {
        var count = reader.count16(1 + 18);
        var fields = new ArrayList<FieldDescription>(count);
        for (var i = 0; i < count; i++) {
            fields.add(new FieldDescription(
                    reader.cString(),
                    reader.int32(),
                    reader.int16(),
                    reader.int32(),
                    reader.int16(),
                    reader.int32(),
                    format(reader.uint16()).code()));
        }
        return new RowDescription(fields);
    }

    private ParameterDescription parameterDescription() {
        var oids = new int[reader.count16(4)];
        for (var i = 0; i < oids.length; i++) {
            oids[i] = reader.int32();
        }
        return new ParameterDescription(oids);
    }

    private CopyFormat copyFormat() {
        var overall = format(reader.int8());
        var count = reader.count16(2);
        var columns = new ArrayList<WireFormat>(count);
        for (var i = 0; i < count; i++) {
            columns.add(format(reader.uint16()));
        }
        return new CopyFormat(overall, columns);
    }

    private WireFormat format(int code) {
        return switch (code) {
            case 0 -> WireFormat.TEXT;
            case 1 -> WireFormat.BINARY;
            default -> throw reader.malformed("format code " + code);
        };
    }

    private FunctionCallResponse functionCallResponse() {
        var length = reader.int32();
        return new FunctionCallResponse(length == -1 ? null : reader.bytes(length));
    }

    // ---- start of a session

    private BackendMessage authentication(int request) {
        return switch (request) {
            case 0 -> AuthenticationOk.INSTANCE;
            case 2 -> AuthenticationKerberosV5.INSTANCE;
            case 3 -> AuthenticationCleartextPassword.INSTANCE;
            case 5 -> new AuthenticationMd5Password(reader.bytes(4));
            case 7 -> AuthenticationGss.INSTANCE;
            case 8 -> new AuthenticationGssContinue(reader.rest());
            case 9 -> AuthenticationSspi.INSTANCE;
            case 10 -> new AuthenticationSasl(mechanisms());
            case 11 -> new AuthenticationSaslContinue(reader.rest());
            case 12 -> new AuthenticationSaslFinal(reader.rest());
            default -> throw new PgProtocolException("unknown authentication request " + request);
        };
    }

    private List<String> mechanisms() {
        var names = new ArrayList<String>();
        for (var name = reader.cString(); !name.isEmpty(); name = reader.cString()) {
            names.add(name);
        }
        return names;
    }

    private BackendKeyData backendKeyData() {
        var processId = reader.int32();
        var key = reader.rest();
        var max = protocolMinor < LONG_KEYS_MINOR ? MIN_KEY_BYTES : MAX_KEY_BYTES;
        if (key.length < MIN_KEY_BYTES || key.length > max) {
            throw reader.malformed("a key of " + key.length + " bytes in protocol 3." + protocolMinor);
        }
        return new BackendKeyData(processId, key);
    }

    /**
     * The manual says that the number is the minor version; servers send major and minor (0x00030000). Both are understood. From
     * here on the lower version is spoken.
     */
    private NegotiateProtocolVersion negotiateProtocolVersion() {
        var version = reader.int32();
        var major = version >>> 16;
        if (major != 0 && major != MAJOR) {
            throw reader.malformed("major version " + major);
        }
        var minor = version & 0xffff;
        var options = new ArrayList<String>();
        for (var count = reader.count32(1); count > 0; count--) {
            options.add(reader.cString());
        }
        protocolMinor = Math.min(protocolMinor, minor);
        return new NegotiateProtocolVersion(minor, options);
    }
}
