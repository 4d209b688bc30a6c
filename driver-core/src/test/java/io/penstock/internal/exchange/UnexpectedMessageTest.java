package io.penstock.internal.exchange;

import static io.penstock.internal.exchange.ExchangeFixture.INT4;
import static io.penstock.internal.exchange.ExtendedQueryExchangeTest.prepare;
import static io.penstock.internal.exchange.ExtendedQueryExchangeTest.query;
import static io.penstock.internal.exchange.SimpleQueryExchangeTest.script;
import static io.penstock.testing.ServerMessage.authenticationCleartextPassword;
import static io.penstock.testing.ServerMessage.authenticationGss;
import static io.penstock.testing.ServerMessage.authenticationGssContinue;
import static io.penstock.testing.ServerMessage.authenticationKerberosV5;
import static io.penstock.testing.ServerMessage.authenticationMd5Password;
import static io.penstock.testing.ServerMessage.authenticationOk;
import static io.penstock.testing.ServerMessage.authenticationSasl;
import static io.penstock.testing.ServerMessage.authenticationSaslContinue;
import static io.penstock.testing.ServerMessage.authenticationSaslFinal;
import static io.penstock.testing.ServerMessage.authenticationSspi;
import static io.penstock.testing.ServerMessage.backendKeyData;
import static io.penstock.testing.ServerMessage.bindComplete;
import static io.penstock.testing.ServerMessage.closeComplete;
import static io.penstock.testing.ServerMessage.column;
import static io.penstock.testing.ServerMessage.commandComplete;
import static io.penstock.testing.ServerMessage.copyBothResponse;
import static io.penstock.testing.ServerMessage.copyData;
import static io.penstock.testing.ServerMessage.copyDone;
import static io.penstock.testing.ServerMessage.copyInResponse;
import static io.penstock.testing.ServerMessage.copyOutResponse;
import static io.penstock.testing.ServerMessage.dataRow;
import static io.penstock.testing.ServerMessage.emptyQueryResponse;
import static io.penstock.testing.ServerMessage.error;
import static io.penstock.testing.ServerMessage.functionCallResponse;
import static io.penstock.testing.ServerMessage.negotiateProtocolVersion;
import static io.penstock.testing.ServerMessage.noData;
import static io.penstock.testing.ServerMessage.notice;
import static io.penstock.testing.ServerMessage.notification;
import static io.penstock.testing.ServerMessage.parameterDescription;
import static io.penstock.testing.ServerMessage.parameterStatus;
import static io.penstock.testing.ServerMessage.parseComplete;
import static io.penstock.testing.ServerMessage.portalSuspended;
import static io.penstock.testing.ServerMessage.readyForQuery;
import static io.penstock.testing.ServerMessage.rowDescription;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.error.PgProtocolException;
import io.penstock.internal.codec.EncodedParameters;
import io.penstock.testing.ServerMessage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The right message at the wrong time (reliability.md, rows 29 and 34): every message of the server in every state of every
 * conversation. A state names what may come there; all else must be a protocol violation that ends everything.
 */
class UnexpectedMessageTest {

    private static final Map<String, ServerMessage> MESSAGES = messages();

    /** What a server may say at any time. */
    static final Set<String> ALWAYS =
            Set.of("ErrorResponse", "NoticeResponse", "NotificationResponse", "ParameterStatus");

    private static final ServerMessage ONE_COLUMN = rowDescription(column("n", INT4));

