package io.penstock.config;

import static java.util.Objects.requireNonNull;

import io.penstock.error.PgConfigException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a pool behaves: how many connections, who waits for them and how long, and how they are looked after.
 *
 * <pre>{@code
 * PoolOptions.builder().name("orders").maxSize(20).acquireTimeout(Duration.ofSeconds(5)).build();
 * }</pre>
 *
 * <p>Immutable; may be shared by any number of pools.
 *
 * <pre>
 *   bound              unit          over it
 *   maxSize            connections   who asks waits; a socket that is being closed still counts
 *   maxPending         waiters       who asks is refused at once, NOT_SENT
 *   maxPendingAge      time          who asks is refused at once while the oldest waiter has waited longer
 *   acquireTimeout     time          the waiter gives up, NOT_SENT
 *   validationTimeout  time          the connection is closed
 *   settleTimeout      time          what a returned connection is still at is cancelled, and it is closed
 *   closeTimeout       time          what is still lent is cancelled, and closed after cancelTimeout
 * </pre>
 */
public final class PoolOptions {

    private static final int MOST_CONNECTIONS = 10_000;
    private static final int MOST_PENDING = 1 << 20;

    private final String name;
    private final int minSize;
    private final int maxSize;
    private final Duration acquireTimeout;
    private final int maxPending;
    private final @Nullable Duration maxPendingAge;
    private final @Nullable Duration idleTimeout;
    private final @Nullable Duration maxLifetime;
    private final @Nullable Duration validateAfter;
    private final Duration validationTimeout;
    private final Duration settleTimeout;
    private final Duration closeTimeout;
    private final ResetPolicy resetPolicy;
    private final @Nullable Duration leakThreshold;
    private final LeakAction leakAction;

    private PoolOptions(Builder builder) {
        name = builder.name;
        minSize = builder.minSize;
        maxSize = builder.maxSize;
        acquireTimeout = builder.acquireTimeout;
        maxPending = builder.maxPending;
        maxPendingAge = builder.maxPendingAge;
        idleTimeout = builder.idleTimeout;
        maxLifetime = builder.maxLifetime;
        validateAfter = builder.validateAfter;
        validationTimeout = builder.validationTimeout;
        settleTimeout = builder.settleTimeout;
        closeTimeout = builder.closeTimeout;
        resetPolicy = builder.resetPolicy;
        leakThreshold = builder.leakThreshold;
        leakAction = builder.leakAction;
        if (minSize > maxSize) {
            throw new PgConfigException("minSize must be at most maxSize: " + minSize + " > " + maxSize);
        }
    }

    /** The defaults. */
    public static PoolOptions defaults() {
        return builder().build();
    }

    /** To be set up. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder with these values, to change some. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** The name in messages, events and meters; default {@code penstock}. */
    public String name() {
        return name;
    }

    /** Connections that are kept open while nobody needs them, 0 to {@code maxSize}; default 0. */
    public int minSize() {
        return minSize;
    }

    /** Connections at the most, 1 to 10,000; default 10. Those that are being opened or closed count. */
    public int maxSize() {
        return maxSize;
    }

    /** How long anybody waits for a connection; default 30 s. */
    public Duration acquireTimeout() {
        return acquireTimeout;
    }

    /** How many may wait, 0 to 1,048,576; default 10,000. */
    public int maxPending() {
        return maxPending;
    }

    /** Nobody else may begin to wait while somebody has been waiting for longer; null (default) for no such bound. */
    public @Nullable Duration maxPendingAge() {
        return maxPendingAge;
    }

    /** Connections beyond {@code minSize} that nobody has needed for so long are closed; null for never; default 10 min. */
    public @Nullable Duration idleTimeout() {
        return idleTimeout;
    }

    /** A connection is replaced at this age, less up to a tenth, so that not all go at once; null for never; default 30 min. */
    public @Nullable Duration maxLifetime() {
        return maxLifetime;
    }

    /** A connection that was idle for longer is asked for a sign of life before it is lent; null for never; default 5 s. */
    public @Nullable Duration validateAfter() {
        return validateAfter;
    }

    /** How long that sign of life may take, by this side's clock; default 2 s. */
    public Duration validationTimeout() {
        return validationTimeout;
    }

    /** How long statements may go on that were under way when their connection was returned; default 10 s. */
    public Duration settleTimeout() {
        return settleTimeout;
    }

    /** How long closing the pool waits for connections that are lent; default 10 s. */
    public Duration closeTimeout() {
        return closeTimeout;
    }

    /** What is undone of a session between two users; default {@link ResetPolicy#TRANSACTION}. */
    public ResetPolicy resetPolicy() {
        return resetPolicy;
    }

    /** Somebody who has a connection for longer has forgotten it; null (default) does not look, and spares each acquire the price of its stack trace. */
    public @Nullable Duration leakThreshold() {
        return leakThreshold;
    }

    /** What is done about it; default {@link LeakAction#REPORT}. */
    public LeakAction leakAction() {
        return leakAction;
    }

    @Override
    public String toString() {
        return "PoolOptions[" + name + ", " + minSize + " to " + maxSize + " connections]";
    }

    /** Collects options; checks each as it is set. Not thread-safe. */
    public static final class Builder {

