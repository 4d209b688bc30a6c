package io.penstock.it;

import io.penstock.CommandTag;
import io.penstock.Penstock;
import io.penstock.Row;
import io.penstock.RowStream;
import io.penstock.RowSubscriber;
import io.penstock.RowSubscription;
import io.penstock.config.ConnectionOptions;
import io.penstock.config.SslMode;
import io.penstock.error.PgException;
import io.penstock.it.invariant.Await;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The consumer of {@link SlowConsumerIT}, in a JVM with little memory. Says what it holds, so many times, so many milliseconds apart; a
 * consumer that takes rows one by one takes one each time.
 */
final class SlowConsumerMain {

    private SlowConsumerMain() {}

    public static void main(String[] arguments) throws InterruptedException, IOException {
        var pace = SlowConsumerIT.Pace.valueOf(arguments[1]);
        var ticks = Integer.parseInt(arguments[2]);
        var millis = Long.parseLong(arguments[3]);
        var options = ConnectionOptions.builder()
                .host("127.0.0.1")
                .port(Integer.parseInt(arguments[0]))
                .user("app")
                .database("app")
                .sslMode(SslMode.DISABLE);
        options.limits(options.build().limits().withWindow(SlowConsumerIT.WINDOW));
        try (Penstock penstock = Penstock.create()) {
            var stream = Await.get(penstock.connect(options.build())).stream("select t");
            var consumer = new Consumer(pace);
            stream.subscribe(consumer);
            if (pace != SlowConsumerIT.Pace.NEVER_ASKS) {
                Await.signal(consumer.firstRow);
            }
            System.out.println("started");
            tick(stream, consumer, pace, ticks, millis);
            System.out.println("done " + consumer.rows);
            // Until the other side has measured, nothing moves.
            if (System.in.read() < 0) {
                throw new AssertionError("nobody has measured");
            }
        }
        System.exit(0);
    }

    private static void tick(RowStream stream, Consumer consumer, SlowConsumerIT.Pace pace, int ticks, long millis)
            throws InterruptedException {
        var never = new CountDownLatch(1);
        for (int i = 0; i < ticks; i++) {
            if (!never.await(millis, TimeUnit.MILLISECONDS) && pace == SlowConsumerIT.Pace.ONE_BY_ONE) {
                Await.get(consumer.subscription).request(1);
            }
            System.gc();
            var heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
            System.out.println("holds " + heap + " " + stream.bufferedBytes());
        }
    }

    /** Takes what it has asked for; one that has asked for all sits on the first row. */
    private static final class Consumer implements RowSubscriber {

        final CompletableFuture<RowSubscription> subscription = new CompletableFuture<>();
        final CountDownLatch firstRow = new CountDownLatch(1);
        final CountDownLatch rest = new CountDownLatch(1);
        final AtomicLong rows = new AtomicLong();
        private final SlowConsumerIT.Pace pace;

        Consumer(SlowConsumerIT.Pace pace) {
            this.pace = pace;
        }

        @Override
        public void onStart(RowSubscription started) {
            subscription.complete(started);
            switch (pace) {
                case NEVER_ASKS -> {}
                case ONE_BY_ONE -> started.request(1);
                case ASKS_FOR_ALL_AND_SLEEPS -> started.request(Long.MAX_VALUE);
            }
        }

        @Override
        public void onRow(Row row) {
            rows.incrementAndGet();
            firstRow.countDown();
            if (pace == SlowConsumerIT.Pace.ASKS_FOR_ALL_AND_SLEEPS) {
                try {
                    rest.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        @Override
        public void onComplete(CommandTag tag) {}

        @Override
        public void onError(PgException error) {}
    }
}