    /**
     * Where a conversation stands.
     *
     * @param accepted what may come there, besides what may always
     * @param approach brings a fresh connection there
     */
    record State(String name, Set<String> accepted, Consumer<ExchangeFixture> approach) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Map<String, ServerMessage> messages() {
        var messages = new LinkedHashMap<String, ServerMessage>();
        List.of(
                        authenticationOk(),
                        authenticationKerberosV5(),
                        authenticationCleartextPassword(),
                        authenticationMd5Password(1),
                        authenticationGss(),
                        authenticationGssContinue("x"),
                        authenticationSspi(),
                        authenticationSasl("SCRAM-SHA-256"),
                        authenticationSaslContinue("x"),
                        authenticationSaslFinal("x"),
                        backendKeyData(1, new byte[4]),
                        bindComplete(),
                        closeComplete(),
                        commandComplete("SELECT 1"),
                        copyData("x"),
                        copyDone(),
                        copyInResponse(),
                        copyOutResponse(),
                        copyBothResponse(),
                        emptyQueryResponse(),
                        error("22012", "division by zero"),
                        functionCallResponse("x"),
                        negotiateProtocolVersion(0),
                        noData(),
                        notice("x"),
                        notification(1, "c", "p"),
                        parameterDescription(),
                        parameterStatus("TimeZone", "UTC"),
                        parseComplete(),
                        portalSuspended(),
                        readyForQuery(),
                        rowDescription(column("n", INT4)))
                .forEach(message -> messages.put(message.name(), message));
        messages.put("DataRow of 0", dataRow(new byte[0][]));
        messages.put("DataRow of 1", dataRow("1"));
        messages.put("DataRow of 2", dataRow("1", "2"));
        return messages;
    }

    /** One of each message of the server, by name; rows of several widths. */
    static Map<String, ServerMessage> everyMessage() {
        return MESSAGES;
    }

    private static State state(String name, String accepted, Consumer<ExchangeFixture> approach) {
        var names = new TreeSet<>(ALWAYS);
        for (var each : accepted.split(", ")) {
            if (!each.isEmpty() && !MESSAGES.containsKey(each)) {
                throw new AssertionError("no such message: " + each);
            }
            names.add(each);
        }
        names.remove("");
        return new State(name, names, approach);
    }

    // ---- the states

    static Stream<State> states() {
        return Stream.of(
                        idleStates(),
                        queryStates(),
                        laterStates(),
                        scriptStates(),
                        batchStates(),
                        prepareStates(),
                        closeStates(),
                        copyInStates(),
                        copyOutStates())
                .flatMap(List::stream);
    }

    private static List<State> idleStates() {
        return List.of(state("nothing sent", "", fixture -> {}), state("all answered", "", fixture -> {
            fixture.offer(script("…", new Recorder()));
            fixture.feed(commandComplete("OK"), readyForQuery());
        }));
    }

    /** Behind the first use of a statement. */
    private static Consumer<ExchangeFixture> asked(ServerMessage... answers) {
        return fixture -> {
            fixture.offer(query("select n", new Recorder()));
            fixture.feed(answers);
        };
    }

    private static List<State> queryStates() {
        return List.of(
                state("query: sent", "ParseComplete", asked()),
                state("query: closing", "CloseComplete", UnexpectedMessageTest::evicting),
                state("query: closed", "ParseComplete", fixture -> {
                    evicting(fixture);
                    fixture.feed(closeComplete());
                }),
                state("query: parsed", "ParameterDescription", asked(parseComplete())),
                state("query: parameters", "RowDescription, NoData", asked(parseComplete(), parameterDescription())),
                state("query: columns", "BindComplete", asked(parseComplete(), parameterDescription(), ONE_COLUMN)),
                state("query: no columns", "BindComplete", asked(parseComplete(), parameterDescription(), noData())),
                state(
                        "query: bound",
                        "DataRow of 1, CommandComplete, EmptyQueryResponse, CopyInResponse, CopyOutResponse",
                        asked(parseComplete(), parameterDescription(), ONE_COLUMN, bindComplete())),
                state(
                        "query: bound without columns",
                        "CommandComplete, EmptyQueryResponse, CopyInResponse, CopyOutResponse",
                        bound()),
                state(
                        "query: bound with no columns",
                        "DataRow of 0, CommandComplete, EmptyQueryResponse, CopyInResponse, CopyOutResponse",
                        asked(parseComplete(), parameterDescription(), rowDescription(), bindComplete())),
                state("query: copy in refused", "", bound(copyInResponse())),
                state("query: copy out", "CopyData, CopyDone", bound(copyOutResponse())),
                state("query: copied", "CommandComplete", bound(copyOutResponse(), copyDone())),
                state("query: done", "ReadyForQuery", bound(commandComplete("OK"))),
                state("query: empty", "ReadyForQuery", bound(emptyQueryResponse())),
                state("query: failed at once", "ReadyForQuery", asked(error("42601", "syntax error"))),
                state("query: failed", "ReadyForQuery", bound(error("22012", "division by zero"))),
                state(
                        "query: failed twice",
                        "ReadyForQuery",
                        bound(commandComplete("OK"), error("1", ""), error("2", ""))));
    }

