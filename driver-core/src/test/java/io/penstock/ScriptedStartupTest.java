package io.penstock;

import static io.penstock.StartupScripts.LONG;
import static io.penstock.StartupScripts.asked;
import static io.penstock.StartupScripts.newest;
import static io.penstock.StartupScripts.started;
import static io.penstock.StartupScripts.within;
import static io.penstock.testing.ScriptedClient.await;
import static io.penstock.testing.ScriptedClient.failure;
import static io.penstock.testing.ServerMessage.authenticationOk;
import static io.penstock.testing.ServerMessage.backendKeyData;
import static io.penstock.testing.ServerMessage.column;
import static io.penstock.testing.ServerMessage.commandComplete;
import static io.penstock.testing.ServerMessage.copyData;
import static io.penstock.testing.ServerMessage.copyInResponse;
import static io.penstock.testing.ServerMessage.dataRow;
import static io.penstock.testing.ServerMessage.error;
import static io.penstock.testing.ServerMessage.fatal;
import static io.penstock.testing.ServerMessage.frame;
import static io.penstock.testing.ServerMessage.header;
import static io.penstock.testing.ServerMessage.negotiateProtocolVersion;
import static io.penstock.testing.ServerMessage.notice;
import static io.penstock.testing.ServerMessage.notification;
import static io.penstock.testing.ServerMessage.parameterStatus;
import static io.penstock.testing.ServerMessage.raw;
import static io.penstock.testing.ServerMessage.readyForQuery;
import static io.penstock.testing.ServerMessage.rowDescription;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.penstock.error.Outcome;
import io.penstock.internal.wire.FrontendMessage.CancelRequest;
import io.penstock.internal.wire.FrontendMessage.Query;
import io.penstock.testing.Script;
import io.penstock.testing.ScriptedClient;
import io.penstock.testing.ServerMessage;
import io.penstock.testing.Way;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server says from the StartupMessage to the first ReadyForQuery (reliability.md, rows 14 to 16, 42 and 44): versions, keys, parameters, and
 * what has no place there. */
@ParameterizedClass(name = "{0}")
@EnumSource
class ScriptedStartupTest {

    private final Way way;

    ScriptedStartupTest(Way way) {
        this.way = way;
    }

    private ScriptedClient play(Script... scripts) {
        return ScriptedClient.of(scripts).by(way);
    }

    private static ServerMessage text(String text) {
        return raw(text.strip(), text.getBytes(US_ASCII));
    }

    // ---- versions (row 14)

    @ParameterizedTest
    @ValueSource(strings = {"", "_pq_.command_tag_format"})
    void speaksTheOlderVersionThatTheServerOffers(String option) {
        var options = option.isEmpty() ? new String[0] : new String[] {option};
        var script = asked("negotiation", 2)
                .send(negotiateProtocolVersion(0, options), authenticationOk())
                .send(Script.sessionStart());
        try (var play = play(script)) {
            assertThat(play.opened(newest()).protocol()).isEqualTo("3.0");
        }
    }

