package io.penstock;

import static io.penstock.testing.ScriptedClient.await;
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

import io.penstock.config.Timeouts;
import io.penstock.error.PgException;
import io.penstock.internal.wire.FrontendMessage.Bind;
import io.penstock.internal.wire.FrontendMessage.CancelRequest;
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
import io.penstock.testing.ScriptedServer;
import io.penstock.testing.ServerMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A cancel in each state of the protocol that a session can be in, asked for in each way and answered in each: every call ends exactly once,
 * and the connection either answers the next statement with its own nonce or is closed (reliability.md, row 75; states S7 to S19 of the
 * catalogue, S0 to S6 are in {@link ScriptedAbandonedConnectTest}).
 *
 * <p>S13, a suspended portal, is not reached: Execute is always sent without a row limit, and a PortalSuspended is a violation.
 */
class ScriptedCancelStatesTest {

    private static final int TEXT = 25;
    private static final String NONCE = "nonce";
    private static final String REACHED = "state reached";
    private static final String ASKED = "cancel asked for";
    private static final ServerMessage CANCELLED = error("57014", "canceling statement due to user request");

    /** Who cancels, and how. */
    enum Way {
        STAGE,
        CONNECTION,
        DEADLINE
    }

    /** What the server makes of it. */
    enum Server {
        /** The statement ends with 57014. */
        HEEDS,
        /** It is too late: the statement has been answered. */
        ANSWERS,
        /** Nothing more comes. */
        SILENT
    }

    /** A state, and the way into it. */
    enum State {
        S8_SIMPLE_QUERY_RUNNING(script -> script.expect(Query.class)) {
            @Override
            CompletionStage<?> start(PgConnection connection) {
                return connection.script("slow");
            }

            @Override
            ServerMessage[] rest() {
                return messages(commandComplete("OK"), readyForQuery());
            }
        },
        S9_PARSE_IN_FLIGHT(script -> script.expect(Parse.class, Describe.class, Sync.class)) {
            @Override
            CompletionStage<?> start(PgConnection connection) {
                return connection.prepare("slow");
            }

            @Override
            ServerMessage[] rest() {
                return messages(parseComplete(), parameterDescription(), noData(), readyForQuery());
            }
        },
        S10_BEFORE_THE_FIRST_ROW(
                script -> script.expect(Parse.class, Describe.class, Bind.class, Execute.class, Sync.class)) {
            @Override
            CompletionStage<?> start(PgConnection connection) {
                return connection.query("slow");
            }

            @Override
            ServerMessage[] lead() {
                return described();
            }

            @Override
            ServerMessage[] rest() {
                return messages(bindComplete(), dataRow("1"), commandComplete("SELECT 1"), readyForQuery());
            }
        },
        S11_ROWS_FLOWING(script -> script.expect(Parse.class, Describe.class, Bind.class, Execute.class, Sync.class)) {
            @Override
            CompletionStage<?> start(PgConnection connection) {
                return connection.query("slow");
            }

            @Override
            ServerMessage[] lead() {
                return messages(
                        parseComplete(),
                        parameterDescription(),
                        rowDescription(column("n", TEXT)),
                        bindComplete(),
                        dataRow("1"));
            }

            @Override
            ServerMessage[] rest() {
                return messages(dataRow("2"), commandComplete("SELECT 2"), readyForQuery());
            }
        },
        S14_PIPELINE(script -> script.expect(Query.class, Query.class, Query.class)) {
            @Override
            CompletionStage<?> start(PgConnection connection) {
                var first = connection.script("slow");
                connection.script("2");
                connection.script("3");
                return first;
            }

            @Override
            ServerMessage[] rest() {
                return messages(commandComplete("OK"), readyForQuery());
            }

            @Override
            ServerMessage[] behind() {
                return messages(commandComplete("OK"), readyForQuery(), commandComplete("OK"), readyForQuery());
            }
        },
        S17_COPY_IN(script -> script.expect(Query.class)) {
            @Override
            CompletionStage<?> start(PgConnection connection) {
                // The copy's own stage: that of its opening has ended.
                return await(connection.copyIn("copy t from stdin")).finish();
            }

            @Override
            ServerMessage[] lead() {
                return messages(copyInResponse());
            }

            @Override
            ServerMessage[] rest() {
                return messages(commandComplete("COPY 0"), readyForQuery());
            }

            @Override
            Script awaited(Script script) {
                return script.expect(CopyDone.class);
            }
        },
        S18_COPY_OUT(script -> script.expect(Query.class)) {
            @Override
            CompletionStage<?> start(PgConnection connection) {
                var copy = connection.copyOut("copy t to stdout");
                var end = new CompletableFuture<CommandTag>() {
                    @Override
                    public boolean cancel(boolean mayInterruptIfRunning) {
                        copy.cancel();
                        return true;
                    }
                };
                copy.forEach(bytes -> {}).whenComplete((tag, failure) -> {
                    if (failure == null) {
                        end.complete(tag);
                    } else {
                        end.completeExceptionally(failure);
                    }
                });
                return end;
            }

            @Override
            ServerMessage[] lead() {
                return messages(copyOutResponse(), copyData("1\n"));
            }

            @Override
            ServerMessage[] rest() {
                return messages(copyData("2\n"), copyDone(), commandComplete("COPY 2"), readyForQuery());
            }
        };

