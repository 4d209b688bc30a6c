package io.penstock;

import static io.penstock.StreamScripts.ROW;
import static io.penstock.StreamScripts.many;
import static io.penstock.StreamScripts.open;
import static io.penstock.StreamScripts.sentinel;
import static io.penstock.testing.ScriptedClient.await;
import static io.penstock.testing.ScriptedClient.failure;
import static io.penstock.testing.ServerMessage.bindComplete;
import static io.penstock.testing.ServerMessage.column;
import static io.penstock.testing.ServerMessage.commandComplete;
import static io.penstock.testing.ServerMessage.dataRow;
import static io.penstock.testing.ServerMessage.error;
import static io.penstock.testing.ServerMessage.notice;
import static io.penstock.testing.ServerMessage.parameterDescription;
import static io.penstock.testing.ServerMessage.parseComplete;
import static io.penstock.testing.ServerMessage.readyForQuery;
import static io.penstock.testing.ServerMessage.rowDescription;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.config.ConnectionOptions;
import io.penstock.config.Limits;
import io.penstock.config.Timeouts;
import io.penstock.error.Outcome;
import io.penstock.error.PgException;
import io.penstock.error.PgRejectedException;
import io.penstock.internal.wire.FrontendMessage;
import io.penstock.internal.wire.FrontendMessage.Bind;
import io.penstock.internal.wire.FrontendMessage.CancelRequest;
import io.penstock.internal.wire.FrontendMessage.Describe;
import io.penstock.internal.wire.FrontendMessage.Execute;
import io.penstock.internal.wire.FrontendMessage.Parse;
import io.penstock.internal.wire.FrontendMessage.Query;
import io.penstock.internal.wire.FrontendMessage.Sync;
import io.penstock.testing.Script;
import io.penstock.testing.ScriptedClient;
import io.penstock.testing.ScriptedServer;
import io.penstock.testing.ServerMessage;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Collected results are bounded by {@code maxResultBytes}; what exceeds it fails, alone (DESIGN section 4, rule 4). */
class ScriptedResultBoundTest {

    private static final int TEXT = 25;
    private static final int MAX_BYTES = 64 << 10;

    private static final UnaryOperator<ConnectionOptions.Builder> BOUNDED = options -> options.limits(
                    Limits.defaults().withMaxResultBytes(MAX_BYTES).withDrainBytes(MAX_BYTES))
            .timeouts(Timeouts.defaults().withCancel(ScriptedServer.LIMIT));

    /** Each way to collect results, and what the server says before their rows. */
    enum Collected {
        QUERY(
                connection -> connection.query("select t"),
                Script.named("query")
                        .expect(Parse.class, Describe.class, Bind.class, Execute.class, Sync.class)
                        .send(
                                parseComplete(),
                                parameterDescription(),
                                rowDescription(column("t", TEXT)),
                                bindComplete())),
        SCRIPT(
                connection -> connection.script("select t"),
                Script.named("script").expect(Query.class).send(rowDescription(column("t", TEXT)))),
        ATOMIC_BATCH(connection -> connection.batch(Batch.atomic().add("select t")), QUERY.begins),
        INDEPENDENT_BATCH(connection -> connection.batch(Batch.independent().add("select t")), QUERY.begins);

        private final Function<PgConnection, CompletionStage<?>> operation;
        private final Script begins;

        Collected(Function<PgConnection, CompletionStage<?>> operation, Script begins) {
            this.operation = operation;
            this.begins = begins;
        }
    }

    /** The server would go on for ever: the call ends at the bound, the statement is cancelled, the next one is answered. */
    @ParameterizedTest
    @EnumSource
    void endsAtTheBoundWhateverTheServerStillHasToSay(Collected kind) {
        var script = open("too much")
                .then(kind.begins)
                .floodUntil("cancelled", many(8, ROW))
                .send(error("57014", "canceling statement due to user request"), readyForQuery())
                .then(sentinel())
                .expect(Query.class)
                .send(commandComplete("OK"), readyForQuery());
        var cancel = Script.named("cancel").expect(CancelRequest.class).cut();
        try (var play = ScriptedClient.of(script, cancel)) {
            var connection = play.connect(BOUNDED);
            var failure = failure(kind.operation.apply(connection));
            assertThat(failure).isInstanceOf(PgRejectedException.class).hasMessageContaining("maxResultBytes");
            assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
            play.server().awaitConnections(2);
            play.server().proceed("cancelled");
            await(connection.script("next"));
        }
    }

    /** What comes between rows ends a run of them. */
    @Test
    void collectsRowsOfSeveralRunsInTheirOrder() {
        var script = open("in runs")
                .then(Collected.QUERY.begins)
                .send(dataRow("a"), notice("one"), dataRow("b"), dataRow("c"), notice("two"), dataRow("d"))
                .send(commandComplete("SELECT 4"), readyForQuery());
        try (var play = ScriptedClient.of(script)) {
            var result = await(play.connect(BOUNDED).query("select t"));
            assertThat(result).hasSize(4).extracting(row -> row.getString(0)).containsExactly("a", "b", "c", "d");
            assertThat(result.size()).isEqualTo(4);
            assertThat(result.tag().rows()).isEqualTo(4);
        }
    }

