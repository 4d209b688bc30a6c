package io.penstock.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.ListenEvent;
import io.penstock.ListenerOptions;
import io.penstock.Notification;
import io.penstock.Penstock;
import io.penstock.config.ConnectionOptions;
import io.penstock.config.HostAddress;
import io.penstock.config.PoolOptions;
import io.penstock.config.TargetSessionAttrs;
import io.penstock.error.PgException;
import io.penstock.it.invariant.Await;
import io.penstock.it.invariant.Nonce;
import io.penstock.it.server.MortalPostgres;
import io.penstock.it.server.Role;
import io.penstock.pool.BlockingPool;
import io.penstock.pool.PgPool;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pools, and a listener, whose server dies and comes back. Reliability.md, rows 20, 31, 41, 53 and 99. */
@Timeout(120)
class PoolRecoveryIT {

    private static final int CALLERS = 16;
    private static final int MASS = 50;
    private static final String WRITE = "insert into written values (inet_server_port()) returning port";

    private static MortalPostgres mortal;

    @BeforeAll
    static void start() {
        // Three more are kept free for superusers, and one of those is connected.
        mortal = MortalPostgres.start(18, "max_connections = " + (MASS + 4) + "\nsuperuser_reserved_connections = 3\n");
    }

    @AfterAll
    static void stop() {
        mortal.close();
    }

    /** Callers that go on asking, whatever they are told. */
    private static final class Load implements AutoCloseable {

        private final AtomicBoolean over = new AtomicBoolean();
        private final AtomicInteger successes = new AtomicInteger();
        private final AtomicLong lastSuccess = new AtomicLong();
        private final ConcurrentLinkedQueue<Throwable> surprises = new ConcurrentLinkedQueue<>();
        private final List<Thread> threads = new ArrayList<>();

        private interface Ask {
            void run();
        }

        private Load(int callers, Ask ask) {
            for (var i = 0; i < callers; i++) {
                var thread = new Thread(() -> askOn(ask), "load-" + i);
                threads.add(thread);
                thread.start();
            }
        }

        private void askOn(Ask ask) {
            while (!over.get()) {
                try {
                    ask.run();
                    lastSuccess.set(System.nanoTime());
                    successes.incrementAndGet();
                } catch (PgException expected) {
                    assertThat(expected.sqlState()).isNotEmpty();
                } catch (Throwable surprise) {
                    surprises.add(surprise);
                    return;
                }
            }
        }

        void awaitSuccesses(int more) {
            var target = successes.get() + more;
            Await.until(more + " more successes", () -> successes.get() >= target || !surprises.isEmpty());
            assertThat(surprises).isEmpty();
        }

        @Override
        public void close() {
            over.set(true);
            for (var thread : threads) {
                try {
                    thread.join(20_000);
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                assertThat(thread.isAlive()).as("a caller that never ended").isFalse();
            }
            assertThat(surprises).isEmpty();
        }
    }

    private static PoolOptions options(int size) {
        return PoolOptions.builder()
                .maxSize(size)
                .acquireTimeout(Duration.ofSeconds(20))
                .build();
    }

    private static void killAndWatch(String which, Load load) {
        load.awaitSuccesses(2 * CALLERS);
        mortal.kill();
        var before = load.successes.get();
        mortal.startAgain();
        var accepting = System.nanoTime();
        Await.until("the first success after the server is back", () -> load.successes.get() > before);
        var millis = (System.nanoTime() - accepting) / 1_000_000;
        System.out.println("PoolRecoveryIT: " + which + " was back " + millis + " ms after the server accepted");
        load.awaitSuccesses(2 * CALLERS);
    }

    @Test
    void blockingCallersAreServedAgainAfterTheServerWasKilled() {
        try (var penstock = Penstock.create();
                var pool =
                        BlockingPool.create(penstock, mortal.server().options().build(), options(8));
                var load = new Load(
                        CALLERS,
                        () -> pool.withConnection(connection -> {
                            var nonce = Nonce.next();
                            return nonce.in(connection.query(nonce.select("1")));
                        }))) {
            killAndWatch("the blocking pool", load);
            assertThat(pool.metrics().totals().evicted()).isPositive();
        }
    }

    @Test
    void stagesAreServedAgainAfterTheServerWasKilled() {
        try (var penstock = Penstock.create()) {
            var pool = PgPool.create(penstock, mortal.server().options().build(), options(8));
            try (var load = new Load(CALLERS, () -> {
                var nonce = Nonce.next();
                nonce.in(Await.get(pool.query(nonce.select("1"))));
            })) {
                killAndWatch("the asynchronous pool", load);
            }
            Await.get(pool.close());
        }
    }

