package io.penstock.it;

import io.penstock.Penstock;
import io.penstock.Row;
import io.penstock.config.ConnectionOptions;
import io.penstock.config.SslMode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/** The reader of {@link LargeScanIT}, in a JVM with little memory: all rows of a table of ten columns, without a transaction or a fetch size. */
final class ScanMain {

    private ScanMain() {}

    public static void main(String[] arguments) throws IOException {
        var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        var options = ForkedJvm.options(arguments, input)
                .sslMode(SslMode.valueOf(arguments[4]))
                .build();
        var rows = Integer.parseInt(arguments[6]);
        try (Penstock penstock = Penstock.create()) {
            var sum = LargeScanIT.Reader.valueOf(arguments[5]) == LargeScanIT.Reader.STREAM
                    ? stream(penstock, options, rows)
                    : cursor(penstock, options, rows);
            System.out.println("sum " + sum);
        }
        System.exit(0);
    }

    private static long stream(Penstock penstock, ConnectionOptions options, int rows) {
        var connection = penstock.connect(options).toCompletableFuture().join();
        var sum = new AtomicLong();
        connection.stream(LargeScanIT.SCAN, rows)
                .forEach(row -> sum.addAndGet(consume(row)))
                .toCompletableFuture()
                .join();
        return sum.get();
    }

    private static long cursor(Penstock penstock, ConnectionOptions options, int rows) {
        long sum = 0;
        try (var connection = penstock.connectBlocking(options);
                var cursor = connection.stream(LargeScanIT.SCAN, rows)) {
            while (cursor.next()) {
                sum += consume(cursor.row());
            }
        }
        return sum;
    }

    private static long consume(Row row) {
        if (row.getString(9).length() != 20) {
            throw new AssertionError("a row that is not whole");
        }
        return row.getInt(0);
    }
}
