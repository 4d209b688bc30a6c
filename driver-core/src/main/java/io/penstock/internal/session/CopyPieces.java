package io.penstock.internal.session;

import io.penstock.internal.wire.CopyDataRun;
import java.nio.ByteBuffer;

/**
 * The payloads of CopyData messages that came together, copied out of the read buffer in one piece, and stepped through. Those that are empty are left out.
 *
 * <p>Confined to one thread at a time; the buffers are anybody's to keep, and nobody writes to the array any more.
 */
final class CopyPieces {

    /** The messages, with their headers. */
    private final byte[] messages;

    private final ByteBuffer view;

    /** Where the message behind the piece starts. */
    private int next;

    private int start;

    private CopyPieces(byte[] messages) {
        this.messages = messages;
        this.view = ByteBuffer.wrap(messages).asReadOnlyBuffer();
    }

    static CopyPieces of(CopyDataRun run) {
        var messages = new byte[run.byteLength()];
        run.copyTo(messages, 0);
        return new CopyPieces(messages);
    }

    /** Steps to the next piece; false where there is none. */
    boolean next() {
        while (next < messages.length) {
            start = next + CopyDataRun.HEADER_BYTES;
            next += 1 + (int) RowBatch.INT.get(messages, next + 1);
            if (next > start) {
                return true;
            }
        }
        return false;
    }

    /** The piece, as a view of its own. */
    ByteBuffer bytes() {
        return view.slice(start, next - start);
    }
}
