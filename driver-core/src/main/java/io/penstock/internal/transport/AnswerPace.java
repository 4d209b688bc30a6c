package io.penstock.internal.transport;

/**
 * How fast a server answers what is pipelined on one connection, and so for how long it can be left alone without running out of work.
 *
 * <p>A server answers each statement by itself, and each answer would wake the loop, and that the thread behind it: two wake-ups for a statement, which cost more than all
 * that a driver does. Where several statements are under way the last of them has to wait anyhow. So a connection lets answers gather for a quarter of the time
 * that the server needs for what is under way; it is in a hurry where that is less than is worth a pause.
 *
 * <p>The pace says too little to be trusted far: processes of a server that wait for a processor, or for each other, look slower than they are once they run. So the pause is at most
 * {@value #EACH_NANOS} ns for each exchange under way, or {@value #FEW_NANOS} ns for a few, and {@value #LONGEST_NANOS} ns in any case.
 *
 * <p>Confined to the connection's loop.
 */
final class AnswerPace {

    /** With so many exchanges under way an answer is sure to come soon, and there is work for the server behind it. */
    static final int DEEP = 4;

    /** No pause is shorter: the kernel's timers add as much to any. */
    static final long SHORTEST_NANOS = 50_000;

    static final long LONGEST_NANOS = 200_000;

    static final long FEW_NANOS = 75_000;

    static final long EACH_NANOS = 1_000;

    /** A read of more bytes was worth its wake-up. */
    static final int LARGE_READ = 8 * 1_024;

    private static final int SHARE = 4;
    private static final int WEIGHT = 8;

    private final Gathering gathering;

    /** Between two answers, on the average of the last few; 0 while that is not known. */
    private long interval;

    /** When the last answers had been taken in, and how many exchanges were under way then. */
    private long since;

    private int left;

    private boolean hurries;

    AnswerPace(Gathering gathering) {
        this.gathering = gathering;
    }

    /**
     * Answers have been taken in, and what was waiting has been sent.
     *
     * @param answered how many exchanges have ended
     * @param underWay how many are under way now
     * @param bytes how many came
     * @param now in nanoseconds, of a clock that does not jump
     */
    void answered(int answered, int underWay, int bytes, long now) {
        if (answered > 0 && left >= DEEP && answered < left) {
            var sample = (now - since) / answered;
            interval = interval == 0 ? sample : interval + (sample - interval) / WEIGHT;
        }
        since = now;
        left = underWay;
        look(underWay);
        if (!hurries && underWay > 0 && bytes < LARGE_READ) {
            gathering.agree(patience(underWay));
        }
    }

    /** So many exchanges are under way. */
    void look(int underWay) {
        var hurry = underWay > 0 && patience(underWay) == 0;
        if (hurry != hurries) {
            hurries = hurry;
            if (hurry) {
                gathering.hurry();
            } else {
                gathering.relax();
            }
        }
    }

    private long patience(int underWay) {
        var nanos = underWay < DEEP ? 0 : Math.min(underWay * interval / SHARE, longest(underWay));
        return nanos < SHORTEST_NANOS ? 0 : nanos;
    }

    private static long longest(int underWay) {
        return Math.min(Math.max(underWay * EACH_NANOS, FEW_NANOS), LONGEST_NANOS);
    }
}
