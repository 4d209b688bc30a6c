package io.penstock.internal.exchange;

import static io.penstock.internal.exchange.ExchangeFixture.INT4;
import static io.penstock.testing.ServerMessage.bindComplete;
import static io.penstock.testing.ServerMessage.closeComplete;
import static io.penstock.testing.ServerMessage.column;
import static io.penstock.testing.ServerMessage.commandComplete;
import static io.penstock.testing.ServerMessage.copyData;
import static io.penstock.testing.ServerMessage.copyDone;
import static io.penstock.testing.ServerMessage.copyInResponse;
import static io.penstock.testing.ServerMessage.copyOutResponse;
import static io.penstock.testing.ServerMessage.dataRow;
import static io.penstock.testing.ServerMessage.emptyQueryResponse;
import static io.penstock.testing.ServerMessage.error;
import static io.penstock.testing.ServerMessage.fatal;
import static io.penstock.testing.ServerMessage.frame;
import static io.penstock.testing.ServerMessage.header;
import static io.penstock.testing.ServerMessage.noData;
import static io.penstock.testing.ServerMessage.notice;
import static io.penstock.testing.ServerMessage.notification;
import static io.penstock.testing.ServerMessage.parameterDescription;
import static io.penstock.testing.ServerMessage.parseComplete;
import static io.penstock.testing.ServerMessage.raw;
import static io.penstock.testing.ServerMessage.readyForQuery;
import static io.penstock.testing.ServerMessage.rowDescription;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.penstock.error.Outcome;
import io.penstock.error.PgProtocolException;
import io.penstock.error.PgServerException;
import io.penstock.internal.wire.BackendDecoder;
import io.penstock.internal.wire.FieldDescription;
import io.penstock.internal.wire.WireLimits;
import io.penstock.testing.ServerMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a hostile or broken server can do to three pipelined statements (reliability.md, rows 29, 32, 33, 35, 37, 39 to 45):
 * the connection ends, each statement ends once with a typed error, and no answer reaches another's caller.
 */
class HostileServerConversationTest {

    private static final int MIB = 1 << 20;

    private final List<Recorder> recorders = List.of(new Recorder(), new Recorder(), new Recorder());

    private void offerThree(ExchangeFixture fixture) {
        fixture.offer(recorders.stream()
                .map(recorder -> SimpleQueryExchangeTest.script("…", recorder))
                .toArray(Exchange[]::new));
    }

    private static ServerMessage body(char type, int... bytes) {
        var body = new byte[bytes.length];
        for (var i = 0; i < body.length; i++) {
            body[i] = (byte) bytes[i];
        }
        return frame(type, body);
    }

    private static ServerMessage text(String text) {
        return raw(text, text.getBytes(US_ASCII));
    }

    private static ServerMessage random(long seed) {
        var bytes = new byte[2_000];
        new Random(seed).nextBytes(bytes);
        bytes[0] = (byte) 0x80;
        return raw("random bytes", bytes);
    }

