package io.penstock;

import static io.penstock.testing.ScriptedClient.await;
import static io.penstock.testing.ScriptedClient.failure;
import static io.penstock.testing.ServerMessage.commandComplete;
import static io.penstock.testing.ServerMessage.error;
import static io.penstock.testing.ServerMessage.readyForQuery;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.penstock.concurrent.ExecutionStrategy;
import io.penstock.config.Timeouts;
import io.penstock.error.Outcome;
import io.penstock.error.PgException;
import io.penstock.error.PgServerException;
import io.penstock.error.PgTimeoutException;
import io.penstock.internal.wire.FrontendMessage.Bind;
import io.penstock.internal.wire.FrontendMessage.CancelRequest;
import io.penstock.internal.wire.FrontendMessage.Describe;
import io.penstock.internal.wire.FrontendMessage.Execute;
import io.penstock.internal.wire.FrontendMessage.Parse;
import io.penstock.internal.wire.FrontendMessage.Query;
import io.penstock.internal.wire.FrontendMessage.Sync;
import io.penstock.observe.CancelOutcome;
import io.penstock.observe.CancelSentEvent;
import io.penstock.observe.DriverListener;
import io.penstock.testing.Script;
import io.penstock.testing.ScriptedClient;
import io.penstock.testing.ScriptedServer;
import io.penstock.testing.ServerMessage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A cancel request that comes late, or never arrives, and the statement behind it (reliability.md, rows 74 and 76). */
class ScriptedQuarantineTest {

    private static final Duration SHORT = Duration.ofMillis(500);

    /** Long enough for the slowest machine. */
    private static final Timeouts PATIENT = Timeouts.defaults().withCancel(ScriptedServer.LIMIT);

    private static final ServerMessage CANCELLED = error("57014", "canceling statement due to user request");
    private static final ServerMessage[] OK = {commandComplete("OK"), readyForQuery()};

    private static final Executor OTHERS = task -> {
        var thread = new Thread(task, "caller");
        thread.setDaemon(true);
        thread.start();
    };

    /** Reads the request and hangs up when the test says so. */
    private static final Script CANCEL =
            Script.named("cancel").expect(CancelRequest.class).stall("cancel").cut();

    /** Reads the request and never hangs up. */
    private static final Script HANGING =
            Script.named("hanging").expect(CancelRequest.class).stall("cancel").drain();

    /** A statement, answered when the test says so. */
    private static Script running(String name) {
        return Script.named(name).acceptStartup().expect(Query.class).stall("running");
    }

    /** Only then may the next statement come. */
    private static Script sentinel(Script script, ServerMessage... answer) {
        return script.expect(Sync.class).send(answer).expect(Query.class).send(OK);
    }

    private static BlockingConnection connectBlocking(ScriptedClient play, Timeouts timeouts) {
        return play.client().connectBlocking(play.options().timeouts(timeouts).build());
    }

    private static PgException failureOf(Runnable call) {
        return catchThrowableOfType(PgException.class, call::run);
    }

    // ---- run by a loop

    @Test
    void keepsTheNextStatementBackUntilALateCancelIsOver() {
        var script = sentinel(running("late").send(OK), readyForQuery());
        try (var play = ScriptedClient.of(script, CANCEL)) {
            var connection = play.connect(options -> options.timeouts(PATIENT));
            var target = connection.script("target");
            play.server().awaitStalled("running");
            var cancelled = connection.cancel();
            play.server().awaitStalled("cancel");
            play.server().proceed("running");
            await(target);
            var next = connection.script("next");
            assertThat(next.toCompletableFuture()).isNotDone();
            assertThat(play.server().connection(0).received(Sync.class)).isZero();
            play.server().proceed("cancel");
            await(cancelled);
            await(next);
        }
    }

    /** The target, the cancel and what follows are looked at by one turn of the loop: the request is meant for what was submitted before it. */
    @Test
    void keepsBackWhatWasSubmittedBehindACancelThatTheLoopHadNotSeen() {
        var script =
                Script.named("in one turn").acceptStartup().expect(Query.class).send(OK);
        script = script.expect(
                        "the target",
                        message -> message instanceof Query query && query.sql().equals("target"))
                .stall("running")
                .send(OK);
        try (var play = ScriptedClient.of(
                builder -> builder.executionStrategy(ExecutionStrategy.eventLoop()),
                sentinel(script, readyForQuery()),
                CANCEL)) {
            var connection = play.connect(options -> options.timeouts(PATIENT));
            var begun = connection
                    .script("first")
                    .thenApply(first -> List.<CompletionStage<?>>of(
                            connection.script("target"), connection.cancel(), connection.script("next")));
            var stages = await(begun);
            play.server().awaitStalled("cancel");
            play.server().proceed("running");
            await(stages.get(0));
            play.server().proceed("cancel");
            stages.forEach(ScriptedClient::await);
        }
    }

