package io.penstock.internal.pool;

import io.penstock.ServerInfo;
import io.penstock.TransactionStatus;
import io.penstock.error.Outcome;
import io.penstock.error.PgClosedException;
import io.penstock.error.PgException;
import io.penstock.internal.session.Lendable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A connection that is whatever the test says. Its socket closes when the test lets it. */
final class FakeConnection implements Lendable {

    final int number;
    final String address;
    final List<String> log = new ArrayList<>();
    boolean quiet = true;
    boolean listening;
    boolean refusesWrites;
    boolean inSight = true;
    TransactionStatus status = TransactionStatus.IDLE;

    @Nullable
    PgException ending;

    boolean gone;
    private @Nullable Runnable whenGone;

    FakeConnection(int number, String address) {
        this.number = number;
        this.address = address;
    }

    /** The link breaks, or a close is through. */
    void lose() {
        if (ending == null) {
            ending = new PgClosedException("lost", "08006", Outcome.UNKNOWN, null);
        }
        quiet = true;
        if (!gone) {
            gone = true;
            if (whenGone != null) {
                whenGone.run();
            }
        }
    }

    @Override
    public boolean isOpen() {
        return ending == null;
    }

    @Override
    public boolean isQuiet() {
        return quiet;
    }

    @Override
    public TransactionStatus lastStatus() {
        return status;
    }

    @Override
    public boolean isListening() {
        return listening;
    }

    @Override
    public boolean refusesWrites() {
        return refusesWrites;
    }

    @Override
    public boolean glance() {
        if (!inSight) {
            lose();
        }
        return inSight;
    }

    @Override
    public void resetAhead(List<String> statements) {
        log.add("ahead " + statements);
        status = TransactionStatus.IDLE;
        listening = false;
    }

    @Override
    public void whenGone(Runnable told) {
        whenGone = told;
        if (gone) {
            told.run();
        }
    }

    @Override
    public @Nullable PgException ending() {
        return ending;
    }

    @Override
    public void cancelRunning() {
        log.add("cancel");
    }

    @Override
    public void abort(PgException cause) {
        log.add("abort");
        ending = ending == null ? cause : ending;
        lose();
    }

    @Override
    public ServerInfo server() {
        return new ServerInfo(address, "app", "app", number, "18", "3.2", "none");
    }

    @Override
    public String toString() {
        return "connection " + number;
    }
}
