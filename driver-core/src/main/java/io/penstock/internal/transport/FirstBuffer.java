package io.penstock.internal.transport;

import io.netty.buffer.PooledByteBufAllocator;

/**
 * The first buffer of this JVM. With it Netty makes its allocator, and has the flight recorder prepare its events of buffers: some 100 ms, which are the
 * caller's who makes a client, and not those of a loop and all its connections.
 */
final class FirstBuffer {

    private static final int PAGE_BYTES = 4_096;

    static {
        onAThreadOfItsOwn(new Allocation());
    }

    private FirstBuffer() {}

    /** Takes it, if nobody has. */
    static void take() {}

    /** What Netty's allocator leaves in a thread goes with this one: nothing of it stays in the caller's, which may be a container's. */
    private static void onAThreadOfItsOwn(Runnable task) {
        var thread = new Thread(null, task, "penstock-first-buffer", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A class of its own: this one is not there before its thread has ended. */
    private static final class Allocation implements Runnable {

        @Override
        public void run() {
            PooledByteBufAllocator.DEFAULT.metric();
            // Of an allocator of its own: the other one's memory is for the threads that will use it.
            var buffer = new PooledByteBufAllocator(true, 0, 1, PAGE_BYTES, 0, 0, 0, false).directBuffer(1);
            buffer.capacity(PAGE_BYTES);
            buffer.release();
        }
    }
}
