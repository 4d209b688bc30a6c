package io.penstock.config;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How closely a client's event loops are watched. Immutable.
 *
 * <p>A probe runs on each loop and measures how late it is; a daemon thread of the client's, {@code penstock-watchdog}, looks for probes that do not
 * run at all, and logs the stack of a loop that is stuck while it is. What it costs: docs/observability/README.md.
 *
 * @param mode whether there is a monitor
 * @param probeEvery how often a probe runs on each loop, 1 ms to 10 s; default 100 ms. 10 ms shows shorter stalls
 * @param blockedAfter from when on a loop counts as stuck, 10 ms to 1 minute; default 100 ms
 * @param logEvery how often a stack is logged at the most, up to 1 hour; others are counted. Default 10 s, 0 for each
 */
public record LoopMonitoring(Mode mode, Duration probeEvery, Duration blockedAfter, Duration logEvery) {

    private static final LoopMonitoring DEFAULTS =
            new LoopMonitoring(Mode.ON, Duration.ofMillis(100), Duration.ofMillis(100), Duration.ofSeconds(10));

    /** Whether there is a monitor. */
    public enum Mode {
        /** Each loop has its probe, from its first connection on. */
        ON,
        /** Nobody looks: no probe, no watchdog; lag and stall are 0. */
        OFF
    }

    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException if one is not kept
     */
    public LoopMonitoring {
        requireNonNull(mode, "mode");
        requireWithin("probeEvery", probeEvery, Duration.ofMillis(1), Duration.ofSeconds(10));
        requireWithin("blockedAfter", blockedAfter, Duration.ofMillis(10), Duration.ofMinutes(1));
        requireWithin("logEvery", logEvery, Duration.ZERO, Duration.ofHours(1));
    }

    private static void requireWithin(String name, Duration value, Duration least, Duration most) {
        if (requireNonNull(value, name).compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(name + " must be " + least + " to " + most + ": " + value);
        }
    }

    /** Every 100 ms, stuck after 100 ms, a stack every 10 s. */
    public static LoopMonitoring defaults() {
        return DEFAULTS;
    }

    /** No monitor. */
    public static LoopMonitoring off() {
        return new LoopMonitoring(Mode.OFF, DEFAULTS.probeEvery, DEFAULTS.blockedAfter, DEFAULTS.logEvery);
    }

    /** How often a probe runs. */
    public LoopMonitoring withProbeEvery(Duration period) {
        return new LoopMonitoring(mode, period, blockedAfter, logEvery);
    }

    /** From when on a loop counts as stuck. */
    public LoopMonitoring withBlockedAfter(Duration threshold) {
        return new LoopMonitoring(mode, probeEvery, threshold, logEvery);
    }

    /** How often a stack is logged at the most. */
    public LoopMonitoring withLogEvery(Duration interval) {
        return new LoopMonitoring(mode, probeEvery, blockedAfter, interval);
    }
}
