package io.penstock;

import static io.penstock.testing.ScriptedClient.await;
import static io.penstock.testing.ScriptedClient.failure;
import static io.penstock.testing.ServerMessage.bindComplete;
import static io.penstock.testing.ServerMessage.closeComplete;
import static io.penstock.testing.ServerMessage.column;
import static io.penstock.testing.ServerMessage.commandComplete;
import static io.penstock.testing.ServerMessage.copyInResponse;
import static io.penstock.testing.ServerMessage.dataRow;
import static io.penstock.testing.ServerMessage.error;
import static io.penstock.testing.ServerMessage.fatal;
import static io.penstock.testing.ServerMessage.noData;
import static io.penstock.testing.ServerMessage.parameterDescription;
import static io.penstock.testing.ServerMessage.parseComplete;
import static io.penstock.testing.ServerMessage.raw;
import static io.penstock.testing.ServerMessage.readyForQuery;
import static io.penstock.testing.ServerMessage.rowDescription;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.concurrent.ExecutionStrategy;
import io.penstock.config.Limits;
import io.penstock.error.Outcome;
import io.penstock.error.PgClosedException;
import io.penstock.error.PgProtocolException;
import io.penstock.error.PgRejectedException;
import io.penstock.error.PgServerException;
import io.penstock.internal.wire.FrontendMessage;
import io.penstock.internal.wire.FrontendMessage.Bind;
import io.penstock.internal.wire.FrontendMessage.CopyDone;
import io.penstock.internal.wire.FrontendMessage.CopyFail;
import io.penstock.internal.wire.FrontendMessage.Describe;
import io.penstock.internal.wire.FrontendMessage.Execute;
import io.penstock.internal.wire.FrontendMessage.Parse;
import io.penstock.internal.wire.FrontendMessage.Query;
import io.penstock.internal.wire.FrontendMessage.Sync;
import io.penstock.internal.wire.ReadyStatus;
import io.penstock.testing.Script;
import io.penstock.testing.ScriptedClient;
import io.penstock.testing.ServerMessage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One connection against a server that plays a script, from the socket to the user's stage. */
class ScriptedConnectionTest {

    private static final int INT4 = 23;

    private static Script open(String name) {
        return Script.named(name).acceptStartup();
    }

    private static ServerMessage[] firstUse(String value) {
        return new ServerMessage[] {
            parseComplete(),
            parameterDescription(),
            rowDescription(column("n", INT4)),
            bindComplete(),
            dataRow(value),
            commandComplete("SELECT 1"),
            readyForQuery()
        };
    }

    private static Script expectFirstUse(Script script) {
        return script.expect(Parse.class, Describe.class, Bind.class, Execute.class, Sync.class);
    }

    private static Script expectLaterUse(Script script) {
        return script.expect(Bind.class, Execute.class, Sync.class);
    }

    /** Answers each Sync with a row that holds how many there have been, from 0. */
    private static Function<FrontendMessage, List<ServerMessage>> counting(AtomicInteger count) {
        return message -> {
            if (message instanceof Parse) {
                return List.of(parseComplete());
            } else if (message instanceof Describe) {
                return List.of(parameterDescription(), rowDescription(column("n", INT4)));
            } else if (message instanceof Bind bind) {
                return List.of(bindComplete(), bind.resultFormats().isEmpty() ? text(count) : binary(count));
            } else if (message instanceof Execute) {
                return List.of(commandComplete("SELECT 1"));
            } else {
                return List.of(readyForQuery());
            }
        };
    }

    private static ServerMessage text(AtomicInteger count) {
        return dataRow(Integer.toString(count.getAndIncrement()));
    }

    private static ServerMessage binary(AtomicInteger count) {
        return dataRow(new byte[][] {
            ByteBuffer.allocate(4).putInt(count.getAndIncrement()).array()
        });
    }

    // ---- statements