    /** All of them where the first statement has answered and the rows of the second are on their way. */
    static Stream<Arguments> violations() {
        var tooSmall = "32: a length that is too small: ";
        return Stream.of(
                arguments(tooSmall + 0, header('D', 0)),
                arguments(tooSmall + 3, header('D', 3)),
                arguments(tooSmall + "none of a row", header('D', 4)),
                arguments(tooSmall + "negative", header('D', -1)),
                arguments("32: the smallest int", header('C', Integer.MIN_VALUE)),
                arguments("32: the largest int", header('D', Integer.MAX_VALUE)),
                arguments("32: over the cap", header('D', 0x4000_0004)),
                arguments("32: a long message of a short type", header('C', 30_005)),
                arguments("32: a ReadyForQuery of two bytes", body('Z', 'I', 'I')),
                arguments("33: an unknown type", header('!', 4)),
                arguments("33: a type of the other direction", header('Q', 5)),
                arguments("33: a type above ASCII", raw("0xff", new byte[] {(byte) 0xff, 0, 0, 0, 4})),
                arguments("33: NUL", raw("0x00", new byte[] {0, 0, 0, 0, 4})),
                arguments("35: fewer fields", dataRow()),
                arguments("35: more fields", dataRow("1", "2")),
                arguments("35: more fields announced than there are", body('D', 0, 2, 0, 0, 0, 1, 'x')),
                arguments("35: 65,535 fields announced", body('D', 0xff, 0xff)),
                arguments("35: a field of -2 bytes", body('D', 0, 1, 0xff, 0xff, 0xff, 0xfe)),
                arguments("35: a field past the end", body('D', 0, 1, 0, 0, 0, 9, 'x')),
                arguments("35: a field of the largest int", body('D', 0, 1, 0x7f, 0xff, 0xff, 0xff, 'x')),
                arguments("35: trailing bytes", body('D', 0, 1, 0, 0, 0, 1, 'x', 'y')),
                arguments("38: a tag without an end", body('C', 'O', 'K')),
                arguments("38: bytes behind a tag", body('C', 'O', 'K', 0, 'x')),
                arguments("39: a status that there is not", body('Z', 'X')),
                arguments("44: HTTP", text("HTTP/1.1 400 Bad Request\r\n\r\n")),
                arguments("44: SSH", text("SSH-2.0-OpenSSH_9.6\r\n")),
                arguments("44: SMTP", text("220 mail ESMTP\r\n")),
                arguments("44: a TLS alert", raw("TLS alert", new byte[] {0x15, 3, 3, 0, 2, 2, 40})),
                arguments("44: MySQL", raw("MySQL", new byte[] {0x4a, 0, 0, 0, 10, '8', '.', '0'})),
                arguments("44: random bytes", random(1)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("violations")
    void endsAllStatementsAtAViolation(String name, ServerMessage violation) {
        for (var feeding : Feeding.values()) {
            var test = new HostileServerConversationTest();
            try (var fixture = new ExchangeFixture(feeding)) {
                test.offerThree(fixture);
                fixture.feed(
                        commandComplete("FIRST"), readyForQuery(), rowDescription(column("n", INT4)), dataRow("1"));
                var thrown = fixture.violate(violation);
                assertThat(thrown).isInstanceOf(PgProtocolException.class);
                assertThat(thrown.sqlState()).isEqualTo("08P01");
                test.assertOthersFailed();
            }
        }
    }

    private void assertOthersFailed() {
        assertThat(recorders.get(0).events()).containsExactly("tag(FIRST)", "succeeded(IDLE)");
        assertThat(recorders.get(1).events()).containsExactly("columns(n TEXT)", "row(1)", "failed(08P01 UNKNOWN)");
        assertThat(recorders.get(2).events()).containsExactly("failed(08P01 UNKNOWN)");
    }

    /** The same where nothing is under way: the next caller must not get it. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("violations")
    void endsAnIdleConnectionAtAViolation(String name, ServerMessage violation) {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            assertThat(fixture.violate(violation)).isInstanceOf(PgProtocolException.class);
            var next = new Recorder();
            fixture.offer(SimpleQueryExchangeTest.script("…", next));
            assertThat(next.events()).containsExactly("failed(08P01 NOT_SENT)");
        }
    }

    /** Row 32: a length that is legal and a lie reserves nothing. */
    @Test
    void reservesNothingForADeclaredLength() {
        var allocator = new UnpooledByteBufAllocator(false);
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            var decoder =
                    new BackendDecoder(WireLimits.defaults(), fixture.queue().messages());
            decoder.authenticated();
            var header = allocator.buffer().writeBytes(ServerMessage.bytes(header('D', 0x3fff_ff00)));
            decoder.feed(header);
            assertThat(allocator.metric().usedHeapMemory()).isLessThan(10_000);
            decoder.close();
            header.release();
            assertThat(allocator.metric().usedHeapMemory()).isZero();
        }
    }

    // ---- row 29: a response that comes twice

    @ParameterizedTest
    @EnumSource
    void endsAtAReadyForQueryTooMany(Feeding feeding) {
        try (var fixture = new ExchangeFixture(feeding)) {
            offerThree(fixture);
            fixture.feed(commandComplete("FIRST"), readyForQuery());
            fixture.violate(readyForQuery());
            assertThat(recorders.get(0).events()).containsExactly("tag(FIRST)", "succeeded(IDLE)");
            assertThat(recorders.get(1).events()).containsExactly("failed(08P01 UNKNOWN)");
            assertThat(recorders.get(2).events()).containsExactly("failed(08P01 UNKNOWN)");
        }
    }

    @ParameterizedTest
    @EnumSource
    void endsAtAReadyForQueryTooManyWhenIdle(Feeding feeding) {
        try (var fixture = new ExchangeFixture(feeding)) {
            fixture.offer(SimpleQueryExchangeTest.script("…", recorders.get(0)));
            fixture.feed(commandComplete("FIRST"), readyForQuery());
            assertThat(fixture.violate(readyForQuery())).hasMessageContaining("no statement is under way");
        }
    }

    /** A whole response again: its tag would be the answer of the next statement, if nothing were known of columns. */
    @Test
    void doesNotGiveAnExtendedStatementTheAnswerOfTheOneBefore() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            fixture.offer(
                    ExtendedQueryExchangeTest.query("first", recorders.get(0)),
                    ExtendedQueryExchangeTest.query("second", recorders.get(1)));
            fixture.feed(
                    parseComplete(),
                    parameterDescription(),
                    rowDescription(column("n", INT4)),
                    bindComplete(),
                    dataRow("1"),
                    commandComplete("SELECT 1"),
                    readyForQuery());
            assertThat(fixture.violate(dataRow("1"))).isInstanceOf(PgProtocolException.class);
            assertThat(recorders.get(1).events()).containsExactly("failed(08P01 UNKNOWN)");
        }
    }

