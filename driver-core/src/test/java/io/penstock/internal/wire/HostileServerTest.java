package io.penstock.internal.wire;

import static io.penstock.testing.WireMessages.bytes;
import static io.penstock.testing.WireMessages.cStrings;
import static io.penstock.testing.WireMessages.concat;
import static io.penstock.testing.WireMessages.dataRow;
import static io.penstock.testing.WireMessages.frame;
import static io.penstock.testing.WireMessages.frameOf;
import static io.penstock.testing.WireMessages.int16;
import static io.penstock.testing.WireMessages.int32;
import static io.penstock.testing.WireMessages.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.penstock.error.Outcome;
import io.penstock.error.PgProtocolException;
import io.penstock.error.PgRejectedException;
import io.penstock.internal.wire.BackendMessage.AuthenticationOk;
import io.penstock.internal.wire.BackendMessage.BindComplete;
import io.penstock.internal.wire.BackendMessage.NegotiateProtocolVersion;
import io.penstock.testing.RecordedMessages;
import io.penstock.testing.TrackingAllocator;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server must not send, or may send though it is odd (the catalogue's rows 32 to 45, as far as they are the wire's). */
class HostileServerTest {

    private final TrackingAllocator allocator = new TrackingAllocator();
    private final RecordedMessages messages = new RecordedMessages();
    private BackendDecoder decoder = new BackendDecoder(WireLimits.defaults(), messages);

    @AfterEach
    void holdsNothing() {
        decoder.close();
        assertThat(allocator.usedBytes()).isZero();
    }

