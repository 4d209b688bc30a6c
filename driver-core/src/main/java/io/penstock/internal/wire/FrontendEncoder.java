package io.penstock.internal.wire;

import static io.penstock.internal.wire.FrameWriter.MAX_LENGTH;
import static io.penstock.internal.wire.FrameWriter.begin;
import static io.penstock.internal.wire.FrameWriter.beginSmall;
import static io.penstock.internal.wire.FrameWriter.beginUntyped;
import static io.penstock.internal.wire.FrameWriter.cString;
import static io.penstock.internal.wire.FrameWriter.cStringBytes;
import static io.penstock.internal.wire.FrameWriter.count;
import static io.penstock.internal.wire.FrameWriter.end;
import static io.penstock.internal.wire.FrameWriter.refused;

import io.netty.buffer.ByteBuf;
import io.penstock.error.PgCodecException;
import io.penstock.error.SqlState;
import java.nio.ByteBuffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the client's messages, one per call, to the end of a buffer.
 *
 * <p>What the server could not take is refused with a {@link PgCodecException} before a byte is written: a message over its
 * bound (54000), more than 65,535 of anything (54023), NUL or half a surrogate pair in a text (22021). The outcome is
 * NOT_SENT; the buffer is as it was. Texts go out as UTF-8.
 */
public final class FrontendEncoder {

    static final int CANCEL_REQUEST = 1234 << 16 | 5678;
    static final int SSL_REQUEST = 1234 << 16 | 5679;
    static final int GSSENC_REQUEST = 1234 << 16 | 5680;

    /** Of the packets before a session (pqcomm.h, {@code MAX_STARTUP_PACKET_LENGTH}). */
    static final int MAX_STARTUP_LENGTH = 10_000;

    /** Of the answers to an authentication request (auth.c, {@code PG_MAX_AUTH_TOKEN_LENGTH}). */
    private static final int MAX_AUTHENTICATION_LENGTH = 65_535;

    private static final int MIN_KEY_BYTES = 4;
    private static final int MAX_KEY_BYTES = 256;

    /** Of a CopyFail, so that it stays under {@link FrameWriter#MAX_SMALL_LENGTH} at 4 bytes each. */
    private static final int MAX_REASON_CHARACTERS = 2_400;

    /** Execute of the unnamed portal without a row limit. */
    private static final byte[] EXECUTE_UNNAMED = {'E', 0, 0, 0, 9, 0, 0, 0, 0, 0};

    private static final byte[] EXECUTE_UNNAMED_SYNC = {'E', 0, 0, 0, 9, 0, 0, 0, 0, 0, 'S', 0, 0, 0, 4};

    private FrontendEncoder() {}

    // ---- before the session

    /** StartupMessage. Keys must not be empty: an empty key ends the list. */
    public static void startup(ByteBuf out, int major, int minor, Map<String, String> parameters) {
        var bytes = 4L + 1;
        for (var parameter : parameters.entrySet()) {
            if (parameter.getKey().isEmpty()) {
                throw refused("a startup parameter without a name", SqlState.INVALID_PARAMETER_VALUE);
            }
            bytes += cStringBytes(parameter.getKey(), "the name of a startup parameter");
            bytes += cStringBytes(parameter.getValue(), "the startup parameter " + parameter.getKey());
        }
        var frame = beginUntyped(out, bytes, MAX_STARTUP_LENGTH);
        out.writeShort(major).writeShort(minor);
        for (var parameter : parameters.entrySet()) {
            cString(out, parameter.getKey());
            cString(out, parameter.getValue());
        }
        out.writeByte(0);
        end(out, frame);
    }

    /** SSLRequest; the answer is one byte, S or N, or an ErrorResponse. */
    public static void sslRequest(ByteBuf out) {
        out.writeInt(8).writeInt(SSL_REQUEST);
    }

    /** GSSENCRequest; the answer is one byte, G or N, or an ErrorResponse. */
    public static void gssEncRequest(ByteBuf out) {
        out.writeInt(8).writeInt(GSSENC_REQUEST);
    }

