package io.penstock.internal.observe;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;

/**
 * Logs where a loop is stuck, at most so often; those in between are counted, and told with the next. Confined to the watchdog's thread, whom a slow
 * logging back end delays, and nobody else.
 */
final class StuckLog {

    private final Logger logger;
    private final long everyNanos;
    private long next;
    private boolean isFirst = true;
    private int unlogged;

    StuckLog(Logger logger, long everyNanos) {
        this.logger = logger;
        this.everyNanos = everyNanos;
    }

    void stuck(String loop, long stallNanos, StackTraceElement[] stack, long now) {
        if (!isFirst && now - next < 0) {
            unlogged++;
            return;
        }
        isFirst = false;
        next = now + everyNanos;
        var more = unlogged == 0 ? "" : " (and " + unlogged + " more not logged since the last such message)";
        unlogged = 0;
        logger.log(
                Level.WARNING,
                "Penstock: event loop " + loop + " has been stuck for " + TimeUnit.NANOSECONDS.toMillis(stallNanos)
                        + " ms, in " + culprit(stack) + more,
                new At(stack));
    }

    /** The frame to look at first: the innermost one that is not the JDK's. */
    private static String culprit(StackTraceElement[] stack) {
        for (var frame : stack) {
            var name = frame.getClassName();
            if (!name.startsWith("java.") && !name.startsWith("jdk.") && !name.startsWith("sun.")) {
                return frame.toString();
            }
        }
        return stack.length == 0 ? "an unknown place" : stack[0].toString();
    }

    /** Carries the stack of the loop's thread to the log. */
    private static final class At extends Throwable {

        private static final long serialVersionUID = 1L;

        At(StackTraceElement[] stack) {
            super("the loop is here", null, false, true);
            setStackTrace(stack);
        }

        @Override
        public Throwable fillInStackTrace() {
            return this;
        }
    }
}