    @Test
    void runsAStatement() {
        var script = expectFirstUse(open("one statement")).send(firstUse("42")).awaitClosed();
        try (var play = ScriptedClient.of(script)) {
            var connection = play.connect();
            var result = await(connection.query("select 42"));
            assertThat(result.single().getInt(0)).isEqualTo(42);
            assertThat(connection.server().processId()).isEqualTo(Script.PROCESS_ID);
            assertThat(connection.parameters()).containsEntry("TimeZone", "UTC");
            await(connection.close());
        }
    }

    /** Reliability.md, row 26. */
    @Test
    void readsAnswersThatComeByteByByte() {
        var script = expectFirstUse(open("byte by byte"))
                .sendByteByByte(firstUse("42"))
                .awaitClosed();
        try (var play = ScriptedClient.of(script)) {
            assertThat(await(play.connect().query("select 42")).single().getInt(0))
                    .isEqualTo(42);
        }
    }

    /** What is submitted in one turn of the loop leaves in one write: 64 statements are one read of the server. */
    @Test
    void sendsSixtyFourStatementsInOneFlush() {
        var count = new AtomicInteger();
        var script = open("sixty-four").serve("counting", counting(count));
        try (var play =
                ScriptedClient.of(builder -> builder.executionStrategy(ExecutionStrategy.eventLoop()), script)) {
            var connection = play.connect();
            await(connection.query("select n"));
            var reads = play.server().connection(0).reads();
            var flight = await(connection
                    .query("select n")
                    .thenApply(first -> IntStream.range(0, 64)
                            .mapToObj(i -> connection.query("select n"))
                            .toList()));
            for (var i = 0; i < 64; i++) {
                assertThat(await(flight.get(i)).single().getInt(0)).isEqualTo(2 + i);
            }
            assertThat(play.server().connection(0).reads()).isEqualTo(reads + 2);
            assertThat(play.server().connection(0).received(Sync.class)).isEqualTo(66);
            assertThat(play.server().connection(0).received(Parse.class)).isOne();
        }
    }

    @Test
    void givesEachOfManyCallersItsOwnAnswer() {
        var script = open("many callers").serve("echo", message -> {
            if (message instanceof Query query) {
                return List.of(
                        rowDescription(column("n", INT4)),
                        dataRow(query.sql()),
                        commandComplete("SELECT 1"),
                        readyForQuery());
            }
            throw new AssertionError("unexpected " + message);
        });
        try (var play = ScriptedClient.of(script)) {
            var connection = play.connect();
            var answers = new ArrayList<CompletionStage<List<Result>>>();
            for (var i = 0; i < 200; i++) {
                answers.add(connection.script(Integer.toString(i)));
            }
            for (var i = 0; i < 200; i++) {
                assertThat(await(answers.get(i)).get(0).single().getInt(0)).isEqualTo(i);
            }
        }
    }

    /** Reliability.md, row 62. */
    @Test
    void givesAnErrorInThePipelineToItsOwnerAlone() {
        var count = new AtomicInteger();
        var script = open("one of many fails").serve("counting", message -> {
            if (message instanceof Query query) {
                return query.sql().equals("17")
                        ? List.of(error("22012", "division by zero"), readyForQuery())
                        : List.of(commandComplete("INSERT 0 " + count.getAndIncrement()), readyForQuery());
            }
            throw new AssertionError("unexpected " + message);
        });
        try (var play = ScriptedClient.of(script)) {
            var connection = play.connect();
            var answers = IntStream.range(0, 64)
                    .mapToObj(i -> connection.script(Integer.toString(i)))
                    .toList();
            var failure = failure(answers.get(17));
            assertThat(failure).isInstanceOf(PgServerException.class);
            assertThat(failure.outcome()).isEqualTo(Outcome.NOT_EXECUTED);
            for (var i = 0; i < 64; i++) {
                if (i != 17) {
                    assertThat(await(answers.get(i)).get(0).rowsAffected()).isEqualTo(i < 17 ? i : i - 1);
                }
            }
            assertThat(connection.isOpen()).isTrue();
        }
    }

