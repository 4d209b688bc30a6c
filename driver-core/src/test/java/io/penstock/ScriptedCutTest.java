package io.penstock;

import static io.penstock.testing.ScriptedClient.await;
import static io.penstock.testing.ScriptedClient.failure;
import static io.penstock.testing.ServerMessage.bindComplete;
import static io.penstock.testing.ServerMessage.column;
import static io.penstock.testing.ServerMessage.commandComplete;
import static io.penstock.testing.ServerMessage.copyData;
import static io.penstock.testing.ServerMessage.copyDone;
import static io.penstock.testing.ServerMessage.copyInResponse;
import static io.penstock.testing.ServerMessage.copyOutResponse;
import static io.penstock.testing.ServerMessage.dataRow;
import static io.penstock.testing.ServerMessage.error;
import static io.penstock.testing.ServerMessage.noData;
import static io.penstock.testing.ServerMessage.parameterDescription;
import static io.penstock.testing.ServerMessage.parseComplete;
import static io.penstock.testing.ServerMessage.readyForQuery;
import static io.penstock.testing.ServerMessage.rowDescription;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.penstock.error.Outcome;
import io.penstock.error.PgException;
import io.penstock.error.PgServerException;
import io.penstock.internal.wire.FrontendMessage.Bind;
import io.penstock.internal.wire.FrontendMessage.Describe;
import io.penstock.internal.wire.FrontendMessage.Execute;
import io.penstock.internal.wire.FrontendMessage.Parse;
import io.penstock.internal.wire.FrontendMessage.Query;
import io.penstock.internal.wire.FrontendMessage.Sync;
import io.penstock.testing.Script;
import io.penstock.testing.ScriptedClient;
import io.penstock.testing.ServerMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Connections that are lost at every message boundary, and inside messages (reliability.md, rows 19 to 21): each operation ends
 * exactly once, with a typed error that says what may have happened, or with its result if that had come.
 */
class ScriptedCutTest {

    private static final int INT4 = 23;

    /** How a connection is lost. */
    enum Loss {
        CUT {
            @Override
            Script of(Script script) {
                return script.cut();
            }
        },
        RESET {
            @Override
            Script of(Script script) {
                return script.reset();
            }
        };

        abstract Script of(Script script);
    }

    private static ServerMessage[] firstUse() {
        return new ServerMessage[] {
            parseComplete(),
            parameterDescription(),
            rowDescription(column("n", INT4)),
            bindComplete(),
            dataRow("1"),
            dataRow("2"),
            commandComplete("SELECT 2"),
            readyForQuery()
        };
    }

    // ---- inside messages

    /** A query, a script that fails and a query, pipelined, and their answers cut behind each byte. */
    @Test
    void endsEachOfAPipelineOnceWhereverTheConnectionIsCut() {
        var first = ServerMessage.bytes(firstUse());
        var second = ServerMessage.bytes(error("22012", "division by zero"), readyForQuery());
        var third = ServerMessage.bytes(commandComplete("INSERT 0 1"), readyForQuery());
        var answers = new byte[first.length + second.length + third.length];
        System.arraycopy(first, 0, answers, 0, first.length);
        System.arraycopy(second, 0, answers, first.length, second.length);
        System.arraycopy(third, 0, answers, first.length + second.length, third.length);

        try (var play = ScriptedClient.of(IntStream.rangeClosed(0, answers.length)
                .mapToObj(bytes -> pipeline(Arrays.copyOf(answers, bytes)))
                .toArray(Script[]::new))) {
            for (var bytes = 0; bytes <= answers.length; bytes++) {
                var connection = play.connect();
                var query = connection.query("select n");
                var failing = connection.script("select 1/0");
                var insert = connection.script("insert");
                assertEnd(query, bytes >= first.length);
                assertEnd(insert, bytes == answers.length);
                var failure = failure(failing);
                assertThat(failure.outcome())
                        .isEqualTo(failure instanceof PgServerException ? Outcome.NOT_EXECUTED : Outcome.UNKNOWN);
                await(connection.closed());
                assertThat(failure(connection.query("select 1")).outcome()).isEqualTo(Outcome.NOT_SENT);
            }
        }
    }

    private static Script pipeline(byte[] answers) {
        return Script.named("cut behind " + answers.length + " bytes")
                .acceptStartup()
                .expect(Parse.class, Describe.class, Bind.class, Execute.class, Sync.class, Query.class, Query.class)
                .sendBytes(answers)
                .cut();
    }

    private static void assertEnd(CompletionStage<?> stage, boolean answered) {
        if (answered) {
            await(stage);
            return;
        }
        var failure = failure(stage);
        assertThat(failure.sqlState()).isEqualTo("08006");
        assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(failure.context()).isNotNull();
    }

    // ---- at message boundaries, every operation

