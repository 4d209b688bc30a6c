package io.penstock.internal.wire;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Prints a conversation, one line for each message, in the text format of libpq's {@code PQtrace} (that of PostgreSQL 18, without
 * the time stamps): for golden tests and for people.
 *
 * <pre>
 *   F	13	Query	 "SELECT 1"
 *   B	33	RowDescription	 1 "?column?" 0 0 23 4 -1 0
 *   B	11	DataRow	 1 1 '1'
 *   B	13	CommandComplete	 "SELECT 1"
 *   B	5	ReadyForQuery	 I
 * </pre>
 *
 * <p>It differs from libpq where a line could do harm: passwords, SASL data and cancel keys are never shown (libpq's own words
 * for what it suppresses stand in: {@code "SSSS"}, {@code 'BBBB'}, {@code NNNN}); control characters in a text are escaped as
 * libpq escapes them in values, so that a message is one line; of a body only the first 64 KiB are read.
 *
 * <p>It never throws on what it reads: it prints what there is, and libpq's remark where a length does not match. What it is fed is
 * the plain stream, as it is above TLS. Confined to its connection's owner.
 */
public final class MessageTracer {

    /** Whether values are printed: of parameters, rows, COPY data, notifications, and those that errors quote. */
    public enum Values {
        SHOWN,
        HIDDEN
    }

    private final Values values;
    private final Consumer<? super String> lines;
    private final TraceStream frontend = new TraceStream(this::onFrontendFrame, false);
    private final TraceStream backend = new TraceStream(this::onBackendFrame, true);

    private boolean opening = true;

    /** What the client's next message of type p is; told by the server's last request. */
    private AuthenticationRequest answered = AuthenticationRequest.NONE;

    /** The request whose answer is a single byte, if one is open. */
    private @Nullable String awaited;

    private enum AuthenticationRequest {
        NONE,
        PASSWORD,
        SASL_INITIAL,
        SASL,
        GSS
    }

    /** Calls {@code lines} with each line, without its line end. */
    public MessageTracer(Values values, Consumer<? super String> lines) {
        this.values = requireNonNull(values, "values");
        this.lines = requireNonNull(lines, "lines");
    }

    /** Bytes on their way to the server, in any pieces; borrowed, the indexes are left alone. */
    public void frontend(ByteBuf bytes) {
        frontend.feed(bytes.duplicate());
    }

    /** Bytes on their way to the client, in any pieces; borrowed, the indexes are left alone. */
    public void backend(ByteBuf bytes) {
        var in = bytes.duplicate();
        if (awaited != null && in.isReadable()) {
            if (in.getByte(in.readerIndex()) != BackendType.ERROR_RESPONSE.code) {
                new TraceLine('B', 1, new byte[] {in.readByte()}, values)
                        .name(awaited)
                        .byte1()
                        .print(lines);
            }
            awaited = null;
        }
        backend.feed(in);
    }

    // ---- to the server

    private void onFrontendFrame(byte code, int length, byte[] body) {
        var line = new TraceLine('F', length, body, values);
        var type = FrontendType.of(code);
        if (opening) {
            openingPacket(line, body);
        } else if (type == null) {
            unknown(line, code);
        } else {
            message(line, type);
        }
        line.end(lines);
    }

    private void openingPacket(TraceLine line, byte[] body) {
        if (body.length < 4) {
            line.bare("Unknown message").skipRest();
            return;
        }
        switch (ByteBuffer.wrap(body).getInt()) {
            case FrontendEncoder.SSL_REQUEST -> awaitByte(line, "SSLRequest", "SSLResponse");
            case FrontendEncoder.GSSENC_REQUEST -> awaitByte(line, "GSSENCRequest", "GSSENCResponse");
            case FrontendEncoder.CANCEL_REQUEST -> {
                version(line, "CancelRequest").int32();
                line.secretKey();
            }
            default -> startup(line);
        }
    }

    private void awaitByte(TraceLine line, String request, String answer) {
        version(line, request);
        awaited = answer;
    }

    private void startup(TraceLine line) {
        version(line, "StartupMessage");
        while (line.peek() != 0) {
            line.string().string();
        }
        line.skipRest();
        opening = false;
        frontend.typed(true);
    }

    private static TraceLine version(TraceLine line, String name) {
        line.name(name).int16();
        line.int16();
        return line;
    }

    private void message(TraceLine line, FrontendType type) {
        switch (type) {
            case BIND -> line.name("Bind").string().string().shorts().values().shorts();
            case CLOSE, DESCRIBE -> line.name(type.messageName).byte1().string();
            case COPY_DATA -> line.name("CopyData").restValue();
            case COPY_FAIL, QUERY -> line.name(type.messageName).string();
            case EXECUTE -> line.name("Execute").string().int32();
            case FUNCTION_CALL -> functionCall(line);
            case PARSE -> line.name("Parse").string().string().ints();
            case AUTHENTICATION -> authenticationReply(line);
            case COPY_DONE, FLUSH, SYNC, TERMINATE -> line.bare(type.messageName);
        }
    }