    static Stream<Arguments> badNegotiations() {
        return Stream.of(
                arguments("twice", new ServerMessage[] {negotiateProtocolVersion(0), negotiateProtocolVersion(0)}),
                arguments("a newer one", new ServerMessage[] {negotiateProtocolVersion(9_999)}),
                arguments("behind Ok", new ServerMessage[] {authenticationOk(), negotiateProtocolVersion(0)}),
                arguments("major version 4", new ServerMessage[] {frame('v', new byte[] {0, 4, 0, 0, 0, 0, 0, 0})}),
                arguments("more options than there are", new ServerMessage[] {
                    frame('v', new byte[] {0, 3, 0, 0, 0, 0, 0, 9})
                }),
                arguments("a negative number of options", new ServerMessage[] {
                    frame('v', new byte[] {0, 3, 0, 0, -1, -1, -1, -1})
                }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badNegotiations")
    void refusesABadNegotiation(String name, ServerMessage[] messages) {
        try (var play = play(asked(name, 2).send(messages).drain())) {
            assertThat(play.connectFailure(newest()).sqlState()).isEqualTo("08P01");
        }
    }

    @Test
    void asksAnOldServerAgainInItsOwnVersion() {
        var refusing = asked("refusal", 2)
                .send(fatal("0A000", "unsupported frontend protocol 3.2: server supports 3.0 to 3.0"))
                .cut();
        var old = asked("old", 0).send(authenticationOk()).send(Script.sessionStart());
        try (var play = play(refusing, old)) {
            assertThat(play.opened(newest()).protocol()).isEqualTo("3.0");
        }
    }

    // ---- cancel keys (row 15)

    private static Script withKey(int minor, ServerMessage... key) {
        var script = asked("key", minor).send(authenticationOk());
        return script.send(key).send(readyForQuery());
    }

    @ParameterizedTest
    @CsvSource({"0, 4", "2, 4", "2, 32", "2, 256"})
    void cancelsWithAKeyOfAnyLegalLength(int minor, int bytes) {
        var key = new byte[bytes];
        new Random(bytes).nextBytes(key);
        var session = withKey(minor, backendKeyData(7, key))
                .expect(Query.class)
                .stall("cancelled")
                .send(error("57014", "canceling statement"), readyForQuery());
        var cancelled = Script.named("cancel").expect(new CancelRequest(7, key)).cut();
        try (var play = play(session, cancelled)) {
            var connection = play.connect(minor == 0 ? UnaryOperator.identity() : newest());
            var running = connection.script("select 1");
            await(connection.cancel());
            play.server().proceed("cancelled");
            assertThat(failure(running).sqlState()).isEqualTo("57014");
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0, 3", "0, 5", "0, 256", "2, 0", "2, 3", "2, 257"})
    void refusesAKeyOfAnIllegalLength(int minor, int bytes) {
        try (var play = play(withKey(minor, backendKeyData(7, new byte[bytes])).drain())) {
            assertThat(play.connectFailure(minor == 0 ? within(LONG) : newest()).sqlState())
                    .isEqualTo("08P01");
        }
    }

    @Test
    void tellsThatItCannotCancelWithoutAKey() {
        try (var play = play(withKey(0))) {
            var failure = failure(play.connect().cancel());
            assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(play.server().connections()).isOne();
        }
    }

    @Test
    void refusesASecondKey() {
        var script = withKey(0, backendKeyData(7, new byte[4]), backendKeyData(8, new byte[4]))
                .drain();
        try (var play = play(script)) {
            assertThat(play.connectFailure(within(LONG)).sqlState()).isEqualTo("08P01");
        }
    }

    // ---- parameters and other noise (row 16)

    @Test
    void boundsWhatItKeepsOfAFloodOfParameters() {
        var flood = IntStream.range(0, 10_000)
                .mapToObj(i -> parameterStatus("flood" + i, "x".repeat(100)))
                .toArray(ServerMessage[]::new);
        var script = started("flood")
                .send(authenticationOk())
                .send(flood)
                .send(parameterStatus("large", "x".repeat(29_000)))
                .send(readyForQuery());
        try (var play = play(script)) {
            var parameters = play.connect().parameters();
            assertThat(parameters).hasSizeLessThan(1_000).doesNotContainKey("large");
        }
    }

    /** What is not kept is not told as it was before. */
    @Test
    void forgetsAParameterThatHasBecomeTooLong() {
        var script = started("growing")
                .send(authenticationOk(), parameterStatus("kept", "short"), parameterStatus("grown", "short"))
                .send(parameterStatus("grown", "x".repeat(9_000)), parameterStatus("n".repeat(300), "v"))
                .send(readyForQuery());
        try (var play = play(script)) {
            assertThat(play.connect().parameters()).containsOnly(Map.entry("kept", "short"));
        }
    }

    @Test
    void takesNoticesWhileItConnects() {
        var script = started("notices")
                .send(notice("before"), authenticationOk(), notice("behind"), notification(1, "c", "p"))
                .send(Script.sessionStart());
        try (var play = play(script)) {
            assertThat(play.connect().isOpen()).isTrue();
        }
    }

    // ---- servers that are none (row 44), and messages that have no place here

    static Stream<Arguments> strangers() {
        var random = new byte[1_000];
        new Random(3).nextBytes(random);
        random[0] = (byte) 0x99;
        return Stream.of(
                arguments("HTTP", text("HTTP/1.1 400 Bad Request\r\n\r\n")),
                arguments("SSH", text("SSH-2.0-OpenSSH_9.6\r\n")),
                arguments("SMTP", text("220 mail ESMTP\r\n")),
                arguments("Redis", text("-ERR unknown command\r\n")),
                arguments("a TLS alert", raw("alert", new byte[] {0x15, 3, 3, 0, 2, 2, 40})),
                arguments("MySQL", raw("MySQL", new byte[] {0x4a, 0, 0, 0, 10, '8', '.', '0'})),
                arguments("random bytes", raw("random", random)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("strangers")
    void tellsThatItIsNotAPostgresServer(String name, ServerMessage stranger) {
        for (var script : List.of(
                started(name).send(stranger).drain(),
                Script.named(name).send(stranger).drain())) {
            try (var play = play(script)) {
                var failure = play.connectFailure(within(LONG));
                assertThat(failure.sqlState()).isEqualTo("08P01");
                assertThat(failure).hasMessageContaining("not a PostgreSQL server");
            }
        }
    }

    static Stream<Arguments> misplacedBeforeAuthentication() {
        return Stream.concat(
                misplaced(),
                Stream.of(
                        arguments("ReadyForQuery", readyForQuery()),
                        arguments("BackendKeyData", backendKeyData(1, new byte[4])),
                        arguments("a long message", header('E', 40_000)),
                        arguments("a message of 1 GiB", header('D', 0x3fff_ffff))));
    }

    static Stream<Arguments> misplaced() {
        return Stream.of(
                arguments("RowDescription", rowDescription(column("n", 23))),
                arguments("DataRow", dataRow("1")),
                arguments("CommandComplete", commandComplete("OK")),
                arguments("CopyInResponse", copyInResponse()),
                arguments("CopyData", copyData("x")),
                arguments("a negative length", header('R', -1)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("misplacedBeforeAuthentication")
    void refusesWhatHasNoPlaceBeforeAuthentication(String name, ServerMessage message) {
        try (var play = play(started(name).send(message).drain())) {
            assertThat(play.connectFailure(within(LONG)).sqlState()).isEqualTo("08P01");
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("misplaced")
    void refusesWhatHasNoPlaceBehindAuthentication(String name, ServerMessage message) {
        try (var play = play(started(name).send(authenticationOk(), message).drain())) {
            assertThat(play.connectFailure(within(LONG)).sqlState()).isEqualTo("08P01");
        }
    }
}