    /** Reliability.md, row 54: a pooler's DISCARD ALL, seen from the caller. */
    @Test
    void runsAgainWhatTheServerHasLost() {
        var script = expectFirstUse(open("lost statement")).send(firstUse("1"));
        script = expectLaterUse(script)
                .send(error("26000", "prepared statement does not exist", "FetchPreparedStatement"), readyForQuery())
                .expect(FrontendMessage.Close.class);
        script = expectFirstUse(script).send(closeComplete()).send(firstUse("2"));
        try (var play = ScriptedClient.of(script)) {
            var connection = play.connect();
            await(connection.query("select n"));
            assertThat(await(connection.query("select n")).single().getInt(0)).isEqualTo(2);
        }
    }

    // ---- the server ends the session

    /** Reliability.md, row 42. */
    @ParameterizedTest
    @ValueSource(strings = {"57P01", "25P03", "57P05"})
    void refusesWorkOnceTheServerHasEndedAnIdleSession(String sqlState) {
        var script = open("ended when idle")
                .stall("idle")
                .send(fatal(sqlState, "terminating connection"))
                .cut();
        try (var play = ScriptedClient.of(script)) {
            var connection = play.connect();
            play.server().proceed("idle");
            await(connection.closed());
            assertThat(connection.isOpen()).isFalse();
            var failure = failure(connection.query("select 1"));
            assertThat(failure).isInstanceOf(PgClosedException.class);
            assertThat(failure.sqlState()).isEqualTo(sqlState);
            assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
        }
    }

    /** The server says farewell and does not hang up: the connection is of no use all the same. */
    @Test
    void closesAnIdleConnectionThatTheServerHasGivenUp() {
        var script = open("no hanging up")
                .stall("idle")
                .send(fatal("57P01", "terminating connection"))
                .awaitClosed();
        try (var play = ScriptedClient.of(script)) {
            var connection = play.connect();
            play.server().proceed("idle");
            await(connection.closed());
            assertThat(failure(connection.query("select 1")).sqlState()).isEqualTo("57P01");
        }
    }

    /** Reliability.md, row 43. */
    @Test
    void reportsTheFirstOfSeveralFatalErrors() {
        var script = expectFirstUse(open("several fatal errors"))
                .send(fatal("57P01", "first"), fatal("57P02", "second"), fatal("XX000", "third"))
                .cut();
        try (var play = ScriptedClient.of(script)) {
            var connection = play.connect();
            var failure = failure(connection.query("select 1"));
            assertThat(failure).isInstanceOf(PgServerException.class).hasMessageContaining("first");
            assertThat(failure.sqlState()).isEqualTo("57P01");
            assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
            await(connection.closed());
        }
    }

    /** Reliability.md, row 19. */
    @Test
    void endsAQueryInTheMiddleOfARow() {
        var script = expectFirstUse(open("killed in a row"))
                .send(
                        parseComplete(),
                        parameterDescription(),
                        rowDescription(column("n", INT4)),
                        bindComplete(),
                        dataRow("1"),
                        dataRow("2"))
                .sendFirst(8, dataRow("3"))
                .cut();
        try (var play = ScriptedClient.of(script)) {
            var connection = play.connect();
            var failure = failure(connection.query("select n"));
            assertThat(failure).isInstanceOf(PgClosedException.class);
            assertThat(failure.sqlState()).isEqualTo("08006");
            assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
        }
    }

    /** Reliability.md, row 21. */
    @Test
    void tellsWhatWasNotSentFromWhatMayHaveRun() {
        var script =
                open("cut behind the second").expect(Query.class, Query.class).cut();
        try (var play = ScriptedClient.of(script)) {
            var connection =
                    play.connect(options -> options.limits(Limits.defaults().withMaxInFlight(2)));
            var answers = IntStream.range(0, 5)
                    .mapToObj(i -> connection.script(Integer.toString(i)))
                    .toList();
            var outcomes =
                    answers.stream().map(answer -> failure(answer).outcome()).toList();
            assertThat(outcomes)
                    .containsExactly(
                            Outcome.UNKNOWN, Outcome.UNKNOWN, Outcome.NOT_SENT, Outcome.NOT_SENT, Outcome.NOT_SENT);
        }
    }

