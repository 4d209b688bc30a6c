package io.penstock.internal.pool;

import io.penstock.error.PgConfigException;
import io.penstock.error.PgException;
import io.penstock.error.SqlState;
import java.time.Duration;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How fast connections are opened: as fast as a server takes them that is well, and hardly at all while it is not.
 *
 * <p><b>Slow start.</b> One attempt at a time at first; each that succeeds allows one more, so 1, 2, 4, … are under way. After a failure
 * it is one again.
 *
 * <p><b>Back-off.</b> After a failure there is a pause of {@value #FIRST_MILLIS} ms, which doubles with each further one up to {@value
 * #LONGEST_MILLIS} ms: short enough to be back within a second when the server is. A half of each pause is chance, so that the pools of many
 * processes do not come in step.
 *
 * <p><b>Verdicts.</b> A wrong password (class 28), a database that does not exist (class 3D), options that cannot be, and a closed client
 * will not pass by themselves: the pause begins with {@value #VERDICT_FIRST_SECONDS} s and doubles up to {@value
 * #VERDICT_LONGEST_SECONDS} s, since asking again locks accounts; during the pause {@link #verdict} says what those are told who ask.
 *
 * <p>Confined to the pool's writer; the clock and chance come from outside.
 */
final class Pace {

    private static final int FIRST_MILLIS = 40;
    private static final int LONGEST_MILLIS = 500;
    private static final int VERDICT_FIRST_SECONDS = 1;
    private static final int VERDICT_LONGEST_SECONDS = 60;

    private final int most;
    private final DoubleSupplier chance;

    private int atOnce = 1;
    private int failures;
    private boolean resting;
    private long restsUntil;
    private @Nullable PgException lastFailure;
    private boolean isVerdict;

    /**
     * @param most attempts at a time, at the most
     * @param chance from 0 to 1
     */
    Pace(int most, DoubleSupplier chance) {
        this.most = most;
        this.chance = chance;
    }

    /** Whether one more attempt may start while so many are under way. */
    boolean allows(int underWay, long now) {
        return underWay < atOnce && !isResting(now);
    }

    boolean isResting(long now) {
        return resting && now - restsUntil < 0;
    }

    /** The end of the pause. */
    long restsUntil() {
        return restsUntil;
    }

    void succeeded() {
        atOnce = Math.min(atOnce + 1, most);
        failures = 0;
        resting = false;
        lastFailure = null;
        isVerdict = false;
    }

    void failed(PgException error, long now) {
        var verdict = isVerdict(error);
        failures = verdict == isVerdict ? failures + 1 : 1;
        isVerdict = verdict;
        atOnce = 1;
        lastFailure = error;
        resting = true;
        restsUntil = now + pause().toNanos();
    }

    private static boolean isVerdict(PgException error) {
        return error instanceof PgConfigException
                || SqlState.isClass(error.sqlState(), "28")
                || SqlState.isClass(error.sqlState(), "3D")
                || error.sqlState().equals(SqlState.CONNECTION_DOES_NOT_EXIST);
    }

    private Duration pause() {
        var doublings = Math.min(failures - 1, 10);
        var longest = isVerdict
                ? Math.min((long) VERDICT_FIRST_SECONDS << doublings, VERDICT_LONGEST_SECONDS) * 1_000
                : Math.min((long) FIRST_MILLIS << doublings, LONGEST_MILLIS);
        return Duration.ofNanos((long) (longest * 1_000_000 * (0.5 + chance.getAsDouble() / 2)));
    }

    /** What will not pass by itself, while it is not tried again; null where there is hope. */
    @Nullable
    PgException verdict(long now) {
        return isVerdict && isResting(now) ? lastFailure : null;
    }

    /** Why the last attempt has failed; null where it has not. */
    @Nullable
    PgException lastFailure() {
        return lastFailure;
    }
}