    /** Those in front and behind, in flight with it, are answered. */
    @Test
    void failsAlone() {
        var script = open("the second of three")
                .expect(Query.class, Query.class, Query.class)
                .send(commandComplete("OK"), readyForQuery())
                .send(rowDescription(column("t", TEXT)), many(100, ROW), commandComplete("SELECT 100"), readyForQuery())
                .send(commandComplete("OK"), readyForQuery());
        try (var play = ScriptedClient.of(script)) {
            var connection = play.connect(BOUNDED);
            var first = connection.script("first");
            var second = connection.script("second");
            var third = connection.script("third");
            await(first);
            assertThat(failure(second)).isInstanceOf(PgRejectedException.class);
            await(third);
        }
    }

    /** Each result would fit, together they do not. */
    @ParameterizedTest
    @EnumSource(Batch.Mode.class)
    void boundsTheResultsOfABatchTogether(Batch.Mode mode) {
        var connectionScript = open("forty each").serve("each run", ScriptedResultBoundTest::fortyRows);
        try (var play = ScriptedClient.of(connectionScript)) {
            var connection = play.connect(BOUNDED);
            var batch = batch(mode, 3);
            assertThat(failure(connection.batch(batch))).isInstanceOf(PgRejectedException.class);
            assertThat(await(connection.query("select t"))).hasSize(40);
        }
    }

    /** Who takes each result when it is there holds them himself. */
    @Test
    void boundsEachResultOfABatchWhoseResultsAreTakenOneByOne() {
        var script = open("forty each").serve("each run", ScriptedResultBoundTest::fortyRows);
        try (var play = ScriptedClient.of(script)) {
            var each = play.connect(BOUNDED).batchEach(batch(Batch.Mode.INDEPENDENT, 3));
            assertThat(each).allSatisfy(result -> assertThat(await(result)).hasSize(40));
        }
    }

    private static Batch batch(Batch.Mode mode, int queries) {
        var batch = switch (mode) {
            case ATOMIC -> Batch.atomic();
            case INDEPENDENT -> Batch.independent();
        };
        for (var i = 0; i < queries; i++) {
            batch.add("select t");
        }
        return batch;
    }

    private static List<ServerMessage> fortyRows(FrontendMessage message) {
        if (message instanceof Parse) {
            return List.of(parseComplete());
        }
        if (message instanceof Describe) {
            return List.of(parameterDescription(), rowDescription(column("t", TEXT)));
        }
        if (message instanceof Execute) {
            return List.of(bindComplete(), many(40, ROW), commandComplete("SELECT 40"));
        }
        return message instanceof Sync ? List.of(readyForQuery()) : List.of();
    }

    // ---- admission

    /** A batch is one operation; what it is made of waits for its turn like any other statement. */
    @Test
    void admitsABatchAsAWhole() {
        var script = open("many").serve("each run", ScriptedResultBoundTest::noRows);
        try (var play = ScriptedClient.of(script)) {
            var connection = play.connect(options ->
                    options.limits(Limits.defaults().withMaxInFlight(4).withMaxQueued(1)));
            var batch = Batch.independent();
            for (var i = 0; i < 500; i++) {
                batch.add("insert");
            }
            var results = connection.batch(batch);
            assertThat(await(results)).hasSize(500);
            await(connection.query("insert"));
        }
    }

    /** Operations over the bound are refused at once, a batch as a whole; those within it are not. */
    @Test
    void refusesABatchAsAWhole() {
        var script = open("busy").expect(Query.class).stall("refused").send(commandComplete("OK"), readyForQuery());
        try (var play = ScriptedClient.of(script)) {
            var connection = play.connect(options ->
                    options.limits(Limits.defaults().withMaxInFlight(1).withMaxQueued(0)));
            var running = connection.script("running");
            var each = connection.batchEach(batch(Batch.Mode.INDEPENDENT, 3));
            assertThat(each).allSatisfy(stage -> {
                PgException failure = failure(stage);
                assertThat(failure).isInstanceOf(PgRejectedException.class);
                assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
            });
            play.server().proceed("refused");
            await(running);
        }
    }

    private static List<ServerMessage> noRows(FrontendMessage message) {
        if (message instanceof Parse) {
            return List.of(parseComplete());
        }
        if (message instanceof Describe) {
            return List.of(parameterDescription(), ServerMessage.noData());
        }
        if (message instanceof Execute) {
            return List.of(bindComplete(), commandComplete("INSERT 0 1"));
        }
        return message instanceof Sync ? List.of(readyForQuery()) : List.of();
    }
}
