package io.penstock.internal.session;

import static io.penstock.testing.ServerMessage.commandComplete;
import static io.penstock.testing.ServerMessage.emptyQueryResponse;
import static io.penstock.testing.ServerMessage.error;
import static io.penstock.testing.ServerMessage.fatal;
import static io.penstock.testing.ServerMessage.notification;
import static io.penstock.testing.ServerMessage.parameterStatus;
import static io.penstock.testing.ServerMessage.readyForQuery;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.penstock.TransactionStatus;
import io.penstock.error.Outcome;
import io.penstock.error.PgException;
import io.penstock.error.PgRejectedException;
import io.penstock.internal.wire.FrontendMessage.Query;
import io.penstock.internal.wire.FrontendMessage.Sync;
import io.penstock.internal.wire.ReadyStatus;
import io.penstock.observe.CancelOutcome;
import io.penstock.testing.Script;
import io.penstock.testing.ScriptedClient;
import io.penstock.testing.ScriptedServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A connection that its callers run, between two borrowers; and a transaction on one. */
@Timeout(30)
class LendableCallerTest {

    private static final ReadyStatus OPEN = ReadyStatus.IN_TRANSACTION;

    private static RealBlockingConnection connect(ScriptedClient play) {
        return CallerConnect.connect(
                ClientRuntime.of(play.client()), play.options().build());
    }

    /** What the server has sent is in the socket from some moment on; a glance before it sees nothing. */
    private static void glanceUntilItIs(RealBlockingConnection connection, boolean open) {
        var deadline = System.nanoTime() + ScriptedServer.LIMIT.toNanos();
        while (connection.glance() != open) {
            assertThat(System.nanoTime() - deadline).as("nothing has come").isNegative();
            Thread.onSpinWait();
        }
    }

    @Test
    void seesAtAGlanceThatTheServerHasHungUp() {
        var script = Script.named("hangs up").acceptStartup().stall("hang up").cut();
        try (var play = ScriptedClient.of(script)) {
            var connection = connect(play);
            assertThat(connection.glance()).isTrue();

            play.server().proceed("hang up");

            glanceUntilItIs(connection, false);
            assertThat(connection.isOpen()).isFalse();
            assertThat(connection.ending()).isNotNull();
        }
    }

