package io.penstock.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.internal.flow.BatchQueue.State;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BatchQueueTest {
    private final ByteBudget budget = new ByteBudget(1_000);
    private final ByteWindow window = new ByteWindow(10, 100, budget);
    private final BatchQueue<Rows> queue = new BatchQueue<>(window);

    @Test
    void carriesInOrderWithTheEndBehind() {
        var one = new Rows(1);
        var two = new Rows(2);
        assertThat(queue.next()).isEqualTo(State.OPEN);
        queue.offer(one);
        queue.offer(two);
        queue.complete();
        assertThat(queue.next()).isEqualTo(State.READY);
        assertThat(queue.poll()).isSameAs(one);
        assertThat(queue.poll()).isSameAs(two);
        assertThat(queue.next()).isEqualTo(State.COMPLETED);
        assertThat(queue.poll()).isNull();
        assertThat(queue.next()).isEqualTo(State.COMPLETED);
    }

    @Test
    void aFailureComesAfterTheRowsBeforeIt() {
        var failure = new IllegalStateException("server");
        queue.offer(new Rows(1));
        queue.fail(failure);
        assertThat(queue.next()).isEqualTo(State.READY);
        queue.poll();
        assertThat(queue.next()).isEqualTo(State.FAILED);
        assertThat(queue.failure()).isSameAs(failure);
    }

    @Test
    void theFirstEndWins() {
        queue.complete();
        queue.fail(new IllegalStateException());
        assertThat(queue.next()).isEqualTo(State.COMPLETED);
        assertThat(queue.failure()).isNull();
    }

    @Test
    void countsWhatTheConsumerWorksOnUntilItIsDone() {
        var big = new Rows(101);
        assertThat(queue.offer(big)).isTrue();
        assertThat(queue.poll()).isSameAs(big);
        assertThat(queue.heldBytes()).isEqualTo(101);
        assertThat(queue.consumed(big)).isTrue();
        assertThat(queue.heldBytes()).isZero();
        assertThat(budget.heldBytes()).isZero();
    }

    @Test
    void saysThatReadingMayGoOnWhenTheWindowIsDownAtItsLowMark() {
        var small = new Rows(5);
        var large = new Rows(96);
        queue.offer(small);
        assertThat(queue.offer(large)).isTrue();
        queue.poll();
        queue.poll();
        assertThat(queue.consumed(small)).isFalse();
        queue.offer(new Rows(7));
        assertThat(queue.consumed(large)).isTrue();
        assertThat(queue.heldBytes()).isEqualTo(7);
    }

    /** What the consumer of another stream leaves lying cannot keep this one from its rows. */
    @Test
    void saysThatReadingMayGoOnWhenNothingOfItsOwnIsHeld() {
        var neglected = new BatchQueue<Rows>(window);
        neglected.offer(new Rows(90));
        var own = new Rows(20);
        assertThat(queue.offer(own)).isTrue();
        queue.poll();
        assertThat(queue.consumed(own)).isTrue();
        assertThat(window.isOver()).isTrue();
        assertThat(neglected.heldBytes()).isEqualTo(90);
    }

    @Test
    void cancelDiscardsWhatWaitsAndWhatComes() {
        var waiting = new Rows(101);
        var late = new Rows(200);
        queue.offer(waiting);
        queue.cancel();
        queue.cancel();
        assertThat(queue.offer(late)).isFalse();
        queue.complete();
        assertThat(queue.next()).isEqualTo(State.CANCELLED);
        assertThat(waiting.discarded).hasValue(1);
        assertThat(late.discarded).hasValue(1);
        assertThat(queue.heldBytes()).isZero();
        assertThat(window.isOver()).isFalse();
    }

    @Test
    void cancelAfterTheEndStillDiscards() {
        var waiting = new Rows(5);
        queue.offer(waiting);
        queue.complete();
        queue.cancel();
        assertThat(waiting.discarded).hasValue(1);
        assertThat(queue.next()).isEqualTo(State.CANCELLED);
    }

    @Test
    void whatTheConsumerHoldsIsNotDiscarded() {
        var held = new Rows(5);
        queue.offer(held);
        queue.poll();
        queue.cancel();
        assertThat(held.discarded).hasValue(0);
        queue.consumed(held);
        assertThat(queue.heldBytes()).isZero();
    }

    @Test
    void aBatchAfterTheEndIsABug() {
        queue.complete();
        assertThatThrownBy(() -> queue.offer(new Rows(1))).isInstanceOf(AssertionError.class);
    }

    @Test
    void aCancelInTheMiddleOfAnOfferDiscardsTheBatch() {
        var rows = new Rows(200) {
            @Override
            public int byteLength() {
                // Asked for after the offer has looked for a cancel, and before the batch is in.
                queue.cancel();
                return super.byteLength();
            }
        };
        assertThat(queue.offer(rows)).isFalse();
        assertThat(rows.discarded).hasValue(1);
        assertThat(queue.heldBytes()).isZero();
        assertThat(queue.next()).isEqualTo(State.CANCELLED);
    }

    /**
     * Whatever a cancel meets, each batch ends in one place, no byte is left over, and the window is not left
     * over.
     */
    @Test
    void everyBatchEndsOnceWhenACancelRaces() throws Exception {
        for (int round = 0; round < 500; round++) {
            var small = new ByteWindow(2, 8, budget);
            var raced = new BatchQueue<Rows>(small);
            var offered = new ArrayList<Rows>();
            var consumed = new AtomicInteger();
            int batches = 60;
            var consumer = new Thread(() -> consume(raced, consumed));
            int cancelAt = round % batches;
            var canceller = new Thread(raced::cancel);
            consumer.start();
            for (int i = 0; i < batches; i++) {
                if (i == cancelAt) {
                    canceller.start();
                }
                var rows = new Rows(1);
                offered.add(rows);
                raced.offer(rows);
            }
            raced.complete();
            canceller.join();
            consumer.join();
            assertEndedOnce(offered, consumed.get());
            assertThat(small.heldBytes()).isZero();
            assertThat(small.isOver()).isFalse();
        }
    }

    /**
     * The consumer finds the queue empty, and the end comes before it has gone: it stays where the next look finds it. As many rounds as a
     * second has room for on a busy machine.
     */
    @Test
    void noEndIsLostToAConsumerThatIsJustLooking() throws Exception {
        int rounds = 20_000;
        var queues = new ArrayList<BatchQueue<Rows>>();
        for (int i = 0; i < rounds; i++) {
            queues.add(new BatchQueue<>(window));
        }
        var round = new AtomicInteger(-1);
        var producer = new Thread(() -> {
            for (int i = 0; i < rounds; i++) {
                while (round.get() < i) {
                    Thread.onSpinWait();
                }
                queues.get(i).complete();
            }
        });
        producer.start();
        long started = System.nanoTime();
        for (int i = 0; i < rounds && System.nanoTime() - started < TimeUnit.SECONDS.toNanos(1); i++) {
            round.set(i);
            while (queues.get(i).next() != State.COMPLETED) {
                assertThat(queues.get(i).poll()).isNull();
            }
        }
        round.set(rounds);
        producer.join();
    }

    private static void consume(BatchQueue<Rows> queue, AtomicInteger consumed) {
        while (true) {
            var state = queue.next();
            if (state != State.READY && state != State.OPEN) {
                return;
            }
            var rows = queue.poll();
            if (rows != null) {
                consumed.incrementAndGet();
                queue.consumed(rows);
            }
        }
    }

    private static void assertEndedOnce(List<Rows> offered, int consumed) {
        int discarded = 0;
        for (var rows : offered) {
            assertThat(rows.discarded.get()).isBetween(0, 1);
            discarded += rows.discarded.get();
        }
        assertThat(consumed + discarded).isEqualTo(offered.size());
    }

    private static class Rows implements BatchQueue.Batch {
        final AtomicInteger discarded = new AtomicInteger();
        private final int bytes;

        Rows(int bytes) {
            this.bytes = bytes;
        }

        @Override
        public int byteLength() {
            return bytes;
        }

        @Override
        public void discard() {
            discarded.incrementAndGet();
        }
    }
}
