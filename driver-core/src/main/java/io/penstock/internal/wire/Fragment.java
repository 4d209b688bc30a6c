package io.penstock.internal.wire;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * The first bytes of a message whose rest has not come yet, on the heap.
 *
 * <p>Holds memory only while it holds bytes, at most twice as much as have arrived, and never more than the message
 * needs: a declared length reserves nothing.
 */
final class Fragment {

    private static final int SMALLEST_BYTES = 256;

    private @Nullable ByteBuf bytes;

    int size() {
        return bytes == null ? 0 : bytes.readableBytes();
    }

    /** The bytes held; there are some. */
    ByteBuf bytes() {
        if (bytes == null) {
            throw new AssertionError("BUG: an empty fragment was read");
        }
        return bytes;
    }

    /** Moves bytes from the input until {@code target} are held or the input is empty; tells whether they are. */
    boolean fill(ByteBuf in, int target) {
        var size = size();
        var missing = Math.min(target - size, in.readableBytes());
        if (missing > 0) {
            reserve(in, size + missing, target).writeBytes(in, missing);
        }
        return size() >= target;
    }

    private ByteBuf reserve(ByteBuf in, int needed, int target) {
        if (bytes == null) {
            bytes = in.alloc().heapBuffer(Math.max(needed, SMALLEST_BYTES));
        } else if (bytes.capacity() < needed) {
            var doubled = Math.min((long) target, 2L * bytes.capacity());
            bytes.capacity((int) Math.max(needed, doubled));
        }
        return bytes;
    }

    void release() {
        if (bytes != null) {
            bytes.release();
            bytes = null;
        }
    }
}
