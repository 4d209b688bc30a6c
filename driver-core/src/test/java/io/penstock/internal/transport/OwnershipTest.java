package io.penstock.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which thread runs a connection, and for how long. */
class OwnershipTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Ownership ownership = new Ownership();

    private static <T> T inAnotherThread(Supplier<T> call) {
        return started(call).orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
    }

    private static <T> CompletableFuture<T> started(Supplier<T> call) {
        return CompletableFuture.supplyAsync(call, task -> new Thread(task, "another").start());
    }

    private boolean isFreeForAnother() {
        return inAnotherThread(() -> ownership.tryTake() && ownership.giveUp());
    }

    @Test
    void isGivenUpAsOftenAsItWasTaken() {
        ownership.take();
        ownership.take();
        ownership.take();
        assertThat(ownership.giveUp()).isFalse();
        assertThat(ownership.giveUp()).isFalse();
        assertThat(ownership.isMine()).isTrue();
        assertThat(isFreeForAnother()).isFalse();
        assertThat(ownership.giveUp()).isTrue();
        assertThat(ownership.isMine()).isFalse();
        assertThat(isFreeForAnother()).isTrue();
    }

    /** A lock taken by trying counts by itself: whichever way it was taken, and in whatever order, the last one frees it. */
    @Test
    void countsWhatIsTakenByTrying() throws InterruptedException {
        ownership.take();
        assertThat(ownership.tryTake()).isTrue();
        ownership.take();
        assertThat(ownership.tryTake(Duration.ZERO)).isTrue();
        assertThat(IntStream.range(0, 3).filter(i -> ownership.giveUp())).isEmpty();
        assertThat(isFreeForAnother()).isFalse();
        assertThat(ownership.giveUp()).isTrue();
        assertThat(isFreeForAnother()).isTrue();
    }

    @Test
    void isNotGivenUpByAnotherThread() {
        ownership.take();
        ownership.take();
        var refusal = inAnotherThread(() -> catchThrowable(ownership::giveUp));
        assertThat(refusal).isInstanceOf(IllegalMonitorStateException.class);
        assertThat(ownership.giveUp()).isFalse();
        assertThat(ownership.giveUp()).isTrue();
    }

    @Test
    void hasAnotherThreadWaitForTheLastGivingUp() {
        ownership.take();
        ownership.take();
        var other = started(() -> {
            ownership.take();
            return ownership.isMine() && ownership.giveUp();
        });
        ownership.giveUp();
        assertThat(other).isNotDone();
        ownership.giveUp();
        assertThat(other).succeedsWithin(LIMIT).isEqualTo(true);
    }

    /** Whatever several threads do in their turns, none sees another's half done, however deep it is in. */
    @Test
    void letsOneThreadInAtATime() {
        var counted = new int[2];
        var threads = IntStream.range(0, 4)
                .mapToObj(thread -> started(() -> {
                    var torn = 0;
                    for (var i = 0; i < 20_000; i++) {
                        ownership.take();
                        counted[0]++;
                        ownership.take();
                        torn += counted[0] - counted[1] == 1 ? 0 : 1;
                        ownership.giveUp();
                        counted[1]++;
                        ownership.giveUp();
                    }
                    return torn;
                }))
                .toList();
        assertThat(threads)
                .allSatisfy(thread -> assertThat(thread).succeedsWithin(LIMIT).isEqualTo(0));
        assertThat(counted).containsExactly(80_000, 80_000);
    }

    @Test
    void isRefusedWhileAnotherThreadIsInACall() {
        ownership.take();
        assertThat(inAnotherThread(ownership::tryTakeFromCallers)).isFalse();
        assertThat(inAnotherThread(() -> ownership.tryTakeUninterrupted(Duration.ofMillis(1))))
                .isFalse();
        assertThat(ownership.isTaken()).isTrue();
    }

    /** A look is no call: whoever asks for a turn waits for its end, and does not find the connection busy. */
    @Test
    void isNotRefusedWhileItIsLookedAfter() throws InterruptedException {
        var looking = new CountDownLatch(1);
        var seen = new CountDownLatch(1);
        var look = started(() -> {
            ownership.lookAfter(() -> {
                looking.countDown();
                awaitUninterrupted(seen);
            });
            return true;
        });
        looking.await();
        assertThat(ownership.isTaken()).isFalse();
        assertThat(ownership.tryTake()).isFalse();
        var turn = started(() -> ownership.tryTakeFromCallers() && ownership.giveUp());
        assertThat(turn).isNotDone();
        seen.countDown();
        assertThat(turn).succeedsWithin(LIMIT).isEqualTo(true);
        assertThat(look).succeedsWithin(LIMIT);
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void isNotLookedAfterWhileSomebodyHasIt() {
        ownership.take();
        var looked = inAnotherThread(() -> {
            var looks = new int[1];
            ownership.lookAfter(() -> looks[0]++);
            return looks[0];
        });
        assertThat(looked).isZero();
    }

    @Test
    void leavesAnInterruptToBeSeen() {
        ownership.take();
        var interrupted = inAnotherThread(() -> {
            Thread.currentThread().interrupt();
            return !ownership.tryTakeUninterrupted(LIMIT) && Thread.interrupted();
        });
        assertThat(interrupted).isTrue();
    }
}
