package io.penstock.internal.pool;

import io.penstock.ServerInfo;
import io.penstock.TransactionStatus;
import io.penstock.error.Outcome;
import io.penstock.error.PgClosedException;
import io.penstock.error.PgException;
import io.penstock.internal.session.Lendable;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A connection that any thread may lose. */
final class StressedConnection implements Lendable {

    private static final ServerInfo SERVER = new ServerInfo("db", "app", "app", 1, "18", "3.2", "none");

    private final AtomicBoolean lost = new AtomicBoolean();
    private volatile Runnable whenGone = () -> {};

    void lose() {
        if (lost.compareAndSet(false, true)) {
            whenGone.run();
        }
    }

    @Override
    public boolean isOpen() {
        return !lost.get();
    }

    @Override
    public boolean isQuiet() {
        return true;
    }

    @Override
    public TransactionStatus lastStatus() {
        return TransactionStatus.IDLE;
    }

    @Override
    public boolean isListening() {
        return false;
    }

    @Override
    public boolean refusesWrites() {
        return false;
    }

    @Override
    public boolean glance() {
        return isOpen();
    }

    @Override
    public void resetAhead(List<String> statements) {}

    @Override
    public void whenGone(Runnable told) {
        whenGone = told;
    }

    @Override
    public @Nullable PgException ending() {
        return lost.get() ? new PgClosedException("lost", "08006", Outcome.UNKNOWN, null) : null;
    }

    @Override
    public void cancelRunning() {}

    @Override
    public void abort(PgException cause) {
        lose();
    }

    @Override
    public ServerInfo server() {
        return SERVER;
    }
}
