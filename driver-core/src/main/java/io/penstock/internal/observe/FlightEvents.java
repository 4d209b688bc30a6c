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
    public static void readingPaused(String database, long nanos) {
        if (PRESENT) {
            Recorded.readingPaused(database, nanos);
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

        /** Only asked whether its like are recorded, which happens for each operation. */
        private static final SlowOperation ANY = new SlowOperation();

        static void loopBlocked(String loop, long stallNanos, StackTraceElement[] stack) {
            var event = new LoopBlocked();
            if (event.isEnabled()) {
                event.loop = loop;
                event.stalled = stallNanos;
                event.stack =
                        Arrays.stream(stack).map(StackTraceElement::toString).collect(Collectors.joining("\n"));
                event.commit();
            }
        }

        static void offloadDelayed(long nanos) {
            var event = new OffloadDelayed();
            if (event.isEnabled()) {
                event.delay = nanos;
                event.commit();
            }
        }

        static void cancelled(CancelOutcome how) {
            var event = new Cancelled();
            if (event.isEnabled()) {
                event.outcome = how.name();
                event.commit();
            }
        }

        static void poolWait(String pool, long nanos) {
            var event = new PoolWait();
            if (event.isEnabled()) {
                event.pool = pool;
                event.waited = nanos;
                event.commit();
            }
        }

        static void readingPaused(String database, long nanos) {
            var event = new ReadingPaused();
            if (event.isEnabled()) {
                event.database = database;
                event.paused = nanos;
                event.commit();
            }
        }

        static boolean timesOperations() {
            return ANY.isEnabled();
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
