package io.penstock;

import io.penstock.error.PgException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A consumer that asks for so many rows and, when it is told to, sits on one of them. */
final class PacedSubscriber implements RowSubscriber {

    final CompletableFuture<CommandTag> end = new CompletableFuture<>();
    final AtomicLong rows = new AtomicLong();
    private final long demand;
    private final CountDownLatch mayGoOn;
    private final CompletableFuture<RowSubscription> subscription = new CompletableFuture<>();
    private final CountDownLatch firstRow = new CountDownLatch(1);

    private PacedSubscriber(long demand, CountDownLatch mayGoOn) {
        this.demand = demand;
        this.mayGoOn = mayGoOn;
    }

    /** Asks for so many rows. */
    static PacedSubscriber asking(long rows) {
        return new PacedSubscriber(rows, new CountDownLatch(0));
    }

    /** Asks for all rows, and sits on the first until {@link #goOn}. */
    static PacedSubscriber sleeping() {
        return new PacedSubscriber(Long.MAX_VALUE, new CountDownLatch(1));
    }

    void goOn() {
        mayGoOn.countDown();
    }

    void awaitFirstRow() {
        try {
            if (!firstRow.await(10, TimeUnit.SECONDS)) {
                throw new AssertionError("no row has come");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    RowSubscription subscription() {
        return subscription.join();
    }

    @Override
    public void onStart(RowSubscription started) {
        subscription.complete(started);
        if (demand > 0) {
            started.request(demand);
        }
    }

    @Override
    public void onRow(Row row) {
        rows.incrementAndGet();
        firstRow.countDown();
        try {
            mayGoOn.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void onComplete(CommandTag tag) {
        end.complete(tag);
    }

    @Override
    public void onError(PgException error) {
        end.completeExceptionally(error);
    }
}
