package io.penstock.internal.wire;

import io.penstock.error.ErrorFields;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The messages that a server sends, in the order of the manual's page "Message Formats"; each names its type byte.
 *
 * <p>DataRow and CopyData are missing: they are borrowed bytes, not objects ({@link BackendMessageHandler#onDataRows}, {@link
 * BackendMessageHandler#onCopyData}). Messages without fields are single instances. Arrays are the message's own: nobody
 * changes them.
 *
 * @see <a href="https://www.postgresql.org/docs/current/protocol-message-formats.html">Message Formats</a>
 */
@SuppressWarnings("ArrayRecordComponent") // identity is enough: nobody compares messages
public sealed interface BackendMessage {

    /** Calls the handler's method for this message. */
    void dispatchTo(BackendMessageHandler handler);

    /** R 0: authentication is done, or none was asked for. */
    record AuthenticationOk() implements BackendMessage {
        public static final AuthenticationOk INSTANCE = new AuthenticationOk();

        @Override
        public void dispatchTo(BackendMessageHandler handler) {
            handler.onAuthenticationOk(this);
        }
    }

    /** R 2: Kerberos V5; no server since 9.3 asks for it. */
    record AuthenticationKerberosV5() implements BackendMessage {
        public static final AuthenticationKerberosV5 INSTANCE = new AuthenticationKerberosV5();

        @Override
        public void dispatchTo(BackendMessageHandler handler) {
            handler.onAuthenticationKerberosV5(this);
        }
    }

    /** R 3: the password as it is. */
    record AuthenticationCleartextPassword() implements BackendMessage {
        public static final AuthenticationCleartextPassword INSTANCE = new AuthenticationCleartextPassword();

        @Override
        public void dispatchTo(BackendMessageHandler handler) {
            handler.onAuthenticationCleartextPassword(this);
        }
    }

    /** R 5: the password hashed by MD5 with this salt of four bytes. */
    record AuthenticationMd5Password(byte[] salt) implements BackendMessage {
        @Override
        public void dispatchTo(BackendMessageHandler handler) {
            handler.onAuthenticationMd5Password(this);
        }
    }

    /** R 7: GSSAPI. */
    record AuthenticationGss() implements BackendMessage {
        public static final AuthenticationGss INSTANCE = new AuthenticationGss();

        @Override
        public void dispatchTo(BackendMessageHandler handler) {
            handler.onAuthenticationGss(this);
        }
    }

    /** R 8: GSSAPI or SSPI data. */
    record AuthenticationGssContinue(byte[] data) implements BackendMessage {
        @Override
        public void dispatchTo(BackendMessageHandler handler) {
            handler.onAuthenticationGssContinue(this);
        }
    }

    /** R 9: SSPI. */
    record AuthenticationSspi() implements BackendMessage {
        public static final AuthenticationSspi INSTANCE = new AuthenticationSspi();

        @Override
        public void dispatchTo(BackendMessageHandler handler) {
            handler.onAuthenticationSspi(this);
        }
    }

    /** R 10: SASL; the mechanisms in the server's order of preference. */
    record AuthenticationSasl(List<String> mechanisms) implements BackendMessage {
        public AuthenticationSasl {
            mechanisms = List.copyOf(mechanisms);
        }

        @Override
        public void dispatchTo(BackendMessageHandler handler) {
            handler.onAuthenticationSasl(this);
        }
    }

    /** R 11: a SASL challenge. */
    record AuthenticationSaslContinue(byte[] data) implements BackendMessage {
        @Override
        public void dispatchTo(BackendMessageHandler handler) {
            handler.onAuthenticationSaslContinue(this);
        }
    }

    /** R 12: SASL is over; the mechanism's outcome. */
    record AuthenticationSaslFinal(byte[] data) implements BackendMessage {
        @Override
        public void dispatchTo(BackendMessageHandler handler) {
            handler.onAuthenticationSaslFinal(this);
        }
    }

    /** K: what a CancelRequest must show. The key has 4 bytes in 3.0, 4 to 256 in 3.2. */
    record BackendKeyData(int processId, byte[] secretKey) implements BackendMessage {
        @Override
        public void dispatchTo(BackendMessageHandler handler) {
            handler.onBackendKeyData(this);
        }
    }

    /** 2: Bind is done. */
    record BindComplete() implements BackendMessage {
        public static final BindComplete INSTANCE = new BindComplete();

        @Override
        public void dispatchTo(BackendMessageHandler handler) {
            handler.onBindComplete(this);
        }
    }

    /** 3: Close is done. */
    record CloseComplete() implements BackendMessage {
        public static final CloseComplete INSTANCE = new CloseComplete();

        @Override
        public void dispatchTo(BackendMessageHandler handler) {
            handler.onCloseComplete(this);
        }
    }

    /** C: a command is done; the tag is kept as it came, however odd. */
    record CommandComplete(String tag) implements BackendMessage {
        @Override
        public void dispatchTo(BackendMessageHandler handler) {
            handler.onCommandComplete(this);
        }
    }

    /** c: no more CopyData. */
    record CopyDone() implements BackendMessage {
        public static final CopyDone INSTANCE = new CopyDone();

        @Override
        public void dispatchTo(BackendMessageHandler handler) {
            handler.onCopyDone(this);
        }
    }

    /** G: send CopyData. */
    record CopyInResponse(CopyFormat format) implements BackendMessage {
        @Override
        public void dispatchTo(BackendMessageHandler handler) {
            handler.onCopyInResponse(this);
        }
    }

    /** H: CopyData follows. */
    record CopyOutResponse(CopyFormat format) implements BackendMessage {
        @Override
        public void dispatchTo(BackendMessageHandler handler) {
            handler.onCopyOutResponse(this);
        }
    }

    /** W: CopyData both ways: streaming replication. */
    record CopyBothResponse(CopyFormat format) implements BackendMessage {
        @Override
        public void dispatchTo(BackendMessageHandler handler) {
            handler.onCopyBothResponse(this);
        }
    }

    /** I: the query string was empty; stands in for CommandComplete. */
    record EmptyQueryResponse() implements BackendMessage {
        public static final EmptyQueryResponse INSTANCE = new EmptyQueryResponse();

        @Override
        public void dispatchTo(BackendMessageHandler handler) {
            handler.onEmptyQueryResponse(this);
        }
    }

    /** E: an error; at any time. */
    record ErrorResponse(ErrorFields fields) implements BackendMessage {
        @Override
        public void dispatchTo(BackendMessageHandler handler) {
            handler.onErrorResponse(this);
        }
    }

    /** V: the result of a FunctionCall; null for SQL's NULL. */
    record FunctionCallResponse(byte @Nullable [] value) implements BackendMessage {
        @Override
        public void dispatchTo(BackendMessageHandler handler) {
            handler.onFunctionCallResponse(this);
        }
    }

    /** v: the server speaks no newer 3.x than this, and does not know these {@code _pq_.} options. */
    record NegotiateProtocolVersion(int newestMinor, List<String> unrecognizedOptions) implements BackendMessage {
        public NegotiateProtocolVersion {
            unrecognizedOptions = List.copyOf(unrecognizedOptions);
        }

        @Override
        public void dispatchTo(BackendMessageHandler handler) {
            handler.onNegotiateProtocolVersion(this);
        }
    }

    /** n: the described statement or portal returns no rows. */
    record NoData() implements BackendMessage {
        public static final NoData INSTANCE = new NoData();

        @Override
        public void dispatchTo(BackendMessageHandler handler) {
            handler.onNoData(this);
        }
    }

    /** N: a warning or a message; at any time. */
    record NoticeResponse(ErrorFields fields) implements BackendMessage {
        @Override
        public void dispatchTo(BackendMessageHandler handler) {
            handler.onNoticeResponse(this);
        }
    }

    /** A: a NOTIFY of the process; at any time between other messages. */
    record NotificationResponse(int processId, String channel, String payload) implements BackendMessage {
        @Override
        public void dispatchTo(BackendMessageHandler handler) {
            handler.onNotificationResponse(this);
        }
    }

    /** t: the types of a statement's parameters. */
    record ParameterDescription(int[] typeOids) implements BackendMessage {
        @Override
        public void dispatchTo(BackendMessageHandler handler) {
            handler.onParameterDescription(this);
        }
    }

    /** S: a setting's value at start or after a change; at any time. */
    record ParameterStatus(String name, String value) implements BackendMessage {
        @Override
        public void dispatchTo(BackendMessageHandler handler) {
            handler.onParameterStatus(this);
        }
    }

    /** 1: Parse is done. */
    record ParseComplete() implements BackendMessage {
        public static final ParseComplete INSTANCE = new ParseComplete();

        @Override
        public void dispatchTo(BackendMessageHandler handler) {
            handler.onParseComplete(this);
        }
    }

    /** s: Execute's row limit was reached. */
    record PortalSuspended() implements BackendMessage {
        public static final PortalSuspended INSTANCE = new PortalSuspended();

        @Override
        public void dispatchTo(BackendMessageHandler handler) {
            handler.onPortalSuspended(this);
        }
    }

    /** Z: the end of a conversation. */
    record ReadyForQuery(ReadyStatus status) implements BackendMessage {
        public static final ReadyForQuery IDLE = new ReadyForQuery(ReadyStatus.IDLE);
        public static final ReadyForQuery IN_TRANSACTION = new ReadyForQuery(ReadyStatus.IN_TRANSACTION);
        public static final ReadyForQuery FAILED = new ReadyForQuery(ReadyStatus.FAILED);

        /** The one instance for this status. */
        public static ReadyForQuery of(ReadyStatus status) {
            return switch (status) {
                case IDLE -> IDLE;
                case IN_TRANSACTION -> IN_TRANSACTION;
                case FAILED -> FAILED;
            };
        }

        @Override
        public void dispatchTo(BackendMessageHandler handler) {
            handler.onReadyForQuery(this);
        }
    }

    /** T: the columns of the rows that follow. */
    record RowDescription(List<FieldDescription> fields) implements BackendMessage {
        public RowDescription {
            fields = List.copyOf(fields);
        }

        @Override
        public void dispatchTo(BackendMessageHandler handler) {
            handler.onRowDescription(this);
        }
    }
}
