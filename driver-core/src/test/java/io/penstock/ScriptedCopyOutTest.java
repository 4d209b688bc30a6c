package io.penstock;

import static io.penstock.testing.ServerMessage.commandComplete;
import static io.penstock.testing.ServerMessage.copyData;
import static io.penstock.testing.ServerMessage.copyDone;
import static io.penstock.testing.ServerMessage.copyOutResponse;
import static io.penstock.testing.ServerMessage.readyForQuery;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.internal.wire.FrontendMessage;
import io.penstock.testing.Script;
import io.penstock.testing.ScriptedClient;
import io.penstock.testing.ScriptedServer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A copy out whose bytes are taken by demand. */
@Timeout(30)
class ScriptedCopyOutTest {

    private static Script twoLines() {
        return Script.named("two lines")
                .acceptStartup()
                .expect(FrontendMessage.Query.class)
                .send(
                        copyOutResponse(),
                        copyData("1\n"),
                        copyData("2\n"),
                        copyDone(),
                        commandComplete("COPY 2"),
                        readyForQuery())
                .expect(FrontendMessage.Terminate.class);
    }

    @Test
    void deliversAChunkForEachDemandAndTheEndBehindTheLast() throws Exception {
        try (var play = ScriptedClient.of(twoLines())) {
            var connection = play.connect();
            var taker = new Taker();
            connection.copyOut("copy t to stdout").subscribe(taker);

            taker.subscription.get(10, TimeUnit.SECONDS).request(1);
            assertThat(taker.next()).isEqualTo("1\n");
            assertThat(taker.signals).isEmpty();
            taker.subscription.get().request(1);
            assertThat(taker.next()).isEqualTo("2\n");
            assertThat(taker.next()).isEqualTo("complete");
            ScriptedClient.await(connection.close());
        }
    }

    @Test
    void refusesADemandThatCannotBeAndASecondSubscriber() throws Exception {
        try (var play = ScriptedClient.of(
                Script.named("nothing is sent").acceptStartup().expect(FrontendMessage.Terminate.class))) {
            var connection = play.connect();
            var copy = connection.copyOut("copy t to stdout");
            var taker = new Taker();
            var late = new Taker();
            copy.subscribe(taker);
            copy.subscribe(late);

            assertThat(late.next()).isEqualTo("IllegalStateException");
            taker.subscription.get(10, TimeUnit.SECONDS).request(0);
            assertThat(taker.next()).isEqualTo("IllegalArgumentException");
            ScriptedClient.await(connection.close());
        }
    }

    /** Rule 1.3 of Reactive Streams: one signal at a time, the first among them. */
    @Test
    void deliversNothingBeforeTheSubscriberHasTakenItsSubscription() throws Exception {
        try (var play = ScriptedClient.of(twoLines())) {
            var connection = play.connect();
            var taker = new Taker() {
                @Override
                public void onSubscribe(Flow.Subscription given) {
                    given.request(Long.MAX_VALUE);
                    assertThat(within(Duration.ofMillis(200))).isNull();
                    signals.add("subscribed");
                }
            };
            connection.copyOut("copy t to stdout").subscribe(taker);

            assertThat(List.of(taker.next(), taker.next(), taker.next(), taker.next()))
                    .containsExactly("subscribed", "1\n", "2\n", "complete");
            ScriptedClient.await(connection.close());
        }
    }

    /** Notes what it is told. */
    private static class Taker implements Flow.Subscriber<ByteBuffer> {

        private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
        final LinkedBlockingQueue<String> signals = new LinkedBlockingQueue<>();

        String next() {
            return within(ScriptedServer.LIMIT);
        }

        String within(Duration limit) {
            try {
                return signals.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription.complete(given);
        }

        @Override
        public void onNext(ByteBuffer bytes) {
            signals.add(UTF_8.decode(bytes).toString());
        }

        @Override
        public void onError(Throwable error) {
            signals.add(error.getClass().getSimpleName());
        }

        @Override
        public void onComplete() {
            signals.add("complete");
        }
    }
}
