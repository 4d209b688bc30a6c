package io.penstock.internal.transport;

import io.penstock.internal.flow.VirtualThreads;
import java.util.concurrent.locks.LockSupport;

/**
 * How fast the server sends what its client only reads, and so for how long it pays to let bytes gather before the next read.
 *
 * <p>A server writes 8 KiB at a time. A client that keeps up is woken for each, and a wake-up costs several times what reading so many bytes does. So behind a
 * read that has found less than {@value #FULL_BYTES} bytes the client rests for as long as the server needs for {@value #WANTED_BYTES}, at most
 * {@value #LONGEST_NANOS} ns; but not where that is no time, or brings no more than the next write would. What comes meanwhile fits the socket's
 * buffers, so the server goes on.
 *
 * <p>Only of a stream: so many bytes have come since anything was sent that a fraction of a millisecond is small beside the time they took.
 *
 * <p>Confined to the socket's thread.
 */
final class StreamPace {

    /** Since something was sent. */
    static final int STREAM_BYTES = 256 * 1024;

    /** A read of so many was worth its wake-up, and has left more behind. */
    static final int FULL_BYTES = 64 * 1024;

    /** More than one read takes: the next one asks for no rest. */
    static final int WANTED_BYTES = 96 * 1024;

    /** Two writes of the server's; with less the pause is a wake-up more and not one less. */
    static final int WORTH_BYTES = 16 * 1024;

    static final long LONGEST_NANOS = 400_000;

    /** The kernel's timers add as much to any. */
    static final long SHORTEST_NANOS = 50_000;

    private static final int WEIGHT = 8;

    private static final long LONGEST_SAMPLE_NANOS = 1_000_000_000;

    private final Clock clock;

    /** Since something was sent, as far as it matters. */
    private int streamed;

    /** Whether the stream's last read was timed. */
    private boolean isTimed;

    /** When that had ended. */
    private long since;

    /** In which so many bytes come, on the average of the last reads: nanoseconds for {@value #WANTED_BYTES}; 0 while that is not known. */
    private long interval;

    private int last;

    /** What tells the time, and lets it pass. */
    interface Clock {

        Clock OF_THREAD = new Clock() {

            @Override
            public long nanoTime() {
                return System.nanoTime();
            }

            @Override
            public void rest(long nanos) {
                if (!VirtualThreads.isVirtual(Thread.currentThread())) {
                    LockSupport.parkNanos(StreamPace.class, nanos);
                }
            }
        };

        long nanoTime();

        /** For so long, or less. A virtual thread does not rest: its timer is another thread, and that is one more wake-up. Who is interrupted does not either. */
        void rest(long nanos);
    }

    StreamPace(Clock clock) {
        this.clock = clock;
    }

    /** Something is sent: what comes next may be short. */
    void sent() {
        streamed = 0;
        isTimed = false;
    }

    /** A read has brought so many bytes; none, or less than none, say nothing. */
    void received(int bytes) {
        streamed = Math.min(streamed + Math.max(0, bytes), STREAM_BYTES);
        if (isStream() && bytes > 0) {
            received(bytes, clock.nanoTime());
        }
    }

    private void received(int bytes, long now) {
        if (isTimed) {
            var sample = Math.min((now - since) * WANTED_BYTES / bytes, LONGEST_SAMPLE_NANOS);
            interval = interval == 0 ? sample : interval + (sample - interval) / WEIGHT;
        }
        isTimed = true;
        since = now;
        last = bytes;
    }

    private boolean isStream() {
        return streamed == STREAM_BYTES;
    }

    /** To be called before each read. Of what is no stream it costs nothing, not even a look at the clock. */
    void letGather() {
        if (isStream() && last < FULL_BYTES && interval > 0 && isWorthIt()) {
            var nanos = Math.min(interval, LONGEST_NANOS) - (clock.nanoTime() - since);
            if (nanos >= SHORTEST_NANOS) {
                clock.rest(nanos);
            }
        }
    }

    private boolean isWorthIt() {
        return LONGEST_NANOS * WANTED_BYTES / interval >= WORTH_BYTES;
    }
}
