package io.penstock.internal.session;

import io.penstock.observe.CancelOutcome;
import java.util.ArrayDeque;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How many cancel requests of one client are under way at once. Each is a connection of its own, and they are wanted most when the
 * server can take least: so it begins with one, doubles with every round that goes well, and begins again after a failure.
 *
 * <p>Bounds: {@value #MAX_UNDER_WAY} under way, {@value #MAX_WAITING} in line behind them; one more is refused. Safe from any thread.
 */
final class CancelSlots {

    static final int MAX_UNDER_WAY = 32;
    static final int MAX_WAITING = 4_096;

    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by the lock.
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private int allowed = 1;
    private int underWay;

    /** Runs it, in this call or when its turn has come; false when the line is full. */
    boolean enter(Runnable request) {
        lock.lock();
        try {
            if (underWay >= allowed) {
                return waiting.size() < MAX_WAITING && waiting.add(request);
            }
            underWay++;
        } finally {
            lock.unlock();
        }
        request.run();
        return true;
    }

    /** Gives up its place in the line, if it is still there. */
    void leave(Runnable request) {
        lock.lock();
        try {
            waiting.remove(request);
        } finally {
            lock.unlock();
        }
    }

    /** One that was run is over; others take its place. */
    void done(CancelOutcome how) {
        var next = new ArrayDeque<Runnable>();
        lock.lock();
        try {
            underWay--;
            allowed = switch (how) {
                case DELIVERED -> Math.min(allowed + 1, MAX_UNDER_WAY);
                case TOO_LATE -> allowed;
                case FAILED -> 1;
            };
            while (underWay < allowed && !waiting.isEmpty()) {
                next.add(waiting.remove());
                underWay++;
            }
        } finally {
            lock.unlock();
        }
        next.forEach(Runnable::run);
    }
}