    static Stream<Arguments> operations() {
        return Stream.of(
                operation("query", connection -> connection.query("select n"), firstUse()),
                operation(
                        "stream",
                        connection -> connection.stream("select n").forEach(row -> {}),
                        parseComplete(),
                        parameterDescription(),
                        rowDescription(column("n", INT4)),
                        readyForQuery()),
                operation(
                        "script",
                        connection -> connection.script("select n; insert"),
                        rowDescription(column("n", INT4)),
                        dataRow("1"),
                        commandComplete("SELECT 1"),
                        commandComplete("INSERT 0 1"),
                        readyForQuery()),
                operation(
                        "batch",
                        connection -> connection.batch(Batch.atomic().add("a").add("b")),
                        parseComplete(),
                        parameterDescription(),
                        noData(),
                        bindComplete(),
                        commandComplete("A"),
                        parseComplete(),
                        parameterDescription(),
                        noData(),
                        bindComplete(),
                        commandComplete("B"),
                        readyForQuery()),
                operation(
                        "independent batch",
                        connection ->
                                connection.batch(Batch.independent().add("a").add("a")),
                        parseComplete(),
                        parameterDescription(),
                        noData(),
                        bindComplete(),
                        commandComplete("A"),
                        readyForQuery(),
                        bindComplete(),
                        commandComplete("A"),
                        readyForQuery()),
                operation(
                        "prepare",
                        connection -> connection.prepare("select n"),
                        parseComplete(),
                        parameterDescription(),
                        rowDescription(column("n", INT4)),
                        readyForQuery()),
                operation(
                        "copy out",
                        connection -> connection.copyOut("copy t to stdout").forEach(chunk -> {}),
                        copyOutResponse(),
                        copyData("1\n"),
                        copyDone(),
                        commandComplete("COPY 1"),
                        readyForQuery()),
                operation("copy in", connection -> connection.copyIn("copy t from stdin"), copyInResponse()),
                operation(
                        "transaction",
                        connection -> connection.inTransaction(transaction -> transaction.script("insert")),
                        commandComplete("BEGIN"),
                        readyForQuery()));
    }

    private static Arguments operation(
            String name, Function<PgConnection, CompletionStage<?>> call, ServerMessage... answers) {
        return arguments(name, call, answers);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("operations")
    void endsAnOperationThatIsCutAtAnyMessage(
            String name, Function<PgConnection, CompletionStage<?>> call, ServerMessage[] answers) {
        for (var loss : Loss.values()) {
            var scripts = IntStream.range(0, answers.length)
                    .mapToObj(count -> loss.of(Script.named(name + " lost behind " + count + " messages")
                            .acceptStartup()
                            .expect("a request", message -> true)
                            .send(Arrays.copyOf(answers, count))))
                    .toArray(Script[]::new);
            try (var play = ScriptedClient.of(scripts)) {
                for (var i = 0; i < scripts.length; i++) {
                    assertEndsOnce(play.connect(), call);
                }
            }
        }
    }

    private static void assertEndsOnce(PgConnection connection, Function<PgConnection, CompletionStage<?>> call) {
        var ends = new AtomicInteger();
        var stage = call.apply(connection);
        var counted = stage.whenComplete((value, error) -> ends.incrementAndGet());
        PgException failure = failure(counted);
        assertThat(failure.sqlState()).startsWith("08");
        await(connection.closed());
        assertThat(ends).hasValue(1);
        assertThat(connection.isOpen()).isFalse();
        assertThat(failure(connection.query("select 1")).outcome()).isEqualTo(Outcome.NOT_SENT);
    }

    /** Row 19: what was delivered stays delivered. */
    @ParameterizedTest
    @EnumSource
    void keepsTheRowsThatWereDeliveredInFrontOfTheLoss(Loss loss) {
        var script = Script.named("stream lost in its third row")
                .acceptStartup()
                .expect(Parse.class, Describe.class, Sync.class)
                .send(parseComplete(), parameterDescription(), rowDescription(column("n", INT4)), readyForQuery())
                .expect(Bind.class, Execute.class, Sync.class)
                .send(bindComplete(), dataRow(new byte[][] {{0, 0, 0, 1}}), dataRow(new byte[][] {{0, 0, 0, 2}}))
                .sendFirst(7, dataRow(new byte[][] {{0, 0, 0, 3}}))
                .stall("rows delivered");
        try (var play = ScriptedClient.of(loss.of(script))) {
            var connection = play.connect();
            var rows = new CopyOnWriteArrayList<Integer>();
            var end = connection.stream("select n").forEach(row -> {
                rows.add(row.getInt(0));
                if (rows.size() == 2) {
                    play.server().proceed("rows delivered");
                }
            });
            var failure = failure(end);
            assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(rows).containsExactly(1, 2);
        }
    }

    /** Row 31: a hundred connections of one client lost at once: each of their operations ends. */
    @Test
    void endsTheOperationsOfManyConnectionsThatAreLostAtOnce() {
        var scripts = new Script[100];
        Arrays.fill(
                scripts,
                Script.named("one of many")
                        .acceptStartup()
                        .expect(Query.class)
                        .stall("all connected")
                        .reset());
        try (var play = ScriptedClient.of(scripts)) {
            var answers = new ArrayList<CompletionStage<List<Result>>>();
            for (var i = 0; i < scripts.length; i++) {
                answers.add(play.connect().script("select 1"));
            }
            play.server().proceed("all connected");
            for (var answer : answers) {
                assertThat(failure(answer).outcome()).isEqualTo(Outcome.UNKNOWN);
            }
        }
    }
}
