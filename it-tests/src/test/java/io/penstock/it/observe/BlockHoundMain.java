package io.penstock.it.observe;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.penstock.Batch;
import io.penstock.Penstock;
import io.penstock.PgConnection;
import io.penstock.concurrent.ExecutionStrategy;
import io.penstock.config.ConnectionOptions;
import io.penstock.config.PoolOptions;
import io.penstock.it.ForkedJvm;
import io.penstock.it.invariant.Await;
import io.penstock.observe.DriverListener;
import io.penstock.observe.micrometer.PenstockMetrics;
import io.penstock.observe.micrometer.PenstockObservations;
import io.penstock.pool.PgPool;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import reactor.blockhound.BlockHound;

/** What {@link BlockHoundIT} runs in a JVM of its own, whose classes BlockHound may change: a bit of everything, and every blocking call on a loop noted. */
final class BlockHoundMain {

    private static final Set<String> FOUND = new ConcurrentSkipListSet<>();

    private BlockHoundMain() {}

    public static void main(String[] arguments) throws Exception {
        var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        var options = ForkedJvm.options(arguments, input).build();
        BlockHound.builder()
                .nonBlockingThreadPredicate(
                        others -> others.or(thread -> thread.getName().startsWith("penstock-loop")))
                // A read of the kernel's random numbers is a read of a file, and never waits.
                .loadIntegrations()
                .allowBlockingCallsInside("sun.security.provider.NativePRNG", "engineNextBytes")
                // A lock that other producers hold for a few instructions.
                .allowBlockingCallsInside("java.util.concurrent.LinkedBlockingQueue", "offer")
                .blockingMethodCallback(method -> FOUND.add(method + " in " + caller()))
                .install();
        try (var penstock = observed()) {
            everything(penstock, options);
        }
        say("driver");
        try (var penstock = Penstock.builder()
                .executionStrategy(ExecutionStrategy.eventLoop())
                .build()) {
            PgConnection connection = Await.get(penstock.connect(options));
            Await.get(connection.query("select 1").thenAccept(result -> blockTheLoop()));
        }
        say("user");
    }

    /** With all that watches: meters, traces, and a listener that is told. */
    private static Penstock observed() {
        var penstock = Penstock.builder()
                .eventLoops(2)
                .listener(new DriverListener() {})
                .tracer(PenstockObservations.tracer(ObservationRegistry.create()))
                .build();
        PenstockMetrics.of(penstock).bindTo(new SimpleMeterRegistry());
        return penstock;
    }

    private static void blockTheLoop() {
        try {
            new CountDownLatch(1).await(1, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void everything(Penstock penstock, ConnectionOptions options) {
        PgConnection connection = Await.get(penstock.connect(options));
        Await.get(connection.query("select $1::int, $2::text", 1, "text"));
        for (var i = 0; i < 50; i++) {
            pipelined(connection);
        }
        Await.get(connection.batch(Batch.atomic().add("select 1").add("select 2")));
        Await.get(connection.stream("select repeat('x', 500) from generate_series(1, 20000)")
                .forEach(row -> {}));
        Await.get(connection.inTransaction(tx -> tx.query("select 1")));
        Await.get(connection.copyOut("copy (select 1) to stdout").forEach(bytes -> {}));
        Await.failure(connection.query("select 1/0"));
        var slow = connection.query("select pg_sleep(30)").toCompletableFuture();
        Await.get(connection.cancel());
        slow.handle((result, error) -> 0).join();
        var size = PoolOptions.builder().name("hounded").maxSize(2).build();
        PgPool pool = PgPool.create(penstock, options, size);
        for (var i = 0; i < 50; i++) {
            pool.withConnection(borrowed -> borrowed.query("select 1"));
        }
        Await.get(pool.withConnection(borrowed -> borrowed.query("select 1")));
        Await.get(pool.close());
        Await.get(connection.close());
    }

    /** Deep enough for answers to gather. */
    private static void pipelined(PgConnection connection) {
        var answers = new ArrayList<CompletionStage<?>>();
        for (var i = 0; i < 200; i++) {
            answers.add(connection.query("select $1::int", i));
        }
        answers.forEach(Await::get);
    }

    /** The driver's or the user's frame nearest to the call. */
    private static String caller() {
        return StackWalker.getInstance()
                .walk(frames -> frames.map(Object::toString)
                        .filter(frame -> frame.startsWith("io.penstock") && !frame.contains("BlockHoundMain.caller"))
                        .filter(frame -> !frame.contains("BlockHoundMain.lambda$main"))
                        .findFirst()
                        .orElse("code that is not the driver's"));
    }

    private static void say(String who) {
        System.out.println(who + " " + String.join(";", FOUND).replace(' ', '_'));
        FOUND.clear();
    }
}
