package io.penstock.benchmarks;

import java.util.concurrent.atomic.AtomicLongArray;

/** How often which latency was seen, to within 2 %. Counts without allocating; safe from any thread. */
final class Latencies {

    private static final int STEPS = 6;
    private static final int BUCKETS = (64 - STEPS) << STEPS;

    private final AtomicLongArray counts = new AtomicLongArray(BUCKETS);

    void add(long nanos) {
        counts.incrementAndGet(bucket(Math.max(1, nanos)));
    }

    private static int bucket(long nanos) {
        var shift = Math.max(0, 63 - Long.numberOfLeadingZeros(nanos) - STEPS);
        return (shift << STEPS) + (int) (nanos >>> shift);
    }

    private static long value(int bucket) {
        var shift = Math.max(0, (bucket >>> STEPS) - 1);
        return (long) (bucket - (shift << STEPS)) << shift;
    }

    /** The latency that this part of all is below. */
    long quantile(double part) {
        var all = 0L;
        for (var i = 0; i < BUCKETS; i++) {
            all += counts.get(i);
        }
        var left = (long) Math.ceil(all * part);
        for (var i = 0; i < BUCKETS; i++) {
            left -= counts.get(i);
            if (left <= 0 && counts.get(i) > 0) {
                return value(i);
            }
        }
        return 0;
    }
}