    private static Consumer<ExchangeFixture> bound(ServerMessage... answers) {
        return fixture -> {
            asked(parseComplete(), parameterDescription(), noData(), bindComplete())
                    .accept(fixture);
            fixture.feed(answers);
        };
    }

    /** The user has dropped a statement: what the cache holds is closed in front of the next. */
    private static void evicting(ExchangeFixture fixture) {
        fixture.offer(query("first", new Recorder()));
        fixture.feed(error("42601", "syntax error"), readyForQuery());
        prepare(fixture, "second");
        fixture.offer(script("deallocate penstock_x", new Recorder()));
        fixture.feed(commandComplete("DEALLOCATE"), readyForQuery());
        fixture.offer(query("third", new Recorder()));
    }

    private static List<State> laterStates() {
        return List.of(
                state("later use: sent", "BindComplete", fixture -> {
                    prepare(fixture, "select n");
                    fixture.offer(query("select n", new Recorder()));
                }),
                state(
                        "later use: bound",
                        "DataRow of 1, CommandComplete, EmptyQueryResponse, CopyInResponse, CopyOutResponse",
                        fixture -> {
                            prepare(fixture, "select n");
                            fixture.offer(query("select n", new Recorder()));
                            fixture.feed(bindComplete());
                        }),
                state("second attempt: sent", "CloseComplete", fixture -> {
                    prepare(fixture, "select n");
                    fixture.offer(query("select n", new Recorder()));
                    fixture.feed(error("26000", "lost", "FetchPreparedStatement"), readyForQuery());
                }));
    }

    private static Consumer<ExchangeFixture> scripted(ServerMessage... answers) {
        return fixture -> {
            fixture.offer(script("…", new Recorder()));
            fixture.feed(answers);
        };
    }

    private static List<State> scriptStates() {
        var statement = "RowDescription, CommandComplete, EmptyQueryResponse, CopyInResponse, CopyOutResponse";
        return List.of(
                state("script: sent", statement, scripted()),
                state("script: columns", "DataRow of 1, CommandComplete", scripted(ONE_COLUMN)),
                state("script: rows", "DataRow of 1, CommandComplete", scripted(ONE_COLUMN, dataRow("1"))),
                state("script: answered", statement + ", ReadyForQuery", scripted(commandComplete("OK"))),
                state("script: empty", statement + ", ReadyForQuery", scripted(emptyQueryResponse())),
                state("script: copy in refused", "", scripted(commandComplete("OK"), copyInResponse())),
                state("script: copy out", "CopyData, CopyDone", scripted(copyOutResponse())),
                state(
                        "script: copied",
                        "CommandComplete",
                        scripted(commandComplete("OK"), copyOutResponse(), copyDone())),
                state("script: failed", "ReadyForQuery", scripted(error("42601", "syntax error"))),
                state("script: failed in rows", "ReadyForQuery", scripted(ONE_COLUMN, error("1", ""))));
    }

    private static Consumer<ExchangeFixture> batched(ServerMessage... answers) {
        return fixture -> {
            var recorder = new Recorder();
            var runs = Stream.of("a", "b")
                    .map(sql -> new StatementRun(sql, EncodedParameters.NONE, recorder))
                    .toList();
            fixture.offer(new BatchExchange(runs, recorder));
            fixture.feed(answers);
        };
    }

    private static Consumer<ExchangeFixture> firstDone(ServerMessage... answers) {
        return fixture -> {
            batched(parseComplete(), parameterDescription(), noData(), bindComplete(), commandComplete("A"))
                    .accept(fixture);
            fixture.feed(answers);
        };
    }

