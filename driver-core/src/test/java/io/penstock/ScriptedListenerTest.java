package io.penstock;

import static io.penstock.testing.ScriptedClient.await;
import static io.penstock.testing.ScriptedClient.failure;
import static io.penstock.testing.ServerMessage.column;
import static io.penstock.testing.ServerMessage.commandComplete;
import static io.penstock.testing.ServerMessage.dataRow;
import static io.penstock.testing.ServerMessage.notification;
import static io.penstock.testing.ServerMessage.readyForQuery;
import static io.penstock.testing.ServerMessage.rowDescription;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.penstock.ListenerOptions.Overflow;
import io.penstock.error.Outcome;
import io.penstock.error.PgClosedException;
import io.penstock.error.PgException;
import io.penstock.error.PgRejectedException;
import io.penstock.internal.wire.FrontendMessage;
import io.penstock.internal.wire.FrontendMessage.Query;
import io.penstock.testing.Script;
import io.penstock.testing.ScriptedClient;
import io.penstock.testing.ScriptedServer;
import io.penstock.testing.ServerMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A listener against servers that follow a script (reliability.md, row 41). */
@Timeout(30)
class ScriptedListenerTest {

    private static final Duration LIMIT = ScriptedServer.LIMIT;

    /** What the server was told, on all connections. */
    private final List<String> seen = new CopyOnWriteArrayList<>();

    private static ListenerOptions quick() {
        return ListenerOptions.defaults().withReconnect(Duration.ofMillis(1), Duration.ofMillis(10), 1_000);
    }

    private static Listener listener(ScriptedClient play, UnaryOperator<ListenerOptions> bounds) {
        return play.client().listener(play.options().build(), bounds.apply(quick()));
    }

    private static Listener listener(ScriptedClient play) {
        return listener(play, bounds -> bounds);
    }

    private static Script session(String name) {
        return Script.named(name).acceptStartup();
    }

    private List<ServerMessage> answer(FrontendMessage message) {
        return answerAnd(message, List.of());
    }

    /** Each statement of the text is done; and something more is said before the end. */
    private List<ServerMessage> answerAnd(FrontendMessage message, List<ServerMessage> more) {
        var sql = ((Query) message).sql();
        seen.add(sql);
        var answer = new ArrayList<ServerMessage>();
        for (var statement : sql.split("; ")) {
            if (statement.startsWith("SELECT")) {
                answer.add(rowDescription(column("pg_backend_pid", 23)));
                answer.add(dataRow(Integer.toString(Script.PROCESS_ID)));
                answer.add(commandComplete("SELECT 1"));
            } else {
                answer.add(commandComplete(statement.substring(0, statement.indexOf(' '))));
            }
        }
        answer.addAll(more);
        answer.add(readyForQuery());
        return answer;
    }

    private static List<ServerMessage> notes(int from, int to) {
        var notes = new ArrayList<ServerMessage>();
        for (var i = from; i <= to; i++) {
            notes.add(notification(7, "news", Integer.toString(i)));
        }
        return notes;
    }

    private static Notification note(int i) {
        return new Notification("news", Integer.toString(i), 7);
    }

    /** A session in which whatever is said is followed by these notifications. */
    private Script notifying(int count) {
        return session("notifies").serve("and notify", message -> answerAnd(message, notes(1, count)));
    }

    // ---- channels

