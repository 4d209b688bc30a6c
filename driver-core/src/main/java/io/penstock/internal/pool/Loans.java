package io.penstock.internal.pool;

import io.penstock.config.CallerFrames;
import io.penstock.config.ConnectionOptions;
import io.penstock.config.PoolOptions;
import io.penstock.error.ErrorContext;
import io.penstock.error.PgException;
import io.penstock.internal.flow.CallSite;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What both faces of a pool ask of a borrower: where he called from, if that is wanted, and how long he waits. Immutable. */
final class Loans {

    private final ErrorContext context;
    private final CallerFrames callerFrames;
    private final boolean watchesLeaks;
    private final long acquireNanos;

    Loans(PoolOptions pool, ConnectionOptions connection) {
        this.context = new ErrorContext(
                "acquire", connection.hosts() + "/" + connection.database() + ", pool " + pool.name(), null);
        this.callerFrames = connection.callerFrames();
        this.watchesLeaks = pool.leakThreshold() != null;
        this.acquireNanos = pool.acquireTimeout().toNanos();
    }

    long acquireNanos() {
        return acquireNanos;
    }

    static long nanos(Duration timeout) {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("the timeout must be longer than 0: " + timeout);
        }
        return timeout.toNanos();
    }

    /** The calling thread's stack, if it may be told of a leak; null, which costs nothing, if nobody looks for leaks. */
    @Nullable
    CallSite leakSite() {
        return watchesLeaks ? CallSite.capture() : null;
    }

    /** The calling thread's stack, for errors. */
    CallSite errorSite() {
        return switch (callerFrames) {
            case CAPTURED, OF_EACH_CALL -> CallSite.capture();
            case OMITTED -> CallSite.omitted();
        };
    }

    /** A failure that many may have been told, as one borrower's own. */
    PgException told(PgException failure, CallSite site) {
        return site.stamp(failure.in(context));
    }
}
