package io.penstock.internal.transport;

import java.util.ArrayList;
import java.util.List;

/** A clock that a test moves, and that passes no time by itself. */
final class ManualClock implements StreamPace.Clock {

    private final List<Long> rests = new ArrayList<>();
    private long now = 1_000_000_000_000L;

    void advance(long nanos) {
        now += nanos;
    }

    /** What was rested since it was asked last, in nanoseconds. */
    List<Long> rests() {
        var taken = List.copyOf(rests);
        rests.clear();
        return taken;
    }

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public void rest(long nanos) {
        rests.add(nanos);
    }
}
