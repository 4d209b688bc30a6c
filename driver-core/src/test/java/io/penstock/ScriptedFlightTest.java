package io.penstock;

import static io.penstock.testing.ServerMessage.bindComplete;
import static io.penstock.testing.ServerMessage.closeComplete;
import static io.penstock.testing.ServerMessage.column;
import static io.penstock.testing.ServerMessage.commandComplete;
import static io.penstock.testing.ServerMessage.dataRow;
import static io.penstock.testing.ServerMessage.error;
import static io.penstock.testing.ServerMessage.noData;
import static io.penstock.testing.ServerMessage.notice;
import static io.penstock.testing.ServerMessage.parameterDescription;
import static io.penstock.testing.ServerMessage.parseComplete;
import static io.penstock.testing.ServerMessage.portalSuspended;
import static io.penstock.testing.ServerMessage.readyForQuery;
import static io.penstock.testing.ServerMessage.rowDescription;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.penstock.config.Limits;
import io.penstock.config.ReceiveWindow;
import io.penstock.error.PgException;
import io.penstock.error.PgRejectedException;
import io.penstock.internal.wire.FrontendMessage.Bind;
import io.penstock.internal.wire.FrontendMessage.Close;
import io.penstock.internal.wire.FrontendMessage.Describe;
import io.penstock.internal.wire.FrontendMessage.Execute;
import io.penstock.internal.wire.FrontendMessage.Parse;
import io.penstock.internal.wire.FrontendMessage.Sync;
import io.penstock.internal.wire.ReadyStatus;
import io.penstock.testing.Script;
import io.penstock.testing.ScriptedClient;
import io.penstock.testing.ServerMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Flights of a connection that its callers run, and what is read of their answers when. */
@Timeout(30)
class ScriptedFlightTest {

    private static final int INT4 = 23;
    private static final ReadyStatus OPEN = ReadyStatus.IN_TRANSACTION;

    private static Script open(String name) {
        return Script.named(name).acceptStartup();
    }

    private static Script firstUse(Script script) {
        return script.expect(Parse.class, Describe.class, Bind.class, Execute.class);
    }

    private static BlockingConnection connect(ScriptedClient play) {
        return play.client().connectBlocking(play.options().build());
    }

    private static BlockingConnection connectWithSmallWindow(ScriptedClient play) {
        return play.client()
                .connectBlocking(play.options()
                        .limits(Limits.defaults().withWindow(new ReceiveWindow(1_024, 0)))
                        .build());
    }

    private static ServerMessage[] described() {
        return new ServerMessage[] {
            parseComplete(), parameterDescription(), rowDescription(column("n", INT4)), bindComplete()
        };
    }

    private static ServerMessage[] withoutRows() {
        return new ServerMessage[] {parseComplete(), parameterDescription(), noData(), bindComplete()};
    }

    private static Flight flight(String... sql) {
        var queries = new ArrayList<Query>();
        for (var text : sql) {
            queries.add(Query.of(text));
        }
        return Flight.of(queries);
    }

    private static List<Integer> numbers(Answers answers) {
        var values = new ArrayList<Integer>();
        while (answers.next()) {
            values.add(answers.row().getInt(0));
        }
        return values;
    }

    @Test
    void sendsWhatIsAheadInTheSameFlightAndTellsNothingOfIt() {
        var script = firstUse(firstUse(open("begin")))
                .expect(Sync.class)
                .send(withoutRows())
                .send(commandComplete("BEGIN"))
                .send(described())
                .send(dataRow("1"), dataRow("2"), commandComplete("SELECT 2"), readyForQuery(OPEN))
                .awaitClosed();
        try (var play = ScriptedClient.of(script)) {
            var connection = connect(play);
            var reads = play.server().connection(0).reads();

            var answers = connection.run(flight("select n").behind("BEGIN"));

            assertThat(answers.isReceived()).isTrue();
            assertThat(answers.answered()).isEqualTo(1);
            assertThat(answers.nextAnswer()).isTrue();
            assertThat(answers.columns()).extracting(Column::name).containsExactly("n");
            assertThat(numbers(answers)).containsExactly(1, 2);
            assertThat(answers.tag().text()).isEqualTo("SELECT 2");
            assertThat(answers.nextAnswer()).isFalse();
            assertThat(connection.status()).isEqualTo(TransactionStatus.IN_TRANSACTION);
            assertThat(play.server().connection(0).reads()).isEqualTo(reads + 1);
        }
    }

