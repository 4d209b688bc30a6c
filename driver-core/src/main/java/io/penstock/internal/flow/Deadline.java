package io.penstock.internal.flow;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A moment after which an operation has failed, on an injected nanosecond clock. Immutable.
 *
 * <p>Like {@link System#nanoTime()} the clock may start anywhere and wrap around, so moments are only ever subtracted.
 */
public final class Deadline {
    /** 146 years: half of what differences of {@code nanoTime} can tell apart. */
    private static final long MAX_NANOS = Long.MAX_VALUE / 2;

    private static final Deadline NEVER = new Deadline(() -> 0, MAX_NANOS);

    private final LongSupplier ticker;
    private final long endNanos;

    private Deadline(LongSupplier ticker, long endNanos) {
        this.ticker = ticker;
        this.endNanos = endNanos;
    }

    /** So long from now; a zero or negative timeout is expired at once, one of more than 146 years never. */
    public static Deadline after(Duration timeout, LongSupplier ticker) {
        long nanos;
        try {
            nanos = timeout.toNanos();
        } catch (ArithmeticException tooLong) {
            nanos = timeout.isNegative() ? 0 : Long.MAX_VALUE;
        }
        return nanos >= MAX_NANOS ? NEVER : new Deadline(ticker, ticker.getAsLong() + Math.max(nanos, 0));
    }

    /** Does not expire. */
    public static Deadline never() {
        return NEVER;
    }

    /** What is left, in nanoseconds; 0 when expired, {@code Long.MAX_VALUE} when it never does. */
    public long remainingNanos() {
        return this == NEVER ? Long.MAX_VALUE : Math.max(0, endNanos - ticker.getAsLong());
    }

    /** What is left; {@link Duration#ZERO} when expired, 292 years when it never does. */
    public Duration remaining() {
        return Duration.ofNanos(remainingNanos());
    }

    /** Whether it has passed. */
    public boolean expired() {
        return remainingNanos() == 0;
    }

    /** Whether it can expire at all, so that a timer is worth setting. */
    public boolean isBounded() {
        return this != NEVER;
    }

    /** The one that expires first. */
    public Deadline earlier(Deadline other) {
        return remainingNanos() <= other.remainingNanos() ? this : other;
    }
}
