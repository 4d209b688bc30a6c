package io.penstock.testing;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;

/** Heap buffers whose bytes are counted: a leak is seen at once, without a garbage collection. */
public final class TrackingAllocator {

    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false, false);

    /** A new buffer that holds these bytes. */
    public ByteBuf bytes(byte[] bytes) {
        return bytes(bytes, 0, bytes.length);
    }

    /** A new buffer that holds a part of these bytes. */
    public ByteBuf bytes(byte[] bytes, int from, int to) {
        return allocator.heapBuffer(Math.max(1, to - from)).writeBytes(bytes, from, to - from);
    }

    public ByteBuf buffer() {
        return allocator.heapBuffer();
    }

    /** Bytes in buffers that are not released. */
    public long usedBytes() {
        return allocator.metric().usedHeapMemory() + allocator.metric().usedDirectMemory();
    }
}