    // ---- lengths

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, -1, Integer.MIN_VALUE, Integer.MIN_VALUE + 3, Integer.MAX_VALUE})
    void refusesImpossibleLengthsOfEveryType(int length) {
        for (var type : BackendType.values()) {
            var fresh = authenticated();
            assertThatExceptionOfType(PgProtocolException.class)
                    .isThrownBy(() -> feed(fresh, frameOf((char) type.code, length)))
                    .withMessageContaining(type.messageName + " with a length of " + Integer.toUnsignedString(length));
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesBodiesOutsideTheBoundsOfTheirType(BackendType type) {
        if (type.minBodyBytes > 0) {
            var fresh = authenticated();
            assertThatExceptionOfType(PgProtocolException.class)
                    .isThrownBy(() -> feed(fresh, frameOf((char) type.code, 4 + type.minBodyBytes - 1)));
        }
        var fresh = authenticated();
        var max = Math.min(type.maxBodyBytes, 0x3fff_ffff);
        assertThatExceptionOfType(PgProtocolException.class)
                .isThrownBy(() -> feed(fresh, frameOf((char) type.code, 4 + max + 1)));
        feed(authenticated(), frameOf((char) type.code, 4 + max));
    }

    @ParameterizedTest
    @CsvSource({
        "C, 30000",
        "S, 30000",
        "R, 30000",
        "v, 30000",
        "G, 30000",
        "H, 30000",
        "W, 30000",
        "K, 260",
        "t, 262142",
        "T, 16777216",
        "A, 16777216",
        "Z, 1",
        "1, 0",
        "2, 0",
        "3, 0",
        "c, 0",
        "n, 0",
        "s, 0",
        "I, 0"
    })
    void refusesLongBodiesOfShortTypesBehindAuthenticationToo(char type, int maxBodyBytes) {
        feed(authenticated(), frameOf(type, 4 + maxBodyBytes));
        var fresh = authenticated();
        assertThatExceptionOfType(PgProtocolException.class)
                .isThrownBy(() -> feed(fresh, frameOf(type, 4 + maxBodyBytes + 1)));
    }

    @ParameterizedTest
    @EnumSource
    void refusesLongMessagesBeforeAuthentication(BackendType type) {
        assertThatExceptionOfType(PgProtocolException.class)
                .isThrownBy(() -> feed(decoder, frameOf((char) type.code, 4 + 30_001)));
    }

    @Test
    void takesLongMessagesBehindAuthentication() {
        var accepting = new RecordedMessages() {
            @Override
            public void onAuthenticationOk(AuthenticationOk message) {
                decoder.authenticated();
            }
        };
        decoder = new BackendDecoder(WireLimits.defaults(), accepting);
        var row = dataRow("x".repeat(40_000));
        feed(decoder, concat(bytes(AuthenticationOk.INSTANCE), row));
        assertThat(accepting.lines()).hasSize(1);
    }

    @Test
    void refusesMessagesOverTheLimit() {
        var small = new BackendDecoder(new WireLimits(50_000, 50_000), messages);
        small.authenticated();
        feed(small, frameOf('T', 4 + 50_000));
        small.close();
        var again = new BackendDecoder(new WireLimits(50_000, 50_000), messages);
        again.authenticated();
        assertThatExceptionOfType(PgProtocolException.class).isThrownBy(() -> feed(again, frameOf('T', 4 + 50_001)));
    }

    @ParameterizedTest
    @ValueSource(chars = {'D', 'd'})
    void refusesARowOverItsLimitAtItsHeader(char type) {
        decoder = new BackendDecoder(WireLimits.defaults().withMaxRowBytes(1_000), messages);
        decoder.authenticated();
        feed(decoder, frame('d', new byte[1_000]));
        assertThatExceptionOfType(PgRejectedException.class)
                .isThrownBy(() -> feed(decoder, frameOf(type, 4 + 1_001)))
                .satisfies(e -> assertThat(e.sqlState()).isEqualTo("54000"))
                .satisfies(e -> assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN))
                .withMessageContaining("1001 bytes is over the limit of 1000");
        assertThat(messages.lines()).hasSize(1);
    }

    @Test
    void deliversTheRowsBeforeOneThatIsOverTheLimit() {
        decoder = new BackendDecoder(WireLimits.defaults().withMaxRowBytes(100), messages);
        decoder.authenticated();
        var rows = concat(dataRow("1"), dataRow("2"), dataRow("x".repeat(100)));
        assertThatExceptionOfType(PgRejectedException.class).isThrownBy(() -> feed(decoder, rows));
        assertThat(messages.lines()).containsExactly("DataRow x31", "DataRow x32");
    }

    // ---- not PostgreSQL

    static Stream<Arguments> strangers() {
        return Stream.of(
                arguments("HTTP", utf8("HTTP/1.1 400 Bad Request\r\n")),
                arguments("TLS alert", HexFormat.of().parseHex("15030100020228")),
                arguments("one byte of a TLS alert", new byte[] {0x15}),
                arguments("SSH", utf8("SSH-2.0-OpenSSH_9.2\r\n")),
                arguments("MySQL", HexFormat.of().parseHex("4a0000000a382e302e3336")),
                arguments("Redis", utf8("-ERR unknown command\r\n")),
                arguments("high bytes", new byte[] {-1, -2, -3, -4, -5}),
                arguments("failed fork, old protocol", utf8("Ecould not fork new process for connection\n\0")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("strangers")
    void asksWhetherItIsPostgres(String name, byte[] bytes) {
        assertThatExceptionOfType(PgProtocolException.class)
                .isThrownBy(() -> feed(decoder, bytes))
                .withMessageContaining("not a PostgreSQL server?")
                .satisfies(e -> assertThat(e.sqlState()).isEqualTo("08P01"));
        assertThat(messages.lines()).isEmpty();
    }

    @Test
    void doesNotAskOnceItHasUnderstoodSomething() {
        var bytes = concat(bytes(BindComplete.INSTANCE), new byte[] {'x'});
        assertThatExceptionOfType(PgProtocolException.class)
                .isThrownBy(() -> feed(decoder, bytes))
                .withMessageContaining("unknown message type 'x'")
                .withMessageNotContaining("not a PostgreSQL server?");
    }

    // ---- bodies that lie

    static Stream<Arguments> malformed() {
        var column = concat(cStrings("c"), int32(0), int16(0), int32(23), int16(4), int32(-1), int16(0));
        return Stream.of(
                // DataRow
                arguments("a value of -2 bytes", frame('D', int16(1), int32(-2))),
                arguments("a value of MIN_VALUE bytes", frame('D', int16(1), int32(Integer.MIN_VALUE))),
                arguments("a value past the end", frame('D', int16(1), int32(2), new byte[1])),
                arguments("a value of MAX_VALUE bytes", frame('D', int16(1), int32(Integer.MAX_VALUE), new byte[9])),
                arguments("fewer values than columns", frame('D', int16(2), int32(-1))),
                arguments("half a value length", frame('D', int16(1), int16(0))),
                arguments("bytes behind the row", frame('D', int16(1), int32(1), new byte[2])),
                arguments("65535 columns in no bytes", frame('D', int16(65_535))),
                // RowDescription
                arguments("65535 fields in no bytes", frame('T', int16(65_535))),
                arguments("a field too few", frame('T', int16(2), column)),
                arguments("a field too many", frame('T', int16(1), column, column)),
                arguments("a name without end", frame('T', int16(1), utf8("x".repeat(30)))),
                arguments("half a field", frame('T', int16(1), utf8("x".repeat(5)), new byte[14])),
                arguments("format 2", frame('T', int16(1), Arrays.copyOf(column, 18), int16(2))),
                // ParameterDescription
                arguments("a type too few", frame('t', int16(2), int32(23))),
                arguments("a type too many", frame('t', int16(1), int32(23, 23))),
                // CommandComplete, ReadyForQuery
                arguments("a tag without end", frame('C', utf8("SELECT 1"))),
                arguments("bytes behind the tag", frame('C', cStrings("SELECT 1", "x"))),
                arguments("status X", frame('Z', utf8("X"))),
                arguments("status 0", frame('Z', new byte[1])),
                // asynchronous ones
                arguments("a channel without end", frame('A', int32(1), utf8("channel"))),
                arguments("no payload", frame('A', int32(1), utf8("channelx"), new byte[1])),
                arguments("bytes behind the payload", frame('A', int32(1), cStrings("c", "p", "x"))),
                arguments("a parameter without value", frame('S', cStrings("name"), utf8("x"))),
                arguments("bytes behind the parameter", frame('S', cStrings("name", "value", ""))),
                arguments("bytes behind the error", frame('E', utf8("S"), cStrings("ERROR", "", "x"))),
                arguments("bytes behind the notice", frame('N', utf8("S"), cStrings("ERROR", "", ""))),
                // COPY, function call
                arguments("copy format 2", frame('G', new byte[] {2}, int16(0))),
                arguments("copy format -1", frame('G', new byte[] {-1}, int16(0))),
                arguments("column format 256", frame('H', new byte[] {0}, int16(1, 256))),
                arguments("a copy column too few", frame('W', new byte[] {0}, int16(2, 0))),
                arguments("a copy column too many", frame('G', new byte[] {0}, int16(1, 0, 0))),
                arguments("a result of -2 bytes", frame('V', int32(-2))),
                arguments("a result past the end", frame('V', int32(5), new byte[4])),
                arguments("bytes behind the result", frame('V', int32(1), new byte[2])),
                // start of a session
                arguments("request 4", frame('R', int32(4))),
                arguments("request -1", frame('R', int32(-1))),
                arguments("bytes behind AuthenticationOk", frame('R', int32(0), new byte[1])),
                arguments("a salt of 3 bytes", frame('R', int32(5), new byte[3])),
                arguments("a salt of 5 bytes", frame('R', int32(5), new byte[5])),
                arguments("mechanisms without end", frame('R', int32(10), cStrings("SCRAM-SHA-256"))),
                arguments("bytes behind the mechanisms", frame('R', int32(10), cStrings("SCRAM-SHA-256", "", "x"))),
                arguments("-1 options", frame('v', int32(0, -1))),
                arguments("MAX_VALUE options", frame('v', int32(0, Integer.MAX_VALUE))),
                arguments("an option too few", frame('v', int32(0, 2), cStrings("_pq_.a"), utf8("x"))),
                arguments("an option too many", frame('v', int32(0, 1), cStrings("_pq_.a", "_pq_.b"))),
                arguments("major version 4", frame('v', int32(4 << 16, 0))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformed")
    void refusesAMalformedBody(String name, byte[] frame) {
        var fresh = authenticated();
        assertThatExceptionOfType(PgProtocolException.class)
                .isThrownBy(() -> feed(fresh, concat(bytes(BindComplete.INSTANCE), frame)))
                .satisfies(e -> assertThat(e.sqlState()).isEqualTo("08P01"));
        assertThat(messages.lines()).containsExactly("BindComplete()");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformed")
    void refusesEverySmallerBodyToo(String name, byte[] frame) {
        for (var length = 5; length < frame.length; length++) {
            var cut = Arrays.copyOf(frame, length);
            var shorter = frameOf((char) cut[0], length - 1, Arrays.copyOfRange(cut, 5, length));
            var thrown = catchThrowable(() -> feed(authenticated(), shorter));
            if (thrown != null) {
                assertThat(thrown).isInstanceOf(PgProtocolException.class);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(chars = {'T', 't', 'G', 'v'})
    void checksACountBeforeItIsUsed(char type) {
        var body = switch (type) {
            case 'G' -> concat(new byte[1], int16(65_535), new byte[9]);
            case 'v' -> concat(int32(0, Integer.MAX_VALUE), new byte[9]);
            default -> concat(int16(65_535), new byte[9]);
        };
        assertThatExceptionOfType(PgProtocolException.class)
                .isThrownBy(() -> feed(authenticated(), frame(type, body)))
                .withMessageContaining("a count of ")
                .withMessageContaining("with 9 bytes left");
    }

    @Test
    void deliversTheRowsBeforeAMalformedOne() {
        var rows = concat(dataRow("1"), dataRow("2"), frame('D', int16(1), int32(-2)), dataRow("3"));
        assertThatExceptionOfType(PgProtocolException.class).isThrownBy(() -> feed(authenticated(), rows));
        assertThat(messages.lines()).containsExactly("DataRow x31", "DataRow x32");
        assertThat(messages.runs()).isEqualTo(1);
    }

    @Test
    void startsANewRunWhereTheColumnCountChanges() {
        feed(authenticated(), concat(dataRow("1"), dataRow("2"), dataRow("3", "4")));
        assertThat(messages.lines()).containsExactly("DataRow x31", "DataRow x32", "DataRow x33 x34");
        assertThat(messages.runs()).isEqualTo(2);
    }

    @Test
    void takesRowsOf1600NullsAndRowsWithoutColumns() {
        feed(authenticated(), concat(dataRow(new String[1_600]), dataRow()));
        assertThat(messages.lines()).hasSize(2).contains("DataRow");
    }

    // ---- cancel keys and versions

    static Stream<Arguments> keys() {
        return Stream.of(
                arguments(0, 4, true),
                arguments(0, 5, false),
                arguments(0, 32, false),
                arguments(2, 4, true),
                arguments(2, 32, true),
                arguments(2, 256, true),
                arguments(2, 3, false),
                arguments(2, 0, false),
                arguments(2, 257, false),
                arguments(0, 0, false));
    }

    @ParameterizedTest(name = "3.{0}: {1} bytes")
    @MethodSource("keys")
    void takesACancelKeyThatFitsTheVersion(int minor, int keyBytes, boolean legal) {
        decoder.protocolMinor(minor);
        var frame = frame('K', int32(4711), new byte[keyBytes]);
        if (legal) {
            feed(decoder, frame);
            assertThat(messages.lines()).hasSize(1);
        } else {
            assertThatExceptionOfType(PgProtocolException.class).isThrownBy(() -> feed(decoder, frame));
        }
    }

    @Test
    void speaksTheLowerVersionAfterANegotiation() {
        decoder.protocolMinor(2);
        feed(decoder, bytes(new NegotiateProtocolVersion(0, List.of())));
        assertThatExceptionOfType(PgProtocolException.class)
                .isThrownBy(() -> feed(decoder, frame('K', int32(1), new byte[32])));
    }

    @Test
    void understandsANegotiationWithAndWithoutTheMajorVersion() {
        feed(decoder, concat(frame('v', int32(2, 0)), frame('v', int32(3 << 16 | 2, 0))));
        assertThat(messages.lines())
                .containsOnly("NegotiateProtocolVersion(2, [])")
                .hasSize(2);
    }

    // ---- what is odd but legal

    @ParameterizedTest
    @ValueSource(strings = {"MERGE", "SELECT", "SELECT 9223372036854775808", "", " ", "INSERT 0", "é", "\u0001"})
    void takesOddTags(String tag) {
        feed(decoder, frame('C', cStrings(tag)));
        feed(decoder, frame('C', cStrings(tag)));
        assertThat(messages.lines())
                .containsExactly("CommandComplete(\"" + tag + "\")", "CommandComplete(\"" + tag + "\")");
    }

    @Test
    void takesATagThatIsNotUtf8() {
        feed(decoder, frame('C', new byte[] {-1, 0}));
        assertThat(messages.lines()).containsExactly("CommandComplete(\"\ufffd\")");
    }

    @Test
    void takesSeveralFatalErrors() {
        var fatal = frame('E', utf8("S"), cStrings("FATAL"), utf8("C"), cStrings("57P01"), new byte[1]);
        feed(decoder, concat(fatal, fatal));
        assertThat(messages.lines()).hasSize(2);
    }

    @Test
    void dropsWhatFollowsAViolation() {
        assertThatExceptionOfType(PgProtocolException.class).isThrownBy(() -> feed(decoder, new byte[] {0}));
        feed(decoder, bytes(BindComplete.INSTANCE));
        assertThat(messages.lines()).isEmpty();
    }

    private BackendDecoder authenticated() {
        decoder.close();
        decoder = new BackendDecoder(WireLimits.defaults(), messages);
        decoder.authenticated();
        return decoder;
    }

    private void feed(BackendDecoder fed, byte[] bytes) {
        var in = allocator.bytes(bytes);
        try {
            fed.feed(in);
        } finally {
            assertThat(in.isReadable()).isFalse();
            in.release();
        }
    }
}
