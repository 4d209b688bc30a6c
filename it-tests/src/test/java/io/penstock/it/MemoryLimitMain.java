package io.penstock.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.penstock.Batch;
import io.penstock.BlockingConnection;
import io.penstock.Penstock;
import io.penstock.PgConnection;
import io.penstock.config.ConnectionOptions;
import io.penstock.error.PgException;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A JVM in which something else has taken all direct memory: asks for more than the buffers at hand hold, in each way, and says
 * what became of it, and of the connection when there is memory again. Then the same is asked anew.
 */
final class MemoryLimitMain {

    private static final int LARGE = 8 << 20;
    private static final int PIECE = 64 << 10;
    private static final int CRUMB = 64;
    private static final String TABLE = "create temp table t(a text)";
    private static final String COPY = "copy t from stdin";
    private static final String LARGE_TEXT = "select repeat('x', " + LARGE + ")";
    private static final String MANY_ROWS = "select generate_series(1, 100000), repeat('y', 100)";

    private interface Asking<C> {
        @Nullable
        Object of(C connection) throws Exception;
    }

    private final Penstock client = Penstock.create();
    private final ConnectionOptions options;
    private final List<ByteBuffer> taken = new ArrayList<>();

    private MemoryLimitMain(ConnectionOptions options) {
        this.options = options;
    }

    public static void main(String[] arguments) throws Exception {
        var input = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        new MemoryLimitMain(ForkedJvm.options(arguments, input).build()).run();
        System.out.println("done ");
        // What was lost in the driver would show as an end that does not come.
        System.exit(0);
    }

    private void run() throws Exception {
        var alive = get(client.connect(options));
        ask("full", this::takeAll);
        get(alive.query("select 1"));
        ask("again", () -> {});
        client.close();
    }

    /** Each on a connection of its own, which was made before. */
    private void ask(String when, Runnable before) throws Exception {
        Map<String, Action> actions = new LinkedHashMap<>();
        Map<String, Action> afterwards = new LinkedHashMap<>();
        for (var asking : onLoop().entrySet()) {
            var connection = get(client.connect(options));
            get(connection.script(TABLE));
            actions.put(
                    asking.getKey(),
                    () -> get((CompletionStage<?>)
                            requireNonNull(asking.getValue().of(connection))));
            afterwards.put(asking.getKey(), () -> get(connection.query("select 1")));
        }
        for (var asking : byCaller().entrySet()) {
            var connection = client.connectBlocking(options);
            connection.script(TABLE);
            actions.put(asking.getKey(), () -> asking.getValue().of(connection));
            afterwards.put(asking.getKey(), () -> connection.query("select 1"));
        }
        actions.put("connect", () -> get(client.connect(options)));
        actions.put("connectByCaller", () -> client.connectBlocking(options));
        before.run();
        var ends = new ArrayList<String>();
        actions.forEach((what, action) -> ends.add(when + " " + what + " " + end(action)));
        giveAllBack();
        afterwards.forEach((what, action) -> ends.add("after " + what + " " + end(action)));
        ends.forEach(System.out::println);
    }

    private static Map<String, Asking<PgConnection>> onLoop() {
        Map<String, Asking<PgConnection>> all = new LinkedHashMap<>();
        all.put("query", c -> c.query(LARGE_TEXT));
        all.put("parameter", c -> c.query("select length($1)", "x".repeat(LARGE)));
        all.put("stream", c -> c.stream(MANY_ROWS).forEach(row -> {}));
        all.put("batch", c -> c.batch(batch()));
        all.put(
                "copyIn",
                c -> c.copyIn(COPY)
                        .thenCompose(
                                copy -> copy.write(ByteBuffer.wrap(line())).thenCompose(written -> copy.finish())));
        all.put("copyOut", c -> c.copyOut("copy (" + MANY_ROWS + ") to stdout").forEach(bytes -> {}));
        return all;
    }

    private static Map<String, Asking<BlockingConnection>> byCaller() {
        Map<String, Asking<BlockingConnection>> all = new LinkedHashMap<>();
        all.put("queryByCaller", c -> c.query(LARGE_TEXT));
        all.put("parameterByCaller", c -> c.query("select length($1)", "x".repeat(LARGE)));
        all.put("streamByCaller", c -> {
            try (var rows = c.stream(MANY_ROWS)) {
                while (rows.next()) {}
                return null;
            }
        });
        all.put("batchByCaller", c -> c.batch(batch()));
        all.put("copyInByCaller", c -> {
            try (var copy = c.copyIn(COPY)) {
                copy.write(ByteBuffer.wrap(line()));
                return copy.finish();
            }
        });
        all.put("copyOutByCaller", c -> {
            try (var copy = c.copyOut("copy (" + MANY_ROWS + ") to stdout")) {
                while (copy.next()) {}
                return null;
            }
        });
        return all;
    }

    private static Batch batch() {
        var batch = Batch.independent();
        for (var i = 0; i < 64; i++) {
            batch.add("select length($1)", "x".repeat(PIECE));
        }
        return batch;
    }

    private static byte[] line() {
        return ("x".repeat(LARGE) + "\n").getBytes(UTF_8);
    }

    private interface Action {
        @Nullable
        Object run() throws Exception;
    }

    private static String end(Action action) {
        try {
            action.run();
            return "answered";
        } catch (PgException e) {
            return "refused " + e.sqlState() + " " + e.getMessage();
        } catch (OutOfMemoryError e) {
            return "thrown " + e;
        } catch (Throwable e) {
            return "wrong " + e;
        }
    }

    private void takeAll() {
        take(PIECE);
        take(CRUMB);
    }

    private void take(int bytes) {
        try {
            while (true) {
                taken.add(ByteBuffer.allocateDirect(bytes));
            }
        } catch (OutOfMemoryError full) {
            // As wanted.
        }
    }

    private void giveAllBack() {
        taken.clear();
        System.gc();
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        try {
            return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof Exception failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw e;
        }
    }
}
