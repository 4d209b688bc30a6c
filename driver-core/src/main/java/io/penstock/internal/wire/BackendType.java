package io.penstock.internal.wire;

import org.jspecify.annotations.Nullable;

/**
 * The types of the server's messages: type byte, name, and the bounds of the body (the length word not counted).
 *
 * <p>Types that are never long have libpq's bound. {@code T} and {@code A} have a generous one of ours: a description of 1,664
 * columns takes 140 kB, a notification 8 kB. Of an error or notice only the first {@link #keptBytes} are looked at; the rest
 * is skipped as it arrives.
 */
enum BackendType {
    DATA_ROW('D', "DataRow", 2, Bounds.ANY),
    BIND_COMPLETE('2', "BindComplete", 0, 0),
    COMMAND_COMPLETE('C', "CommandComplete", 1, Bounds.SHORT),
    READY_FOR_QUERY('Z', "ReadyForQuery", 1, 1),
    COPY_DATA('d', "CopyData", 0, Bounds.ANY),
    PARSE_COMPLETE('1', "ParseComplete", 0, 0),
    CLOSE_COMPLETE('3', "CloseComplete", 0, 0),
    ROW_DESCRIPTION('T', "RowDescription", 2, Bounds.DESCRIPTION),
    PARAMETER_DESCRIPTION('t', "ParameterDescription", 2, 2 + 4 * 65_535),
    NO_DATA('n', "NoData", 0, 0),
    PORTAL_SUSPENDED('s', "PortalSuspended", 0, 0),
    EMPTY_QUERY_RESPONSE('I', "EmptyQueryResponse", 0, 0),
    ERROR_RESPONSE('E', "ErrorResponse", 0, Bounds.ANY),
    NOTICE_RESPONSE('N', "NoticeResponse", 0, Bounds.ANY),
    NOTIFICATION_RESPONSE('A', "NotificationResponse", 6, Bounds.DESCRIPTION),
    PARAMETER_STATUS('S', "ParameterStatus", 2, Bounds.SHORT),
    AUTHENTICATION('R', "Authentication", 4, Bounds.SHORT),
    BACKEND_KEY_DATA('K', "BackendKeyData", 8, 4 + 256),
    NEGOTIATE_PROTOCOL_VERSION('v', "NegotiateProtocolVersion", 8, Bounds.SHORT),
    COPY_IN_RESPONSE('G', "CopyInResponse", 3, Bounds.SHORT),
    COPY_OUT_RESPONSE('H', "CopyOutResponse", 3, Bounds.SHORT),
    COPY_BOTH_RESPONSE('W', "CopyBothResponse", 3, Bounds.SHORT),
    COPY_DONE('c', "CopyDone", 0, 0),
    FUNCTION_CALL_RESPONSE('V', "FunctionCallResponse", 4, Bounds.ANY);

    private static final class Bounds {
        static final int ANY = Integer.MAX_VALUE;
        static final int SHORT = WireLimits.MAX_SHORT_BODY_BYTES;
        static final int DESCRIPTION = 16 << 20;
        static final int KEPT_OF_ERROR = 1 << 20;
    }

    private static final @Nullable BackendType[] BY_CODE = new BackendType[128];

    static {
        for (var type : values()) {
            BY_CODE[type.code] = type;
        }
    }

    final byte code;
    final String messageName;
    final int minBodyBytes;
    final int maxBodyBytes;

    BackendType(char code, String messageName, int minBodyBytes, int maxBodyBytes) {
        this.code = (byte) code;
        this.messageName = messageName;
        this.minBodyBytes = minBodyBytes;
        this.maxBodyBytes = maxBodyBytes;
    }

    /** The type of this byte, or null. */
    static @Nullable BackendType of(byte code) {
        return code < 0 ? null : BY_CODE[code];
    }

    /** How much of a body of this length is worth keeping. */
    int keptBytes(int bodyBytes) {
        return this == ERROR_RESPONSE || this == NOTICE_RESPONSE
                ? Math.min(bodyBytes, Bounds.KEPT_OF_ERROR)
                : bodyBytes;
    }

    /** Whether {@link WireLimits#maxRowBytes} bounds it. */
    boolean carriesRow() {
        return this == DATA_ROW || this == COPY_DATA;
    }
}