    // ---- row 37: errors in odd shapes

    static Stream<Arguments> oddErrors() {
        var large = new byte[3 * MIB];
        Arrays.fill(large, (byte) 'x');
        large[0] = 'M';
        return Stream.of(
                arguments("nothing in it", new byte[] {0}, "XX000"),
                arguments("no end", new byte[0], "XX000"),
                arguments("no SQLSTATE", "SERROR\0Mbad\0\0".getBytes(US_ASCII), "XX000"),
                arguments("a malformed SQLSTATE", "SERROR\0C4\0Mbad\0\0".getBytes(US_ASCII), "XX000"),
                arguments("a field without an end", "SERROR\0C42601\0Mbad".getBytes(US_ASCII), "42601"),
                arguments("a field twice", "SERROR\0C42601\0C22012\0Mbad\0\0".getBytes(US_ASCII), "42601"),
                arguments("unknown fields", "SERROR\0C42601\0!odd\0Mbad\0\0".getBytes(US_ASCII), "42601"),
                arguments("3 MiB of text", large, "XX000"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("oddErrors")
    void takesAnErrorInAnOddShape(String name, byte[] body, String sqlState) {
        for (var feeding : List.of(Feeding.WHOLE, Feeding.RANDOMLY_SPLIT)) {
            var recorder = new Recorder();
            try (var fixture = new ExchangeFixture(feeding)) {
                fixture.offer(SimpleQueryExchangeTest.script("…", recorder));
                fixture.feed(frame('E', body), readyForQuery());
                assertThat(recorder.events()).containsExactly("failed(" + sqlState + " NOT_EXECUTED)");
                assertThat(recorder.error().getMessage()).hasSizeLessThan(4_000);
                var fields = ((PgServerException) recorder.error()).fields();
                assertThat(fields.message().length()).isLessThanOrEqualTo(65_536);
            }
        }
    }

    @Test
    void cleansTheServersTextInAMessage() {
        var recorder = new Recorder();
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            fixture.offer(SimpleQueryExchangeTest.script("…", recorder));
            fixture.feed(error("XX000", "\u001b[31mred\r\nsecond line\u0007"), readyForQuery());
            assertThat(recorder.error().getMessage()).doesNotContain("\u001b", "\r", "\n", "\u0007");
        }
    }

    // ---- rows 40 and 41: floods

    @Test
    void passesAFloodOfNoticesAndNotificationsByTheConversation() {
        var flood = new ServerMessage[2_000];
        Arrays.setAll(flood, i -> i % 2 == 0 ? notice("n" + i) : notification(1, "c", "p" + i));
        var bytes = raw("flood", ServerMessage.bytes(flood));
        var recorder = new Recorder();
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            fixture.offer(ExtendedQueryExchangeTest.query("select n", recorder));
            fixture.feed(bytes, parseComplete(), bytes, parameterDescription(), rowDescription(column("n", INT4)));
            fixture.feed(bytes, bindComplete(), dataRow("1"), bytes, dataRow("2"), commandComplete("SELECT 2"), bytes);
            fixture.feed(readyForQuery(), bytes);
            assertThat(recorder.events())
                    .containsExactly("columns(n TEXT)", "row(1)", "row(2)", "tag(SELECT 2)", "succeeded(IDLE)");
            assertThat(fixture.sessionEvents()).hasSize(6 * 2_000);
        }
    }

    // ---- rows 42 and 43: errors when idle, several of them

    @ParameterizedTest
    @ValueSource(strings = {"57P01", "25P03", "57P05", "57P02"})
    void tellsTheSessionOfAFatalErrorWhenIdle(String sqlState) {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            fixture.feed(fatal(sqlState, "terminating connection"));
            fixture.lose();
            assertThat(fixture.sessionEvents()).containsExactly("session error(" + sqlState + ")");
            var next = new Recorder();
            fixture.offer(SimpleQueryExchangeTest.script("…", next));
            assertThat(next.events()).containsExactly("failed(" + sqlState + " NOT_SENT)");
        }
    }

