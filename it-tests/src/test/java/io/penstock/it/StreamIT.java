package io.penstock.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.penstock.PgConnection;
import io.penstock.RowStream;
import io.penstock.config.ReceiveWindow;
import io.penstock.error.Outcome;
import io.penstock.error.PgException;
import io.penstock.error.PgTimeoutException;
import io.penstock.error.SqlState;
import io.penstock.it.invariant.Await;
import io.penstock.it.invariant.Nonce;
import io.penstock.it.invariant.TestClient;
import io.penstock.it.proxy.Cut;
import io.penstock.it.proxy.FaultyProxy;
import io.penstock.it.server.PostgresServer;
import io.penstock.it.server.PostgresTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows by demand: no more than asked for, no more held than the window, and an end that comes once. */
@PostgresTest
class StreamIT {

    /** In the select list: as a table, the server would first store all of it. */
    private static final String ENDLESS = "select generate_series(1, 100000000), repeat('x', 200)";

    private final PostgresServer server;
    private TestClient client;
    private PgConnection connection;

    StreamIT(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void connect(TestClient testClient) {
        client = testClient;
        connection = client.connect();
    }

    private static String series(int rows) {
        return "select n from generate_series(1, " + rows + ") n";
    }

    @Test
    void deliversEveryRowInOrder() {
        List<Integer> rows = new ArrayList<>();
        Nonce nonce = Nonce.next();

        var tag = Await.get(connection.stream(nonce.query("n", "from generate_series(1, 20000) n"))
                .forEach(row -> {
                    assertThat(row.getString(1)).isEqualTo(nonce.text());
                    rows.add(row.getInt(0));
                }));

        assertThat(tag.rows()).isEqualTo(20_000);
        assertThat(rows).hasSize(20_000).isSorted().doesNotHaveDuplicates();
        Nonce.echoes(connection);
    }

    @Test
    void foldsRows() {
        Long sum = Await.get(connection.stream(series(1_000)).collect(Collectors.summingLong(row -> row.getInt(0))));

        assertThat(sum).isEqualTo(500_500);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 100})
    void deliversExactlyWhatIsAskedFor(int step) {
        var subscriber = new RecordingSubscriber();
        connection.stream(series(100)).subscribe(subscriber);

        for (int asked = step; asked < 100; asked += step) {
            int expected = asked;
            subscriber.subscription().request(step);
            Await.until("row " + expected, () -> subscriber.rows().size() >= expected);
            assertThat(subscriber.rows()).hasSize(expected);
            assertThat(subscriber.end()).isNotDone();
        }
        subscriber.subscription().request(Long.MAX_VALUE);

        assertThat(Await.get(subscriber.end()).rows()).isEqualTo(100);
        assertThat(subscriber.rows()).hasSize(100).endsWith("100");
        assertThat(subscriber.terminalSignals()).isEqualTo(1);
    }

    @Test
    void addsDemandsUp() {
        var subscriber = new RecordingSubscriber();
        connection.stream(series(1_000)).subscribe(subscriber);

        for (int i = 0; i < 10; i++) {
            subscriber.subscription().request(100);
        }

        assertThat(Await.get(subscriber.end()).rows()).isEqualTo(1_000);
        assertThat(subscriber.hasOverlapped()).isFalse();
    }

    @Test
    void mayBeAskedFromInside() {
        var rows = new AtomicLong();
        var self = new RecordingSubscriber[1];
        self[0] = new RecordingSubscriber(row -> {
            rows.incrementAndGet();
            self[0].subscription().request(1);
        });
        connection.stream(series(20_000)).subscribe(self[0]);
        self[0].subscription().request(1);

        Await.get(self[0].end());
        assertThat(rows).hasValue(20_000);
    }

    @Test
    void sendsNothingBeforeTheFirstDemand() {
        try (var proxy = FaultyProxy.to(server)) {
            PgConnection observed = client.connect(proxy.through(client.options()));
            Nonce.echoes(observed);
            long before = proxy.connection().bytesFromClient();

            var untouched = observed.stream(series(3));
            var subscriber = new RecordingSubscriber();
            observed.stream(series(3)).subscribe(subscriber);
            subscriber.subscription();
            assertThat(untouched.bufferedBytes()).isZero();

            // A statement that comes later is not held up by streams that nobody has asked.
            Nonce.echoes(observed);
            long echo = proxy.connection().bytesFromClient() - before;
            Nonce.echoes(observed);
            assertThat(proxy.connection().bytesFromClient() - before - echo).isLessThanOrEqualTo(echo + 8);
            assertThat(subscriber.end()).isNotDone();
            subscriber.subscription().cancel();
        }
    }

