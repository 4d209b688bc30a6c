package io.penstock.internal.pool;

import io.penstock.error.PgConnectException;
import io.penstock.error.PgException;
import io.penstock.internal.session.Opening;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** Opens connections when the test says so, and waits for answers until the test gives them. */
final class FakeKind implements Kind<FakeConnection> {

    /** What has begun and not ended. */
    final ArrayDeque<Opening<FakeConnection>> attempts = new ArrayDeque<>();

    final ArrayDeque<Check> checks = new ArrayDeque<>();
    final ArrayDeque<FakeConnection> closing = new ArrayDeque<>();
    final List<FakeConnection> opened = new ArrayList<>();
    String address = "db";
    boolean sendsByItself = true;
    boolean wantsWriter = true;
    boolean closesAtOnce = true;
    boolean opensAtOnce;
    boolean shutDown;
    int mostAttempts;

    /** Something that is waited for. */
    record Check(String what, FakeConnection connection, Runnable told) {}

    FakeConnection open() {
        var connection = new FakeConnection(opened.size() + 1, address);
        opened.add(connection);
        attempts.remove().opened(connection);
        return connection;
    }

    void openAll() {
        while (!attempts.isEmpty()) {
            open();
        }
    }

    void fail(String sqlState) {
        attempts.remove().failed(failure(sqlState));
    }

    static PgException failure(String sqlState) {
        return new PgConnectException("no connection", sqlState, (Throwable) null);
    }

    /** The oldest check ends; the connection is as it is now. */
    void answer() {
        checks.remove().told().run();
    }

    /** The oldest check ends the connection. */
    void answerByClosing() {
        var check = checks.remove();
        check.connection().lose();
        check.told().run();
    }

    @Override
    public void open(Opening<FakeConnection> opening) {
        attempts.add(opening);
        mostAttempts = Math.max(mostAttempts, attempts.size());
        if (opensAtOnce) {
            open();
        }
    }

    @Override
    public long glanceAfterNanos() {
        return Duration.ofMillis(50).toNanos();
    }

    @Override
    public boolean sendsByItself() {
        return sendsByItself;
    }

    @Override
    public boolean wantsWriter() {
        return wantsWriter;
    }

    @Override
    public void settle(FakeConnection connection, Duration patience, Runnable told) {
        checks.add(new Check("settle", connection, told));
    }

    @Override
    public void reset(FakeConnection connection, List<String> statements, Runnable told) {
        checks.add(new Check("reset " + statements, connection, told));
    }

    @Override
    public void probe(FakeConnection connection, Duration timeout, Runnable told) {
        checks.add(new Check("probe", connection, told));
    }

    @Override
    public void close(FakeConnection connection) {
        connection.log.add("close");
        if (closesAtOnce || connection.gone) {
            connection.lose();
        } else {
            closing.add(connection);
        }
    }

    /** The oldest socket that is being closed is closed. */
    void closeOne() {
        closing.remove().lose();
    }

    @Override
    public void shutDown() {
        shutDown = true;
    }
}