        private String name = "penstock";
        private int minSize;
        private int maxSize = 10;
        private Duration acquireTimeout = Duration.ofSeconds(30);
        private int maxPending = 10_000;
        private @Nullable Duration maxPendingAge;
        private @Nullable Duration idleTimeout = Duration.ofMinutes(10);
        private @Nullable Duration maxLifetime = Duration.ofMinutes(30);
        private @Nullable Duration validateAfter = Duration.ofSeconds(5);
        private Duration validationTimeout = Duration.ofSeconds(2);
        private Duration settleTimeout = Duration.ofSeconds(10);
        private Duration closeTimeout = Duration.ofSeconds(10);
        private ResetPolicy resetPolicy = ResetPolicy.TRANSACTION;
        private @Nullable Duration leakThreshold;
        private LeakAction leakAction = LeakAction.REPORT;

        private Builder() {}

        private Builder(PoolOptions options) {
            name = options.name;
            minSize = options.minSize;
            maxSize = options.maxSize;
            acquireTimeout = options.acquireTimeout;
            maxPending = options.maxPending;
            maxPendingAge = options.maxPendingAge;
            idleTimeout = options.idleTimeout;
            maxLifetime = options.maxLifetime;
            validateAfter = options.validateAfter;
            validationTimeout = options.validationTimeout;
            settleTimeout = options.settleTimeout;
            closeTimeout = options.closeTimeout;
            resetPolicy = options.resetPolicy;
            leakThreshold = options.leakThreshold;
            leakAction = options.leakAction;
        }

        /** See {@link PoolOptions#name()}. */
        public Builder name(String newName) {
            name = Checks.text("name", newName);
            return this;
        }

        /** See {@link PoolOptions#minSize()}. */
        public Builder minSize(int newMinSize) {
            minSize = (int) Checks.range("minSize", newMinSize, 0, MOST_CONNECTIONS);
            return this;
        }

        /** See {@link PoolOptions#maxSize()}. */
        public Builder maxSize(int newMaxSize) {
            maxSize = (int) Checks.range("maxSize", newMaxSize, 1, MOST_CONNECTIONS);
            return this;
        }

        /** See {@link PoolOptions#acquireTimeout()}. */
        public Builder acquireTimeout(Duration newAcquireTimeout) {
            acquireTimeout = Checks.duration("acquireTimeout", newAcquireTimeout);
            return this;
        }

        /** See {@link PoolOptions#maxPending()}. */
        public Builder maxPending(int newMaxPending) {
            maxPending = (int) Checks.range("maxPending", newMaxPending, 0, MOST_PENDING);
            return this;
        }

        /** See {@link PoolOptions#maxPendingAge()}. */
        public Builder maxPendingAge(@Nullable Duration newMaxPendingAge) {
            maxPendingAge = Checks.durationOrNull("maxPendingAge", newMaxPendingAge);
            return this;
        }

        /** See {@link PoolOptions#idleTimeout()}. */
        public Builder idleTimeout(@Nullable Duration newIdleTimeout) {
            idleTimeout = Checks.durationOrNull("idleTimeout", newIdleTimeout);
            return this;
        }

        /** See {@link PoolOptions#maxLifetime()}. */
        public Builder maxLifetime(@Nullable Duration newMaxLifetime) {
            maxLifetime = Checks.durationOrNull("maxLifetime", newMaxLifetime);
            return this;
        }

        /** See {@link PoolOptions#validateAfter()}. */
        public Builder validateAfter(@Nullable Duration newValidateAfter) {
            validateAfter = Checks.durationOrNull("validateAfter", newValidateAfter);
            return this;
        }

        /** See {@link PoolOptions#validationTimeout()}. */
        public Builder validationTimeout(Duration newValidationTimeout) {
            validationTimeout = Checks.duration("validationTimeout", newValidationTimeout);
            return this;
        }

        /** See {@link PoolOptions#settleTimeout()}. */
        public Builder settleTimeout(Duration newSettleTimeout) {
            settleTimeout = Checks.duration("settleTimeout", newSettleTimeout);
            return this;
        }

        /** See {@link PoolOptions#closeTimeout()}. */
        public Builder closeTimeout(Duration newCloseTimeout) {
            closeTimeout = Checks.duration("closeTimeout", newCloseTimeout);
            return this;
        }

        /** See {@link PoolOptions#resetPolicy()}. */
        public Builder resetPolicy(ResetPolicy newResetPolicy) {
            resetPolicy = requireNonNull(newResetPolicy, "resetPolicy");
            return this;
        }

        /** See {@link PoolOptions#leakThreshold()}. */
        public Builder leakThreshold(@Nullable Duration newLeakThreshold) {
            leakThreshold = Checks.durationOrNull("leakThreshold", newLeakThreshold);
            return this;
        }

        /** See {@link PoolOptions#leakAction()}. */
        public Builder leakAction(LeakAction newLeakAction) {
            leakAction = requireNonNull(newLeakAction, "leakAction");
            return this;
        }

        /**
         * The options.
         *
         * @throws PgConfigException if {@code minSize} is more than {@code maxSize}
         */
        public PoolOptions build() {
            return new PoolOptions(this);
        }
    }
}
