package io.penstock.internal.flow;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much waits for somebody who may be slow: bounded in count and in bytes, so that neither many small things nor a few large ones fill
 * the heap. What finds no room is the caller's to drop. One that is larger than the bound finds room where nothing else waits.
 *
 * <p>Safe from any thread.
 */
public final class Backlog {

    private final int maxCount;
    private final long maxBytes;
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    /** @param maxBytes by whatever estimate the callers have of their things */
    public Backlog(int maxCount, long maxBytes) {
        this.maxCount = maxCount;
        this.maxBytes = maxBytes;
    }

    /** Whether there is room for one more of this size; it is counted then, until it {@link #leave leaves}. */
    public boolean enter(long size) {
        var others = bytes.getAndAdd(size);
        if (count.incrementAndGet() > maxCount || (others > 0 && others + size > maxBytes)) {
            leave(size);
            return false;
        }
        return true;
    }

    /** One of this size waits no more. */
    public void leave(long size) {
        count.decrementAndGet();
        bytes.addAndGet(-size);
    }
}
