package io.penstock;

import static io.penstock.StreamScripts.ROW;
import static io.penstock.StreamScripts.end;
import static io.penstock.StreamScripts.many;
import static io.penstock.StreamScripts.open;
import static io.penstock.StreamScripts.row;
import static io.penstock.StreamScripts.streamBegins;
import static io.penstock.testing.ScriptedClient.await;
import static io.penstock.testing.ScriptedClient.failure;
import static io.penstock.testing.ServerMessage.fatal;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.config.ConnectionOptions;
import io.penstock.config.Limits;
import io.penstock.config.ReceiveWindow;
import io.penstock.config.TcpOptions;
import io.penstock.config.Transport;
import io.penstock.error.Outcome;
import io.penstock.error.PgConfigException;
import io.penstock.testing.Script;
import io.penstock.testing.ScriptedClient;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is taken from the socket for a consumer that is slower than its server (reliability.md, rows 19 to 21, 67 and 68). */
class ScriptedWindowTest {

    private static final ReceiveWindow WINDOW = new ReceiveWindow(64 << 10, 16 << 10);
    private static final int ROW_BYTES = 1_000;

    /** What one read of the socket brings at the most. */
    private static final int READ_BYTES = 64 << 10;

    /** What the server says before the first row, and what it is just writing, which counts as taken. */
    private static final int START_BYTES = 1_000 + 8 * ROW_BYTES;

    private static UnaryOperator<ConnectionOptions.Builder> windowed(TcpOptions tcp) {
        return options -> options.limits(Limits.defaults().withWindow(WINDOW)).tcp(tcp);
    }

    private static UnaryOperator<ConnectionOptions.Builder> windowed() {
        return windowed(TcpOptions.defaults());
    }

    private static ScriptedClient playing(Transport transport, Script... scripts) {
        return ScriptedClient.of(builder -> builder.transport(transport), scripts);
    }

    private static ScriptedClient playingWithin(long budgetBytes, Transport transport, Script... scripts) {
        return ScriptedClient.of(builder -> builder.transport(transport).receiveBudgetBytes(budgetBytes), scripts);
    }

    static Stream<Transport> transports() {
        return Stream.of(Transport.NIO, Transport.EPOLL, Transport.IO_URING).filter(ScriptedWindowTest::isAvailable);
    }

    /** io_uring is forbidden in many containers. */
    private static boolean isAvailable(Transport transport) {
        try (var client = Penstock.builder().transport(transport).build()) {
            return client != null;
        } catch (PgConfigException absent) {
            assertThat(transport).isEqualTo(Transport.IO_URING);
            return false;
        }
    }

    // ---- the window

    @ParameterizedTest
    @MethodSource("transports")
    void takesAWindowOfRowsFromTheSocketWhileAllAreAskedForAndNoneIsConsumed(Transport transport) {
        takesAWindow(transport, PacedSubscriber::sleeping);
    }

    @ParameterizedTest
    @MethodSource("transports")
    void takesAWindowOfRowsFromTheSocketWhileOneIsAskedFor(Transport transport) {
        takesAWindow(transport, () -> PacedSubscriber.asking(1));
    }

    private static void takesAWindow(Transport transport, Supplier<PacedSubscriber> consumer) {
        try (var play = playing(transport, open("endless").then(streamBegins()).flood(many(8, ROW)))) {
            var stream = play.connect(windowed()).stream("select t");
            var subscriber = consumer.get();
            stream.subscribe(subscriber);
            subscriber.awaitFirstRow();
            var server = play.server().connection(0);
            server.awaitBlocked();

            var taken = server.bytesTakenByClient();
            assertThat(taken)
                    .isGreaterThan(WINDOW.highBytes())
                    .isLessThanOrEqualTo(START_BYTES + WINDOW.highBytes() + ROW_BYTES + READ_BYTES);
            assertThat(stream.bufferedBytes()).isLessThanOrEqualTo(WINDOW.highBytes() + ROW_BYTES + READ_BYTES);
            assertThat(subscriber.rows).hasValue(1);

            subscriber.goOn();
            subscriber.subscription().request(Long.MAX_VALUE);
            server.awaitSent(taken + 4 * WINDOW.highBytes());
            play.server().proceed("enough");
        }
    }

    @Test
    void sendsNothingBeforeTheFirstDemand() {
        try (var play = ScriptedClient.of(open("silent").awaitClosed())) {
            var subscriber = PacedSubscriber.asking(0);
            play.connect(windowed()).stream("select t").subscribe(subscriber);
            subscriber.subscription();
        }
    }

    /** It comes whole, and nothing behind it is read until it is consumed. */
    @Test
    void deliversARowThatIsLargerThanTheWindowAlone() {
        var large = 1 << 20;
        var script = open("one large row").then(streamBegins()).send(row(large)).flood(many(8, ROW));
        try (var play = ScriptedClient.of(script)) {
            var stream = play.connect(windowed()).stream("select t");
            var subscriber = PacedSubscriber.sleeping();
            stream.subscribe(subscriber);
            subscriber.awaitFirstRow();
            var server = play.server().connection(0);
            server.awaitBlocked();

            assertThat(server.bytesTakenByClient()).isLessThanOrEqualTo(START_BYTES + large + READ_BYTES);
            assertThat(stream.bufferedBytes()).isBetween((long) large, (long) large + READ_BYTES);
            subscriber.goOn();
            server.awaitSent(large + 4 * WINDOW.highBytes());
        }
    }

    // ---- all connections together

