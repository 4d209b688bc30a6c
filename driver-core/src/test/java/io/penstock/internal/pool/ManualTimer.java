package io.penstock.internal.pool;

import io.penstock.testing.FakeTicker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Timers on a clock that the test sets; they run on the test's thread, in the order of their moments. */
final class ManualTimer implements PoolClock.Timer {

    private final FakeTicker ticker = new FakeTicker();
    private final List<Entry> entries = new ArrayList<>();

    /** Not a record: two timers of one moment are two. */
    private static final class Entry {

        private final long moment;
        private final Runnable task;

        Entry(long moment, Runnable task) {
            this.moment = moment;
            this.task = task;
        }
    }

    PoolClock clock() {
        return new PoolClock(ticker, this);
    }

    @Override
    public Runnable schedule(Runnable task, Duration delay) {
        var entry = new Entry(ticker.getAsLong() + delay.toNanos(), task);
        entries.add(entry);
        return () -> entries.remove(entry);
    }

    /** Time goes by, from timer to timer. */
    void advance(Duration by) {
        var end = ticker.getAsLong() + by.toNanos();
        while (true) {
            var next = entries.stream()
                    .filter(entry -> entry.moment - end <= 0)
                    .min(Comparator.comparingLong(entry -> entry.moment - end));
            if (next.isEmpty()) {
                break;
            }
            var entry = next.get();
            entries.remove(entry);
            ticker.advance(Duration.ofNanos(Math.max(0, entry.moment - ticker.getAsLong())));
            entry.task.run();
        }
        ticker.advance(Duration.ofNanos(end - ticker.getAsLong()));
    }

    int pending() {
        return entries.size();
    }
}