    /** CancelRequest, on a connection of its own; the server closes it without an answer. */
    public static void cancelRequest(ByteBuf out, int processId, byte[] secretKey) {
        if (secretKey.length < MIN_KEY_BYTES || secretKey.length > MAX_KEY_BYTES) {
            throw refused("a cancel key of " + secretKey.length + " bytes", SqlState.INVALID_PARAMETER_VALUE);
        }
        var frame = beginUntyped(out, 8L + secretKey.length, MAX_STARTUP_LENGTH);
        out.writeInt(CANCEL_REQUEST).writeInt(processId).writeBytes(secretKey);
        end(out, frame);
    }

    // ---- authentication: four messages of one type, told apart by what the server asked for

    /** PasswordMessage: a password, or its MD5 form, without the NUL. */
    public static void password(ByteBuf out, byte[] password) {
        for (var b : password) {
            if (b == 0) {
                throw refused("a password that contains NUL", SqlState.CHARACTER_NOT_IN_REPERTOIRE);
            }
        }
        var frame = beginAuthentication(out, password.length + 1L);
        out.writeBytes(password).writeByte(0);
        end(out, frame);
    }

    /** SASLInitialResponse; data of null is sent as none. */
    public static void saslInitialResponse(ByteBuf out, String mechanism, byte @Nullable [] data) {
        var bytes = cStringBytes(mechanism, "a SASL mechanism") + 4 + (data == null ? 0 : data.length);
        var frame = beginAuthentication(out, bytes);
        cString(out, mechanism);
        if (data == null) {
            out.writeInt(-1);
        } else {
            out.writeInt(data.length).writeBytes(data);
        }
        end(out, frame);
    }

    /** SASLResponse. */
    public static void saslResponse(ByteBuf out, byte[] data) {
        authenticationData(out, data);
    }

    /** GSSResponse: GSSAPI or SSPI data. */
    public static void gssResponse(ByteBuf out, byte[] data) {
        authenticationData(out, data);
    }

    private static void authenticationData(ByteBuf out, byte[] data) {
        var frame = beginAuthentication(out, data.length);
        out.writeBytes(data);
        end(out, frame);
    }

    private static int beginAuthentication(ByteBuf out, long bodyBytes) {
        return begin(out, 'p', bodyBytes, MAX_AUTHENTICATION_LENGTH);
    }

    // ---- simple query

    /** Query: SQL only, any number of statements. */
    public static void query(ByteBuf out, String sql) {
        var frame = begin(out, 'Q', cStringBytes(sql, "SQL"));
        cString(out, sql);
        end(out, frame);
    }

    // ---- extended query

    /** Parse; a type of 0 leaves that parameter's type to the server. */
    public static void parse(ByteBuf out, String name, String sql, int[] typeOids) {
        var types = count(typeOids.length, "parameter types");
        var bytes = cStringBytes(name, "a statement's name") + cStringBytes(sql, "SQL") + 2 + 4L * types;
        var frame = begin(out, 'P', bytes);
        cString(out, name);
        cString(out, sql);
        out.writeShort(types);
        for (var oid : typeOids) {
            out.writeInt(oid);
        }
        end(out, frame);
    }

    /**
     * Bind. The sections are encoded already:
     *
     * <pre>
     *   parameters:      int16 count, int16 format …, int16 count, (int32 length | -1, bytes) …
     *   result formats:  int16 count, int16 format …
     * </pre>
     *
     * @param parameterLength how many bytes of {@code parameterSection} count
     */
    public static void bind(
            ByteBuf out,
            String portal,
            String statement,
            byte[] parameterSection,
            int parameterLength,
            byte[] resultFormatSection) {
        bind(out, portal, statement, parameterSection, 0, parameterLength, resultFormatSection);
    }

    /**
     * Bind, as {@link #bind(ByteBuf, String, String, byte[], int, byte[])}.
     *
     * @param parameters what the section of parameters lies in
     */
    public static void bind(
            ByteBuf out,
            String portal,
            String statement,
            byte[] parameters,
            int parametersAt,
            int parameterLength,
            byte[] resultFormatSection) {
        var names = cStringBytes(portal, "a portal's name") + cStringBytes(statement, "a statement's name");
        var bytes = names + parameterLength + resultFormatSection.length;
        assert bytes > MAX_LENGTH
                        || BindSections.areSound(parameters, parametersAt, parameterLength, resultFormatSection)
                : "BUG: malformed Bind";
        var frame = begin(out, 'B', bytes);
        cString(out, portal);
        cString(out, statement);
        out.writeBytes(parameters, parametersAt, parameterLength).writeBytes(resultFormatSection);
        end(out, frame);
    }

