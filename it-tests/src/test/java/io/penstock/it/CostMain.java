package io.penstock.it;

import static java.util.Objects.requireNonNull;

import com.sun.management.ThreadMXBean;
import io.penstock.Batch;
import io.penstock.BlockingConnection;
import io.penstock.Penstock;
import io.penstock.PgConnection;
import io.penstock.config.ConnectionOptions;
import io.penstock.config.PoolOptions;
import io.penstock.config.Transport;
import io.penstock.it.invariant.Await;
import io.penstock.jdbc.PenstockDataSource;
import io.penstock.jdbc.PenstockDriver;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * What operations cost, for {@link CostIT}: bytes allocated by all threads, and system calls that write and read. In a JVM whose compiler leaves objects
 * where the code makes them, so that the figures are those of the code and of no guess.
 */
final class CostMain {

    private static final int WARM_UP = 300;
    private static final int MEASURED = 1_000;

    /** The median of so many counts: what some thread does once, as it loads a class, is no operation's. */
    private static final int SLICES = 5;

    /** The rows of a scan and the entries of a batch, which each count as one operation. */
    private static final int MANY = 1_000;

    private static final int CHAINED = 50;

    /** Rows of a result that is many times a window. */
    private static final int SCANNED = 20_000;

    private static final String SCAN = "select n, n::bigint, n::float8, n::numeric(18, 4), 'some text of a row ' || n,"
            + " timestamptz '2023-11-14 00:00:00+00' + n * interval '1 second', md5(n::text)::uuid"
            + " from generate_series(1, " + SCANNED + ") n";
    private static final String SELECT = "select n from generate_series(1, 3) n where n = ";
    private static final String PLAIN = "?sslmode=disable";

    /** Where Linux tells how many calls a thread has made, or all of them together. */
    private static final Path OWN_CALLS = Path.of("/proc/thread-self/io");

    private static final Path ALL_CALLS = Path.of("/proc/self/io");

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private CostMain() {}

    private interface Operation {
        void run() throws Exception;
    }

    /** Arguments: port, database, user. Input: the password. */
    public static void main(String[] arguments) throws Exception {
        var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        var password = input.readLine();
        var options =
                ConnectionOptions.parse("postgresql://127.0.0.1:" + arguments[0] + "/" + arguments[1] + PLAIN)
                        .toBuilder()
                        .user(arguments[2])
                        .password(password)
                        .build();
        var costs = new CostMain();
        try (var penstock = Penstock.builder().transport(Transport.NIO).build()) {
            try (var connection = penstock.connectBlocking(options)) {
                costs.ofBlocking(connection);
            }
            var connection = Await.get(penstock.connect(options));
            costs.ofAsynchronous(connection);
            Await.get(connection.close());
        }
        var url = "jdbc:penstock://127.0.0.1:" + arguments[0] + "/" + arguments[1] + PLAIN;
        var properties = new Properties();
        properties.setProperty("user", arguments[2]);
        properties.setProperty("password", password);
        try (var connection = requireNonNull(new PenstockDriver().connect(url, properties))) {
            costs.ofJdbc(connection);
        }
        var one = PoolOptions.builder().maxSize(1).build();
        try (var dataSource = PenstockDataSource.of(url, properties, one)) {
            costs.ofDataSource(dataSource);
        }
        System.out.println("cost end");
        System.exit(0);
    }

    private void ofBlocking(BlockingConnection connection) throws Exception {
        tell(
                "query",
                OWN_CALLS,
                1,
                () -> connection.query(SELECT + "$1", 2).single().getInt(0));
        tell("copy-out-row", OWN_CALLS, SCANNED, () -> {
            try (var copy = connection.copyOut("copy (" + SCAN + ") to stdout")) {
                while (copy.next()) {
                    copy.bytes();
                }
            }
        });
    }

    /** Each statement is asked for by the function that hangs on the one before. */
    private static void chain(PgConnection connection, int left, CompletableFuture<@Nullable Void> ended) {
        connection.query(SELECT + "$1", 2).whenComplete((result, error) -> {
            if (error != null) {
                ended.completeExceptionally(error);
            } else if (left == 1) {
                ended.complete(null);
            } else {
                chain(connection, left - 1, ended);
            }
        });
    }

