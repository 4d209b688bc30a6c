package io.penstock.benchmarks;

import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/** So many selects under way at any time: each is followed by the next from its completion. */
final class InFlight implements Load {

    private final Slot[] slots;

    /** Slots share the connections, one after the other. */
    InFlight(int count, AsyncSelect... connections) {
        slots = new Slot[count];
        for (var i = 0; i < count; i++) {
            slots[i] = new Slot(connections[i % connections.length]);
        }
    }

    @Override
    public long run(long nanos, Latencies latencies) throws Exception {
        var round = new Round(System.nanoTime() + nanos, latencies, new AtomicLong(), new Semaphore(0));
        for (var slot : slots) {
            slot.begin(round);
        }
        round.ended().acquire(slots.length);
        return round.done().get();
    }

    private record Round(long end, Latencies latencies, AtomicLong done, Semaphore ended) {}

    /** One after the other; confined to whoever completes them. */
    private static final class Slot implements Runnable {

        private final AsyncSelect select;
        private Round round = new Round(0, new Latencies(), new AtomicLong(), new Semaphore(0));
        private long started;

        Slot(AsyncSelect select) {
            this.select = select;
        }

        void begin(Round newRound) {
            round = newRound;
            next(System.nanoTime());
        }

        private void next(long now) {
            started = now;
            select.run(ThreadLocalRandom.current().nextInt(Callers.IDS) + 1, this);
        }

        @Override
        public void run() {
            var now = System.nanoTime();
            round.latencies().add(now - started);
            round.done().incrementAndGet();
            if (now - round.end() < 0) {
                next(now);
            } else {
                round.ended().release();
            }
        }
    }
}