    @Test
    void swallowsTheErrorOfASentinelThatWasHit() {
        var script = sentinel(running("hit").send(OK), CANCELLED, readyForQuery());
        try (var play = ScriptedClient.of(script, CANCEL)) {
            var connection = play.connect(options -> options.timeouts(PATIENT));
            var target = connection.script("target");
            play.server().awaitStalled("running");
            var cancelled = connection.cancel();
            play.server().awaitStalled("cancel");
            play.server().proceed("running");
            await(target);
            play.server().proceed("cancel");
            await(cancelled);
            await(connection.script("next"));
        }
    }

    /** Three callers have given up by the time that the server answers all three in one go: the second and third need no request. */
    @Test
    void asksForNoCancelOfWhatWasAnsweredInTheSameRead() {
        var script = Script.named("late, but complete")
                .acceptStartup()
                .expect(Query.class, Query.class, Query.class)
                .stall("running")
                .send(CANCELLED, readyForQuery(), OK[0], OK[1], OK[0], OK[1]);
        var cancel = Script.named("cancel").expect(CancelRequest.class).cut();
        try (var play = ScriptedClient.of(sentinel(script, readyForQuery()), cancel)) {
            var connection = play.connect(options -> options.timeouts(PATIENT.withStatement(SHORT)));
            var late = List.of(connection.script("a"), connection.script("b"), connection.script("c"));
            late.forEach(stage -> assertThat(ScriptedClient.failure(stage)).isInstanceOf(PgTimeoutException.class));
            play.server().awaitConnections(2);
            play.server().connection(1).awaitPlayed();
            play.server().proceed("running");
            await(connection.script("next"));
            assertThat(play.server().connections()).isEqualTo(2);
        }
    }

    @Test
    void closesWhenNobodyKnowsWhatBecameOfTheRequest() {
        var script = running("hanging cancel").send(OK).awaitClosed();
        try (var play = ScriptedClient.of(script, HANGING)) {
            var connection =
                    play.connect(options -> options.timeouts(Timeouts.defaults().withCancel(SHORT)));
            var target = connection.script("target");
            play.server().awaitStalled("running");
            var cancelled = connection.cancel();
            play.server().awaitStalled("cancel");
            play.server().proceed("running");
            await(target);
            var next = connection.script("next");
            assertThat(failure(cancelled)).isInstanceOf(PgTimeoutException.class);
            assertThat(failure(next).outcome()).isEqualTo(Outcome.NOT_SENT);
            await(connection.closed());
            play.server().proceed("cancel");
        }
    }

    @Test
    void closesWhenTheSentinelIsNotAnswered() {
        var script = running("silent").send(OK).expect(Sync.class).awaitClosed();
        try (var play = ScriptedClient.of(script, CANCEL)) {
            var connection =
                    play.connect(options -> options.timeouts(Timeouts.defaults().withCancel(SHORT)));
            var target = connection.script("target");
            play.server().awaitStalled("running");
            var cancelled = connection.cancel();
            play.server().proceed("cancel");
            await(cancelled);
            play.server().proceed("running");
            await(target);
            assertThat(failure(connection.script("next")).outcome()).isEqualTo(Outcome.NOT_SENT);
            await(connection.closed());
        }
    }

    /** A request that surely was not sent can hit nothing. */
    @Test
    void goesOnWhenTheRequestCannotBeSent() {
        var script = running("refused").send(OK).expect(Query.class).send(OK);
        try (var play = ScriptedClient.of(script)) {
            var connection = play.connect(options -> options.timeouts(PATIENT));
            var target = connection.script("target");
            play.server().awaitStalled("running");
            play.server().stopListening();
            assertThat(failure(connection.cancel()).outcome()).isEqualTo(Outcome.NOT_SENT);
            play.server().proceed("running");
            await(target);
            await(connection.script("next"));
        }
    }

