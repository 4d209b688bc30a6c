package io.penstock.observe;

import static java.util.Objects.requireNonNull;

/**
 * How an event loop is doing.
 *
 * @param name of its thread
 * @param lagNanos how much later than it should the last probe ran
 * @param stallNanos how long the probe that has not run yet has been overdue: grows while the loop is stuck
 * @param utilization the share of the last second or so in which it was at work, 0 to 1
 * @param blocks how often it has been stuck for longer than the threshold
 */
public record LoopMetrics(String name, long lagNanos, long stallNanos, double utilization, long blocks) {
    /** Checks that the name is there. */
    public LoopMetrics {
        requireNonNull(name, "name");
    }
}
