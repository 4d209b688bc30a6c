package io.penstock.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SingleWriterTest {

    private static final int THREADS = 4;
    private static final int CHANGES = 50_000;

    private final List<String> log = new ArrayList<>();
    private @Nullable Runnable consequence;
    private final SingleWriter writer = new SingleWriter(() -> {
        var now = consequence;
        consequence = null;
        return now;
    });

    private static SerialTask task(Runnable body) {
        return new SerialTask() {
            @Override
            public void run() {
                body.run();
            }
        };
    }

    @Test
    void makesAChangeBeforeItReturnsWhenNobodyIsInside() {
        writer.submit(task(() -> log.add("change")));

        assertThat(log).containsExactly("change");
    }

    @Test
    void makesWhatIsBroughtInsideAfterTheChangeThatBroughtIt() {
        writer.submit(task(() -> {
            writer.submit(task(() -> log.add("second")));
            log.add("first");
        }));

        assertThat(log).containsExactly("first", "second");
    }

    @Test
    void actsOnChangesAfterLeaving() {
        writer.submit(task(() -> consequence = () -> {
            writer.submit(task(() -> log.add("nobody was inside")));
            log.add("acted");
        }));

        assertThat(log).containsExactly("nobody was inside", "acted");
    }

    @Test
    void aChangeMayBeSubmittedAgainFromTheMomentItIsMade() {
        var times = new AtomicInteger();
        var again = new SerialTask[1];
        again[0] = task(() -> {
            log.add("change");
            if (times.incrementAndGet() < 3) {
                writer.submit(again[0]);
            }
        });

        writer.submit(again[0]);

        assertThat(log).containsExactly("change", "change", "change");
    }

    @Test
    void aChangeThatThrowsKeepsNoOtherFromBeingMade() {
        assertThatThrownBy(() -> writer.submit(task(() -> {
                    writer.submit(task(() -> log.add("the next")));
                    throw new IllegalStateException("broken");
                })))
                .isInstanceOf(IllegalStateException.class);

        assertThat(log).containsExactly("the next");
        writer.submit(task(() -> log.add("open again")));
        assertThat(log).containsExactly("the next", "open again");
    }

    /** The counter is plain: two writers at a time, or a change without a happens-before, would lose counts. */
    @Test
    void losesAndOverlapsNothingUnderContention() throws InterruptedException {
        var count = new int[1];
        var acted = new AtomicInteger();
        var mine = new SingleWriter(() -> acted::incrementAndGet);
        var start = new CountDownLatch(1);
        var threads = new ArrayList<Thread>();
        for (var t = 0; t < THREADS; t++) {
            var thread = new Thread(() -> {
                try {
                    start.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                for (var i = 0; i < CHANGES; i++) {
                    mine.submit(task(() -> count[0]++));
                }
            });
            thread.start();
            threads.add(thread);
        }
        start.countDown();
        for (var thread : threads) {
            thread.join();
        }

        mine.submit(task(() -> assertThat(count[0]).isEqualTo(THREADS * CHANGES)));
        assertThat(acted.get()).isPositive();
    }
}
