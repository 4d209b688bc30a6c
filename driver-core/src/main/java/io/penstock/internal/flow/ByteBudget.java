package io.penstock.internal.flow;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What all connections of a client together hold for consumers that are slower than their servers, and how much of it is
 * too much.
 *
 * <p>It is a pressure, not a lock: while it is {@link #exceeded}, each {@link ByteWindow} under it stops its producer after every
 * item, and lets it go on when its own consumer has taken all. Nobody waits for somebody else's consumer, so that nobody can
 * be starved; what is held above the bound is at most one item for each window. Safe from any thread.
 */
public final class ByteBudget {

    private final long maxBytes;
    private final AtomicLong held = new AtomicLong();

    /** A budget of so many bytes, at least 1. */
    public ByteBudget(long maxBytes) {
        if (maxBytes < 1) {
            throw new IllegalArgumentException("a budget of " + maxBytes + " bytes");
        }
        this.maxBytes = maxBytes;
    }

    void add(long bytes) {
        held.addAndGet(bytes);
    }

    void remove(long bytes) {
        held.addAndGet(-bytes);
    }

    /** Whether more is held than the budget allows. */
    public boolean exceeded() {
        return held.get() > maxBytes;
    }

    /** Bytes held; a gauge. */
    public long heldBytes() {
        return held.get();
    }

    /** The bound. */
    public long maxBytes() {
        return maxBytes;
    }
}