    /** Taken as written: quoted, so neither folded to lower case nor executed. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "news,               LISTEN \"news\"",
                "Mixed Case,         LISTEN \"Mixed Case\"",
                "with\"quote,        LISTEN \"with\"\"quote\"",
                "semi\"; drop table, LISTEN \"semi\"\"; drop table\"",
                "ünï,                LISTEN \"ünï\"",
            })
    void quotesTheNamesOfChannels(String channel, String told) {
        try (var play = ScriptedClient.of(session("quoted").serve("answers", message -> {
            seen.add(((Query) message).sql());
            return List.of(
                    commandComplete("LISTEN"),
                    rowDescription(column("pg_backend_pid", 23)),
                    dataRow(Integer.toString(Script.PROCESS_ID)),
                    commandComplete("SELECT 1"),
                    readyForQuery());
        }))) {
            var listener = listener(play);
            await(listener.listen(channel));
            assertThat(seen).containsExactly(told + "; SELECT pg_backend_pid()");
            assertThat(listener.channels()).containsExactly(channel);
            await(listener.close());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nul\0inside", "sixty-four bytes xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxüü"})
    void refusesANameThatCannotBeAndConnectsNowhere(String channel) {
        try (var play = ScriptedClient.of()) {
            var listener = listener(play);
            var refusal = failure(listener.listen(channel));
            assertThat(refusal.sqlState()).isEqualTo("42602");
            assertThat(refusal.outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(play.server().connections()).isZero();
            await(listener.close());
        }
    }

    @Test
    void refusesMoreChannelsThanItsBound() {
        try (var play = ScriptedClient.of(session("many").serve("answers", this::answer))) {
            var listener = listener(play);
            var all = new ArrayList<CompletionStage<?>>();
            for (var i = 0; i < 1_024; i++) {
                all.add(listener.listen("c" + i));
            }
            var refusal = failure(listener.listen("one more"));
            assertThat(refusal).isInstanceOf(PgRejectedException.class).hasMessageContaining("1024 channels");
            assertThat(refusal.sqlState()).isEqualTo("53400");
            all.forEach(ScriptedClient::await);
            await(listener.unlisten("c0"));
            await(listener.listen("one more"));
            assertThat(listener.channels()).hasSize(1_024).contains("one more").doesNotContain("c0");
            await(listener.close());
        }
    }

    @Test
    void refusesMoreCallsThanMayWaitForOneChannel() {
        try (var play = ScriptedClient.of(Script.named("silent").expectStartup().awaitClosed())) {
            var listener = listener(play);
            var all = new ArrayList<CompletionStage<?>>();
            for (var i = 0; i < 1_024; i++) {
                all.add(listener.listen("c"));
            }
            assertThat(failure(listener.listen("c"))).hasMessageContaining("1024 calls wait");
            await(listener.close());
            all.forEach(each -> assertThat(failure(each)).isInstanceOf(PgClosedException.class));
        }
    }

    /** Who adds a channel again that was given up waits for its own LISTEN, although an earlier one is answered before. */
    @Test
    void waitsForItsOwnListen() {
        var script = session("again")
                .expect(Query.class)
                .answer("the first", this::answer)
                .expect(new Query("LISTEN \"a\""))
                .expect(new Query("UNLISTEN \"a\""))
                .expect(new Query("LISTEN \"a\""))
                .send(commandComplete("LISTEN"), readyForQuery(), commandComplete("UNLISTEN"), readyForQuery())
                .stall("unlistened")
                .send(commandComplete("LISTEN"), readyForQuery());
        try (var play = ScriptedClient.of(script)) {
            var listener = listener(play);
            await(listener.listen("b"));
            var first = listener.listen("a");
            var gone = listener.unlisten("a");
            var second = listener.listen("a").toCompletableFuture();

            assertThat(failure(first)).hasMessageContaining("given up");
            await(gone);
            assertThat(second).isNotDone();
            play.server().proceed("unlistened");
            await(second);
            await(listener.close());
        }
    }

    /** Whatever threads do, in the end the server listens to what the listener says. */
    @Test
    void toldByTwoThreadsTheServerListensToWhatWasAskedForLast() throws InterruptedException {
        try (var play = ScriptedClient.of(session("two threads").serve("answers", this::answer))) {
            var listener = listener(play);
            await(listener.listen("a"));
            var all = new LinkedBlockingQueue<CompletionStage<?>>();
            var threads = new ArrayList<Thread>();
            for (var t = 0; t < 2; t++) {
                var number = t;
                threads.add(new Thread(() -> comeAndGo(listener, number, all)));
            }
            threads.forEach(Thread::start);
            for (var thread : threads) {
                thread.join();
            }
            all.forEach(each -> await(each.handle((done, error) -> "ended")));

            var listened = new LinkedHashSet<String>();
            for (var sql : seen) {
                for (var statement : sql.split("; ")) {
                    if (statement.startsWith("LISTEN ")) {
                        listened.add(statement.substring(7).replace("\"", ""));
                    } else if (statement.startsWith("UNLISTEN ")) {
                        listened.remove(statement.substring(9).replace("\"", ""));
                    }
                }
            }
            assertThat(listener.channels()).isEqualTo(listened);
            await(listener.close());
        }
    }

