package io.penstock.internal.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The way of exchanges from any thread to the connection's owner. */
class SubmissionsTest {

    private static Exchange exchange() {
        return SimpleQueryExchangeTest.script("…", new Recorder());
    }

    @Test
    void handsOverInTheOrderOfTheCalls() {
        var submissions = new Submissions();
        var exchanges = IntStream.range(0, 100).mapToObj(i -> exchange()).toList();
        exchanges.forEach(submissions::push);
        var drained = new ArrayList<Exchange>();
        submissions.drain(drained::add);
        assertThat(drained).containsExactlyElementsOf(exchanges);
        assertThat(submissions.isEmpty()).isTrue();
    }

    @Test
    void asksToWakeTheOwnerOnceForAFullStack() {
        var submissions = new Submissions();
        assertThat(submissions.push(exchange())).isTrue();
        assertThat(submissions.push(exchange())).isFalse();
        submissions.drain(exchange -> {});
        assertThat(submissions.push(exchange())).isTrue();
    }

    @Test
    void interjectsBetweenWhatWasSubmittedBeforeAndBehind() {
        var submissions = new Submissions();
        var before = exchange();
        var behind = exchange();
        var seen = new ArrayList<Object>();
        submissions.push(before);
        assertThat(submissions.push(new Interjection(() -> seen.add("interjection"))))
                .isFalse();
        submissions.push(behind);
        assertThat(submissions.count()).isEqualTo(3);
        submissions.drain(seen::add);
        assertThat(seen).containsExactly(before, "interjection", behind);
        assertThat(submissions.count()).isZero();
    }

    @Test
    void losesNothingAndKeepsTheOrderOfEachThread() throws InterruptedException {
        var submissions = new Submissions();
        var begin = new CountDownLatch(1);
        var perThread = IntStream.range(0, 4)
                .mapToObj(
                        t -> IntStream.range(0, 5_000).mapToObj(i -> exchange()).toList())
                .toList();
        var threads = perThread.stream()
                .map(exchanges -> new Thread(() -> {
                    await(begin);
                    exchanges.forEach(submissions::push);
                }))
                .toList();
        threads.forEach(Thread::start);
        begin.countDown();

        var drained = new ArrayList<Exchange>();
        while (drained.size() < 20_000) {
            submissions.drain(drained::add);
        }
        for (var thread : threads) {
            thread.join();
        }
        var position = new IdentityHashMap<Exchange, Integer>();
        drained.forEach(exchange -> position.put(exchange, position.size()));
        assertThat(position).hasSize(20_000);
        for (List<Exchange> exchanges : perThread) {
            assertThat(exchanges.stream().map(position::get).toList()).isSorted();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
