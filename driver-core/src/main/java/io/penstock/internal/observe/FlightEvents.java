package io.penstock.internal.observe;

import io.penstock.internal.observe.flight.Cancelled;
import io.penstock.internal.observe.flight.LoopBlocked;
import io.penstock.internal.observe.flight.OffloadDelayed;
import io.penstock.internal.observe.flight.PoolWait;
import io.penstock.internal.observe.flight.ReadingPaused;
import io.penstock.internal.observe.flight.SlowOperation;
import io.penstock.observe.CancelOutcome;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tells JDK Flight Recorder. All events are off until a recording enables them; off, each costs the test of a flag. Where the module {@code jdk.jfr}
 * is missing, as in a small run-time image, nothing of it is loaded.
 */
public final class FlightEvents {

    private static final boolean PRESENT = isPresent();

    /** An operation under way, as the recorder sees it. */
    public interface Timed {

        void ended(String operation, String database, @Nullable String sqlState);
    }

    private FlightEvents() {}

    private static boolean isPresent() {
        try {
            Class.forName("jdk.jfr.Event", false, FlightEvents.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError missing) {
            return false;
        }
    }

    /** A loop is stuck. */
    static void loopBlocked(String loop, long stallNanos, StackTraceElement[] stack) {
        if (PRESENT) {
            Recorded.loopBlocked(loop, stallNanos, stack);
        }
    }

    /** Signals have waited for a thread. */
    static void offloadDelayed(long nanos) {
        if (PRESENT && nanos >= OffloadDelayed.THRESHOLD_NANOS) {
            Recorded.offloadDelayed(nanos);
        }
    }

    /** A cancel request is over. */
    static void cancelled(CancelOutcome how) {
        if (PRESENT) {
            Recorded.cancelled(how);
        }
    }

    /** Somebody has waited for a pool's connection. */
    public static void poolWait(String pool, long nanos) {
        if (PRESENT) {
            Recorded.poolWait(pool, nanos);
        }
    }

    /** A connection is read from again. */
    public static void readingPaused(String address, String database, long nanos) {
        if (PRESENT) {
            Recorded.readingPaused(address, database, nanos);
        }
    }

    /** Whether slow operations are recorded. */
    public static boolean timesOperations() {
        return PRESENT && Recorded.timesOperations();
    }

    /** An operation begins; null where nobody records it. */
    public static @Nullable Timed operation() {
        return timesOperations() ? Recorded.operation() : null;
    }

    /** Refers to the events' classes, and so is loaded only where they can be. */
    private static final class Recorded {

        // One of each kind, that is only asked whether its like are recorded; no other is made before that.
        private static final LoopBlocked LOOP_BLOCKED = new LoopBlocked();
        private static final OffloadDelayed OFFLOAD_DELAYED = new OffloadDelayed();
        private static final Cancelled CANCELLED = new Cancelled();
        private static final PoolWait POOL_WAIT = new PoolWait();
        private static final ReadingPaused READING_PAUSED = new ReadingPaused();
        private static final SlowOperation SLOW_OPERATION = new SlowOperation();

        static void loopBlocked(String loop, long stallNanos, StackTraceElement[] stack) {
            if (LOOP_BLOCKED.isEnabled()) {
                var event = new LoopBlocked();
                event.loop = loop;
                event.stalled = stallNanos;
                event.stack =
                        Arrays.stream(stack).map(StackTraceElement::toString).collect(Collectors.joining("\n"));
                event.commit();
            }
        }

        static void offloadDelayed(long nanos) {
            if (OFFLOAD_DELAYED.isEnabled()) {
                var event = new OffloadDelayed();
                event.delay = nanos;
                event.commit();
            }
        }

        static void cancelled(CancelOutcome how) {
            if (CANCELLED.isEnabled()) {
                var event = new Cancelled();
                event.outcome = how.name();
                event.commit();
            }
        }

        static void poolWait(String pool, long nanos) {
            if (POOL_WAIT.isEnabled()) {
                var event = new PoolWait();
                event.pool = pool;
                event.waited = nanos;
                event.commit();
            }
        }

        static void readingPaused(String address, String database, long nanos) {
            if (READING_PAUSED.isEnabled()) {
                var event = new ReadingPaused();
                event.database = address + "/" + database;
                event.paused = nanos;
                event.commit();
            }
        }

        static boolean timesOperations() {
            return SLOW_OPERATION.isEnabled();
        }

        static Timed operation() {
            var event = new SlowOperation();
            event.begin();
            return (operation, database, sqlState) -> {
                event.end();
                if (event.shouldCommit()) {
                    event.operation = operation;
                    event.database = database;
                    event.sqlState = sqlState == null ? "" : sqlState;
                    event.commit();
                }
            };
        }
    }
}
