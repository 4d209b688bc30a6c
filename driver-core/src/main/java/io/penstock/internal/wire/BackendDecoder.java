package io.penstock.internal.wire;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.penstock.error.Outcome;
import io.penstock.error.PgException;
import io.penstock.error.PgProtocolException;
import io.penstock.error.PgRejectedException;
import io.penstock.error.SqlState;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the server's bytes into messages and hands them to a handler.
 *
 * <p>Whole messages are read where they lie, in {@linkplain HeapBytes the bytes} that were fed. Of a message that is not whole yet the bytes are kept
 * in a {@link Fragment}; as soon as it is complete, reading goes on in the fed buffer. Rows are not turned into objects: a
 * run of neighbouring DataRow messages is checked and handed on as one {@link DataRows}, one of CopyData messages as a {@link CopyDataRun}. The messages of a Bind, Execute, Sync
 * conversation cost no allocation.
 *
 * <p>The same bytes give the same calls however they are split, but for where a run is cut; a violation is
 * thrown after the calls for everything before it.
 *
 * <p>Confined to its connection's owner.
 */
public final class BackendDecoder {

    private static final int HEADER_BYTES = 5;
    private static final int LENGTH_BYTES = 4;

    private final WireLimits limits;
    private final BackendMessageHandler handler;
    private final BackendParser parser = new BackendParser();
    private final HeapBytes bytes = new HeapBytes();
    private final DataRows rows = new DataRows(bytes);
    private final CopyDataRun copyData = new CopyDataRun(bytes);
    private final Fragment fragment = new Fragment();

    /** Of the message in the fragment, once its header is whole. */
    private @Nullable BackendType pending;

    private int pendingBytes;
    private int bytesToSkip;

    private int bodyCap;
    private int rowCap;
    private boolean decodedAny;
    private boolean feeding;
    private boolean closed;

    public BackendDecoder(WireLimits limits, BackendMessageHandler handler) {
        this.limits = requireNonNull(limits, "limits");
        this.handler = requireNonNull(handler, "handler");
        capBodies(WireLimits.MAX_SHORT_BODY_BYTES);
    }

    /** Lifts the bound that holds before authentication. Call it when AuthenticationOk was accepted. */
    public void authenticated() {
        capBodies(limits.maxMessageBytes());
    }

    private void capBodies(int maxBytes) {
        bodyCap = maxBytes;
        rowCap = Math.min(maxBytes, limits.maxRowBytes());
    }

    /**
     * Tells the minor version of the protocol that was asked for; 0 until told. A NegotiateProtocolVersion lowers it by itself.
     * It decides how long a BackendKeyData may be.
     */
    public void protocolMinor(int minor) {
        parser.protocolMinor(minor);
    }

    /**
     * Reads all readable bytes, which are borrowed. After a violation or {@link #close()} bytes are dropped.
     *
     * @throws PgProtocolException if the server broke the protocol (08P01); the decoder is dead
     * @throws PgRejectedException if a row is over {@link WireLimits#maxRowBytes} (54000); the decoder is dead
     */
    public void feed(ByteBuf in) {
        if (feeding) {
            throw new AssertionError("BUG: fed by its own handler");
        }
        feeding = true;
        var sound = false;
        try {
            decode(in);
            sound = true;
        } finally {
            feeding = false;
            if (!sound) {
                closed = true;
            }
            if (closed) {
                letGo();
            }
            in.readerIndex(in.writerIndex());
        }
    }

    /** Drops what is pending and everything that is fed later. */
    public void close() {
        closed = true;
        if (!feeding) {
            letGo();
        }
    }

    private void letGo() {
        fragment.release();
        bytes.letGo();
        parser.detach();
    }

    private void decode(ByteBuf in) {
        if (!closed && fragment.size() > 0) {
            gather(in);
        }
        if (!closed && fragment.size() == 0) {
            decodeInPlace(in);
        }
        if (!closed && in.isReadable()) {
            gather(in);
        }
    }

    // ---- whole messages, where they lie

    private void decodeInPlace(ByteBuf in) {
        bytes.of(in);
        var at = in.readerIndex();
        var end = in.writerIndex();
        while (!closed && end - at >= HEADER_BYTES) {
            var type = typeOf(bytes.byteAt(at));
            var body = bodyBytes(type, bytes.intAt(at + 1));
            if (body > end - at - HEADER_BYTES) {
                break;
            }
            at = deliver(type, in, at, end, body);
        }
        in.readerIndex(at);
        bytes.letGo();
    }

