package io.penstock.internal.session;

import static io.penstock.testing.ScriptedClient.await;
import static io.penstock.testing.ScriptedClient.failure;
import static io.penstock.testing.ServerMessage.commandComplete;
import static io.penstock.testing.ServerMessage.emptyQueryResponse;
import static io.penstock.testing.ServerMessage.error;
import static io.penstock.testing.ServerMessage.fatal;
import static io.penstock.testing.ServerMessage.noData;
import static io.penstock.testing.ServerMessage.notification;
import static io.penstock.testing.ServerMessage.parameterDescription;
import static io.penstock.testing.ServerMessage.parameterStatus;
import static io.penstock.testing.ServerMessage.parseComplete;
import static io.penstock.testing.ServerMessage.readyForQuery;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.PgConnection;
import io.penstock.TransactionStatus;
import io.penstock.error.Outcome;
import io.penstock.error.PgClosedException;
import io.penstock.error.PgException;
import io.penstock.internal.wire.FrontendMessage;
import io.penstock.internal.wire.FrontendMessage.Describe;
import io.penstock.internal.wire.FrontendMessage.Parse;
import io.penstock.internal.wire.FrontendMessage.Query;
import io.penstock.internal.wire.FrontendMessage.Sync;
import io.penstock.internal.wire.ReadyStatus;
import io.penstock.observe.DriverListener;
import io.penstock.observe.DroppedErrorEvent;
import io.penstock.testing.Script;
import io.penstock.testing.ScriptedClient;
import io.penstock.testing.ServerMessage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A connection of an event loop between two borrowers, and what is left to the first. */
@Timeout(30)
class LendableLoopTest {

    /** A loan that the test ends. */
    private static final class Loan implements Tenure {

        private final AtomicBoolean over = new AtomicBoolean();

        @Override
        public boolean isOver() {
            return over.get();
        }

        @Override
        public void end() {
            over.set(true);
        }
    }

    private static RealConnection connect(ScriptedClient play) {
        var opened = new CompletableFuture<RealConnection>();
        var runtime = ClientRuntime.of(play.client());
        LoopOpening.start(runtime, play.options().build(), runtime.offload().executor(), new Opening<>() {
            @Override
            public void opened(RealConnection connection) {
                opened.complete(connection);
            }

            @Override
            public void failed(PgException error) {
                opened.completeExceptionally(error);
            }
        });
        return await(opened);
    }

    private static CompletableFuture<Boolean> told(Consumer<Runnable> by) {
        var told = new CompletableFuture<Boolean>();
        by.accept(() -> told.complete(true));
        return told;
    }

    /** Answers every Query message by what is in its text. */
    private static Function<FrontendMessage, List<ServerMessage>> scripts(List<String> seen) {
        return message -> {
            if (!(message instanceof Query query)) {
                throw new AssertionError("unexpected " + message);
            }
            seen.add(query.sql());
            var status = query.sql().equals("BEGIN") ? ReadyStatus.IN_TRANSACTION : ReadyStatus.IDLE;
            return query.sql().isEmpty()
                    ? List.of(emptyQueryResponse(), readyForQuery())
                    : List.of(commandComplete(query.sql()), readyForQuery(status));
        };
    }

    @Test
    void refusesEverythingUnderATenureThatIsOver() {
        var seen = new CopyOnWriteArrayList<String>();
        var script = Script.named("returned")
                .acceptStartup()
                .expect(Parse.class, Describe.class, Sync.class)
                .send(parseComplete(), parameterDescription(), noData(), readyForQuery())
                .serve("scripts", scripts(seen));
        try (var play = ScriptedClient.of(script)) {
            var whole = connect(play);
            var loan = new Loan();
            var lent = whole.under(loan);
            var statement = await(lent.prepare("select 1"));
            var stream = lent.stream("select 2");

            await(lent.close());

            assertThat(lent.isOpen()).isFalse();
            assertThat(whole.isOpen()).isTrue();
            for (CompletionStage<?> late : List.of(
                    lent.query("select 1"),
                    statement.query(),
                    stream.forEach(row -> {}),
                    lent.script("select 1"),
                    lent.prepare("select 1"),
                    lent.copyIn("copy t from stdin"),
                    lent.copyOut("copy t to stdout").forEach(bytes -> {}),
                    lent.inTransaction(tx -> tx.script("select 1")),
                    lent.cancel())) {
                var refusal = failure(late);
                assertThat(refusal).isInstanceOf(PgClosedException.class).hasMessageContaining("returned to its pool");
                assertThat(refusal.sqlState()).isEqualTo("08003");
                assertThat(refusal.outcome()).isEqualTo(Outcome.NOT_SENT);
            }
            await(told(whole::whenQuiet));
            await(whole.script("still here"));
            assertThat(seen).containsExactly("still here");
        }
    }