    @Test
    void sendsNoRequestWhereNothingRuns() throws InterruptedException {
        var events = new LinkedBlockingQueue<CancelSentEvent>();
        var listener = new DriverListener() {
            @Override
            public void cancelSent(CancelSentEvent event) {
                events.add(event);
            }
        };
        var script = Script.named("idle").acceptStartup().expect(Query.class).send(OK);
        try (var play = ScriptedClient.of(builder -> builder.listener(listener), script)) {
            var connection = play.connect(options -> options.timeouts(PATIENT));
            await(connection.cancel());
            await(connection.script("next"));
            assertThat(play.server().connections()).isOne();
            var event = events.poll(10, TimeUnit.SECONDS);
            assertThat(event).extracting(CancelSentEvent::outcome).isEqualTo(CancelOutcome.TOO_LATE);
        }
    }

    /** Those behind get the time of a drain before a request is sent that might hit them. */
    @Test
    void drainsACancelledStatementInFrontOfOneThatIsWanted() {
        var script = Script.named("wanted behind")
                .acceptStartup()
                .expect(Query.class, Query.class)
                .stall("running")
                .send(OK)
                .send(OK);
        try (var play = ScriptedClient.of(script)) {
            var connection = play.connect(options -> options.timeouts(PATIENT.withDrain(ScriptedServer.LIMIT)));
            var first = connection.script("first").toCompletableFuture();
            var second = connection.script("second");
            play.server().awaitStalled("running");
            first.cancel(true);
            play.server().proceed("running");
            await(second);
            assertThat(play.server().connections()).isOne();
        }
    }

    @Test
    void cancelsAStatementThatKeepsAnotherOneWaiting() {
        var script = Script.named("wanted behind a long one")
                .acceptStartup()
                .expect(Query.class, Query.class)
                .stall("running")
                .send(CANCELLED, readyForQuery())
                .send(OK)
                .expect(Sync.class)
                .send(readyForQuery())
                .stall("settled");
        try (var play = ScriptedClient.of(script, CANCEL)) {
            var connection = play.connect(options -> options.timeouts(PATIENT.withDrain(Duration.ofMillis(20))));
            var first = connection.script("first").toCompletableFuture();
            var second = connection.script("second");
            play.server().awaitStalled("running");
            first.cancel(true);
            play.server().awaitStalled("cancel");
            play.server().proceed("running");
            play.server().proceed("cancel");
            await(second);
            play.server().awaitStalled("settled");
            play.server().proceed("settled");
            await(connection.close());
        }
    }

    /** Both are 57014; who has cancelled is told without a look at the text. */
    @Test
    void tellsWhoHasCancelled() {
        var script = running("by us")
                .send(CANCELLED, readyForQuery())
                .expect(Sync.class)
                .send(readyForQuery())
                .expect(Query.class)
                .send(error("57014", "canceling statement due to statement timeout"), readyForQuery());
        try (var play = ScriptedClient.of(script, CANCEL)) {
            var connection = play.connect(options -> options.timeouts(PATIENT));
            var target = connection.script("target");
            play.server().awaitStalled("running");
            var cancelled = connection.cancel();
            play.server().awaitStalled("cancel");
            play.server().proceed("running");
            assertThat(failure(target))
                    .isInstanceOfSatisfying(
                            PgServerException.class,
                            e -> assertThat(e.isAnswerToCancel()).isTrue());
            play.server().proceed("cancel");
            await(cancelled);
            assertThat(failure(connection.script("next")))
                    .isInstanceOfSatisfying(
                            PgServerException.class,
                            e -> assertThat(e.isAnswerToCancel()).isFalse());
        }
    }

    // ---- run by the caller

    @Test
    void keepsTheCallersNextStatementBack() {
        var script = sentinel(running("late").send(OK), CANCELLED, readyForQuery());
        try (var play = ScriptedClient.of(script, CANCEL);
                var connection = connectBlocking(play, PATIENT)) {
            var target = CompletableFuture.supplyAsync(() -> connection.script("target"), OTHERS);
            play.server().awaitStalled("running");
            var cancelled = CompletableFuture.runAsync(connection::cancel, OTHERS);
            play.server().awaitStalled("cancel");
            play.server().proceed("running");
            await(target);
            var next = CompletableFuture.supplyAsync(() -> connection.script("next"), OTHERS);
            play.server().proceed("cancel");
            await(cancelled);
            await(next);
        }
    }