    private static void comeAndGo(Listener listener, int number, LinkedBlockingQueue<CompletionStage<?>> all) {
        for (var i = 0; i < 200; i++) {
            var channel = "abc".substring(i % 3, i % 3 + 1);
            all.add((i / 3 + number) % 2 == 0 ? listener.listen(channel) : listener.unlisten(channel));
        }
    }

    // ---- consumers

    /** Asks for one event at a time, when the test does. */
    private static final class Careful implements Flow.Subscriber<ListenEvent> {

        private final LinkedBlockingQueue<Object> signals = new LinkedBlockingQueue<>();
        private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();

        @Override
        public void onSubscribe(Flow.Subscription started) {
            subscription.complete(started);
        }

        @Override
        public void onNext(ListenEvent event) {
            signals.add(event);
        }

        @Override
        public void onError(Throwable error) {
            signals.add(error);
        }

        @Override
        public void onComplete() {
            signals.add("complete");
        }

        Object next() throws InterruptedException {
            var signal = signals.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
            assertThat(signal).as("a signal").isNotNull();
            return signal;
        }

        Object ask() throws InterruptedException {
            await(subscription).request(1);
            return next();
        }
    }

    @Test
    void givesASlowSubscriberWhatItAsksForAndTellsWhatItMissed() throws InterruptedException {
        try (var play = ScriptedClient.of(notifying(100))) {
            var listener = listener(play, bounds -> bounds.withBuffer(10, 1 << 20, Overflow.DROP_OLDEST));
            var subscriber = new Careful();
            listener.subscribe(subscriber);
            await(listener.listen("news"));
            await(listener.listen("behind the flood"));
            await(listener.listen("behind that one's flood"));

            assertThat(subscriber.ask()).isEqualTo(new ListenEvent.Lost(290));
            for (var i = 91; i <= 100; i++) {
                assertThat(subscriber.signals).as("what was not asked for").isEmpty();
                assertThat(subscriber.ask()).isEqualTo(note(i));
            }
            await(listener.close());
        }
    }

    @Test
    void failsASubscriberThatIsTooSlowBehindWhatIsHeld() throws InterruptedException {
        try (var play = ScriptedClient.of(notifying(11))) {
            var listener = listener(play, bounds -> bounds.withBuffer(10, 1 << 20, Overflow.FAIL));
            var subscriber = new Careful();
            listener.subscribe(subscriber);
            assertThat(failure(listener.listen("news"))).hasMessageContaining("too slow");

            for (var i = 1; i <= 10; i++) {
                assertThat(subscriber.ask()).isEqualTo(note(i));
            }
            assertThat(subscriber.next())
                    .isInstanceOfSatisfying(
                            PgRejectedException.class,
                            error -> assertThat(error).hasMessageContaining("too slow"));
            assertThat(failure(listener.listen("late"))).isInstanceOf(PgException.class);
            assertThat(listener.channels()).isEmpty();
            await(listener.close());
        }
    }

    @Test
    void endsASubscriberThatAsksForNothing() throws InterruptedException {
        try (var play = ScriptedClient.of(notifying(1))) {
            var listener = listener(play);
            var subscriber = new Careful();
            listener.subscribe(subscriber);
            await(listener.listen("news"));
            await(subscriber.subscription).request(0);
            assertThat(subscriber.next()).isInstanceOf(IllegalArgumentException.class);
            await(listener.close());
        }
    }