    /** What a transaction does under a tenure that has ended is refused, and its end is a rollback all the same. */
    @Test
    void endsATransactionThatIsOpenWhenItsTenureEnds() {
        var seen = new CopyOnWriteArrayList<String>();
        var script = Script.named("open").acceptStartup().serve("scripts", scripts(seen));
        try (var play = ScriptedClient.of(script)) {
            var whole = connect(play);
            var loan = new Loan();

            var failure = failure(whole.under(loan).inTransaction(tx -> {
                loan.end();
                return tx.script("too late");
            }));

            assertThat(failure.sqlState()).isEqualTo("08003");
            await(told(whole::whenQuiet));
            assertThat(seen).containsExactly("BEGIN", "ROLLBACK");
        }
    }

    @Test
    void isQuietWhenTheLastAnswerHasCome() {
        var script = Script.named("quiet")
                .acceptStartup()
                .expect(Query.class)
                .stall("answer")
                .send(commandComplete("SELECT 1"), readyForQuery())
                .awaitClosed();
        try (var play = ScriptedClient.of(script)) {
            var connection = connect(play);
            await(told(connection::whenQuiet));
            assertThat(connection.isQuiet()).isTrue();
            var result = connection.script("select 1");
            assertThat(connection.isQuiet()).isFalse();
            var quiet = told(connection::whenQuiet);

            play.server().awaitStalled("answer");
            assertThat(quiet).isNotDone();
            play.server().proceed("answer");

            await(quiet);
            assertThat(connection.isQuiet()).isTrue();
            await(result);
        }
    }

    @Test
    void isQuietWhenItIsGone() {
        var script = Script.named("cut").acceptStartup().expect(Query.class).reset();
        try (var play = ScriptedClient.of(script)) {
            var connection = connect(play);
            var result = connection.script("select 1");

            await(told(connection::whenQuiet));

            assertThat(failure(result).sqlState()).isEqualTo("08006");
        }
    }

    /** Reliability.md, row 81: the reset and the next user's statement are one read of the server. */
    @Test
    void sendsAResetAheadOfTheNextFlight() {
        var seen = new CopyOnWriteArrayList<String>();
        var script = Script.named("reset").acceptStartup().serve("scripts", scripts(seen));
        try (var play = ScriptedClient.of(script)) {
            var connection = connect(play);
            await(connection.script("BEGIN"));
            assertThat(connection.lastStatus()).isEqualTo(TransactionStatus.IN_TRANSACTION);
            await(told(connection::whenQuiet));

            connection.resetAhead(List.of("ROLLBACK"));
            var next = connection.under(new Loan());
            assertThat(next.status()).isEqualTo(TransactionStatus.IDLE);
            await(next.script("next"));

            assertThat(seen).containsExactly("BEGIN", "ROLLBACK", "next");
            await(told(connection::whenQuiet));
            assertThat(connection.lastStatus()).isEqualTo(TransactionStatus.IDLE);
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

            connection.resetAhead(List.of("RESET SESSION AUTHORIZATION"));

            await(told(connection::whenGone));
            assertThat(connection.ending()).hasMessageContaining("could not be reset");
        }
    }

