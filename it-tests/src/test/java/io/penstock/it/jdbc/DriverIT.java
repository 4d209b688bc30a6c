package io.penstock.it.jdbc;

import static io.penstock.it.jdbc.JdbcServer.ask;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.it.server.PostgresServer;
import io.penstock.it.server.PostgresTest;
import io.penstock.jdbc.PenstockDriver;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** Connections that are made one by one: what they share is there while there is one of them, and not longer. */
@PostgresTest
class DriverIT {

    private static final int THREADS = 8;
    private static final int CONNECTIONS = 10;

    private final Driver driver = new PenstockDriver();
    private final PostgresServer server;

    DriverIT(PostgresServer server) {
        this.server = server;
    }

    private Connection open() throws SQLException {
        return open(server.password());
    }

    private Connection open(String password) throws SQLException {
        var jdbc = new JdbcServer(server);
        var user = jdbc.namedUser();
        user.setProperty("password", password);
        return requireNonNull(driver.connect(jdbc.url(), user));
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("penstock-loop"))
                .toList();
    }

    @Test
    void endsItsThreadsBeforeTheLastCloseReturns() throws SQLException {
        var first = open();
        var second = open();

        first.close();
        assertThat(threads()).isNotEmpty();
        assertThat(ask(second, "select 'still here'")).isEqualTo("still here");
        second.close();

        assertThat(threads()).isEmpty();
    }

    @Test
    void countsAConnectionOnceHoweverOftenItIsClosed() throws SQLException {
        var first = open();
        try (var second = open()) {
            first.close();
            first.close();
            first.abort(Runnable::run);

            assertThat(ask(second, "select 'still here'")).isEqualTo("still here");
        }
    }

    @Test
    void endsItsThreadsWhenTheLastConnectionIsAborted() throws SQLException {
        open().abort(Runnable::run);

        assertThat(threads()).isEmpty();
    }

    @Test
    void leavesNoThreadBehindAnAttemptThatFailed() {
        assertThatThrownBy(() -> open("wrong")).isInstanceOf(SQLException.class);

        assertThat(threads()).isEmpty();
    }

    @Test
    void keepsWhatIsSharedUntilAConnectionThatTheServerHasEndedIsClosed() throws SQLException {
        try (var admin = server.admin();
                var ended = open()) {
            var process = ask(ended, "select pg_backend_pid()");
            ask(admin, "select pg_terminate_backend(" + process + ")");
            assertThatThrownBy(() -> ask(ended, "select 1")).isInstanceOf(SQLException.class);
        }

        assertThat(threads()).isEmpty();
    }

    /** Whoever opens one while the last of the others is closed gets what works. */
    @Test
    void isUsedByManyThreadsThatOpenAndClose() throws Exception {
        var failures = new ConcurrentLinkedQueue<Throwable>();
        var threads = new ArrayList<Thread>();
        for (var i = 0; i < THREADS; i++) {
            var nonce = "of-" + i;
            var thread = new Thread(() -> openAndClose(nonce, failures), "opener-" + i);
            threads.add(thread);
            thread.start();
        }
        for (var thread : threads) {
            thread.join();
        }

        assertThat(failures).isEmpty();
        assertThat(threads()).isEmpty();
    }

    private void openAndClose(String nonce, ConcurrentLinkedQueue<Throwable> failures) {
        try {
            for (var i = 0; i < CONNECTIONS; i++) {
                try (var connection = open()) {
                    assertThat(ask(connection, "select '" + nonce + "'")).isEqualTo(nonce);
                }
            }
        } catch (Throwable e) {
            failures.add(e);
        }
    }
}