    @Test
    void seesAtAGlanceThatTheServerIsEndingTheSession() {
        var script = Script.named("ends")
                .acceptStartup()
                .stall("end")
                .send(fatal("57P01", "terminating connection due to administrator command"))
                .awaitClosed();
        try (var play = ScriptedClient.of(script)) {
            var connection = connect(play);
            var gone = new CountDownLatch(1);
            connection.whenGone(gone::countDown);

            play.server().proceed("end");

            glanceUntilItIs(connection, false);
            assertThat(gone.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(connection.ending().sqlState()).isEqualTo("57P01");
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void takesInAtAGlanceWhatTheServerSaysUnasked() {
        var script = Script.named("parameter")
                .acceptStartup()
                .stall("change")
                .send(parameterStatus("in_hot_standby", "on"))
                .expect(Query.class)
                .send(commandComplete("SELECT 1"), readyForQuery())
                .awaitClosed();
        try (var play = ScriptedClient.of(script)) {
            var connection = connect(play);
            play.server().proceed("change");

            while (!connection.parameters().containsKey("in_hot_standby")) {
                assertThat(connection.glance()).isTrue();
            }

            // It blocks in its reads as before.
            assertThat(connection.script("select 1")).hasSize(1);
        }
    }

    /** Reliability.md, row 81: one read of the server brings the reset and the next user's statement. */
    @Test
    void sendsAResetAheadOfTheNextFlight() {
        var script = Script.named("reset")
                .acceptStartup()
                .expect(new Query("BEGIN"))
                .send(commandComplete("BEGIN"), readyForQuery(OPEN))
                .expect(new Query("ROLLBACK"))
                .expect(new Query("next"))
                .send(commandComplete("ROLLBACK"), readyForQuery(), commandComplete("SELECT 1"), readyForQuery())
                .awaitClosed();
        try (var play = ScriptedClient.of(script)) {
            var connection = connect(play);
            connection.script("BEGIN");
            var reads = play.server().connection(0).reads();

            connection.resetAhead(List.of("ROLLBACK"));
            connection.resetAhead(List.of("ROLLBACK"));
            assertThat(connection.status()).isEqualTo(TransactionStatus.IDLE);
            assertThat(connection.lastStatus()).isEqualTo(TransactionStatus.IN_TRANSACTION);
            connection.script("next");

            assertThat(connection.lastStatus()).isEqualTo(TransactionStatus.IDLE);
            assertThat(play.server().connection(0).reads()).isEqualTo(reads + 1);
        }
    }

    /** What the session was notified of for its last user is not for the next one, whenever it comes. */
    @Test
    void forgetsWhatItsLastUserWasNotifiedOf() {
        var notified = notification(7, "news", "yours");
        var script = Script.named("listened")
                .acceptStartup()
                .expect(new Query("listen news"))
                .send(commandComplete("LISTEN"), notified, readyForQuery())
                .expect(new Query("UNLISTEN *"))
                .expect(new Query("next"))
                .send(notified, commandComplete("UNLISTEN"), readyForQuery())
                .send(commandComplete("SELECT 1"), readyForQuery());
        try (var play = ScriptedClient.of(script);
                var connection = connect(play)) {
            assertThat(connection.isListening()).isFalse();
            connection.script("listen news");
            assertThat(connection.isListening()).isTrue();

            connection.resetAhead(List.of("UNLISTEN *"));
            connection.script("next");

            assertThat(connection.isListening()).isFalse();
            assertThat(connection.pollNotification(Duration.ZERO)).isNull();
        }
    }

    @Test
    void closesWhenAResetFails() {
        var script = Script.named("reset fails")
                .acceptStartup()
                .expect(Query.class)
                .send(error("42501", "permission denied"), readyForQuery())
                .awaitClosed();
        try (var play = ScriptedClient.of(script)) {
            var connection = connect(play);

            connection.resetNow(List.of("RESET SESSION AUTHORIZATION"));

            assertThat(connection.isOpen()).isFalse();
            assertThat(connection.ending()).hasMessageContaining("could not be reset");
        }
    }

    @Test
    void answersAProbeAndClosesWhenItIsNotAnsweredInTime() {
        var script = Script.named("probe")
                .acceptStartup()
                .expect(new Query(""))
                .send(emptyQueryResponse(), readyForQuery())
                .expect(new Query(""))
                .awaitClosed();
        try (var play = ScriptedClient.of(script)) {
            var connection = connect(play);

            connection.probe(ScriptedServer.LIMIT);
            assertThat(connection.isOpen()).isTrue();

            connection.probe(Duration.ofMillis(20));
            assertThat(connection.isOpen()).isFalse();
            assertThat(connection.ending()).hasMessageContaining("probe");
        }
    }

    @Test
    void isCutWhenItIsSettledWhileAThreadIsInACallOnIt() throws InterruptedException {
        var script = Script.named("in a call")
                .acceptStartup()
                .expect(Query.class)
                .stall("silence")
                .awaitClosed();
        try (var play = ScriptedClient.of(script)) {
            var connection = connect(play);
            var failure = new PgException[1];
            var caller = new Thread(
                    () -> failure[0] = catchThrowableOfType(PgException.class, () -> connection.script("select 1")));
            caller.start();
            play.server().awaitStalled("silence");
            assertThat(connection.isQuiet()).isFalse();

            connection.settle();

            caller.join();
            assertThat(failure[0]).hasMessageContaining("returned to its pool");
            assertThat(failure[0].outcome()).isEqualTo(Outcome.UNKNOWN);
            play.server().proceed("silence");
        }
    }

    // ---- transactions

    @Test
    void commitsWhatReturnsAndRollsBackWhatThrows() {
        var script = Script.named("transactions")
                .acceptStartup()
                .expect(new Query("BEGIN"))
                .send(commandComplete("BEGIN"), readyForQuery(OPEN))
                .expect(new Query("COMMIT"))
                .send(commandComplete("COMMIT"), readyForQuery())
                .expect(new Query("BEGIN"))
                .send(commandComplete("BEGIN"), readyForQuery(OPEN))
                .expect(new Query("ROLLBACK"))
                .send(commandComplete("ROLLBACK"), readyForQuery())
                .awaitClosed();
        try (var play = ScriptedClient.of(script)) {
            var connection = connect(play);

            assertThat(connection.<String, RuntimeException>inTransaction(same -> "done"))
                    .isEqualTo("done");
            assertThatThrownBy(() -> connection.inTransaction(same -> {
                        throw new IOException("the work's own");
                    }))
                    .isInstanceOf(IOException.class)
                    .hasNoSuppressedExceptions();
        }
    }

    /** Reliability.md, row 49. */
    @Test
    void failsWhenTheServerAnswersCommitWithRollback() {
        var script = Script.named("rollback")
                .acceptStartup()
                .expect(Query.class)
                .send(commandComplete("BEGIN"), readyForQuery(OPEN))
                .expect(Query.class)
                .send(commandComplete("ROLLBACK"), readyForQuery())
                .awaitClosed();
        try (var play = ScriptedClient.of(script)) {
            var failure =
                    catchThrowableOfType(PgException.class, () -> connect(play).inTransaction(same -> null));
            assertThat(failure.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        }
    }

    /** Reliability.md, row 50. */
    @Test
    void saysUnknownWhenTheConnectionIsLostDuringCommit() {
        var script = Script.named("lost")
                .acceptStartup()
                .expect(Query.class)
                .send(commandComplete("BEGIN"), readyForQuery(OPEN))
                .expect(Query.class)
                .reset();
        try (var play = ScriptedClient.of(script)) {
            var failure =
                    catchThrowableOfType(PgException.class, () -> connect(play).inTransaction(same -> null));
            assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(failure.sqlState()).isEqualTo("08007");
        }
    }

    @Test
    void refusesATransactionWithinATransaction() {
        var script = Script.named("nested")
                .acceptStartup()
                .expect(Query.class)
                .send(commandComplete("BEGIN"), readyForQuery(OPEN))
                .expect(new Query("ROLLBACK"))
                .send(commandComplete("ROLLBACK"), readyForQuery())
                .awaitClosed();
        try (var play = ScriptedClient.of(script)) {
            assertThatThrownBy(() -> connect(play).inTransaction(same -> same.inTransaction(nested -> null)))
                    .isInstanceOf(PgRejectedException.class)
                    .hasMessageContaining("25001");
        }
    }

    // ---- a cancel request that comes up between a statement's beginning and its sending

    /** Its caller does not wait for an answer to what was never sent. */
    @ParameterizedTest
    @EnumSource(CancelOutcome.class)
    void sendsWhatWasHeldBackWhenTheRequestIsOver(CancelOutcome outcome) throws InterruptedException {
        var script = Script.named("held back").acceptStartup();
        var sentinel =
                outcome == CancelOutcome.DELIVERED ? script.expect(Sync.class).send(readyForQuery()) : script;
        try (var play = ScriptedClient.of(sentinel.expect(Query.class)
                .send(emptyQueryResponse(), readyForQuery())
                .awaitClosed())) {
            var connection = connect(play);
            var queue = connection.core().exchanges();
            var exchange = SessionProbe.of(connection.core());
            queue.quarantine().requested();
            queue.offer(exchange);
            var caller = new Thread(() -> connection.link().await(exchange, () -> false), "caller");
            caller.start();
            switch (outcome) {
                case DELIVERED -> queue.quarantine().delivered();
                case TOO_LATE, FAILED -> queue.quarantine().notSent();
            }
            connection.link().proceed();
            caller.join(ScriptedServer.LIMIT.toMillis());
            assertThat(exchange.ended()).isTrue();
            connection.close();
        }
    }
}
