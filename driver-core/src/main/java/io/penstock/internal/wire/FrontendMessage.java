package io.penstock.internal.wire;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The messages that a client sends, in the order of the manual's page "Message Formats"; each names its type byte.
 *
 * <p>They are what a server sees. The driver itself makes none of them: it calls {@link FrontendEncoder}. Arrays are the
 * message's own: nobody changes them.
 *
 * @see <a href="https://www.postgresql.org/docs/current/protocol-message-formats.html">Message Formats</a>
 */
@SuppressWarnings("ArrayRecordComponent") // identity is enough: nobody compares messages
public sealed interface FrontendMessage {

    /** Appends the message as it goes over the wire. */
    void writeTo(ByteBuf out);

    /** What a Describe or Close is about. */
    enum Subject {
        STATEMENT('S'),
        PORTAL('P');

        private final char code;

        Subject(char code) {
            this.code = code;
        }

        /** The letter on the wire. */
        public char code() {
            return code;
        }
    }

    /** B: a portal from a statement and values; a value of null is SQL's NULL. */
    record Bind(
            String portal,
            String statement,
            List<WireFormat> formats,
            List<byte @Nullable []> values,
            List<WireFormat> resultFormats)
            implements FrontendMessage {

        public Bind {
            formats = List.copyOf(formats);
            values = Collections.unmodifiableList(new ArrayList<>(values));
            resultFormats = List.copyOf(resultFormats);
        }

        @Override
        public void writeTo(ByteBuf out) {
            var parameters = BindSections.parameters(formats, values);
            var results = BindSections.formats(resultFormats);
            FrontendEncoder.bind(out, portal, statement, parameters, parameters.length, results);
        }
    }

    /** No type byte: asks to cancel what another connection's session is doing. */
    record CancelRequest(int processId, byte[] secretKey) implements FrontendMessage {
        @Override
        public void writeTo(ByteBuf out) {
            FrontendEncoder.cancelRequest(out, processId, secretKey);
        }
    }

    /** C: gives up a statement or portal. */
    record Close(Subject subject, String name) implements FrontendMessage {
        @Override
        public void writeTo(ByteBuf out) {
            switch (subject) {
                case STATEMENT -> FrontendEncoder.closeStatement(out, name);
                case PORTAL -> FrontendEncoder.closePortal(out, name);
            }
        }
    }

    /** d: a piece of a COPY. */
    record CopyData(byte[] data) implements FrontendMessage {
        @Override
        public void writeTo(ByteBuf out) {
            FrontendEncoder.copyData(out, data, 0, data.length);
        }
    }

    /** c: no more CopyData. */
    record CopyDone() implements FrontendMessage {
        @Override
        public void writeTo(ByteBuf out) {
            FrontendEncoder.copyDone(out);
        }
    }

    /** f: the COPY is to fail. */
    record CopyFail(String reason) implements FrontendMessage {
        @Override
        public void writeTo(ByteBuf out) {
            FrontendEncoder.copyFail(out, reason);
        }
    }

    /** D: asks what a statement or portal returns. */
    record Describe(Subject subject, String name) implements FrontendMessage {
        @Override
        public void writeTo(ByteBuf out) {
            switch (subject) {
                case STATEMENT -> FrontendEncoder.describeStatement(out, name);
                case PORTAL -> FrontendEncoder.describePortal(out, name);
            }
        }
    }

    /** E: runs a portal; 0 means all rows. */
    record Execute(String portal, int maxRows) implements FrontendMessage {
        @Override
        public void writeTo(ByteBuf out) {
            FrontendEncoder.execute(out, portal, maxRows);
        }
    }

    /** H: asks for what the server holds back. */
    record Flush() implements FrontendMessage {
        @Override
        public void writeTo(ByteBuf out) {
            FrontendEncoder.flush(out);
        }
    }

    /** F: calls a function; a value of null is SQL's NULL. */
    record FunctionCall(
            int functionOid, List<WireFormat> formats, List<byte @Nullable []> values, WireFormat resultFormat)
            implements FrontendMessage {

        public FunctionCall {
            formats = List.copyOf(formats);
            values = Collections.unmodifiableList(new ArrayList<>(values));
        }

        @Override
        public void writeTo(ByteBuf out) {
            var arguments = BindSections.parameters(formats, values);
            FrontendEncoder.functionCall(out, functionOid, arguments, arguments.length, resultFormat);
        }
    }

    /** No type byte: asks for GSSAPI encryption. */
    record GssEncRequest() implements FrontendMessage {
        @Override
        public void writeTo(ByteBuf out) {
            FrontendEncoder.gssEncRequest(out);
        }
    }

    /** p: GSSAPI or SSPI data. */
    record GssResponse(byte[] data) implements FrontendMessage {
        @Override
        public void writeTo(ByteBuf out) {
            FrontendEncoder.gssResponse(out, data);
        }
    }

    /** P: a statement from SQL. */
    record Parse(String statement, String sql, int[] typeOids) implements FrontendMessage {
        @Override
        public void writeTo(ByteBuf out) {
            FrontendEncoder.parse(out, statement, sql, typeOids);
        }
    }

    /** p: a password, or its MD5 form. */
    record PasswordMessage(String password) implements FrontendMessage {
        @Override
        public void writeTo(ByteBuf out) {
            FrontendEncoder.password(out, password.getBytes(StandardCharsets.UTF_8));
        }

        /** Without the password. */
        @Override
        public String toString() {
            return "PasswordMessage[]";
        }
    }

    /** Q: SQL, any number of statements. */
    record Query(String sql) implements FrontendMessage {
        @Override
        public void writeTo(ByteBuf out) {
            FrontendEncoder.query(out, sql);
        }
    }

    /** p: the choice of a SASL mechanism, and its first data if it has any. */
    record SaslInitialResponse(String mechanism, byte @Nullable [] data) implements FrontendMessage {
        @Override
        public void writeTo(ByteBuf out) {
            FrontendEncoder.saslInitialResponse(out, mechanism, data);
        }
    }

    /** p: further SASL data. */
    record SaslResponse(byte[] data) implements FrontendMessage {
        @Override
        public void writeTo(ByteBuf out) {
            FrontendEncoder.saslResponse(out, data);
        }
    }

    /** No type byte: asks for TLS. */
    record SslRequest() implements FrontendMessage {
        @Override
        public void writeTo(ByteBuf out) {
            FrontendEncoder.sslRequest(out);
        }
    }

    /** No type byte: opens a session. The parameters keep their order. */
    record StartupMessage(int major, int minor, Map<String, String> parameters) implements FrontendMessage {

        public StartupMessage {
            parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        }

        @Override
        public void writeTo(ByteBuf out) {
            FrontendEncoder.startup(out, major, minor, parameters);
        }
    }

    /** S: ends a conversation. */
    record Sync() implements FrontendMessage {
        @Override
        public void writeTo(ByteBuf out) {
            FrontendEncoder.sync(out);
        }
    }

    /** X: ends the session. */
    record Terminate() implements FrontendMessage {
        @Override
        public void writeTo(ByteBuf out) {
            FrontendEncoder.terminate(out);
        }
    }
}
