package io.penstock.internal.session;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;

/**
 * Does something short again and again, on some event loop, from its start until it is stopped or the client is closed. One round at a time; the period lies
 * between the end of a round and the beginning of the next.
 *
 * <p>Started once; stopped from any thread.
 */
final class Beat {

    private final ClientRuntime runtime;
    private final Duration period;
    private final Runnable round;
    private volatile boolean stopped;
    private volatile Runnable stopTimer = () -> {};

    Beat(ClientRuntime runtime, Duration period, Runnable round) {
        this.runtime = runtime;
        this.period = period;
        this.round = round;
    }

    void start() {
        try {
            stopTimer = runtime.schedule(this::run, period);
        } catch (RejectedExecutionException e) {
            // The loops have ended, and all that is looked at with them.
            stopped = true;
        }
        if (stopped) {
            stopTimer.run();
        }
    }

    private void run() {
        if (!stopped) {
            round.run();
            start();
        }
    }

    void stop() {
        stopped = true;
        stopTimer.run();
    }
}