    @Test
    void readsAnotherFlightInPlaceOfTheOneBefore() {
        var script = firstUse(open("again"))
                .expect(Sync.class)
                .send(described())
                .send(dataRow("1"), dataRow("2"), commandComplete("SELECT 2"), readyForQuery());
        script = firstUse(firstUse(script))
                .expect(Sync.class)
                .send(described())
                .send(dataRow("3"), commandComplete("SELECT 1"))
                .send(described())
                .send(error("22012", "division by zero"), readyForQuery());
        script = firstUse(script)
                .expect(Sync.class)
                .send(described())
                .send(dataRow("4"), commandComplete("SELECT 1"), readyForQuery())
                .awaitClosed();
        try (var play = ScriptedClient.of(script)) {
            var connection = connect(play);
            var answers = connection.run(flight("select a"));
            assertThat(answers.nextAnswer()).isTrue();
            assertThat(answers.next()).isTrue();
            var row = answers.row();

            answers.again(flight("select b", "select c"));

            assertThatThrownBy(() -> row.getInt(0)).isInstanceOf(IllegalStateException.class);
            assertThat(answers.failure()).isNotNull();
            assertThat(answers.nextAnswer()).isTrue();
            assertThat(numbers(answers)).containsExactly(3);
            answers.close();
            assertThat(answers.nextAnswer()).isFalse();

            answers.again(flight("select d"));

            assertThat(answers.failure()).isNull();
            assertThat(answers.nextAnswer()).isTrue();
            assertThat(numbers(answers)).containsExactly(4);
            assertThat(answers.nextAnswer()).isFalse();
        }
    }

    @Test
    void dropsWhatIsLeftOfTheFlightBefore() {
        var rows = new ServerMessage[300];
        Arrays.fill(rows, dataRow("1"));
        var script = firstUse(open("left"))
                .expect(Sync.class)
                .send(described())
                .send(rows)
                .send(commandComplete("SELECT 300"), readyForQuery());
        script = firstUse(script)
                .expect(Sync.class)
                .send(described())
                .send(dataRow("2"), commandComplete("SELECT 1"), readyForQuery())
                .awaitClosed();
        try (var play = ScriptedClient.of(script)) {
            var answers = connectWithSmallWindow(play).run(flight("select many"));

            answers.again(flight("select one"));

            assertThat(answers.nextAnswer()).isTrue();
            assertThat(numbers(answers)).containsExactly(2);
        }
    }

    @Test
    void keepsRowsOfOpenAnswersApart() {
        var script = firstUse(open("two"))
                .expect(Sync.class)
                .send(described())
                .send(dataRow("1"), dataRow("2"), commandComplete("SELECT 2"), readyForQuery());
        script = firstUse(script)
                .expect(Sync.class)
                .send(described())
                .send(dataRow("3"), dataRow("4"), commandComplete("SELECT 2"), readyForQuery())
                .awaitClosed();
        try (var play = ScriptedClient.of(script)) {
            var connection = connect(play);
            var first = connection.run(flight("select a"));
            assertThat(first.nextAnswer()).isTrue();
            assertThat(first.next()).isTrue();
            var second = connection.run(flight("select b"));
            assertThat(second.nextAnswer()).isTrue();
            assertThat(second.next()).isTrue();

            assertThat(first.row().getInt(0)).isEqualTo(1);
            assertThat(second.row().getInt(0)).isEqualTo(3);
            assertThat(numbers(first)).containsExactly(2);
            assertThat(numbers(second)).containsExactly(4);
        }
    }

    @Test
    void tellsWhatWasAnsweredBeforeTheFailure() {
        var script = firstUse(firstUse(open("second fails")))
                .expect(Sync.class)
                .send(described())
                .send(dataRow("7"), commandComplete("SELECT 1"), error("42P01", "no such table"), readyForQuery())
                .awaitClosed();
        try (var play = ScriptedClient.of(script)) {
            var answers = connect(play).run(flight("select n", "select m"));

            assertThat(answers.failure()).isNotNull();
            assertThat(answers.answered()).isEqualTo(1);
            assertThat(answers.nextAnswer()).isTrue();
            assertThat(numbers(answers)).containsExactly(7);
            var failure = catchThrowableOfType(PgException.class, answers::nextAnswer);
            assertThat(failure.sqlState()).isEqualTo("42P01");
            assertThat(failure.getStackTrace())
                    .anyMatch(frame -> frame.getClassName().equals(getClass().getName()));
        }
    }

    @Test
    void ownsTheConnectionWhileMoreIsToComeThanAWindowHolds() {
        var rows = new ServerMessage[300];
        for (var i = 0; i < rows.length; i++) {
            rows[i] = dataRow(Integer.toString(i));
        }
        var script = firstUse(open("large"))
                .expect(Sync.class)
                .send(described())
                .send(rows)
                .stall("rest")
                .send(dataRow("300"), commandComplete("SELECT 301"), readyForQuery())
                .awaitClosed();
        try (var play = ScriptedClient.of(script)) {
            var connection = connectWithSmallWindow(play);

            var answers = connection.run(flight("select n"));

            assertThat(answers.isReceived()).isFalse();
            assertThatThrownBy(() -> connection.query("select 1")).isInstanceOf(PgRejectedException.class);
            assertThat(answers.nextAnswer()).isTrue();
            assertThat(answers.next()).isTrue();
            play.server().proceed("rest");
            assertThat(answers.receive(1 << 20)).isTrue();
            assertThat(answers.isReceived()).isTrue();
            assertThat(numbers(answers)).hasSize(300).endsWith(300);
        }
    }