    /** Describe of a statement: asks for ParameterDescription and RowDescription or NoData. */
    public static void describeStatement(ByteBuf out, String name) {
        named(out, 'D', 'S', name);
    }

    /** Describe of a portal: asks for RowDescription or NoData. */
    public static void describePortal(ByteBuf out, String name) {
        named(out, 'D', 'P', name);
    }

    /** Close of a statement, and of all portals made from it. */
    public static void closeStatement(ByteBuf out, String name) {
        named(out, 'C', 'S', name);
    }

    /** Close of a portal. */
    public static void closePortal(ByteBuf out, String name) {
        named(out, 'C', 'P', name);
    }

    private static void named(ByteBuf out, char type, char kind, String name) {
        var frame = beginSmall(out, type, 1 + cStringBytes(name, "a name"));
        out.writeByte(kind);
        cString(out, name);
        end(out, frame);
    }

    /** Execute; {@code maxRows} 0 means all of them. */
    public static void execute(ByteBuf out, String portal, int maxRows) {
        if (portal.isEmpty() && maxRows == 0) {
            out.writeBytes(EXECUTE_UNNAMED);
            return;
        }
        var frame = beginSmall(out, 'E', cStringBytes(portal, "a portal's name") + 4);
        cString(out, portal);
        out.writeInt(maxRows);
        end(out, frame);
    }

    /** {@link #execute} of the unnamed portal, all rows, and {@link #sync}. */
    public static void executeAndSync(ByteBuf out) {
        out.writeBytes(EXECUTE_UNNAMED_SYNC);
    }

    /** Sync: ends the conversation; the answer is ReadyForQuery. */
    public static void sync(ByteBuf out) {
        empty(out, 'S');
    }

    /** Flush: asks for what the server holds back. */
    public static void flush(ByteBuf out) {
        empty(out, 'H');
    }

    // ---- copy

    /** CopyData. */
    public static void copyData(ByteBuf out, byte[] bytes, int offset, int length) {
        var frame = begin(out, 'd', length);
        out.writeBytes(bytes, offset, length);
        end(out, frame);
    }

    /** CopyData: the remaining bytes, which are consumed. */
    public static void copyData(ByteBuf out, ByteBuffer bytes) {
        var frame = begin(out, 'd', bytes.remaining());
        out.writeBytes(bytes);
        end(out, frame);
    }

    /** CopyDone. */
    public static void copyDone(ByteBuf out) {
        empty(out, 'c');
    }

    /**
     * CopyFail. The reason comes back in the server's error. It is never refused, for then the copy would hang: it is cut at
     * 2,400 characters, and what cannot be sent becomes a question mark.
     */
    public static void copyFail(ByteBuf out, String reason) {
        var text = sendable(reason);
        var frame = beginSmall(out, 'f', cStringBytes(text, "a reason"));
        cString(out, text);
        end(out, frame);
    }

    private static String sendable(String reason) {
        var text = new StringBuilder();
        reason.codePoints().limit(MAX_REASON_CHARACTERS).forEach(c -> {
            var unsendable = c == 0 || (c <= 0xffff && Character.isSurrogate((char) c));
            text.appendCodePoint(unsendable ? '?' : c);
        });
        return text.toString();
    }

    // ---- the rest

    /**
     * FunctionCall, the legacy fast path.
     *
     * @param argumentSection int16 count, int16 format …, int16 count, (int32 length | -1, bytes) …
     */
    public static void functionCall(
            ByteBuf out, int functionOid, byte[] argumentSection, int argumentLength, WireFormat resultFormat) {
        var bytes = 4L + argumentLength + 2;
        assert bytes > MAX_LENGTH || BindSections.areSound(argumentSection, 0, argumentLength)
                : "BUG: malformed FunctionCall";
        var frame = begin(out, 'F', bytes);
        out.writeInt(functionOid).writeBytes(argumentSection, 0, argumentLength).writeShort(resultFormat.code());
        end(out, frame);
    }

    /** Terminate: the server closes the connection. */
    public static void terminate(ByteBuf out) {
        empty(out, 'X');
    }

    private static void empty(ByteBuf out, char type) {
        out.ensureWritable(5).writeByte(type).writeInt(4);
    }
}
