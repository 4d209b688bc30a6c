package io.penstock.internal.transport;

import io.netty.buffer.PooledByteBufAllocator;

/**
 * The first buffer of this JVM. With it Netty makes its allocator, and has the flight recorder prepare its events of buffers: some 100 ms, which are the
 * caller's who makes a client, and not those of a loop and all its connections.
 */
final class FirstBuffer {

    private static final int PAGE_BYTES = 4_096;

    static {
        PooledByteBufAllocator.DEFAULT.metric();
        // Of an allocator of its own: the other one's memory is for the threads that will use it.
        var buffer = new PooledByteBufAllocator(true, 0, 1, PAGE_BYTES, 0, 0, 0, false).directBuffer(1);
        buffer.capacity(PAGE_BYTES);
        buffer.release();
    }

    private FirstBuffer() {}

    /** Takes it, if nobody has. */
    static void take() {}
}