    @Test
    void leavesRowsInAPortalBetweenPortions() {
        var script = open("portal")
                .expect(Parse.class, Describe.class)
                .expect(
                        "Bind of a portal",
                        m -> m instanceof Bind bind && bind.portal().equals("pen_1"))
                .expect(new Execute("pen_1", 2))
                .expect(Sync.class)
                .send(described())
                .send(dataRow("1"), dataRow("2"), portalSuspended(), readyForQuery(OPEN));
        script = firstUse(script)
                .expect(Sync.class)
                .send(described())
                .send(dataRow("9"), commandComplete("SELECT 1"), readyForQuery(OPEN))
                .expect(new Execute("pen_1", 2))
                .expect(Sync.class)
                .send(dataRow("3"), dataRow("4"), portalSuspended(), readyForQuery(OPEN))
                .expect(new Close(Close.Subject.PORTAL, "pen_1"))
                .expect(Sync.class)
                .send(closeComplete(), readyForQuery(OPEN))
                .awaitClosed();
        try (var play = ScriptedClient.of(script)) {
            var connection = connect(play);
            var answers = connection.run(flight("select n").withRowsAtATime(2));

            assertThat(answers.isReceived()).isTrue();
            answers.nextAnswer();
            answers.next();
            assertThat(connection.query("select other").single().getInt(0)).isEqualTo(9);
            answers.next();
            assertThat(answers.hasRowAtHand()).isFalse();
            assertThat(answers.next()).isTrue();
            assertThat(answers.row().getInt(0)).isEqualTo(3);
            answers.close();
            answers.close();
            assertThat(answers.next()).isFalse();
        }
    }

    @Test
    void asksForNoMoreRowsThanItMayReturn() {
        var script = open("limit")
                .expect(Parse.class, Describe.class, Bind.class)
                .expect(new Execute("", 1))
                .expect(Sync.class)
                .send(described())
                .send(dataRow("1"), portalSuspended(), readyForQuery())
                .awaitClosed();
        try (var play = ScriptedClient.of(script)) {
            var answers = connect(play).run(Flight.of(Query.of("select n").withMaxRows(1)));

            answers.nextAnswer();
            assertThat(numbers(answers)).containsExactly(1);
            assertThat(answers.nextAnswer()).isFalse();
        }
    }

    @Test
    void sendsDeclaredTypesAndUsesNoNameForWhatIsRunOnce() {
        var script = open("once");
        for (var i = 0; i < 2; i++) {
            script = script.expect(
                            "an unnamed Parse with types",
                            m -> m instanceof Parse parse
                                    && parse.statement().isEmpty()
                                    && Arrays.equals(parse.typeOids(), new int[] {1043, 23}))
                    .expect(Describe.class, Bind.class, Execute.class, Sync.class)
                    .send(parseComplete(), parameterDescription(1043, 23), noData(), bindComplete())
                    .send(commandComplete("UPDATE 1"), readyForQuery());
        }
        try (var play = ScriptedClient.of(script.awaitClosed())) {
            var connection = connect(play);
            var query = Query.of("update t set a = $1 where b = $2", "x", null)
                    .withTypes(1043, 23)
                    .once();

            assertThat(connection.run(Flight.of(query)).answered()).isEqualTo(1);
            assertThat(connection.run(Flight.of(query)).answered()).isEqualTo(1);
        }
    }

    @Test
    void tellsTheServersNotices() {
        var script = firstUse(open("notice"))
                .expect(Sync.class)
                .send(withoutRows())
                .send(notice("table does not exist, skipping"), commandComplete("DROP TABLE"), readyForQuery())
                .awaitClosed();
        try (var play = ScriptedClient.of(script)) {
            var answers = connect(play).run(flight("drop table if exists t"));

            assertThat(answers.notices())
                    .singleElement()
                    .satisfies(notice -> assertThat(notice.message()).isEqualTo("table does not exist, skipping"));
            assertThat(answers.notices()).isEmpty();
        }
    }

    @Test
    void describesAStatementWithoutRunningIt() {
        var script = open("describe")
                .expect(Parse.class, Describe.class, Sync.class)
                .send(parseComplete(), parameterDescription(INT4), rowDescription(column("n", INT4)), readyForQuery())
                .expect(Bind.class, Execute.class, Sync.class)
                .send(bindComplete(), commandComplete("SELECT 0"), readyForQuery())
                .awaitClosed();
        try (var play = ScriptedClient.of(script)) {
            var connection = connect(play);

            var description = connection.describe("select n from t where n = $1", 0);

            assertThat(description.parameterTypes()).containsExactly(INT4);
            assertThat(description.columns()).extracting(Column::typeOid).containsExactly(INT4);
            assertThat(connection
                            .run(Flight.of(Query.of("select n from t where n = $1", (Object) null)))
                            .answered())
                    .isEqualTo(1);
        }
    }
}
