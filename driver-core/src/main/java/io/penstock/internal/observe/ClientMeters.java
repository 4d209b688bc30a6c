package io.penstock.internal.observe;

import io.penstock.internal.flow.OffloadObserver;
import io.penstock.observe.CancelOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What has happened in a client, and who is told how long it took. Counters only grow. Safe from any thread; nothing here blocks a loop.
 */
public final class ClientMeters implements OffloadObserver {

    private final LongAdder offloadRejected = new LongAdder();
    private final LongAdder rejected = new LongAdder();
    private final LongAdder drainedBytes = new LongAdder();
    private final LongAdder cancelsDelivered = new LongAdder();
    private final LongAdder cancelsTooLate = new LongAdder();
    private final LongAdder cancelsFailed = new LongAdder();

    private final ReentrantLock attaching = new ReentrantLock();
    private volatile Recorder recorder = Recorder.NONE;

    /** Guarded by the lock. */
    private final List<Recorder> attached = new ArrayList<>();

    // ---- who is told

    /** Where durations go; {@link Recorder#NONE} where nobody wants them. */
    public Recorder recorder() {
        return recorder;
    }

    /** Whether anybody wants durations. */
    public boolean isRecorded() {
        return recorder != Recorder.NONE;
    }

    /** From now on durations go there too, until the returned handle is run. */
    public Runnable attach(Recorder added) {
        change(() -> attached.add(added));
        return () -> change(() -> attached.remove(added));
    }

    private void change(Runnable change) {
        attaching.lock();
        try {
            change.run();
            recorder = switch (attached.size()) {
                case 0 -> Recorder.NONE;
                case 1 -> attached.get(0);
                default -> new Recorders(List.copyOf(attached));
            };
        } finally {
            attaching.unlock();
        }
    }

    // ---- what happens

    @Override
    public void drainStarted(long delayNanos) {
        recorder.offloadDelay(delayNanos);
        FlightEvents.offloadDelayed(delayNanos);
    }

    @Override
    public void drainEnded() {}

    @Override
    public void rejected(Throwable cause) {
        offloadRejected.increment();
    }

    /** An operation was declined because a bound was reached. */
    public void operationRejected() {
        rejected.increment();
    }

    /** Bytes of an answer came that nobody wanted any more. */
    public void drained(long bytes) {
        if (bytes > 0) {
            drainedBytes.add(bytes);
        }
    }

    /** A cancel request has run its course. */
    public void cancelled(CancelOutcome how) {
        counterOf(how).increment();
        FlightEvents.cancelled(how);
    }

    private LongAdder counterOf(CancelOutcome how) {
        return switch (how) {
            case DELIVERED -> cancelsDelivered;
            case TOO_LATE -> cancelsTooLate;
            case FAILED -> cancelsFailed;
        };
    }

    // ---- how often

    /** Tasks that an executor has refused. */
    public long offloadRejections() {
        return offloadRejected.sum();
    }

    /** Operations that were declined. */
    public long rejections() {
        return rejected.sum();
    }

    /** Bytes that nobody wanted. */
    public long drainedBytes() {
        return drainedBytes.sum();
    }

    /** Cancel requests that ended so. */
    public long cancels(CancelOutcome how) {
        return counterOf(how).sum();
    }
}