    private static void functionCall(TraceLine line) {
        line.name("FunctionCall").int32();
        line.shorts().values().int16();
    }

    private void authenticationReply(TraceLine line) {
        switch (answered) {
            case NONE -> line.bare("UnknownAuthenticationResponse").skipRest();
            case PASSWORD -> line.name("PasswordMessage").secretString();
            case SASL_INITIAL -> line.name("SASLInitialResponse").string().secretValue();
            case SASL -> line.name("SASLResponse").secretRest();
            case GSS -> line.name("GSSResponse").secretRest();
        }
        answered = AuthenticationRequest.NONE;
    }

    // ---- to the client

    private void onBackendFrame(byte code, int length, byte[] body) {
        var line = new TraceLine('B', length, body, values);
        var type = BackendType.of(code);
        if (type == null) {
            unknown(line, code);
        } else {
            message(line, type);
        }
        line.end(lines);
    }

    private void message(TraceLine line, BackendType type) {
        switch (type) {
            case AUTHENTICATION -> authentication(line);
            case BACKEND_KEY_DATA -> keyData(line);
            case COMMAND_COMPLETE -> line.name(type.messageName).string();
            case COPY_DATA -> line.name(type.messageName).restValue();
            case COPY_IN_RESPONSE, COPY_OUT_RESPONSE, COPY_BOTH_RESPONSE ->
                line.name(type.messageName).byte1().shorts();
            case DATA_ROW -> line.name(type.messageName).values();
            case ERROR_RESPONSE, NOTICE_RESPONSE -> fields(line.name(type.messageName));
            case FUNCTION_CALL_RESPONSE -> line.name(type.messageName).value();
            case NEGOTIATE_PROTOCOL_VERSION -> negotiate(line);
            case NOTIFICATION_RESPONSE -> notification(line);
            case PARAMETER_DESCRIPTION -> line.name(type.messageName).ints();
            case PARAMETER_STATUS -> line.name(type.messageName).string().string();
            case READY_FOR_QUERY -> line.name(type.messageName).byte1();
            case ROW_DESCRIPTION -> rowDescription(line);
            case BIND_COMPLETE,
                    CLOSE_COMPLETE,
                    COPY_DONE,
                    EMPTY_QUERY_RESPONSE,
                    NO_DATA,
                    PARSE_COMPLETE,
                    PORTAL_SUSPENDED -> line.bare(type.messageName);
        }
    }

    private void authentication(TraceLine line) {
        var request = line.silentInt32();
        switch (request) {
            case 0 -> line.bare("AuthenticationOk");
            case 2 -> line.bare("AuthenticationKerberosV5");
            case 3 -> asked(line.bare("AuthenticationCleartextPassword"), AuthenticationRequest.PASSWORD);
            case 5 ->
                asked(line.bare("AuthenticationMD5Password"), AuthenticationRequest.PASSWORD)
                        .skipRest();
            case 7 -> asked(line.bare("AuthenticationGSS"), AuthenticationRequest.GSS);
            case 8 ->
                asked(line.name("AuthenticationGSSContinue"), AuthenticationRequest.GSS)
                        .secretRest();
            case 9 -> asked(line.bare("AuthenticationSSPI"), AuthenticationRequest.GSS);
            case 10 -> mechanisms(asked(line.name("AuthenticationSASL"), AuthenticationRequest.SASL_INITIAL));
            case 11 ->
                asked(line.name("AuthenticationSASLContinue"), AuthenticationRequest.SASL)
                        .secretRest();
            case 12 -> line.name("AuthenticationSASLFinal").secretRest();
            default -> line.bare("Unknown authentication message " + request).skipRest();
        }
    }

    private TraceLine asked(TraceLine line, AuthenticationRequest request) {
        answered = request;
        return line;
    }

    /** The list's terminator is an empty name, printed as such. */
    private static void mechanisms(TraceLine line) {
        while (line.more()) {
            line.string();
        }
    }

    private static void keyData(TraceLine line) {
        line.name("BackendKeyData").int32();
        line.secretKey();
    }

    private void fields(TraceLine line) {
        while (line.more()) {
            var field = line.peek();
            line.byte1();
            switch (field) {
                case 0 -> {
                    return;
                }
                case 'D', 'W', 'q' -> line.valueString();
                default -> line.string();
            }
        }
    }

    private static void negotiate(TraceLine line) {
        line.name("NegotiateProtocolVersion").int32();
        for (var count = line.int32(); count > 0 && line.more(); count--) {
            line.string();
        }
    }

    private static void notification(TraceLine line) {
        line.name("NotificationResponse").int32();
        line.string().valueString();
    }

    private static void rowDescription(TraceLine line) {
        line.name("RowDescription");
        for (var count = line.int16(); count > 0 && line.more(); count--) {
            line.string().int32();
            line.int16();
            line.int32();
            line.int16();
            line.int32();
            line.int16();
        }
    }

    private static void unknown(TraceLine line, byte code) {
        line.bare(String.format("Unknown message: %02x", code)).skipRest();
    }
}