    @Test
    void sendsNoRequestForACallThatIsOver() {
        var script = Script.named("over")
                .acceptStartup()
                .expect(Query.class)
                .send(OK)
                .expect(Query.class)
                .send(OK);
        try (var play = ScriptedClient.of(script);
                var connection = connectBlocking(play, PATIENT)) {
            connection.cancel();
            connection.script("1");
            connection.cancel();
            connection.script("2");
            assertThat(play.server().connections()).isOne();
        }
    }

    /** The deadline has passed, and the answer comes all the same: it is a good one, and the late cancel hits nobody. */
    @Test
    void takesAnAnswerThatOvertakesTheCancelOfItsDeadline() {
        var first = Script.named("overtaken")
                .acceptStartup()
                .expect(Parse.class, Describe.class, Bind.class, Execute.class, Sync.class)
                .stall("running")
                .send(
                        ServerMessage.parseComplete(),
                        ServerMessage.parameterDescription(),
                        ServerMessage.noData(),
                        ServerMessage.bindComplete(),
                        commandComplete("INSERT 0 1"),
                        readyForQuery());
        try (var play = ScriptedClient.of(sentinel(first, CANCELLED, readyForQuery()), CANCEL);
                var connection = connectBlocking(play, PATIENT)) {
            var slow = io.penstock.Query.of("insert").withTimeout(Duration.ofMillis(20));
            var call = CompletableFuture.supplyAsync(() -> connection.query(slow), OTHERS);
            play.server().awaitStalled("cancel");
            play.server().proceed("running");
            assertThat(await(call).rowsAffected()).isEqualTo(1);
            play.server().proceed("cancel");
            connection.script("next");
        }
    }

    /** The deadline of the next call holds while it waits for the cancel of the one before. */
    @Test
    void doesNotSendWhatHasWaitedTooLongBehindACancel() {
        var script = sentinel(running("late").send(OK), readyForQuery());
        try (var play = ScriptedClient.of(script, CANCEL);
                var connection = connectBlocking(play, PATIENT)) {
            var target = CompletableFuture.supplyAsync(() -> connection.script("target"), OTHERS);
            play.server().awaitStalled("running");
            var cancelled = CompletableFuture.runAsync(connection::cancel, OTHERS);
            play.server().awaitStalled("cancel");
            play.server().proceed("running");
            await(target);
            var late = io.penstock.Query.of("late").withTimeout(Duration.ofMillis(20));
            var failure = failureOf(() -> connection.query(late));
            assertThat(failure).isInstanceOf(PgTimeoutException.class);
            assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
            play.server().proceed("cancel");
            await(cancelled);
            connection.script("next");
        }
    }

    @Test
    void sendsNothingForACallerThatIsInterruptedBehindACancel() {
        var script = sentinel(running("late").send(OK), readyForQuery());
        try (var play = ScriptedClient.of(script, CANCEL);
                var connection = connectBlocking(play, PATIENT)) {
            var target = CompletableFuture.supplyAsync(() -> connection.script("target"), OTHERS);
            play.server().awaitStalled("running");
            var cancelled = CompletableFuture.runAsync(connection::cancel, OTHERS);
            play.server().awaitStalled("cancel");
            play.server().proceed("running");
            await(target);
            var caller = new CompletableFuture<Thread>();
            var interrupted = CompletableFuture.supplyAsync(
                    () -> {
                        caller.complete(Thread.currentThread());
                        return failureOf(() -> connection.script("interrupted"));
                    },
                    OTHERS);
            await(caller).interrupt();
            assertThat(await(interrupted).outcome()).isEqualTo(Outcome.NOT_SENT);
            play.server().proceed("cancel");
            await(cancelled);
            connection.script("next");
        }
    }

    @Test
    void closesTheCallersConnectionWhenNobodyKnowsWhatBecameOfTheRequest() {
        var script = running("hanging cancel").send(OK).awaitClosed();
        try (var play = ScriptedClient.of(script, HANGING);
                var connection = connectBlocking(play, Timeouts.defaults().withCancel(SHORT))) {
            var target = CompletableFuture.supplyAsync(() -> connection.script("target"), OTHERS);
            play.server().awaitStalled("running");
            var cancelled = CompletableFuture.supplyAsync(() -> failureOf(connection::cancel), OTHERS);
            play.server().awaitStalled("cancel");
            play.server().proceed("running");
            await(target);
            assertThat(failureOf(() -> connection.script("next")).outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(await(cancelled)).isInstanceOf(PgTimeoutException.class);
            assertThat(connection.isOpen()).isFalse();
            play.server().proceed("cancel");
        }
    }
}
