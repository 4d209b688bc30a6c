package io.penstock.internal.wire;

import io.netty.buffer.ByteBuf;
import io.penstock.error.PgProtocolException;
import io.penstock.internal.wire.FrontendDecoder.AuthenticationReply;
import io.penstock.internal.wire.FrontendMessage.Bind;
import io.penstock.internal.wire.FrontendMessage.CancelRequest;
import io.penstock.internal.wire.FrontendMessage.Close;
import io.penstock.internal.wire.FrontendMessage.CopyData;
import io.penstock.internal.wire.FrontendMessage.CopyDone;
import io.penstock.internal.wire.FrontendMessage.CopyFail;
import io.penstock.internal.wire.FrontendMessage.Describe;
import io.penstock.internal.wire.FrontendMessage.Execute;
import io.penstock.internal.wire.FrontendMessage.Flush;
import io.penstock.internal.wire.FrontendMessage.FunctionCall;
import io.penstock.internal.wire.FrontendMessage.GssEncRequest;
import io.penstock.internal.wire.FrontendMessage.GssResponse;
import io.penstock.internal.wire.FrontendMessage.Parse;
import io.penstock.internal.wire.FrontendMessage.PasswordMessage;
import io.penstock.internal.wire.FrontendMessage.Query;
import io.penstock.internal.wire.FrontendMessage.SaslInitialResponse;
import io.penstock.internal.wire.FrontendMessage.SaslResponse;
import io.penstock.internal.wire.FrontendMessage.SslRequest;
import io.penstock.internal.wire.FrontendMessage.StartupMessage;
import io.penstock.internal.wire.FrontendMessage.Subject;
import io.penstock.internal.wire.FrontendMessage.Sync;
import io.penstock.internal.wire.FrontendMessage.Terminate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns the bodies of the client's messages into {@link FrontendMessage}s. Strict: each must end at its boundary. */
final class FrontendParser {

    private static final int MAX_KEY_BYTES = 256;

    private final MessageReader reader = new MessageReader();
    private AuthenticationReply reply = AuthenticationReply.PASSWORD;

    void expect(AuthenticationReply expected) {
        reply = expected;
    }

    /** A packet that has no type byte. */
    FrontendMessage opening(ByteBuf in, int bodyAt, int length) {
        reader.begin("opening packet", in, bodyAt, length);
        var code = reader.int32();
        var message = switch (code) {
            case FrontendEncoder.CANCEL_REQUEST -> new CancelRequest(reader.int32(), secretKey());
            case FrontendEncoder.SSL_REQUEST -> new SslRequest();
            case FrontendEncoder.GSSENC_REQUEST -> new GssEncRequest();
            default -> startup(code);
        };
        reader.end();
        return message;
    }

    private byte[] secretKey() {
        var key = reader.rest();
        if (key.length == 0 || key.length > MAX_KEY_BYTES) {
            throw reader.malformed("a cancel key of " + key.length + " bytes");
        }
        return key;
    }

    private StartupMessage startup(int version) {
        if (version >>> 16 != 3) {
            throw new PgProtocolException("unknown protocol version " + (version >>> 16) + "." + (version & 0xffff));
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        for (var name = reader.cString(); !name.isEmpty(); name = reader.cString()) {
            parameters.put(name, reader.cString());
        }
        return new StartupMessage(3, version & 0xffff, parameters);
    }

    /** A message of the session. */
    FrontendMessage typed(FrontendType type, ByteBuf in, int bodyAt, int length) {
        reader.begin(type.messageName, in, bodyAt, length);
        var message = switch (type) {
            case BIND -> new Bind(reader.cString(), reader.cString(), formats(), values(), formats());
            case EXECUTE -> new Execute(reader.cString(), reader.int32());
            case SYNC -> new Sync();
            case PARSE -> new Parse(reader.cString(), reader.cString(), typeOids());
            case DESCRIBE -> new Describe(subject(), reader.cString());
            case CLOSE -> new Close(subject(), reader.cString());
            case FLUSH -> new Flush();
            case QUERY -> new Query(reader.cString());
            case COPY_DATA -> new CopyData(reader.rest());
            case COPY_DONE -> new CopyDone();
            case COPY_FAIL -> new CopyFail(reader.cString());
            case FUNCTION_CALL -> new FunctionCall(reader.int32(), formats(), values(), format());
            case AUTHENTICATION -> authentication();
            case TERMINATE -> new Terminate();
        };
        reader.end();
        return message;
    }

    private FrontendMessage authentication() {
        return switch (reply) {
            case PASSWORD -> new PasswordMessage(reader.cString());
            case SASL_INITIAL -> new SaslInitialResponse(reader.cString(), value());
            case SASL -> new SaslResponse(reader.rest());
            case GSS -> new GssResponse(reader.rest());
        };
    }

    private Subject subject() {
        var code = reader.int8();
        return switch (code) {
            case 'S' -> Subject.STATEMENT;
            case 'P' -> Subject.PORTAL;
            default -> throw reader.malformed("subject " + (code & 0xff));
        };
    }

    private int[] typeOids() {
        var oids = new int[reader.count16(4)];
        for (var i = 0; i < oids.length; i++) {
            oids[i] = reader.int32();
        }
        return oids;
    }

    private List<WireFormat> formats() {
        var count = reader.count16(2);
        var formats = new ArrayList<WireFormat>(count);
        for (var i = 0; i < count; i++) {
            formats.add(format());
        }
        return formats;
    }

    private WireFormat format() {
        var code = reader.uint16();
        return switch (code) {
            case 0 -> WireFormat.TEXT;
            case 1 -> WireFormat.BINARY;
            default -> throw reader.malformed("format code " + code);
        };
    }

    private List<byte @Nullable []> values() {
        var count = reader.count16(4);
        var values = new ArrayList<byte @Nullable []>(count);
        for (var i = 0; i < count; i++) {
            values.add(value());
        }
        return values;
    }

    private byte @Nullable [] value() {
        var length = reader.int32();
        return length == -1 ? null : reader.bytes(length);
    }
}