    /** Over the budget every connection is down to one read of its socket, and goes on when its own consumer does. */
    @Test
    void narrowsTheWindowsWhenTheClientHoldsTooMuchAndStarvesNobody() {
        var endless = open("endless").then(streamBegins()).flood(many(8, ROW));
        var budget = 256 << 10;
        try (var play = ScriptedClient.of(builder -> builder.receiveBudgetBytes(budget), endless, endless, endless)) {
            var wide = new ReceiveWindow(1 << 20, 16 << 10);
            var greedy =
                    play.connect(options -> options.limits(Limits.defaults().withWindow(wide)));
            var greedyRows = PacedSubscriber.sleeping();
            greedy.stream("select t").subscribe(greedyRows);
            greedyRows.awaitFirstRow();
            play.server().connection(0).awaitBlocked();

            var neglected =
                    play.connect(options -> options.limits(Limits.defaults().withWindow(wide)));
            var neglectedStream = neglected.stream("select t");
            var neglectedRows = PacedSubscriber.sleeping();
            neglectedStream.subscribe(neglectedRows);
            neglectedRows.awaitFirstRow();
            play.server().connection(1).awaitBlocked();
            assertThat(play.server().connection(0).bytesTakenByClient())
                    .isLessThanOrEqualTo(START_BYTES + budget + ROW_BYTES + READ_BYTES);
            assertThat(neglectedStream.bufferedBytes()).isLessThanOrEqualTo(ROW_BYTES + READ_BYTES);

            var diligent =
                    play.connect(options -> options.limits(Limits.defaults().withWindow(wide)));
            diligent.stream("select t").subscribe(PacedSubscriber.asking(Long.MAX_VALUE));
            play.server().connection(2).awaitSent(4L << 20);
        }
    }

    /** The smallest budget, and a row that is larger than it, on a connection beside one that holds all of it. */
    @Test
    void deliversARowThatIsLargerThanTheWholeBudget() {
        var large = 1 << 20;
        var endless = open("endless").then(streamBegins()).flood(many(8, ROW));
        var oneLarge =
                open("one large row").then(streamBegins()).send(row(large)).send(end());
        try (var play = ScriptedClient.of(builder -> builder.receiveBudgetBytes(64 << 10), endless, oneLarge)) {
            var holding = PacedSubscriber.sleeping();
            play.connect(windowed()).stream("select t").subscribe(holding);
            holding.awaitFirstRow();
            play.server().connection(0).awaitBlocked();

            var rows = PacedSubscriber.asking(Long.MAX_VALUE);
            play.connect(windowed()).stream("select t").subscribe(rows);
            await(rows.end);
            assertThat(rows.rows).hasValue(1);
            holding.goOn();
        }
    }

    // ---- the server's end while nobody reads

    private static final TcpOptions PROBING =
            TcpOptions.defaults().withProbes(Duration.ofSeconds(60), Duration.ofSeconds(1), 1);

    /** More than is read, less than what the operating systems of both ends take. */
    private static final int UNREAD_ROWS = 400;

    /**
     * The server has gone, its last rows are on their way; nobody reads. It is found out all the same, the rows that were held are
     * delivered, and then the error. What the client has no room for by then is not held.
     */
    @ParameterizedTest
    @MethodSource("transports")
    void findsOutThatTheServerHasGoneWhileReadingIsStopped(Transport transport) {
        var script =
                open("gone").then(streamBegins()).send(many(UNREAD_ROWS, ROW)).leave();
        try (var play = playingWithin(64 << 10, transport, script)) {
            var connection = play.connect(windowed(PROBING));
            var stream = connection.stream("select t");
            var subscriber = PacedSubscriber.sleeping();
            stream.subscribe(subscriber);
            subscriber.awaitFirstRow();

            await(connection.closed());
            assertThat(stream.bufferedBytes()).isLessThanOrEqualTo(WINDOW.highBytes() + ROW_BYTES + 3 * READ_BYTES);
            assertThat(subscriber.end).isNotDone();
            subscriber.goOn();
            var failure = failure(subscriber.end);
            assertThat(failure.sqlState()).isEqualTo("08006");
            assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(subscriber.rows.get()).isBetween(WINDOW.highBytes() / ROW_BYTES, UNREAD_ROWS - 1L);
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void findsOutThatTheConnectionWasResetWhileReadingIsStopped(Transport transport) {
        var script = open("reset")
                .then(streamBegins())
                .send(many(UNREAD_ROWS, ROW))
                .stall("stopped")
                .reset();
        try (var play = playing(transport, script)) {
            var connection = play.connect(windowed(PROBING));
            var subscriber = PacedSubscriber.sleeping();
            connection.stream("select t").subscribe(subscriber);
            subscriber.awaitFirstRow();
            play.server().proceed("stopped");

            await(connection.closed());
            assertThat(subscriber.end).isNotDone();
            subscriber.goOn();
            assertThat(failure(subscriber.end).sqlState()).isEqualTo("08006");
            assertThat(subscriber.rows.get()).isGreaterThan(1);
        }
    }

    /** When the consumer gets there by itself, it gets every row and the server's own words. */
    @ParameterizedTest
    @MethodSource("transports")
    void deliversAllRowsAndTheServersLastWordsToAConsumerThatComesBack(Transport transport) {
        var script = open("killed")
                .then(streamBegins())
                .send(many(UNREAD_ROWS, ROW), fatal("57P01", "terminating connection"))
                .cut();
        try (var play = playing(transport, script)) {
            var connection = play.connect(windowed());
            var subscriber = PacedSubscriber.sleeping();
            connection.stream("select t").subscribe(subscriber);
            subscriber.awaitFirstRow();
            subscriber.goOn();

            assertThat(failure(subscriber.end).sqlState()).isEqualTo("57P01");
            assertThat(subscriber.rows).hasValue(UNREAD_ROWS);
            await(connection.closed());
        }
    }
}
