package io.penstock.jdbc.internal.session;

import io.penstock.BlockingConnection;
import io.penstock.Flight;
import io.penstock.Query;
import io.penstock.error.PgException;
import io.penstock.jdbc.internal.convert.JdbcState;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/** A sign of life of a connection's server. One that does not answer in time is given up; one that another thread is in a call on is left to that. */
record LifeSign(JdbcSession session, BlockingConnection link, Lock turn) {

    private static final Query NOTHING = Query.of("");

    /** Whether there is one, in time. */
    boolean comesWithin(@Nullable Duration timeout) throws SQLException {
        var begun = System.nanoTime();
        if (!hasTurnWithin(timeout)) {
            return false;
        }
        try {
            session.takeInOpen();
            var flight = Flight.of(NOTHING);
            var answers = link.run(timeout == null ? flight : flight.withTimeout(left(timeout, begun)));
            var failure = answers.failure();
            return failure == null || failure.sqlState().equals(JdbcState.IN_FAILED_SQL_TRANSACTION);
        } catch (PgException e) {
            return false;
        } finally {
            turn.unlock();
        }
    }

    /** A call that another thread is in may take as long as it likes. */
    private boolean hasTurnWithin(@Nullable Duration timeout) {
        if (timeout == null) {
            turn.lock();
            return true;
        }
        try {
            return turn.tryLock(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Duration left(Duration timeout, long begun) {
        return Duration.ofNanos(Math.max(1, timeout.toNanos() - (System.nanoTime() - begun)));
    }
}