    @Test
    void tellsOfItsEndEvenIfAskedAfterIt() {
        var script = Script.named("terminated")
                .acceptStartup()
                .expect(Query.class)
                .send(fatal("57P01", "terminating connection due to administrator command"))
                .cut();
        try (var play = ScriptedClient.of(script)) {
            var connection = connect(play);
            connection.script("select pg_sleep(10)");

            await(connection.closed());

            await(told(connection::whenGone));
            assertThat(connection.ending()).isNotNull();
            assertThat(connection.ending().sqlState()).isEqualTo("57P01");
            assertThat(connection.isOpen()).isFalse();
        }
    }

    @Test
    void answersAProbe() {
        var script = Script.named("probe").acceptStartup().serve("scripts", scripts(new CopyOnWriteArrayList<>()));
        try (var play = ScriptedClient.of(script)) {
            var connection = connect(play);

            await(told(told -> connection.probe(Duration.ofSeconds(10), told)));

            assertThat(connection.isOpen()).isTrue();
        }
    }

    /** Reliability.md, row 22: a half-open connection is found out by a deadline on this side. */
    @Test
    void closesWhenAProbeIsNotAnsweredInTime() {
        var script =
                Script.named("silent").acceptStartup().expect(new Query("")).awaitClosed();
        try (var play = ScriptedClient.of(script)) {
            var connection = connect(play);

            await(told(told -> connection.probe(Duration.ofMillis(20), told)));

            assertThat(connection.isOpen()).isFalse();
        }
    }

    /** Reliability.md, row 52. */
    @ParameterizedTest
    @CsvSource({"on, off, true", "off, on, true", "off, off, false"})
    void knowsAServerThatDoesNotWriteFromATransactionThatDoesNotWant(String standby, String readOnly, boolean refuses) {
        var script = Script.named("25006")
                .acceptStartup()
                .expect(Query.class)
                .send(
                        parameterStatus("in_hot_standby", standby),
                        parameterStatus("default_transaction_read_only", readOnly),
                        error("25006", "cannot execute INSERT in a read-only transaction"),
                        readyForQuery())
                .awaitClosed();
        try (var play = ScriptedClient.of(script)) {
            var connection = connect(play);
            assertThat(connection.refusesWrites()).isFalse();

            failure(connection.script("insert into t values (1)"));

            await(told(connection::whenQuiet));
            assertThat(connection.refusesWrites()).isEqualTo(refuses);
        }
    }

    @Test
    void knowsASessionThatListensByItsStatementUntilItIsReset() {
        var seen = new CopyOnWriteArrayList<String>();
        try (var play = ScriptedClient.of(Script.named("listen").acceptStartup().serve("scripts", scripts(seen)))) {
            var connection = connect(play);
            PgConnection lent = connection.under(new Loan());
            await(lent.script("UNLISTEN"));
            assertThat(connection.isListening()).isFalse();
            await(lent.script("LISTEN"));
            assertThat(connection.isListening()).isTrue();

            connection.resetAhead(List.of("UNLISTEN *"));
            await(connection.script("next"));

            assertThat(connection.isListening()).isFalse();
            assertThat(seen).containsExactly("UNLISTEN", "LISTEN", "UNLISTEN *", "next");
        }
    }

    /** LISTEN inside a function has no tag of its own; and what comes before the reset is answered is not the next user's. */
    @Test
    void knowsASessionThatListensByWhatItIsNotifiedOf() {
        var notified = notification(1, "news", "x");
        var script = Script.named("notified")
                .acceptStartup()
                .expect(Query.class)
                .send(commandComplete("DO"), notified, readyForQuery())
                .expect(Query.class)
                .send(notified, commandComplete("UNLISTEN"), readyForQuery());
        var reported = new CompletableFuture<Throwable>();
        var listener = new DriverListener() {
            @Override
            public void errorDropped(DroppedErrorEvent event) {
                reported.complete(event.error());
            }
        };
        try (var play = ScriptedClient.of(builder -> builder.listener(listener), script)) {
            var connection = connect(play);
            await(connection.script("do"));
            assertThat(connection.isListening()).isTrue();
            assertThat(await(reported)).hasMessageContaining("Penstock.listener");

            connection.resetAhead(List.of("UNLISTEN *"));
            await(told(connection::whenQuiet));

            assertThat(connection.isListening()).isFalse();
        }
    }
}