    /** Reliability.md, row 50. */
    @Test
    void doesNotKnowWhatBecameOfALostCommit() {
        var script = open("lost commit")
                .expect(new Query("BEGIN"))
                .send(commandComplete("BEGIN"), readyForQuery(ReadyStatus.IN_TRANSACTION))
                .expect(new Query("insert"))
                .send(commandComplete("INSERT 0 1"), readyForQuery(ReadyStatus.IN_TRANSACTION))
                .expect(new Query("COMMIT"))
                .cut();
        try (var play = ScriptedClient.of(script)) {
            var failure = failure(play.connect().inTransaction(transaction -> transaction.script("insert")));
            assertThat(failure.sqlState()).isEqualTo("08007");
            assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
        }
    }

    /** Reliability.md, row 49. */
    @Test
    void failsACommitThatTheServerAnswersWithRollback() {
        var script = open("commit answered by rollback")
                .expect(new Query("BEGIN"))
                .send(commandComplete("BEGIN"), readyForQuery(ReadyStatus.IN_TRANSACTION))
                .expect(new Query("COMMIT"))
                .send(commandComplete("ROLLBACK"), readyForQuery());
        try (var play = ScriptedClient.of(script)) {
            var connection = play.connect();
            var failure = failure(connection.inTransaction(transaction -> CompletableFuture.completedStage("done")));
            assertThat(failure.outcome()).isEqualTo(Outcome.ROLLED_BACK);
            assertThat(connection.isOpen()).isTrue();
        }
    }

    // ---- a server that breaks the protocol

    /** Reliability.md, row 29. */
    @Test
    void closesAtAReadyForQueryTooMany() {
        var script = open("one ReadyForQuery too many")
                .stall("idle")
                .send(readyForQuery())
                .awaitClosed();
        try (var play = ScriptedClient.of(script)) {
            var connection = play.connect();
            play.server().proceed("idle");
            await(connection.closed());
            var failure = failure(connection.query("select 1"));
            assertThat(failure.sqlState()).isEqualTo("08P01");
            assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
        }
    }