    private static List<State> batchStates() {
        var bound = new ServerMessage[] {parseComplete(), parameterDescription(), noData(), bindComplete()};
        return List.of(
                state("batch: sent", "ParseComplete", batched()),
                state(
                        "batch: first bound",
                        "CommandComplete, EmptyQueryResponse, CopyInResponse, CopyOutResponse",
                        batched(bound)),
                state("batch: first done", "ParseComplete", firstDone()),
                state("batch: second parsed", "ParameterDescription", firstDone(parseComplete())),
                state("batch: done", "ReadyForQuery", fixture -> {
                    firstDone(bound).accept(fixture);
                    fixture.feed(commandComplete("B"));
                }),
                state("batch: second copied", "CommandComplete", fixture -> {
                    firstDone(bound).accept(fixture);
                    fixture.feed(copyOutResponse(), copyDone());
                }),
                state("batch: second copied and done", "ReadyForQuery", fixture -> {
                    firstDone(bound).accept(fixture);
                    fixture.feed(copyOutResponse(), copyDone(), commandComplete("COPY 0"));
                }),
                state("batch: first copied and done", "ParseComplete", fixture -> {
                    batched(bound).accept(fixture);
                    fixture.feed(copyOutResponse(), copyDone(), commandComplete("COPY 0"));
                }),
                state("batch: copy in refused", "", fixture -> {
                    firstDone(bound).accept(fixture);
                    fixture.feed(copyInResponse());
                }),
                state("batch: first failed", "ReadyForQuery", batched(error("42601", "syntax error"))),
                state("batch: second failed", "ReadyForQuery", firstDone(error("42601", "syntax error"))));
    }

    private static Consumer<ExchangeFixture> preparing(ServerMessage... answers) {
        return fixture -> {
            fixture.offer(PrepareExchange.held(new HeldStatement("select n"), new Recorder()));
            fixture.feed(answers);
        };
    }

    private static List<State> prepareStates() {
        return List.of(
                state("prepare: sent", "ParseComplete", preparing()),
                state("prepare: parsed", "ParameterDescription", preparing(parseComplete())),
                state(
                        "prepare: parameters",
                        "RowDescription, NoData",
                        preparing(parseComplete(), parameterDescription())),
                state(
                        "prepare: columns",
                        "ReadyForQuery",
                        preparing(parseComplete(), parameterDescription(), ONE_COLUMN)),
                state(
                        "prepare: no columns",
                        "ReadyForQuery",
                        preparing(parseComplete(), parameterDescription(), noData())),
                state("prepare: failed", "ReadyForQuery", preparing(error("42601", "syntax error"))),
                state("prepare: known", "ReadyForQuery", fixture -> {
                    prepare(fixture, "select n");
                    fixture.offer(PrepareExchange.cached("select n", new int[0], new Recorder()));
                }));
    }

    private static Consumer<ExchangeFixture> closing(ServerMessage... answers) {
        return fixture -> {
            var statement = new HeldStatement("select n");
            fixture.offer(PrepareExchange.held(statement, new Recorder()));
            fixture.feed(parseComplete(), parameterDescription(), noData(), readyForQuery());
            fixture.offer(new CloseExchange(statement, new Recorder()));
            fixture.feed(answers);
        };
    }

    private static List<State> closeStates() {
        return List.of(
                state("close: sent", "CloseComplete", closing()),
                state("close: closed", "ReadyForQuery", closing(closeComplete())),
                state("close: failed", "ReadyForQuery", closing(error("57014", "canceled"))));
    }

    private static Consumer<ExchangeFixture> copyingIn(Consumer<CopyInExchange> producer, ServerMessage... answers) {
        return fixture -> {
            var exchange = new CopyInExchange("copy t from stdin", new Recorder());
            fixture.offer(exchange);
            fixture.feed(copyInResponse());
            producer.accept(exchange);
            fixture.feed(answers);
        };
    }

    private static Consumer<ExchangeFixture> askedToCopyIn(ServerMessage... answers) {
        return fixture -> {
            fixture.offer(new CopyInExchange("copy t from stdin", new Recorder()));
            fixture.feed(answers);
        };
    }

