package io.penstock;

import static io.penstock.testing.ScriptedClient.await;
import static io.penstock.testing.ServerMessage.bindComplete;
import static io.penstock.testing.ServerMessage.column;
import static io.penstock.testing.ServerMessage.commandComplete;
import static io.penstock.testing.ServerMessage.dataRow;
import static io.penstock.testing.ServerMessage.parameterDescription;
import static io.penstock.testing.ServerMessage.parseComplete;
import static io.penstock.testing.ServerMessage.readyForQuery;
import static io.penstock.testing.ServerMessage.rowDescription;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.penstock.config.Limits;
import io.penstock.config.ReceiveWindow;
import io.penstock.error.Outcome;
import io.penstock.error.PgException;
import io.penstock.error.PgRejectedException;
import io.penstock.internal.wire.FrontendMessage.Bind;
import io.penstock.internal.wire.FrontendMessage.Describe;
import io.penstock.internal.wire.FrontendMessage.Execute;
import io.penstock.internal.wire.FrontendMessage.Parse;
import io.penstock.internal.wire.FrontendMessage.Sync;
import io.penstock.testing.Script;
import io.penstock.testing.ScriptedClient;
import io.penstock.testing.ServerMessage;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A connection that belongs to a cursor, a copy or answers for longer than a call, and what its other callers get meanwhile. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ScriptedOccupancyTest {

    private static final int INT4 = 23;
    private static final int MORE_ROWS_THAN_A_WINDOW_HOLDS = 300;

    private static Script expectFirstUse(Script script) {
        return script.expect(Parse.class, Describe.class, Bind.class, Execute.class, Sync.class)
                .send(parseComplete(), parameterDescription(), rowDescription(column("n", INT4)), bindComplete());
    }

    private static Script open(String name) {
        return Script.named(name).acceptStartup();
    }

    private static ServerMessage[] manyRows() {
        var rows = new ServerMessage[MORE_ROWS_THAN_A_WINDOW_HOLDS];
        Arrays.fill(rows, dataRow("1"));
        return rows;
    }

    private static BlockingConnection connect(ScriptedClient play) {
        return play.client()
                .connectBlocking(play.options()
                        .limits(Limits.defaults().withWindow(new ReceiveWindow(1_024, 0)))
                        .build());
    }

    /** What another thread does with the connection. */
    enum Call {
        QUERY {
            @Override
            Runnable on(BlockingConnection connection) {
                return () -> connection.query(Query.of("select 1"));
            }
        },
        QUERY_WITH_VALUES {
            @Override
            Runnable on(BlockingConnection connection) {
                return () -> connection.query("select $1", 1);
            }
        },
        SCRIPT {
            @Override
            Runnable on(BlockingConnection connection) {
                return () -> connection.script("select 1");
            }
        },
        BATCH {
            @Override
            Runnable on(BlockingConnection connection) {
                return () -> connection.batch(Batch.atomic().add("select 1"));
            }
        },
        INDEPENDENT_BATCH {
            @Override
            Runnable on(BlockingConnection connection) {
                return () -> connection.batch(Batch.independent().add("select 1"));
            }
        },
        DESCRIBE {
            @Override
            Runnable on(BlockingConnection connection) {
                return () -> connection.describe("select 1");
            }
        },
        FLIGHT {
            @Override
            Runnable on(BlockingConnection connection) {
                return () -> connection.run(Flight.of(Query.of("select 1")));
            }
        },
        COPY_IN {
            @Override
            Runnable on(BlockingConnection connection) {
                return () -> connection.copyIn("copy t from stdin");
            }
        },
        /** Made while the connection was free; sent when it is read. */
        COPY_OUT {
            @Override
            Runnable on(BlockingConnection connection) {
                return connection.copyOut("copy t to stdout")::next;
            }
        },
        CURSOR {
            @Override
            Runnable on(BlockingConnection connection) {
                return connection.stream("select 1")::next;
            }
        };

        abstract Runnable on(BlockingConnection connection);
    }

    /** A thread of its own that makes a call, and what it has failed in. */
    private static CompletionStage<Throwable> startedAndWaiting(Runnable call) {
        var failure = new CompletableFuture<Throwable>();
        var thread = new Thread(() -> failure.complete(catchThrowable(call::run)), "caller");
        thread.setDaemon(true);
        thread.start();
        while (thread.getState() != Thread.State.WAITING) {
            assertThat(failure).as("a call that was to wait").isNotDone();
            Thread.onSpinWait();
        }
        return failure;
    }

    private static void isRefused(Throwable failure) {
        assertThat(failure).isInstanceOf(PgRejectedException.class);
        assertThat(((PgException) failure).sqlState()).isEqualTo("55006");
        assertThat(((PgException) failure).outcome()).isEqualTo(Outcome.NOT_SENT);
    }

    /** It was free when they began to wait for their turn, and is not when it comes. */
    @ParameterizedTest
    @EnumSource
    void refusesWhoHasWaitedBehindAnAnswerThatGoesOn(Call call) {
        var script = expectFirstUse(open("goes on"))
                .send(manyRows())
                .stall("rest")
                .send(commandComplete("SELECT 300"), readyForQuery())
                .awaitClosed();
        try (var play = ScriptedClient.of(script);
                var connection = connect(play)) {
            var other = call.on(connection);
            var turn = connection.turn();
            turn.lock();
            var waiting = startedAndWaiting(other);
            var answers = connection.run(Flight.of(Query.of("select n")));
            assertThat(answers.isReceived()).isFalse();
            turn.unlock();

            isRefused(await(waiting));

            play.server().proceed("rest");
            assertThat(answers.receive(1 << 20)).isTrue();
        }
    }

    /** Callers take turns, whatever the one in front has asked for. */
    @Test
    void letsACallerWaitForAFlightThatIsUnderWay() {
        var script = expectFirstUse(expectFirstUse(open("under way"))
                        .stall("answer")
                        .send(dataRow("1"), commandComplete("SELECT 1"), readyForQuery()))
                .send(dataRow("2"), commandComplete("SELECT 1"), readyForQuery())
                .awaitClosed();
        try (var play = ScriptedClient.of(script);
                var connection = connect(play)) {
            var first = started(connection, "select a");
            play.server().awaitStalled("answer");
            var second = startedAndWaiting(() -> connection.query("select b"));
            play.server().proceed("answer");

            assertThat(await(first).isReceived()).isTrue();
            assertThat(await(second)).isNull();
        }
    }

    private static CompletionStage<Answers> started(BlockingConnection connection, String sql) {
        return CompletableFuture.supplyAsync(
                () -> connection.run(Flight.of(Query.of(sql))), task -> new Thread(task, "caller").start());
    }

    @Test
    void belongsToTheCursorThatIsReadFirst() {
        var script = open("two cursors")
                .expect(Parse.class, Describe.class, Sync.class)
                .send(parseComplete(), parameterDescription(), rowDescription(column("n", INT4)), readyForQuery())
                .expect(Bind.class, Execute.class, Sync.class)
                .send(bindComplete(), dataRow(new byte[][] {{0, 0, 0, 1}}))
                .stall("end")
                .send(commandComplete("SELECT 1"), readyForQuery())
                .awaitClosed();
        try (var play = ScriptedClient.of(script);
                var connection = connect(play);
                var first = connection.stream("select n");
                var second = connection.stream("select n");
                var third = connection.copyOut("copy t to stdout")) {
            assertThat(first.next()).isTrue();
            isRefused(catchThrowable(second::next));
            isRefused(catchThrowable(third::next));
            isRefused(catchThrowable(() -> connection.query("select 1")));

            play.server().proceed("end");
            assertThat(first.next()).isFalse();
        }
    }

    @Test
    void isFreeAgainWhenTheCursorIsClosed() {
        var script = open("closed")
                .expect(Parse.class, Describe.class, Sync.class)
                .send(parseComplete(), parameterDescription(), rowDescription(column("n", INT4)), readyForQuery())
                .expect(Bind.class, Execute.class, Sync.class)
                .send(bindComplete(), commandComplete("SELECT 0"), readyForQuery())
                .expect(Bind.class, Execute.class, Sync.class)
                .send(bindComplete(), commandComplete("SELECT 0"), readyForQuery())
                .awaitClosed();
        try (var play = ScriptedClient.of(script);
                var connection = connect(play)) {
            var unread = connection.stream("select n");
            try (var cursor = connection.stream("select n")) {
                assertThat(cursor.next()).isFalse();
            }
            assertThat(unread.next()).isFalse();
            unread.close();
            assertThatThrownBy(unread::row).isInstanceOf(IllegalStateException.class);
        }
    }
}