        private final UnaryOperator<Script> flight;

        State(UnaryOperator<Script> flight) {
            this.flight = flight;
        }

        abstract CompletionStage<?> start(PgConnection connection);

        /** What the server says on its way into the state. */
        ServerMessage[] lead() {
            return new ServerMessage[0];
        }

        /** What it says when it is not stopped there. */
        abstract ServerMessage[] rest();

        /** The answers of those that were sent behind. */
        ServerMessage[] behind() {
            return new ServerMessage[0];
        }

        /** What it waits for before the state is reached. */
        Script awaited(Script script) {
            return script;
        }

        Script until(Script script) {
            return awaited(flight.apply(script).send(lead())).stall(REACHED);
        }

        private static ServerMessage[] messages(ServerMessage... all) {
            return all;
        }

        /** In one write, so that what is behind has been answered before anybody thinks of cancelling it. */
        private static ServerMessage[] joined(ServerMessage[] first, ServerMessage[] then) {
            return Stream.of(first, then).flatMap(Arrays::stream).toArray(ServerMessage[]::new);
        }

        private static ServerMessage[] described() {
            return messages(parseComplete(), parameterDescription(), rowDescription(column("n", TEXT)));
        }
    }

    static Stream<Arguments> cells() {
        var cells = new ArrayList<Arguments>();
        for (var state : State.values()) {
            for (var way : Way.values()) {
                for (var server : Server.values()) {
                    if (way != Way.CONNECTION || server != Server.SILENT) {
                        cells.add(arguments(state, way, server));
                    }
                }
            }
        }
        return cells.stream();
    }

    private static Script answersWithItsNonce(Script script) {
        return script.expect(new Query(NONCE))
                .send(rowDescription(column("n", TEXT)), dataRow(NONCE), commandComplete("SELECT 1"), readyForQuery());
    }

    private static Script reacts(State state, Server server) {
        var reached = state.until(Script.named(state + " " + server).acceptStartup());
        return switch (server) {
            case HEEDS ->
                sentinel(reached.send(State.joined(State.messages(CANCELLED, readyForQuery()), state.behind())));
            case ANSWERS -> sentinel(reached.send(State.joined(state.rest(), state.behind())));
            case SILENT -> reached.drain();
        };
    }

    private static Script sentinel(Script script) {
        return answersWithItsNonce(script.expect(Sync.class).send(readyForQuery()));
    }

    private static Timeouts timeouts(Way way, Server server) {
        var timeouts = Timeouts.defaults()
                .withDrain(Duration.ofMillis(20))
                .withCancel(server == Server.SILENT ? Duration.ofMillis(300) : ScriptedServer.LIMIT);
        return way == Way.DEADLINE ? timeouts.withStatement(Duration.ofMillis(300)) : timeouts;
    }

    @ParameterizedTest(name = "{0}, by {1}, server {2}")
    @MethodSource("cells")
    void endsOnceAndLeavesNoConnectionInDoubt(State state, Way way, Server server) {
        var cancel =
                Script.named("cancel").expect(CancelRequest.class).stall(ASKED).cut();
        try (var play = ScriptedClient.of(reacts(state, server), cancel)) {
            var connection = play.connect(options -> options.timeouts(timeouts(way, server)));
            var ends = new AtomicInteger();
            var stage = state.start(connection);
            var counted = stage.handle((value, failure) -> {
                ends.incrementAndGet();
                return failure;
            });
            var copy = stage.toCompletableFuture();
            play.server().awaitStalled(REACHED);
            var asked = ask(way, connection, copy);
            play.server().awaitStalled(ASKED);
            play.server().proceed(REACHED);
            play.server().proceed(ASKED);
            if (asked != null) {
                await(asked);
            }
            assertVerdict(connection, server);
            assertEnd(await(counted), way, server);
            assertThat(ends).hasValue(1);
        }
    }

    /** An answer that was dropped is none: whoever else holds the stage must not take it for an empty result. */
    private static void assertEnd(@Nullable Throwable failure, Way way, Server server) {
        if (way == Way.CONNECTION && server == Server.ANSWERS) {
            assertThat(failure).isNull();
        } else {
            assertThat(failure).isInstanceOf(PgException.class);
        }
    }

    private static @Nullable CompletionStage<?> ask(Way way, PgConnection connection, CompletableFuture<?> copy) {
        return switch (way) {
            case STAGE -> {
                copy.cancel(true);
                yield null;
            }
            case CONNECTION -> connection.cancel();
            case DEADLINE -> null;
        };
    }