    private static List<State> copyInStates() {
        var another = "RowDescription, CommandComplete, CopyInResponse, CopyOutResponse";
        return List.of(
                state("copy in: sent", another + ", EmptyQueryResponse", askedToCopyIn()),
                state("copy in: copying", "", copyingIn(exchange -> {})),
                state("copy in: finishing", "CommandComplete", copyingIn(CopyInExchange::finish)),
                state("copy in: failing", "", copyingIn(exchange -> exchange.fail("no"))),
                state(
                        "copy in: done",
                        another + ", ReadyForQuery",
                        copyingIn(CopyInExchange::finish, commandComplete("COPY 1"))),
                state("copy in: refused", "ReadyForQuery", copyingIn(exchange -> {}, error("22P02", "invalid"))),
                state(
                        "copy in: failed",
                        "ReadyForQuery",
                        copyingIn(exchange -> exchange.fail("no"), error("57014", "no"))),
                state(
                        "copy in: rows",
                        "DataRow of 0, DataRow of 1, DataRow of 2, CommandComplete",
                        askedToCopyIn(ONE_COLUMN)),
                state("copy in: copy out", "CopyData, CopyDone", askedToCopyIn(copyOutResponse())),
                state("copy in: copied out", "CommandComplete", askedToCopyIn(copyOutResponse(), copyDone())),
                state("copy in: second copy refused", "", askedToCopyIn(commandComplete("OK"), copyInResponse())));
    }

    private static Consumer<ExchangeFixture> copyingOut(ServerMessage... answers) {
        return fixture -> {
            fixture.offer(new CopyOutExchange("copy t to stdout", new Recorder()));
            fixture.feed(answers);
        };
    }

    private static List<State> copyOutStates() {
        var another = "RowDescription, CommandComplete, CopyInResponse, CopyOutResponse";
        return List.of(
                state("copy out: sent", another + ", EmptyQueryResponse", copyingOut()),
                state("copy out: copying", "CopyData, CopyDone", copyingOut(copyOutResponse(), copyData("x"))),
                state("copy out: copied", "CommandComplete", copyingOut(copyOutResponse(), copyDone())),
                state(
                        "copy out: done",
                        another + ", ReadyForQuery",
                        copyingOut(copyOutResponse(), copyDone(), commandComplete("COPY 0"))),
                state("copy out: failed", "ReadyForQuery", copyingOut(copyOutResponse(), error("22012", "division"))),
                state(
                        "copy out: rows",
                        "DataRow of 0, DataRow of 1, DataRow of 2, CommandComplete",
                        copyingOut(ONE_COLUMN)),
                state("copy out: copy in refused", "", copyingOut(copyInResponse())),
                state(
                        "copy out: second copy",
                        "CopyData, CopyDone",
                        copyingOut(commandComplete("OK"), copyOutResponse())),
                state(
                        "copy out: second copied",
                        "CommandComplete",
                        copyingOut(commandComplete("OK"), copyOutResponse(), copyDone())));
    }

    // ---- the matrix

    @ParameterizedTest(name = "{0}")
    @MethodSource("states")
    void acceptsWhatMayComeAndNothingElse(State state) {
        var accepted = new TreeSet<String>();
        MESSAGES.forEach((name, message) -> {
            if (accepts(state, message)) {
                accepted.add(name);
            }
        });
        assertThat(accepted).isEqualTo(state.accepted());
    }

    /** Tries one message in a connection of its own, whose end checks that each exchange ends once and no buffer is left. */
    private static boolean accepts(State state, ServerMessage message) {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            state.approach().accept(fixture);
            try {
                fixture.feed(message);
                return true;
            } catch (PgProtocolException violation) {
                assertThat(violation.sqlState()).isEqualTo("08P01");
                fixture.queue().close(violation);
                assertThat(fixture.queue().idle()).isTrue();
                return false;
            }
        }
    }

    @Test
    void knowsEveryMessageOfTheProtocol() {
        assertThat(MESSAGES).hasSize(35);
        assertThat(states().map(State::name)).doesNotHaveDuplicates().hasSizeGreaterThan(70);
    }
}