    @Test
    void endsWithItsSubscription() throws InterruptedException {
        try (var play = ScriptedClient.of(notifying(1))) {
            var listener = listener(play);
            var subscriber = new Careful();
            listener.subscribe(subscriber);
            await(listener.listen("news"));
            assertThat(subscriber.ask()).isEqualTo(note(1));
            await(subscriber.subscription).cancel();
            await(listener.close());
            assertThat(failure(listener.listen("late"))).isInstanceOf(PgClosedException.class);
            assertThat(subscriber.signals).isEmpty();
        }
    }

    /** Reliability.md, row 70. */
    @Test
    void endsWithWhatItsConsumerThrows() {
        try (var play = ScriptedClient.of(notifying(3))) {
            var listener = listener(play);
            var heard = new CopyOnWriteArrayList<ListenEvent>();
            var end = listener.forEach(event -> {
                heard.add(event);
                throw new IllegalStateException("do not like it");
            });
            await(listener.listen("news").handle((done, error) -> "ended either way"));

            var thrown = await(end.handle((done, error) -> error));
            assertThat(thrown).isInstanceOf(IllegalStateException.class).hasMessage("do not like it");
            assertThat(heard).containsExactly(note(1));
            await(listener.close());
            assertThat(failure(listener.listen("late"))).isInstanceOf(PgClosedException.class);
        }
    }

    @Test
    void tellsASubscriberThatComesAfterTheEndInTheRightOrder() throws InterruptedException {
        try (var play = ScriptedClient.of()) {
            var listener = listener(play);
            await(listener.close());
            var subscriber = new Careful();
            listener.subscribe(subscriber);
            assertThat(subscriber.next()).isEqualTo("complete");
            assertThat(subscriber.subscription).isDone();
        }
    }