    /** Reliability.md, rows 33 and 44. */
    @Test
    void closesWhenTheAnswersTurnIntoGarbage() {
        var garbage = raw("HTTP", "HTTP/1.1 502 Bad Gateway\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        var script =
                open("garbage").expect(Query.class, Query.class).send(garbage).awaitClosed();
        try (var play = ScriptedClient.of(script)) {
            var connection = play.connect();
            var first = connection.script("1");
            var second = connection.script("2");
            for (var failure : List.of(failure(first), failure(second))) {
                assertThat(failure.sqlState()).isEqualTo("08P01");
                assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
            }
            await(connection.closed());
        }
    }

    /** Reliability.md, row 34: two messages that are legal, but not now. */
    @Test
    void closesAtTheRightMessageAtTheWrongTime() {
        var script = expectFirstUse(open("BindComplete twice"))
                .send(
                        parseComplete(),
                        parameterDescription(),
                        rowDescription(column("n", INT4)),
                        bindComplete(),
                        bindComplete())
                .awaitClosed();
        try (var play = ScriptedClient.of(script)) {
            var failure = failure(play.connect().query("select n"));
            assertThat(failure.sqlState()).isEqualTo("08P01");
            assertThat(failure).hasRootCauseInstanceOf(PgProtocolException.class);
        }
    }

    // ---- copies through the wrong call (reliability.md, row 66)

    @Test
    void staysUsableBehindACopyThatWasSentAsAQuery() {
        var script = expectFirstUse(open("COPY as a query"))
                .send(parseComplete(), parameterDescription(), noData(), bindComplete(), copyInResponse())
                .expect(CopyFail.class, Sync.class)
                .send(error("57014", "COPY from stdin failed"), readyForQuery());
        script = expectFirstUse(script).send(firstUse("7"));
        try (var play = ScriptedClient.of(script)) {
            var connection = play.connect();
            var failure = failure(connection.query("copy t from stdin"));
            assertThat(failure).isInstanceOf(PgRejectedException.class).hasMessageContaining("copyIn");
            assertThat(await(connection.query("select 7")).single().getInt(0)).isEqualTo(7);
        }
    }

    // ---- bulk data (reliability.md, row 64)

    @Test
    void copiesIn() {
        var script = open("copy in")
                .expect(Query.class)
                .send(copyInResponse())
                .expect(FrontendMessage.CopyData.class, CopyDone.class)
                .send(commandComplete("COPY 1"), readyForQuery());
        try (var play = ScriptedClient.of(script)) {
            var copy = await(play.connect().copyIn("copy t from stdin"));
            await(copy.write(ByteBuffer.wrap(new byte[] {'1', '\n'})));
            assertThat(await(copy.finish()).rows()).isEqualTo(1);
        }
    }

    @Test
    void stopsAProducerWhoseRowsTheServerRefuses() {
        var script = open("copy in refused")
                .expect(Query.class)
                .send(copyInResponse())
                .expect(FrontendMessage.CopyData.class)
                .send(error("22P02", "invalid input syntax"), readyForQuery())
                .ignoring(FrontendMessage.CopyData.class, CopyDone.class)
                .expect(Query.class)
                .send(commandComplete("OK"), readyForQuery());
        try (var play = ScriptedClient.of(script)) {
            var connection = play.connect();
            var copy = await(connection.copyIn("copy t from stdin"));
            await(copy.write(ByteBuffer.wrap(new byte[] {'x', '\n'})));
            var failure = failure(copy.finish());
            assertThat(failure.sqlState()).isEqualTo("22P02");
            failure(copy.write(ByteBuffer.wrap(new byte[] {'y', '\n'})));
            await(connection.script("next"));
        }
    }

    @Test
    void endsACopyWhoseProducerFails() {
        var script = open("copy in failed")
                .expect(Query.class)
                .send(copyInResponse())
                .expect(new CopyFail("no more data"))
                .send(error("57014", "COPY from stdin failed: no more data"), readyForQuery())
                .expect(Query.class)
                .send(commandComplete("OK"), readyForQuery());
        try (var play = ScriptedClient.of(script)) {
            var connection = play.connect();
            var copy = await(connection.copyIn("copy t from stdin"));
            await(copy.fail("no more data"));
            await(connection.script("next"));
        }
    }

    @Test
    void endsACopyThatIsCut() {
        var script = open("copy in cut")
                .expect(Query.class)
                .send(copyInResponse())
                .expect(FrontendMessage.CopyData.class)
                .cut();
        try (var play = ScriptedClient.of(script)) {
            var connection = play.connect();
            var copy = await(connection.copyIn("copy t from stdin"));
            copy.write(ByteBuffer.wrap(new byte[] {'x', '\n'}));
            var failure = failure(copy.finish());
            assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
            await(connection.closed());
        }
    }

    // ---- the end

    @Test
    void saysFarewell() {
        var script = open("farewell").expect(FrontendMessage.Terminate.class).awaitClosed();
        try (var play = ScriptedClient.of(script)) {
            var connection = play.connect();
            await(connection.close());
            assertThat(connection.isOpen()).isFalse();
            assertThat(failure(connection.query("select 1")).outcome()).isEqualTo(Outcome.NOT_SENT);
        }
    }

    @Test
    void finishesWhatWasSubmittedBeforeItCloses() {
        var script = open("close behind a query")
                .expect(Query.class)
                .stall("answer")
                .send(commandComplete("OK"), readyForQuery())
                .expect(FrontendMessage.Terminate.class);
        try (var play = ScriptedClient.of(script)) {
            var connection = play.connect();
            var answer = connection.script("last");
            var closed = connection.close();
            play.server().proceed("answer");
            await(answer);
            await(closed);
        }
    }

    @Test
    void endsEverythingWhenTheClientIsClosed() {
        var script = open("client closed").expect(Query.class).stall("answer");
        try (var play = ScriptedClient.of(script)) {
            var connection = play.connect();
            var first = connection.script("1");
            play.server().awaitStalled("answer");
            play.client().close();
            assertThat(failure(first).outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(failure(connection.script("2")).outcome()).isEqualTo(Outcome.NOT_SENT);
            play.server().proceed("answer");
        }
    }
}
