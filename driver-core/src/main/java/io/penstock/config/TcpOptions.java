package io.penstock.config;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a dead peer is found out. Linux with native transport honours all of it; elsewhere what the platform
 * offers. TCP_NODELAY is always on.
 *
 * @param keepAlive default {@link KeepAlive#ON}
 * @param keepAliveIdle silence before the first probe, in whole seconds; default 60 s
 * @param keepAliveInterval between probes, in whole seconds; default 10 s
 * @param keepAliveCount probes without answer until the connection is given up, 1 to 127; default 6
 * @param userTimeout how long sent data may stay unacknowledged, in whole milliseconds, or null for the
 *     system's default; default 120 s
 */
public record TcpOptions(
        KeepAlive keepAlive,
        Duration keepAliveIdle,
        Duration keepAliveInterval,
        int keepAliveCount,
        @Nullable Duration userTimeout) {

    /** Whether idle connections are probed. */
    public enum KeepAlive {
        /** They are. */
        ON,
        /** They are not. */
        OFF
    }

    private static final TcpOptions DEFAULTS =
            new TcpOptions(KeepAlive.ON, Duration.ofSeconds(60), Duration.ofSeconds(10), 6, Duration.ofSeconds(120));

    /** Checks the ranges above. */
    public TcpOptions {
        requireNonNull(keepAlive, "keepAlive");
        Checks.range("keepalives_idle", keepAliveIdle.toSeconds(), 1, 32_767);
        Checks.range("keepalives_interval", keepAliveInterval.toSeconds(), 1, 32_767);
        Checks.range("keepalives_count", keepAliveCount, 1, 127);
        if (userTimeout != null) {
            Checks.range("tcp_user_timeout", userTimeout.toMillis(), 1, Integer.MAX_VALUE);
        }
    }

    /** The defaults above. */
    public static TcpOptions defaults() {
        return DEFAULTS;
    }

    /** These with probes on or off. */
    public TcpOptions withKeepAlive(KeepAlive keepAlive) {
        return new TcpOptions(keepAlive, keepAliveIdle, keepAliveInterval, keepAliveCount, userTimeout);
    }

    /** These with other probes. */
    public TcpOptions withProbes(Duration keepAliveIdle, Duration keepAliveInterval, int keepAliveCount) {
        return new TcpOptions(keepAlive, keepAliveIdle, keepAliveInterval, keepAliveCount, userTimeout);
    }

    /** These with another bound on unacknowledged data; null for the system's default. */
    public TcpOptions withUserTimeout(@Nullable Duration userTimeout) {
        return new TcpOptions(keepAlive, keepAliveIdle, keepAliveInterval, keepAliveCount, userTimeout);
    }
}
