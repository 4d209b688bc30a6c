package io.penstock.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.penstock.CommandTag;
import io.penstock.CopyIn;
import io.penstock.PgConnection;
import io.penstock.error.Outcome;
import io.penstock.error.PgException;
import io.penstock.it.invariant.Await;
import io.penstock.it.invariant.Nonce;
import io.penstock.it.invariant.TestClient;
import io.penstock.it.server.PostgresServer;
import io.penstock.it.server.PostgresTest;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;

/** COPY in both directions: data, refusals, and connections that outlive them. */
@PostgresTest
class CopyIT {

    private static final String COPY_IN = "copy c from stdin";
    /** In the select list: as a table, the server would first store all of it. */
    private static final String ENDLESS = "copy (select generate_series(1, 100000000), repeat('x', 200)) to stdout";

    private final PostgresServer server;
    private TestClient client;
    private PgConnection connection;

    CopyIT(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void connect(TestClient testClient) {
        client = testClient;
        connection = client.connect();
        Await.get(connection.script("create temp table c (n int, label text)"));
    }

    @Test
    void copiesIn() {
        CopyIn copy = Await.get(connection.copyIn(COPY_IN));

        Await.get(copy.write(bytes("1\tone\n2\t")));
        Await.get(copy.write(bytes("two\n3\t\\N\n")));
        CommandTag tag = Await.get(copy.finish());

        assertThat(tag.text()).isEqualTo("COPY 3");
        assertThat(Await.get(connection.query("select n, label from c order by n")))
                .extracting(row -> row.getInt(0) + "=" + row.getString(1))
                .containsExactly("1=one", "2=two", "3=null");
    }

    @Test
    void copiesNothing() {
        assertThat(Await.get(Await.get(connection.copyIn(COPY_IN)).finish()).rows())
                .isZero();
        Nonce.echoes(connection);
    }

    @Test
    void copiesMuchInAtThePaceOfTheServer() {
        CopyIn copy = Await.get(connection.copyIn(COPY_IN));
        String line = "7\t" + "y".repeat(1_000) + "\n";
        byte[] chunk = line.repeat(64).getBytes(UTF_8);

        for (int i = 0; i < 800; i++) {
            Await.get(copy.write(ByteBuffer.wrap(chunk)));
        }

        assertThat(Await.get(copy.finish()).rows()).isEqualTo(800 * 64);
        assertThat(Await.get(connection.query("select sum(length(label)) from c"))
                        .single()
                        .getLong(0))
                .isEqualTo(800L * 64 * 1_000);
    }

    @Test
    void givesUpWithAReason() {
        CopyIn copy = Await.get(connection.copyIn(COPY_IN));
        Await.get(copy.write(bytes("1\tone\n")));

        Await.get(copy.fail("changed my mind"));

        assertThat(Await.get(connection.query("select count(*) from c"))
                        .single()
                        .getLong(0))
                .isZero();
        Nonce.echoes(connection);
    }

    @Test
    void tellsWhatTheServerRefuses() {
        CopyIn copy = Await.get(connection.copyIn(COPY_IN));
        catchThrowable(() -> Await.get(copy.write(bytes("one\tone\n"))));

        PgException failure = Await.failure(copy.finish());

        assertThat(failure.sqlState()).isEqualTo("22P02");
        assertThat(failure.outcome().safeToRetry()).isTrue();
        Nonce.echoes(connection);
    }

    /** A producer with much to say hears of the refusal before its end. */
    @Test
    void stopsTheProducerWhenTheServerRefuses() {
        CopyIn copy = Await.get(connection.copyIn(COPY_IN));
        byte[] bad = "one\tone\n".repeat(10_000).getBytes(UTF_8);

        PgException failure = null;
        for (int i = 0; i < 1_000 && failure == null; i++) {
            try {
                Await.get(copy.write(ByteBuffer.wrap(bad)));
            } catch (PgException e) {
                failure = e;
            }
        }

        assertThat(failure).isNotNull();
        assertThat(failure.sqlState()).isEqualTo("22P02");
        assertThat(Await.failure(copy.finish()).sqlState()).isEqualTo("22P02");
        Nonce.echoes(connection);
    }

    @ParameterizedTest
    @ValueSource(strings = {"select 1", "copy nowhere from stdin", "copy c to stdout", "insert into c values (1)", ""})
    void refusesWhatIsNoCopyIn(String sql) {
        PgException failure = Await.failure(connection.copyIn(sql));

        assertThat(failure).isNotNull();
        Nonce.echoes(connection);
    }

    @ParameterizedTest
    @ValueSource(strings = {"select 1", "copy nowhere to stdout", "copy c from stdin", ""})
    void refusesWhatIsNoCopyOut(String sql) {
        PgException failure = Await.failure(connection.copyOut(sql).forEach(chunk -> {}));

        assertThat(failure).isNotNull();
        Nonce.echoes(connection);
    }

    @ParameterizedTest
    @ValueSource(strings = {"copy c from stdin", "copy c to stdout"})
    void refusesACopyWhereAQueryIsExpected(String sql) {
        assertThat(Await.failure(connection.query(sql))).isNotNull();
        Nonce.echoes(connection);
        assertThat(Await.failure(connection.script(sql))).isNotNull();
        Nonce.echoes(connection);
        assertThat(Await.failure(connection.stream(sql).forEach(row -> {}))).isNotNull();
        Nonce.echoes(connection);
    }

    @Test
    void copiesOut() {
        Await.get(connection.script("insert into c select n, 'l' || n from generate_series(1, 1000) n"));
        var out = new ByteArrayOutputStream();

        CommandTag tag = Await.get(connection
                .copyOut("copy (select * from c order by n) to stdout")
                .forEach(chunk -> {
                    byte[] copied = new byte[chunk.remaining()];
                    chunk.get(copied);
                    out.writeBytes(copied);
                }));

        assertThat(tag.text()).isEqualTo("COPY 1000");
        assertThat(out.toString(UTF_8)).startsWith("1\tl1\n2\tl2\n").endsWith("1000\tl1000\n");
        assertThat(out.toString(UTF_8).lines()).hasSize(1_000);
    }

    @Test
    void copiesTheSameBytesAsPgjdbc() throws Exception {
        String sql = "copy (select n, n * 1.5, 'x' || n from generate_series(1, 5000) n) to stdout (format binary)";
        var ours = new ByteArrayOutputStream();
        Await.get(connection.copyOut(sql).forEach(chunk -> {
            byte[] copied = new byte[chunk.remaining()];
            chunk.get(copied);
            ours.writeBytes(copied);
        }));

        var theirs = new ByteArrayOutputStream();
        try (Connection jdbc = server.jdbc()) {
            jdbc.unwrap(PGConnection.class).getCopyAPI().copyOut(sql, theirs);
        }

        assertThat(ours.toByteArray()).isEqualTo(theirs.toByteArray());
    }

    @Test
    void copiesBothWaysInItsCaller() {
        try (var blocking = client.penstock().connectBlocking(client.options().build())) {
            blocking.script("create temp table c (n int, label text)");
            String lines = IntStream.rangeClosed(1, 50_000)
                    .mapToObj(n -> n + "\tlabel " + n + "\n")
                    .collect(Collectors.joining());
            try (var copy = blocking.copyIn(COPY_IN)) {
                for (int at = 0; at < lines.length(); at += 10_000) {
                    copy.write(bytes(lines.substring(at, Math.min(at + 10_000, lines.length()))));
                }
                assertThat(copy.finish().rows()).isEqualTo(50_000);
            }

            var out = new ByteArrayOutputStream();
            try (var copy = blocking.copyOut("copy (select * from c order by n) to stdout")) {
                while (copy.next()) {
                    byte[] piece = new byte[copy.bytes().remaining()];
                    copy.bytes().get(piece);
                    out.writeBytes(piece);
                }
                assertThat(copy.tag().rows()).isEqualTo(50_000);
            }
            assertThat(out.toString(UTF_8)).isEqualTo(lines);
        }
    }

    @Test
    void leavesABlockingConnectionUsableWhateverBecomesOfItsCopies() {
        var options = client.options();
        options.timeouts(options.build().timeouts().withCancel(Duration.ofSeconds(20)));
        try (var blocking = client.penstock().connectBlocking(options.build())) {
            blocking.script("create temp table c (n int, label text)");
            blocking.copyIn(COPY_IN).close();
            try (var copy = blocking.copyIn(COPY_IN)) {
                var refused = catchThrowableOfType(PgException.class, () -> {
                    copy.write(bytes("one\tone\n"));
                    copy.finish();
                });
                assertThat(refused.sqlState()).isEqualTo("22P02");
            }
            try (var copy = blocking.copyOut(ENDLESS)) {
                assertThat(copy.next()).isTrue();
            }
            assertThat(catchThrowableOfType(PgException.class, () -> blocking.query("copy c to stdout")))
                    .isNotNull();
            assertThat(blocking.query("select count(*) from c").single().getLong(0))
                    .isZero();
        }
    }

    @Test
    void holdsLessThanAWindowWhileTheConsumerRests() {
        var window = client.options().build().limits().window();
        var copy = connection.copyOut(ENDLESS);
        var blocked = new CountDownLatch(1);
        CompletionStage<CommandTag> end = copy.forEach(chunk -> Await.signal(blocked));

        Await.until("the window is full", () -> copy.bufferedBytes() > window.highBytes());
        long full = copy.bufferedBytes();
        copy.cancel();
        blocked.countDown();

        assertThat(full).isLessThanOrEqualTo(window.highBytes() + (64 << 10));
        assertThat(catchThrowable(() -> Await.get(end))).isInstanceOf(PgException.class);
        Nonce.echoes(connection);
    }

    @Test
    void leavesTheConnectionUsableWhenItIsCancelled() {
        var copy = connection.copyOut(ENDLESS);
        var bytes = new AtomicLong();

        CompletionStage<CommandTag> end = copy.forEach(chunk -> {
            if (bytes.addAndGet(chunk.remaining()) > 100_000) {
                copy.cancel();
            }
        });

        assertThat(catchThrowable(() -> Await.get(end))).isInstanceOf(PgException.class);
        Nonce.echoes(connection);
    }

    @Test
    void leavesTheConnectionUsableWhenTheActionThrows() {
        var reason = new IllegalStateException("cannot eat that");

        CompletionStage<CommandTag> end = connection.copyOut(ENDLESS).forEach(chunk -> {
            throw reason;
        });

        assertThat(catchThrowable(() -> Await.get(end)))
                .satisfiesAnyOf(
                        error -> assertThat(error).isSameAs(reason),
                        error -> assertThat(error).hasRootCause(reason));
        Nonce.echoes(connection);
    }

    @Test
    void belongsToTheCopyUntilItsEnd() {
        CopyIn copy = Await.get(connection.copyIn(COPY_IN));
        CompletableFuture<?> behind = connection.query("select count(*) from c").toCompletableFuture();

        Await.get(copy.write(bytes("1\tone\n")));
        assertThat(behind).isNotDone();
        Await.get(copy.finish());

        assertThat(Await.get(behind)).isNotNull();
        assertThat(Await.failure(copy.write(bytes("2\ttwo\n"))).outcome()).isEqualTo(Outcome.NOT_SENT);
    }

    @Test
    void runsInsideATransaction() {
        Await.get(connection.inTransaction(tx -> tx.copyIn(COPY_IN)
                .thenCompose(copy -> copy.write(bytes("1\tone\n")).thenCompose(done -> copy.finish()))
                .thenAccept(tag -> assertThat(tag.rows()).isEqualTo(1))));

        assertThat(Await.get(connection.query("select count(*) from c"))
                        .single()
                        .getLong(0))
                .isEqualTo(1);
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }
}