    @Test
    void hasOneConsumer() throws InterruptedException {
        try (var play = ScriptedClient.of()) {
            var listener = listener(play);
            var end = listener.forEach(event -> {});
            assertThatThrownBy(() -> listener.subscribe(new Careful())).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> listener.poll(Duration.ZERO)).isInstanceOf(IllegalStateException.class);
            await(listener.close());
            await(end);

            var polled = listener(play);
            assertThat(polled.poll(Duration.ZERO)).isNull();
            assertThatThrownBy(() -> polled.forEach(event -> {})).isInstanceOf(IllegalStateException.class);
            await(polled.close());
        }
    }

    // ---- losses

    @Test
    void listensToAllChannelsAgainAndTellsOfTheGap() throws InterruptedException {
        var lost = session("lost")
                .expect(Query.class)
                .answer("a", this::answer)
                .expect(Query.class)
                .answer("b", message -> answerAnd(message, notes(1, 1)))
                .cut();
        var back = session("back").serve("and notify", message -> answerAnd(message, notes(2, 2)));
        try (var play = ScriptedClient.of(lost, back)) {
            var listener = listener(play);
            await(listener.listen("a"));
            await(listener.listen("b"));
            assertThat(listener.poll(LIMIT)).isEqualTo(note(1));
            assertThat(listener.poll(LIMIT))
                    .isInstanceOfSatisfying(
                            ListenEvent.Reconnected.class,
                            event -> assertThat(event.away()).isPositive());
            assertThat(listener.poll(LIMIT)).isEqualTo(note(2));
            assertThat(seen)
                    .containsExactly(
                            "LISTEN \"a\"; SELECT pg_backend_pid()",
                            "LISTEN \"b\"",
                            "LISTEN \"a\"; LISTEN \"b\"; SELECT pg_backend_pid()");
            await(listener.close());
        }
    }

    /** Whoever asks for a channel while the connection is being made again hears of it when the server listens. */
    @Test
    void saysThatItListensWhenTheServerDoesAgain() throws InterruptedException {
        var lost = session("lost")
                .expect(Query.class)
                .answer("a", this::answer)
                .stall("heard")
                .cut();
        var back = Script.named("back").expectStartup().stall("asked").send(ServerMessage.authenticationOk());
        var script = back.send(Script.sessionStart()).serve("answers", this::answer);
        try (var play = ScriptedClient.of(lost, script)) {
            var listener = listener(play);
            await(listener.listen("a"));
            play.server().awaitStalled("heard");
            play.server().proceed("heard");
            play.server().awaitStalled("asked");
            var known = listener.listen("a").toCompletableFuture();
            var added = listener.listen("b").toCompletableFuture();
            await(listener.unlisten("c"));
            assertThat(known).isNotDone();
            assertThat(added).isNotDone();
            play.server().proceed("asked");
            await(known);
            await(added);
            assertThat(listener.poll(LIMIT)).isInstanceOf(ListenEvent.Reconnected.class);
            await(listener.close());
        }
    }

    @Test
    void tellsWhoAddsAChannelWhyThereIsNoConnectionAndTriesAgainForTheNext() {
        var refused = Script.named("refused")
                .expectStartup()
                .send(ServerMessage.fatal("53300", "too many"))
                .cut();
        try (var play = ScriptedClient.of(refused, session("there").serve("answers", this::answer))) {
            var listener = listener(play);
            assertThat(failure(listener.listen("a")).sqlState()).isEqualTo("53300");
            assertThat(listener.channels()).isEmpty();
            await(listener.listen("a"));
            assertThat(listener.channels()).containsExactly("a");
            await(listener.close());
        }
    }

    @Test
    void endsWhenTheServerDoesNotComeBackAsOftenAsItMayTry() throws InterruptedException {
        var lost = session("lost")
                .expect(Query.class)
                .answer("a", message -> answerAnd(message, notes(1, 1)))
                .stall("gone")
                .cut();
        try (var play = ScriptedClient.of(lost)) {
            var listener =
                    listener(play, bounds -> bounds.withReconnect(Duration.ofMillis(1), Duration.ofMillis(2), 3));
            await(listener.listen("a"));
            play.server().stopListening();
            play.server().proceed("gone");
            assertThat(listener.poll(LIMIT)).isEqualTo(note(1));
            assertThat(catchThrowableOfType(PgException.class, () -> listener.poll(LIMIT))
                            .sqlState())
                    .startsWith("08");
            assertThat(failure(listener.listen("b"))).isInstanceOf(PgClosedException.class);
            await(listener.close());
        }
    }

    // ---- the end

    private static CompletableFuture<@Nullable Throwable> polls(Listener listener, CountDownLatch waits) {
        var end = new CompletableFuture<@Nullable Throwable>();
        new Thread(() -> {
                    try {
                        listener.poll(Duration.ZERO);
                        waits.countDown();
                        listener.poll(LIMIT);
                        end.complete(null);
                    } catch (Throwable e) {
                        end.complete(e);
                    }
                })
                .start();
        return end;
    }

    @Test
    void endsWhoWaitsWhenItIsClosed() throws Exception {
        try (var play = ScriptedClient.of(session("closed").serve("answers", this::answer))) {
            var listener = listener(play);
            await(listener.listen("a"));
            var waits = new CountDownLatch(1);
            var end = polls(listener, waits);
            waits.await();

            await(listener.close());
            await(listener.close());

            assertThat(end.get()).isInstanceOf(PgClosedException.class);
            assertThat(listener.channels()).isEmpty();
            assertThat(failure(listener.listen("a")).outcome()).isEqualTo(Outcome.NOT_SENT);
            await(listener.unlisten("a"));
        }
    }

    @Test
    void endsWhoWaitsWhenItsClientIsClosed() throws Exception {
        try (var play = ScriptedClient.of(session("client closed").serve("answers", this::answer))) {
            var listener = listener(play);
            await(listener.listen("a"));
            var waits = new CountDownLatch(1);
            var end = polls(listener, waits);
            waits.await();

            play.client().close();

            assertThat(end.get()).isInstanceOf(PgClosedException.class).hasMessageContaining("client");
        }
    }
}