    /** The old primary comes back, first in the list, and does not write any more: nothing goes there, also when all connections are made anew. */
    @Test
    void nothingIsWrittenToAPrimaryThatComesBackAsAStandby() throws SQLException {
        try (var first = MortalPostgres.start(18, "");
                var second = MortalPostgres.start(18, "");
                var penstock = Penstock.create();
                var pool = BlockingPool.create(penstock, toBoth(first, second), options(8))) {
            createTable(first);
            createTable(second);
            refuseWrites(second, true);
            var written = new ConcurrentLinkedQueue<Integer>();
            try (var load = new Load(
                    CALLERS,
                    () -> written.add(pool.withConnection(connection -> connection.query(WRITE))
                            .single()
                            .getInt(0)))) {
                load.awaitSuccesses(2 * CALLERS);
                refuseWrites(first, true);
                first.kill();
                refuseWrites(second, false);
                var accepting = System.nanoTime();
                Await.until("a write to the new primary", () -> written.contains(port(second)));
                var millis = (System.nanoTime() - accepting) / 1_000_000;
                System.out.println("PoolRecoveryIT: wrote " + millis + " ms after the new primary accepted");
                first.startAgain();
                var rows = rows(first);
                for (var i = 0; i < 3; i++) {
                    try (var admin = second.server().admin()) {
                        terminateAll(admin, Role.TRUSTED.roleName());
                    }
                    load.awaitSuccesses(2 * CALLERS);
                }
                assertThat(rows(first)).as("rows of who is a standby now").isEqualTo(rows);
            }
            var toTheSecond =
                    written.stream().filter(port -> port == port(second)).count();
            assertThat((long) rows(second))
                    .as("rows, beside writes that were reported")
                    .isGreaterThanOrEqualTo(toTheSecond);
            assertThat(written).containsOnly(port(first), port(second));
            assertThat(List.copyOf(written).subList(written.size() - CALLERS, written.size()))
                    .containsOnly(port(second));
        }
    }

    private static ConnectionOptions toBoth(MortalPostgres first, MortalPostgres second) {
        return first.server()
                .options(Role.TRUSTED)
                .hosts(List.of(
                        HostAddress.of(first.server().host(), port(first)),
                        HostAddress.of(second.server().host(), port(second))))
                .targetSessionAttrs(TargetSessionAttrs.READ_WRITE)
                .build();
    }

    private static int port(MortalPostgres server) {
        return server.server().port();
    }

    private static void createTable(MortalPostgres server) throws SQLException {
        asAdmin(server, "create table written(port int); grant all on written to public");
    }

    private static void refuseWrites(MortalPostgres server, boolean refused) throws SQLException {
        asAdmin(server, "alter system set default_transaction_read_only = " + (refused ? "on" : "off"));
        asAdmin(server, "select pg_reload_conf()");
    }

    private static void asAdmin(MortalPostgres server, String sql) throws SQLException {
        try (var admin = server.server().admin();
                var statement = admin.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int rows(MortalPostgres server) throws SQLException {
        try (var admin = server.server().admin();
                var statement = admin.createStatement();
                var count = statement.executeQuery("select count(*) from written")) {
            count.next();
            return count.getInt(1);
        }
    }

    /** The gap is told; what comes behind it is heard on all channels. */
    @Test
    void aListenerHearsAgainAfterTheServerWasKilled() throws InterruptedException {
        var options = mortal.server().options().build();
        var bounds = ListenerOptions.defaults().withReconnect(Duration.ofMillis(10), Duration.ofMillis(100), 10_000);
        try (var penstock = Penstock.create()) {
            var listener = penstock.listener(options, bounds);
            Await.get(listener.listen("news"));
            Await.get(listener.listen("weather"));

            mortal.kill();
            mortal.startAgain();

            assertThat(listener.poll(Duration.ofSeconds(30))).isInstanceOf(ListenEvent.Reconnected.class);
            try (var notifier = penstock.connectBlocking(options)) {
                notifier.script("notify weather, 'sun'; notify news, 'good'");
                var process = notifier.server().processId();
                assertThat(listener.poll(Duration.ofSeconds(10)))
                        .isEqualTo(new Notification("weather", "sun", process));
                assertThat(listener.poll(Duration.ofSeconds(10))).isEqualTo(new Notification("news", "good", process));
            }
            Await.get(listener.close());
        }
    }

    /** The server has room for fifty and not one more. What it still refuses, since its own end of a session outlives ours, is asked for again. */
    @Test
    void neverAsksForMoreThanThereIsRoomWhenFiftyConnectionsDieAtOnce() throws SQLException {
        try (var penstock = Penstock.create();
                var admin = mortal.server().admin()) {
            var all = options(MASS).toBuilder().minSize(MASS).build();
            var pool = PgPool.create(penstock, mortal.server().options().build(), all);
            try (var load = new Load(CALLERS, () -> Await.get(pool.query("select pg_sleep(0.01)")))) {
                Await.until("all connections are open", () -> pool.metrics().open() == MASS);
                for (var i = 0; i < 3; i++) {
                    terminateAll(admin, mortal.server().user());
                    assertThat(sessions(admin)).as("sessions of ours").isLessThanOrEqualTo(MASS);
                    load.awaitSuccesses(2 * CALLERS);
                }
                Await.until(
                        "all connections are open again", () -> pool.metrics().open() == MASS);
            }
            var totals = pool.metrics().totals();
            System.out.println("PoolRecoveryIT: mass death of " + MASS + ", three times: " + totals);
            assertThat(totals.evicted()).isGreaterThanOrEqualTo(MASS);
            Await.get(pool.close());
            // The server's own end of a session outlives ours.
            Await.until("the sessions end", () -> !hasSessions(admin));
        }
    }

    private boolean hasSessions(Connection admin) {
        try {
            return sessions(admin) > 0;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static void terminateAll(Connection admin, String user) throws SQLException {
        try (var statement = admin.createStatement()) {
            statement.execute("select pg_terminate_backend(pid) from pg_stat_activity where usename = '" + user + "'");
        }
    }

    private static int sessions(Connection admin) throws SQLException {
        try (var statement = admin.createStatement();
                var rows = statement.executeQuery("select count(*) from pg_stat_activity where usename = '"
                        + mortal.server().user() + "'")) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