    /** Delivers the message at this index, and of rows and copied data all that follow without a gap; returns the index behind them. */
    private int deliver(BackendType type, ByteBuf in, int at, int end, int body) {
        if (type == BackendType.DATA_ROW) {
            return deliverRows(at, end, HEADER_BYTES + body);
        }
        decodedAny = true;
        if (type == BackendType.COPY_DATA) {
            return deliverCopyData(at, end, HEADER_BYTES + body);
        }
        parser.parse(type, in, bytes, at + HEADER_BYTES, type.keptBytes(body), body)
                .dispatchTo(handler);
        return at + HEADER_BYTES + body;
    }

    private int deliverCopyData(int first, int end, int firstBytes) {
        copyData.begin(first, firstBytes);
        var at = first + firstBytes;
        for (int frame; (frame = nextOf(BackendType.COPY_DATA, at, end)) > 0; at += frame) {
            copyData.add(frame);
        }
        handler.onCopyData(copyData);
        return at;
    }

    /** Bytes of a whole message of this type here, or 0. What ends a run is looked at again as a message of its own. */
    private int nextOf(BackendType type, int at, int end) {
        if (end - at < HEADER_BYTES || bytes.byteAt(at) != type.code) {
            return 0;
        }
        var body = bytes.intAt(at + 1) - LENGTH_BYTES;
        return body >= type.minBodyBytes && body <= end - at - HEADER_BYTES && body <= rowCap ? HEADER_BYTES + body : 0;
    }

    /** Delivers the row at this index and all like it that follow without a gap; returns the index behind them. */
    private int deliverRows(int first, int end, int firstBytes) {
        var flaw = DataRows.flaw(bytes, first, firstBytes);
        if (flaw != null) {
            throw new PgProtocolException("malformed DataRow: " + flaw);
        }
        rows.begin(first, firstBytes);
        var at = first + firstBytes;
        for (int frame; (frame = nextRow(at, end)) > 0; at += frame) {
            rows.add(frame);
        }
        decodedAny = true;
        handler.onDataRows(rows);
        return at;
    }

    /** Bytes of a whole, sound row of the run here, or 0. */
    private int nextRow(int at, int end) {
        var frame = nextOf(BackendType.DATA_ROW, at, end);
        var likeTheOthers = frame > 0
                && bytes.unsignedShortAt(at + HEADER_BYTES) == rows.columnCount()
                && DataRows.flaw(bytes, at, frame) == null;
        return likeTheOthers ? frame : 0;
    }

    // ---- messages that come in pieces

    /** Adds to the pending message what the input has of it; delivers it once it is whole. */
    private void gather(ByteBuf in) {
        var headerWhole = fragment.fill(in, HEADER_BYTES);
        var type = pending;
        if (type == null) {
            type = typeOf(fragment.bytes().getByte(0));
            if (!headerWhole) {
                return;
            }
            var body = bodyBytes(type, fragment.bytes().getInt(1));
            pending = type;
            pendingBytes = body;
            bytesToSkip = body - type.keptBytes(body);
        }
        if (fragment.fill(in, HEADER_BYTES + type.keptBytes(pendingBytes)) && skipped(in)) {
            deliverGathered(type);
        }
    }

    private boolean skipped(ByteBuf in) {
        var skip = Math.min(bytesToSkip, in.readableBytes());
        in.skipBytes(skip);
        bytesToSkip -= skip;
        return bytesToSkip == 0;
    }

    private void deliverGathered(BackendType type) {
        var gathered = fragment.bytes();
        bytes.of(gathered);
        deliver(type, gathered, 0, gathered.writerIndex(), pendingBytes);
        bytes.letGo();
        pending = null;
        fragment.release();
    }

    // ---- the header

    private BackendType typeOf(byte code) {
        var type = BackendType.of(code);
        if (type == null) {
            throw violation("unknown message type " + printable(code));
        }
        return type;
    }

    private int bodyBytes(BackendType type, int length) {
        var body = length - LENGTH_BYTES;
        if (body < type.minBodyBytes || body > Math.min(type.maxBodyBytes, bodyCap)) {
            throw violation(type.messageName + " with a length of " + Integer.toUnsignedString(length));
        }
        if (type.carriesRow() && body > rowCap) {
            throw tooLarge(type, body);
        }
        return body;
    }

    private PgException violation(String what) {
        return new PgProtocolException(decodedAny ? what : what + " (not a PostgreSQL server?)");
    }

    private PgException tooLarge(BackendType type, int body) {
        return new PgRejectedException(
                "a " + type.messageName + " of " + body + " bytes is over the limit of " + limits.maxRowBytes(),
                SqlState.PROGRAM_LIMIT_EXCEEDED,
                Outcome.UNKNOWN);
    }

    private static String printable(byte code) {
        return code > ' ' && code < 0x7f ? "'" + (char) code + "'" : String.format("0x%02x", code);
    }
}