    @Test
    void tellsTheSessionOfAnErrorWhenIdleThatIsNotFatal() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            fixture.feed(error("XX000", "out of the blue"));
            assertThat(fixture.sessionEvents()).containsExactly("session error(XX000)");
        }
    }

    @Test
    void letsTheFirstOfSeveralFatalErrorsWinAndBoundsTheRest() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            fixture.offer(SimpleQueryExchangeTest.script("…", recorders.get(0)));
            fixture.feed(IntStream.range(0, 1_000)
                    .mapToObj(i -> fatal("57P01", "fatal " + i))
                    .toArray(ServerMessage[]::new));
            fixture.lose();
            assertThat(recorders.get(0).error().problem()).contains("fatal 0");
            assertThat(recorders.get(0).error().outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(recorders.get(0).error().getSuppressed().length).isBetween(1, 16);

            var next = new Recorder();
            fixture.offer(SimpleQueryExchangeTest.script("…", next));
            assertThat(next.error().getCause()).isInstanceOf(PgServerException.class);
            assertThat(next.error().getCause().getSuppressed().length).isBetween(1, 16);
        }
    }

    // ---- row 45: large rows

    @Test
    void takesRowsOf1600Nulls() {
        var columns =
                IntStream.range(0, 1_600).mapToObj(i -> column("c" + i, INT4)).toArray(FieldDescription[]::new);
        var recorder = new Recorder();
        try (var fixture = new ExchangeFixture(Feeding.RANDOMLY_SPLIT)) {
            fixture.offer(SimpleQueryExchangeTest.script("…", recorder));
            fixture.feed(
                    rowDescription(columns), dataRow(new byte[1_600][]), commandComplete("SELECT 1"), readyForQuery());
            assertThat(recorder.events()).hasSize(4);
        }
    }

    // ---- everything at once: bytes that were changed on their way

    /** A recorded conversation with one byte changed, at each of its places: it ends well or badly, but each statement once. */
    @Test
    void endsEachStatementOnceWhateverByteIsChanged() {
        var conversation = ServerMessage.bytes(
                commandComplete("FIRST"),
                readyForQuery(),
                rowDescription(column("n", INT4)),
                dataRow("1"),
                notice("x"),
                dataRow("22"),
                commandComplete("SELECT 2"),
                readyForQuery(),
                error("22012", "division"),
                readyForQuery());
        for (var at = 0; at < conversation.length; at++) {
            for (var change : new int[] {0x01, 0x20, 0x80, 0xff}) {
                var changed = conversation.clone();
                changed[at] ^= (byte) change;
                assertEachEndsOnce(changed);
            }
        }
    }

    /** Pieces of conversations in any order, from a seed. */
    @Test
    void endsEachStatementOnceWhateverTheServerSays() {
        var says = List.of(
                commandComplete("X"),
                readyForQuery(),
                rowDescription(column("n", INT4)),
                dataRow("1"),
                bindComplete(),
                parseComplete(),
                parameterDescription(),
                noData(),
                closeComplete(),
                copyInResponse(),
                copyOutResponse(),
                copyData("x"),
                copyDone(),
                emptyQueryResponse(),
                error("22012", "division"),
                error("26000", "lost", "FetchPreparedStatement"),
                fatal("57P01", "bye"),
                notice("x"));
        for (var seed = 0; seed < 2_000; seed++) {
            var random = new Random(seed);
            var said = new ArrayList<ServerMessage>();
            for (var i = 0; i < 12; i++) {
                said.add(says.get(random.nextInt(says.size())));
            }
            assertEachEndsOnce(ServerMessage.bytes(said.toArray(ServerMessage[]::new)));
        }
    }

    /** The fixture's end checks it, and that no buffer is left. */
    private static void assertEachEndsOnce(byte[] bytes) {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            fixture.offer(
                    SimpleQueryExchangeTest.script("…", new Recorder()),
                    ExtendedQueryExchangeTest.query("select", new Recorder()),
                    new CopyOutExchange("copy", new Recorder()),
                    ExtendedQueryExchangeTest.query("select", new Recorder()));
            try {
                fixture.feed(raw("bytes", bytes));
            } catch (PgProtocolException violation) {
                fixture.queue().close(violation);
            }
        }
    }
}
