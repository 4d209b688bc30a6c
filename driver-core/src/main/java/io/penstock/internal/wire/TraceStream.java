package io.penstock.internal.wire;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/** Cuts one direction of a traced conversation into frames; keeps the first 64 KiB of each body. */
final class TraceStream {

    /** Takes a frame that is whole. */
    interface Receiver {
        /**
         * The frame, once.
         *
         * @param type 0 for a packet without a type byte
         * @param length as on the wire: the body and itself
         * @param body the bytes of it that were kept
         */
        void onFrame(byte type, int length, byte[] body);
    }

    static final int MAX_KEPT_BYTES = 1 << 16;

    private static final int LENGTH_BYTES = 4;
    private static final byte[] NONE = new byte[0];

    private final Receiver receiver;
    private boolean typed;
    private boolean lost;

    private byte type;
    private int headerLeft;
    private int length;
    private byte[] body = NONE;
    private int kept;
    private long left;

    TraceStream(Receiver receiver, boolean typed) {
        this.receiver = receiver;
        this.typed = typed;
        begin();
    }

    /** From the next frame on there are type bytes, or none. */
    void typed(boolean present) {
        typed = present;
    }

    void feed(ByteBuf in) {
        while (in.isReadable() && !lost) {
            if (headerLeft > 0) {
                header(in.readByte());
            } else {
                body(in);
            }
            if (headerLeft == 0 && left == 0) {
                deliver();
            }
        }
    }

    private void begin() {
        headerLeft = typed ? 1 + LENGTH_BYTES : LENGTH_BYTES;
        type = 0;
        length = 0;
        kept = 0;
        body = NONE;
    }

    private void header(byte b) {
        if (headerLeft > LENGTH_BYTES) {
            type = b;
        } else {
            length = (length << 8) | (b & 0xff);
        }
        headerLeft--;
        if (headerLeft == 0) {
            left = Math.max(0, (long) length - LENGTH_BYTES);
        }
    }

    private void body(ByteBuf in) {
        var now = (int) Math.min(left, in.readableBytes());
        var keep = Math.min(now, MAX_KEPT_BYTES - kept);
        if (kept + keep > body.length) {
            body = Arrays.copyOf(body, Math.max(kept + keep, 2 * kept));
        }
        in.readBytes(body, kept, keep).skipBytes(now - keep);
        kept += keep;
        left -= now;
    }

    /** A length below 4 means that this is no PostgreSQL stream, or that its beginning was missed: nothing follows. */
    private void deliver() {
        lost = length < LENGTH_BYTES;
        try {
            receiver.onFrame(type, length, Arrays.copyOf(body, kept));
        } finally {
            begin();
        }
    }
}
