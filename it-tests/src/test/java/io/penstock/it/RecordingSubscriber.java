package io.penstock.it;

import io.penstock.CommandTag;
import io.penstock.Row;
import io.penstock.RowSubscriber;
import io.penstock.RowSubscription;
import io.penstock.error.PgException;
import io.penstock.it.invariant.Await;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Notes what a stream tells it, and asks for rows when the test does. */
final class RecordingSubscriber implements RowSubscriber {

    private final Queue<String> rows = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<RowSubscription> subscription = new CompletableFuture<>();
    private final CompletableFuture<CommandTag> end = new CompletableFuture<>();
    private final AtomicInteger terminalSignals = new AtomicInteger();
    private final Consumer<Row> onRow;
    private final AtomicInteger inside = new AtomicInteger();
    private volatile boolean overlapped;

    RecordingSubscriber() {
        this(row -> {});
    }

    /** Does this for each row, after it was noted. */
    RecordingSubscriber(Consumer<Row> onRow) {
        this.onRow = onRow;
    }

    /** The first column of each row so far. */
    List<String> rows() {
        return List.copyOf(rows);
    }

    RowSubscription subscription() {
        return Await.get(subscription);
    }

    /** Completes with the tag, or fails with the error. */
    CompletableFuture<CommandTag> end() {
        return end;
    }

    int terminalSignals() {
        return terminalSignals.get();
    }

    /** Whether two calls have ever run at a time. */
    boolean hasOverlapped() {
        return overlapped;
    }

    private void alone(Runnable call) {
        overlapped |= inside.incrementAndGet() != 1;
        try {
            call.run();
        } finally {
            inside.decrementAndGet();
        }
    }

    @Override
    public void onStart(RowSubscription newSubscription) {
        alone(() -> subscription.complete(newSubscription));
    }

    @Override
    public void onRow(Row row) {
        alone(() -> {
            rows.add(String.valueOf(row.getString(0)));
            onRow.accept(row);
        });
    }

    @Override
    public void onComplete(CommandTag tag) {
        alone(() -> {
            terminalSignals.incrementAndGet();
            end.complete(tag);
        });
    }

    @Override
    public void onError(PgException error) {
        alone(() -> {
            terminalSignals.incrementAndGet();
            end.completeExceptionally(error);
        });
    }
}
