package io.penstock.examples;

import static io.penstock.examples.DemoServer.await;
import static java.util.Objects.requireNonNull;

import io.penstock.Penstock;
import io.penstock.PgConnection;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Shows the main job in under a minute: a million rows through a small heap, a callback that blocks and harms nobody, the names of the threads, an
 * error that points at your own line.
 */
public final class Demo {

    private static final int ROWS = 1_000_000;
    private static final long MIB = 1 << 20;

    private final Claims claims = new Claims();
    private final ConcurrentSkipListSet<String> threads = new ConcurrentSkipListSet<>();

    private Demo() {}

    /**
     * Runs the demo; exits with 0 only if every claim holds.
     *
     * @param arguments the directory that {@link Unpack} has filled
     */
    public static void main(String[] arguments) throws Exception {
        System.exit(new Demo().run(Path.of(arguments[0])));
    }

    private int run(Path binaries) throws Exception {
        // One event loop: if anything blocked it, everything here would feel it.
        try (var penstock = Penstock.builder().eventLoops(1).build()) {
            headline("Starting PostgreSQL 18 with TLS and SCRAM (a few seconds)");
            try (var server = DemoServer.start(penstock, binaries)) {
                var connection = await(penstock.connect(server.options()));
                var other = await(penstock.connect(server.options()));
                connected(connection);
                streamInBoundedMemory(connection);
                blockInAContinuation(connection, other);
                whoRanWhat();
                errorsPointHome(connection);
                await(connection.close());
                await(other.close());
            }
        }
        return claims.exitStatus();
    }

    private void connected(PgConnection connection) {
        var server = connection.server();
        System.out.println("  " + server);
        claims.check(
                server.encryption().startsWith("TLS"),
                "the connection is encrypted, the server verified, SCRAM bound to the channel",
                server.encryption() + ", sslmode=verify-full, channel_binding=require");
    }

    // ---- a million rows

    private void streamInBoundedMemory(PgConnection connection) throws Exception {
        headline("Streaming " + ROWS + " rows, heap at most "
                + Runtime.getRuntime().maxMemory() / MIB + " MiB");
        var stream =
                connection.stream("select i, 'row number ' || i, now() from generate_series(1, $1::int) as i", ROWS);
        var sum = new AtomicLong();
        var rows = new AtomicLong();
        var mostBuffered = new AtomicLong();
        var started = System.nanoTime();
        var tag = await(stream.forEach(row -> {
            sum.addAndGet(row.getInt(0));
            mostBuffered.accumulateAndGet(stream.bufferedBytes(), Math::max);
            if (rows.incrementAndGet() % (ROWS / 5) == 0) {
                progress(rows.get(), started, stream.bufferedBytes());
                threads.add("rows on " + Thread.currentThread().getName());
            }
        }));
        claims.check(
                rows.get() == ROWS && tag.rows() == ROWS && sum.get() == (long) ROWS * (ROWS + 1) / 2,
                "every row arrived, once",
                tag.text() + ", checksum " + sum);
        var window = 256 * 1024;
        claims.check(
                mostBuffered.get() <= window + 128 * 1024,
                "what is held is bounded, whatever was asked for",
                "at most " + mostBuffered.get() / 1024 + " KiB held, the window is " + window / 1024
                        + " KiB and one read");
    }

    private static void progress(long rows, long started, long buffered) {
        var seconds = (System.nanoTime() - started) / 1e9;
        var runtime = Runtime.getRuntime();
        System.out.printf(
                "  %,9d rows  %,9.0f rows/s  %4d KiB buffered  %3d MiB heap%n",
                rows, rows / seconds, buffered / 1024, (runtime.totalMemory() - runtime.freeMemory()) / MIB);
    }

    // ---- a callback that blocks

    private void blockInAContinuation(PgConnection connection, PgConnection other) throws Exception {
        headline("Blocking inside a continuation, on purpose");
        var entered = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        var blocked = connection.query("select 1").thenAccept(result -> {
            threads.add("continuation on " + Thread.currentThread().getName());
            entered.countDown();
            waitFor(release);
        });
        waitFor(entered);
        var nanos = new long[200];
        for (var i = 0; i < nanos.length; i++) {
            var before = System.nanoTime();
            await(other.query("select $1::int", i));
            nanos[i] = System.nanoTime() - before;
        }
        var stillBlocked = !blocked.toCompletableFuture().isDone();
        release.countDown();
        await(blocked);
        Arrays.sort(nanos);
        claims.check(
                stillBlocked,
                "200 queries on the same event loop were answered while the callback was blocked",
                String.format("median %.2f ms, slowest %.2f ms", nanos[100] / 1e6, nanos[199] / 1e6));
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody came");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void whoRanWhat() {
        headline("Who ran your code");
        threads.forEach(line -> System.out.println("  " + line));
        claims.check(
                !threads.isEmpty() && threads.stream().noneMatch(line -> line.contains("penstock-loop")),
                "none of it ran on an event loop",
                threads.size() + " kinds of callbacks looked at");
    }

    // ---- an error

    private void errorsPointHome(PgConnection connection) {
        headline("An error, with your own frames");
        try {
            findCustomer(connection);
            claims.check(false, "a missing table is an error", "nothing was thrown");
        } catch (CompletionException e) {
            var error = requireNonNull(e.getCause());
            System.out.println("  " + error.getMessage());
            Arrays.stream(error.getStackTrace()).limit(3).forEach(frame -> System.out.println("    at " + frame));
            claims.check(
                    error.getStackTrace()[0].getMethodName().equals("findCustomer"),
                    "its stack trace begins where you asked",
                    error.getStackTrace()[0].toString());
        }
    }

    private static void findCustomer(PgConnection connection) {
        connection
                .query("select name from customer where id = $1", 42)
                .toCompletableFuture()
                .join();
    }

    private static void headline(String text) {
        System.out.println();
        System.out.println(text);
    }
}
