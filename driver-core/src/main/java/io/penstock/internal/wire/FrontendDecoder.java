package io.penstock.internal.wire;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.penstock.error.PgProtocolException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the client's bytes into messages: the server's role, for scripted servers, simulators and proxies.
 *
 * <p>Starts with the packets that have no type byte and goes over to typed messages behind a StartupMessage:
 *
 * <pre>
 *   0               4               8                     length
 *   +---------------+---------------+---------------------+
 *   | length: int32 | code: int32   | body                |       code: 3.0, 3.2, or cancel, SSL, GSS encryption
 *   +---------------+---------------+---------------------+
 * </pre>
 *
 * <p>Confined to its connection's owner.
 */
public final class FrontendDecoder {

    /** What a message of type {@code p} is; the server knows by what it asked for. */
    public enum AuthenticationReply {
        PASSWORD,
        SASL_INITIAL,
        SASL,
        GSS
    }

    private enum Phase {
        OPENING,
        SESSION,
        CLOSED
    }

    private static final int LENGTH_BYTES = 4;

    private final WireLimits limits;
    private final Consumer<? super FrontendMessage> receiver;
    private final FrontendParser parser = new FrontendParser();
    private final Fragment fragment = new Fragment();
    private Phase phase = Phase.OPENING;

    /** Calls the receiver with each message; what it throws reaches the caller of {@link #feed}. */
    public FrontendDecoder(WireLimits limits, Consumer<? super FrontendMessage> receiver) {
        this.limits = requireNonNull(limits, "limits");
        this.receiver = requireNonNull(receiver, "receiver");
    }

    /** Tells how to read the next messages of type {@code p}; passwords until told. */
    public void expect(AuthenticationReply reply) {
        parser.expect(reply);
    }

    /**
     * Reads all readable bytes, which are borrowed. After a violation or {@link #close()} bytes are dropped.
     *
     * @throws PgProtocolException if the client broke the protocol; the decoder is dead
     */
    public void feed(ByteBuf in) {
        var sound = false;
        try {
            while (in.isReadable() && advance(in)) {}
            sound = true;
        } finally {
            if (!sound) {
                close();
            }
            in.readerIndex(in.writerIndex());
        }
    }

    /** Drops what is pending and everything that is fed later. */
    public void close() {
        phase = Phase.CLOSED;
        fragment.release();
    }

    /** Takes one message from the input; false if it is not whole. */
    private boolean advance(ByteBuf in) {
        var message = switch (phase) {
            case OPENING -> opening(in);
            case SESSION -> typed(in);
            case CLOSED -> null;
        };
        if (message == null) {
            return false;
        }
        fragment.release();
        if (message instanceof FrontendMessage.StartupMessage) {
            phase = Phase.SESSION;
        }
        receiver.accept(message);
        return true;
    }

    private @Nullable FrontendMessage opening(ByteBuf in) {
        if (!fragment.fill(in, LENGTH_BYTES)) {
            return null;
        }
        var length = fragment.bytes().getInt(0);
        if (length < LENGTH_BYTES + 4 || length > FrontendEncoder.MAX_STARTUP_LENGTH) {
            throw new PgProtocolException("a packet of length " + Integer.toUnsignedString(length));
        }
        if (!fragment.fill(in, length)) {
            return null;
        }
        return parser.opening(fragment.bytes(), LENGTH_BYTES, length - LENGTH_BYTES);
    }

    private @Nullable FrontendMessage typed(ByteBuf in) {
        var headerWhole = fragment.fill(in, 1 + LENGTH_BYTES);
        var code = fragment.bytes().getByte(0);
        var type = FrontendType.of(code);
        if (type == null) {
            throw new PgProtocolException("unknown message type " + (code & 0xff));
        }
        if (!headerWhole) {
            return null;
        }
        var length = fragment.bytes().getInt(1);
        var body = length - LENGTH_BYTES;
        if (body < type.minBodyBytes || body > Math.min(type.maxBodyBytes, limits.maxMessageBytes())) {
            throw new PgProtocolException(type.messageName + " with a length of " + Integer.toUnsignedString(length));
        }
        if (!fragment.fill(in, 1 + length)) {
            return null;
        }
        return parser.typed(type, fragment.bytes(), 1 + LENGTH_BYTES, body);
    }
}
