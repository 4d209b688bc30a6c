package io.penstock.jdbc.internal.shared;

import static io.penstock.testing.ServerMessage.bindComplete;
import static io.penstock.testing.ServerMessage.commandComplete;
import static io.penstock.testing.ServerMessage.error;
import static io.penstock.testing.ServerMessage.noData;
import static io.penstock.testing.ServerMessage.parameterDescription;
import static io.penstock.testing.ServerMessage.parseComplete;
import static io.penstock.testing.ServerMessage.readyForQuery;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.penstock.Flight;
import io.penstock.Query;
import io.penstock.config.PoolOptions;
import io.penstock.config.Timeouts;
import io.penstock.error.PgException;
import io.penstock.internal.wire.FrontendMessage.Bind;
import io.penstock.internal.wire.FrontendMessage.CancelRequest;
import io.penstock.internal.wire.FrontendMessage.Describe;
import io.penstock.internal.wire.FrontendMessage.Execute;
import io.penstock.internal.wire.FrontendMessage.Parse;
import io.penstock.internal.wire.FrontendMessage.Sync;
import io.penstock.testing.Script;
import io.penstock.testing.ScriptedClient;
import io.penstock.testing.ServerMessage;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Callers of one shared session, whose server does what a real one does rarely. */
@Timeout(30)
class SharedLinkTest {

    private static final Duration SHORT = Duration.ofMillis(100);
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final ServerMessage[] FIRST_USE = {parseComplete(), parameterDescription(), noData(), bindComplete()
    };

    private static final Executor THREADS = task -> new Thread(task, "caller").start();

    private static Script firstUse(Script script) {
        return script.expect(Parse.class, Describe.class, Bind.class, Execute.class, Sync.class);
    }

    private static Script abandonedInFrontOf(Script script) {
        return firstUse(firstUse(script).stall("in front")).stall("behind");
    }

    private static SharedSessions sessions(ScriptedClient play) {
        var timeouts = Timeouts.defaults().withDrain(SHORT).withCancel(LONG);
        return new SharedSessions(
                play.client(), play.options().timeouts(timeouts).build(), PoolOptions.defaults(), 1);
    }

    private static SharedLink link(SharedSessions sessions) {
        return new SharedLink(sessions, () -> {
            throw new AssertionError("a session of its own");
        });
    }

    private static long updated(SharedLink link, String sql) {
        try (var answers = link.run(Flight.of(Query.of(sql)))) {
            answers.nextAnswer();
            answers.next();
            return answers.tag().rows();
        }
    }

    /** A neighbour's cancel request hits the statement behind his: it was not executed, and its caller does not hear of it. */
    @Test
    void runsAgainWhatANeighboursCancelHasHit() {
        var script = abandonedInFrontOf(Script.named("hit").acceptStartup())
                .send(FIRST_USE)
                .send(commandComplete("UPDATE 1"), readyForQuery())
                .send(FIRST_USE)
                .send(error("57014", "canceling statement due to user request"), readyForQuery())
                .expect(Sync.class)
                .send(readyForQuery())
                .expect(Bind.class, Execute.class, Sync.class)
                .send(bindComplete(), commandComplete("UPDATE 7"), readyForQuery())
                .drain();
        var cancel = Script.named("cancel")
                .expect(CancelRequest.class)
                .stall("cancel")
                .cut();
        try (var play = ScriptedClient.of(script, cancel);
                var sessions = sessions(play)) {
            var one = link(sessions);
            var other = link(sessions);
            var inFront = CompletableFuture.supplyAsync(
                    () -> catchThrowableOfType(PgException.class, () -> updated(one, "update slow set a = 1")),
                    THREADS);
            play.server().awaitStalled("in front");
            var behind = CompletableFuture.supplyAsync(() -> updated(other, "update t set a = 1"), THREADS);
            play.server().proceed("in front");
            play.server().awaitStalled("behind");
            one.cancel();
            assertThat(inFront.join().sqlState()).isEqualTo("57014");
            play.server().awaitStalled("cancel");
            play.server().proceed("behind");
            play.server().proceed("cancel");
            assertThat(behind.join()).isEqualTo(7);
        }
    }

    /** It waits for the session as long as he wants to; the others get it. */
    @Test
    void givesUpForItselfAlone() {
        var script = firstUse(Script.named("slow to open").stall("opening").acceptStartup())
                .send(FIRST_USE)
                .send(commandComplete("UPDATE 3"), readyForQuery())
                .drain();
        try (var play = ScriptedClient.of(script);
                var sessions = sessions(play)) {
            var given = new CompletableFuture<PgException>();
            var caller = new Thread(
                    () -> given.complete(catchThrowableOfType(PgException.class, () -> link(sessions))), "caller");
            caller.start();
            play.server().awaitStalled("opening");
            var other = CompletableFuture.supplyAsync(() -> updated(link(sessions), "update t set a = 1"), THREADS);
            caller.interrupt();
            assertThat(given.join().sqlState()).isEqualTo("57014");
            play.server().proceed("opening");
            assertThat(other.join()).isEqualTo(3);
        }
    }
}
