package io.penstock.it;

import io.penstock.Penstock;
import io.penstock.PgConnection;
import io.penstock.RowStream;
import io.penstock.config.ConnectionOptions;
import io.penstock.config.ReceiveWindow;
import io.penstock.it.invariant.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The consumer of {@link BoundedMemoryIT}, in a JVM with little memory: reads {@code rows} rows of about {@code width} bytes. When
 * its mode is {@code rests} it stops after a tenth of them until it is told to go on.
 */
final class BoundedMemoryMain {

    private BoundedMemoryMain() {}

    public static void main(String[] arguments) throws IOException {
        int port = Integer.parseInt(arguments[0]);
        long rows = Long.parseLong(arguments[1]);
        boolean rests = arguments[2].equals("rests");
        var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String password = input.readLine();

        ConnectionOptions.Builder options = ConnectionOptions.builder()
                .host("127.0.0.1")
                .port(port)
                .database(arguments[3])
                .user(arguments[4])
                .password(password)
                .applicationName("penstock-it");
        options.limits(options.build().limits().withWindow(new ReceiveWindow(BoundedMemoryIT.WINDOW_BYTES, 32 << 10)));
        try (Penstock penstock = Penstock.create()) {
            PgConnection connection = Await.get(penstock.connect(options.build()));
            RowStream stream = connection.stream("select n, repeat('x', 500) from generate_series(1, " + rows + ") n");
            var count = new AtomicLong();
            var sum = new AtomicLong();
            var end = stream.forEach(row -> {
                sum.addAndGet(row.getLong(0));
                if (count.incrementAndGet() == rows / 10 && rests) {
                    System.out.println("resting " + count);
                    readLine(input);
                    System.out.println("buffered " + stream.bufferedBytes());
                    readLine(input);
                }
            });
            var tag = end.toCompletableFuture().join();
            System.out.println("done " + tag.rows() + " " + count + " " + sum);
            Await.get(connection.close());
        }
    }

    private static void readLine(BufferedReader input) {
        try {
            input.readLine();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