    @Test
    void holdsLessThanAWindowWhileItsConsumerRests() {
        var window = new ReceiveWindow(64 << 10, 16 << 10);
        PgConnection narrow = client.connect(
                client.options().limits(client.options().build().limits().withWindow(window)));
        RowStream stream = narrow.stream(ENDLESS);
        var blocked = new CountDownLatch(1);
        var subscriber = new RecordingSubscriber(row -> Await.signal(blocked));
        stream.subscribe(subscriber);

        subscriber.subscription().request(Long.MAX_VALUE);
        Await.until("the window is full", () -> stream.bufferedBytes() > window.highBytes());
        long full = stream.bufferedBytes();
        subscriber.subscription().cancel();
        blocked.countDown();

        assertThat(full).isLessThanOrEqualTo(window.highBytes() + (64 << 10)); // and what one read brought
        Nonce.echoes(narrow);
    }

    @Test
    void letsOthersWaitForItsEnd() {
        var subscriber = new RecordingSubscriber();
        connection.stream(series(50_000)).subscribe(subscriber);
        subscriber.subscription().request(10);
        Await.until("rows have come", () -> subscriber.rows().size() == 10);

        Nonce nonce = Nonce.next();
        var behind = connection.query(nonce.select("1"));
        subscriber.subscription().request(Long.MAX_VALUE);

        nonce.in(Await.get(behind));
        Await.get(subscriber.end());
        assertThat(subscriber.rows()).hasSize(50_000);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 5_000})
    void leavesTheConnectionUsableWhenItIsCancelledEarly(int rowsBefore) {
        var subscriber = new RecordingSubscriber();
        connection.stream(ENDLESS).subscribe(subscriber);
        subscriber.subscription().request(rowsBefore);
        Await.until("rows have come", () -> subscriber.rows().size() == rowsBefore);

        subscriber.subscription().cancel();
        subscriber.subscription().cancel();

        Nonce.echoes(connection);
        assertThat(subscriber.rows()).hasSize(rowsBefore);
        assertThat(subscriber.terminalSignals()).isZero();
    }

    @Test
    void mayBeCancelledFromInsideAndBeforeAnythingIsSent() {
        var self = new RecordingSubscriber[1];
        self[0] = new RecordingSubscriber(row -> self[0].subscription().cancel());
        connection.stream(ENDLESS).subscribe(self[0]);
        self[0].subscription().request(Long.MAX_VALUE);
        Nonce.echoes(connection);
        assertThat(self[0].rows()).hasSize(1);

        var early = new RecordingSubscriber();
        connection.stream(ENDLESS).subscribe(early);
        early.subscription().cancel();
        early.subscription().request(5);
        Nonce.echoes(connection);
        assertThat(early.rows()).isEmpty();
    }

    @Test
    void takesACancelBehindItsEndFromAnyThread() {
        var subscriber = new RecordingSubscriber();
        connection.stream(series(10)).subscribe(subscriber);
        subscriber.subscription().request(Long.MAX_VALUE);
        Await.get(subscriber.end());

        subscriber.subscription().cancel();
        Await.get(
                CompletableFuture.runAsync(() -> subscriber.subscription().cancel(), task -> new Thread(task).start()));
        subscriber.subscription().request(1);

        Nonce.echoes(connection);
        assertThat(subscriber.rows()).hasSize(10);
        assertThat(subscriber.terminalSignals()).isOne();
    }

    @Test
    void reportsWhatTheConsumerThrows() {
        var reason = new IllegalStateException("cannot eat that");
        var subscriber = new RecordingSubscriber(row -> {
            throw reason;
        });
        connection.stream(ENDLESS).subscribe(subscriber);

        subscriber.subscription().request(Long.MAX_VALUE);

        assertThat(Await.failure(subscriber.end())).hasRootCause(reason);
        assertThat(subscriber.rows()).hasSize(1);
        assertThat(subscriber.terminalSignals()).isEqualTo(1);
        Nonce.echoes(connection);
    }

    @Test
    void failsTheStageWithWhatTheActionThrows() {
        var reason = new IllegalStateException("cannot eat that");

        var stage = connection.stream(ENDLESS).forEach(row -> {
            throw reason;
        });

        assertThat(catchThrowable(() -> Await.get(stage)))
                .satisfiesAnyOf(
                        error -> assertThat(error).isSameAs(reason),
                        error -> assertThat(error).hasRootCause(reason));
        Nonce.echoes(connection);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void endsWithAnErrorWhenAskedForNothing(long rows) {
        var subscriber = new RecordingSubscriber();
        connection.stream(series(10)).subscribe(subscriber);

        subscriber.subscription().request(rows);

        assertThat(Await.failure(subscriber.end())).hasMessageContaining(Long.toString(rows));
        assertThat(subscriber.rows()).isEmpty();
        Nonce.echoes(connection);
    }

    @Test
    void canBeConsumedOnce() {
        RowStream stream = connection.stream(series(3));
        Await.get(stream.forEach(row -> {}));

        assertThatIllegalStateException().isThrownBy(() -> stream.subscribe(new RecordingSubscriber()));
        assertThatIllegalStateException().isThrownBy(() -> stream.forEach(row -> {}));
    }

    @Test
    void keepsTheRowsBeforeAnError() {
        var subscriber = new RecordingSubscriber();
        connection.stream("select 10 / (6 - n) from generate_series(1, 10) n").subscribe(subscriber);

        subscriber.subscription().request(Long.MAX_VALUE);

        PgException failure = Await.failure(subscriber.end());
        assertThat(failure.sqlState()).isEqualTo("22012");
        assertThat(subscriber.rows()).containsExactly("2", "2", "3", "5", "10");
        Nonce.echoes(connection);
    }

    @Test
    void tellsThatTheStatementIsWrong() {
        assertThat(Await.failure(connection.stream("selec").forEach(row -> {})).sqlState())
                .isEqualTo("42601");
        assertThat(Await.failure(connection.stream("select $1::int", new Object())
                                .forEach(row -> {}))
                        .outcome())
                .isEqualTo(Outcome.NOT_SENT);
        Nonce.echoes(connection);
    }

    @Test
    void endsWhenTheLinkBreaks() {
        try (var proxy = FaultyProxy.to(server)) {
            PgConnection fragile = client.connect(proxy.through(client.options()));
            var subscriber = new RecordingSubscriber();
            fragile.stream(ENDLESS).subscribe(subscriber);
            subscriber.subscription().request(100);
            Await.until("rows have come", () -> subscriber.rows().size() == 100);

            proxy.connection().cut(Cut.RESET);
            subscriber.subscription().request(Long.MAX_VALUE);

            PgException failure = Await.failure(subscriber.end());
            assertThat(failure.sqlState()).startsWith("08");
            assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
            Await.get(fragile.closed());
        }
    }

    @Test
    void losesPatienceWithAConsumerThatAsksForNothing() {
        var timeouts = client.options().build().timeouts().withIdleConsumer(Duration.ofMillis(200));
        PgConnection impatient = client.connect(client.options().timeouts(timeouts));
        var subscriber = new RecordingSubscriber();
        impatient.stream(ENDLESS).subscribe(subscriber);

        subscriber.subscription().request(5);

        assertThat(Await.failure(subscriber.end())).isInstanceOf(PgTimeoutException.class);
        assertThat(subscriber.rows()).hasSize(5);
        Nonce.echoes(impatient);
    }

    @Test
    void streamsInsideATransaction() {
        long rows = Await.get(connection.inTransaction(
                tx -> tx.query("create temp table s on commit drop as " + series(5_000))
                        .thenCompose(done -> tx.stream("select n from s").collect(Collectors.counting()))));

        assertThat(rows).isEqualTo(5_000);
        Nonce.echoes(connection);
    }

    @Test
    void saysWhatIsWrongWithAStreamThatEndsItsTransaction() {
        PgException error = Await.failure(connection.inTransaction(
                tx -> tx.stream("select nothing from generate_series(1, 2) n").collect(Collectors.counting())));

        assertThat(error.sqlState()).isEqualTo(SqlState.UNDEFINED_COLUMN);
        Nonce.echoes(connection);
    }

    @Test
    void keepsADetachedRow() {
        List<String> kept = Await.get(connection.stream("select n, 'v' || n from generate_series(1, 1000) n")
                        .collect(Collectors.mapping(row -> row.detach(), Collectors.toList())))
                .stream()
                .map(row -> row.getInt(0) + row.getString(1))
                .toList();

        assertThat(kept).hasSize(1_000).startsWith("1v1", "2v2").endsWith("1000v1000");
    }
}
