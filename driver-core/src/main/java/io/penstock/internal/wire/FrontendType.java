package io.penstock.internal.wire;

import org.jspecify.annotations.Nullable;

/**
 * The types of the client's messages: type byte, name, and the bounds of the body (the length word not counted), which are the
 * server's own (postgres.c, {@code SocketBackend}).
 *
 * <p>The packets that open a connection have no type byte and are not listed.
 */
enum FrontendType {
    BIND('B', "Bind", 8, Bounds.LARGE),
    EXECUTE('E', "Execute", 5, Bounds.SMALL),
    SYNC('S', "Sync", 0, 0),
    PARSE('P', "Parse", 4, Bounds.LARGE),
    DESCRIBE('D', "Describe", 2, Bounds.SMALL),
    CLOSE('C', "Close", 2, Bounds.SMALL),
    FLUSH('H', "Flush", 0, 0),
    QUERY('Q', "Query", 1, Bounds.LARGE),
    COPY_DATA('d', "CopyData", 0, Bounds.LARGE),
    COPY_DONE('c', "CopyDone", 0, 0),
    COPY_FAIL('f', "CopyFail", 1, Bounds.SMALL),
    FUNCTION_CALL('F', "FunctionCall", 10, Bounds.LARGE),
    AUTHENTICATION('p', "PasswordMessage", 0, 65_535 - 4),
    TERMINATE('X', "Terminate", 0, 0);

    private static final class Bounds {
        static final int SMALL = FrameWriter.MAX_SMALL_LENGTH - 4;
        static final int LARGE = FrameWriter.MAX_LENGTH - 4;
    }

    private static final @Nullable FrontendType[] BY_CODE = new FrontendType[128];

    static {
        for (var type : values()) {
            BY_CODE[type.code] = type;
        }
    }

    final byte code;
    final String messageName;
    final int minBodyBytes;
    final int maxBodyBytes;

    FrontendType(char code, String messageName, int minBodyBytes, int maxBodyBytes) {
        this.code = (byte) code;
        this.messageName = messageName;
        this.minBodyBytes = minBodyBytes;
        this.maxBodyBytes = maxBodyBytes;
    }

    /** The type of this byte, or null. */
    static @Nullable FrontendType of(byte code) {
        return code < 0 ? null : BY_CODE[code];
    }
}