    /** No third state. */
    private static void assertVerdict(PgConnection connection, Server server) {
        switch (server) {
            case HEEDS, ANSWERS -> {
                var echo = await(connection.script(NONCE)).get(0);
                assertThat(echo.single().getString(0)).isEqualTo(NONCE);
                await(connection.close());
            }
            case SILENT -> await(connection.closed());
        }
    }

    // ---- states in which the server has nothing to cancel

    static Stream<Arguments> restingStates() {
        return Stream.of(
                arguments("S7 idle", ReadyStatus.IDLE),
                arguments("S15 idle in a transaction", ReadyStatus.IN_TRANSACTION),
                arguments("S16 failed transaction", ReadyStatus.FAILED));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("restingStates")
    void sendsNothingWhereNothingRuns(String name, ReadyStatus status) {
        var script = answersWithItsNonce(Script.named(name)
                .acceptStartup()
                .expect(Query.class)
                .send(commandComplete("BEGIN"), readyForQuery(status)));
        try (var play = ScriptedClient.of(script)) {
            var connection = play.connect();
            await(connection.script("begin"));
            await(connection.cancel());
            assertThat(await(connection.script(NONCE)).get(0).single().getString(0))
                    .isEqualTo(NONCE);
            assertThat(play.server().connections()).isOne();
        }
    }

    // ---- S12: rows paused by demand

    static Stream<Arguments> servers() {
        return Arrays.stream(Server.values()).map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("servers")
    void endsAStreamThatIsPausedByItsConsumer(Server server) {
        var reached = Script.named("paused")
                .acceptStartup()
                .expect(Parse.class, Describe.class, Sync.class)
                .send(parseComplete(), parameterDescription(), rowDescription(column("n", TEXT)), readyForQuery())
                .expect(Bind.class, Execute.class, Sync.class)
                .send(bindComplete(), dataRow("1"), dataRow("2"), dataRow("3"))
                .stall(REACHED);
        var script = switch (server) {
            case HEEDS -> sentinel(reached.send(CANCELLED, readyForQuery()));
            case ANSWERS -> sentinel(reached.send(commandComplete("SELECT 3"), readyForQuery()));
            case SILENT -> reached.drain();
        };
        var cancel =
                Script.named("cancel").expect(CancelRequest.class).stall(ASKED).cut();
        try (var play = ScriptedClient.of(script, cancel)) {
            var connection = play.connect(options -> options.timeouts(timeouts(Way.STAGE, server)));
            var first = new CompletableFuture<RowSubscription>();
            var signals = new AtomicInteger();
            connection.stream("slow").subscribe(new RowSubscriber() {
                private @Nullable RowSubscription subscription;

                @Override
                public void onStart(RowSubscription started) {
                    subscription = started;
                    started.request(1);
                }

                @Override
                public void onRow(Row row) {
                    first.complete(subscription);
                }

                @Override
                public void onComplete(CommandTag tag) {
                    signals.incrementAndGet();
                }

                @Override
                public void onError(PgException error) {
                    signals.incrementAndGet();
                }
            });
            await(first).cancel();
            play.server().awaitStalled(REACHED);
            play.server().awaitStalled(ASKED);
            play.server().proceed(REACHED);
            play.server().proceed(ASKED);
            assertVerdict(connection, server);
            assertThat(signals).as("signals behind the cancel").hasValue(0);
        }
    }

    // ---- S17: a copy whose producer is cancelled

    @Test
    void failsACopyWhoseProducerIsCancelled() {
        var script = answersWithItsNonce(Script.named("copy in")
                .acceptStartup()
                .expect(Query.class)
                .send(copyInResponse())
                .expect(CopyFail.class)
                .send(error("57014", "COPY from stdin failed"), readyForQuery()));
        try (var play = ScriptedClient.of(script)) {
            var connection = play.connect();
            var copy = await(connection.copyIn("copy t from stdin"));
            await(copy.fail("cancelled"));
            assertVerdict(connection, Server.HEEDS);
        }
    }

    // ---- S19: in quarantine

    @Test
    void takesAnotherCancelWhileOneIsUnderWay() {
        var script = Script.named("cancelled twice")
                .acceptStartup()
                .expect(Query.class)
                .stall(REACHED)
                .send(CANCELLED, readyForQuery());
        var cancel =
                Script.named("cancel").expect(CancelRequest.class).stall(ASKED).cut();
        try (var play = ScriptedClient.of(
                sentinel(script),
                cancel,
                Script.named("second").expect(CancelRequest.class).cut())) {
            var connection =
                    play.connect(options -> options.timeouts(Timeouts.defaults().withCancel(ScriptedServer.LIMIT)));
            var running = connection.script("slow");
            play.server().awaitStalled(REACHED);
            var first = connection.cancel();
            var second = connection.cancel();
            play.server().awaitStalled(ASKED);
            play.server().proceed(ASKED);
            await(first);
            await(second);
            play.server().proceed(REACHED);
            assertThat(ScriptedClient.failure(running).sqlState()).isEqualTo("57014");
            assertVerdict(connection, Server.HEEDS);
        }
    }
}