    private void ofAsynchronous(PgConnection connection) throws Exception {
        tell(
                "async-query",
                ALL_CALLS,
                1,
                () -> connection.query(SELECT + "$1", 2).toCompletableFuture().join());
        tell("async-chained", ALL_CALLS, CHAINED, () -> {
            var ended = new CompletableFuture<@Nullable Void>();
            chain(connection, CHAINED, ended);
            ended.join();
        });
        var batch = Batch.atomic();
        for (var i = 0; i < MANY; i++) {
            batch.add(SELECT + "$1", i);
        }
        tell(
                "batch-entry",
                ALL_CALLS,
                MANY,
                () -> connection.batch(batch).toCompletableFuture().join());
        tell(
                "stream-row",
                ALL_CALLS,
                MANY,
                () -> connection.stream("select n from generate_series(1, $1) n", MANY)
                        .forEach(row -> row.getInt(0))
                        .toCompletableFuture()
                        .join());
    }

    private void ofJdbc(Connection connection) throws Exception {
        try (var select = connection.prepareStatement(SELECT + "?");
                var scan = connection.prepareStatement("select n from generate_series(1, " + MANY + ") n")) {
            tell("jdbc-select", OWN_CALLS, 1, () -> run(select));
            tell("jdbc-scan-row", OWN_CALLS, MANY, () -> {
                try (var rows = scan.executeQuery()) {
                    while (rows.next()) {
                        rows.getInt(1);
                    }
                }
            });
            tell("jdbc-batch-entry", OWN_CALLS, MANY, () -> {
                for (var i = 0; i < MANY; i++) {
                    select.setInt(1, i);
                    select.addBatch();
                }
                select.executeBatch();
            });
        }
        try (var scan = connection.prepareStatement(SCAN)) {
            tell("jdbc-wide-row", OWN_CALLS, SCANNED, () -> {
                try (var rows = scan.executeQuery()) {
                    while (rows.next()) {
                        readAll(rows);
                    }
                }
            });
        }
    }

    private static void readAll(ResultSet row) throws SQLException {
        row.getInt(1);
        row.getLong(2);
        row.getDouble(3);
        row.getBigDecimal(4);
        row.getString(5);
        row.getTimestamp(6);
        row.getObject(7, UUID.class);
    }

    private static void run(PreparedStatement select) throws SQLException {
        select.setInt(1, 2);
        try (var rows = select.executeQuery()) {
            rows.next();
            rows.getInt(1);
        }
    }

    /** A connection borrowed for each. */
    private void ofDataSource(DataSource pool) throws Exception {
        tell("jdbc-borrowed", OWN_CALLS, 1, () -> {
            try (var connection = pool.getConnection();
                    var select = connection.prepareStatement(SELECT + "?")) {
                run(select);
            }
        });
    }

    /** For one of so many parts. */
    private void tell(String name, Path counts, int parts, Operation operation) throws Exception {
        for (var i = 0; i < WARM_UP / parts + 5; i++) {
            operation.run();
        }
        var times = MEASURED / SLICES / parts + 1;
        var allocated = new long[SLICES];
        var calls = systemCalls(counts);
        for (var slice = 0; slice < SLICES; slice++) {
            var bytes = allocated();
            for (var i = 0; i < times; i++) {
                operation.run();
            }
            allocated[slice] = allocated() - bytes;
        }
        var called = systemCalls(counts);
        Arrays.sort(allocated);
        System.out.printf(
                "cost %s %d %.3f %.3f%n",
                name,
                Math.round((double) allocated[SLICES / 2] / times / parts),
                (double) (called[0] - calls[0]) / SLICES / times,
                (double) (called[1] - calls[1]) / SLICES / times);
    }

    private long allocated() {
        return Arrays.stream(threads.getThreadAllocatedBytes(threads.getAllThreadIds()))
                .filter(own -> own > 0)
                .sum();
    }

    /** Writes and reads so far; none where the system does not tell. */
    private static long[] systemCalls(Path counts) throws IOException {
        if (!Files.exists(counts)) {
            return new long[2];
        }
        var calls = new long[2];
        for (var line : Files.readAllLines(counts)) {
            var value = Long.parseLong(line.substring(line.indexOf(' ') + 1));
            if (line.startsWith("syscw")) {
                calls[0] = value;
            } else if (line.startsWith("syscr")) {
                calls[1] = value;
            }
        }
        return calls;
    }
}
