package io.penstock;

import static io.penstock.StartupScripts.withPassword;
import static io.penstock.testing.ScriptedClient.failure;
import static io.penstock.testing.ServerMessage.authenticationOk;
import static io.penstock.testing.ServerMessage.fatal;
import static io.penstock.testing.ServerMessage.readyForQuery;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.penstock.config.SslMode;
import io.penstock.error.Outcome;
import io.penstock.internal.wire.FrontendMessage;
import io.penstock.testing.Script;
import io.penstock.testing.ScriptedClient;
import io.penstock.testing.ServerMessage;
import io.penstock.testing.Way;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The answer to an SSLRequest (reliability.md, rows 6 and 8): one byte, and nothing in the clear behind it. */
@ParameterizedClass(name = "{0}")
@EnumSource
class ScriptedTlsTest {

    private final Way way;

    ScriptedTlsTest(Way way) {
        this.way = way;
    }

    private ScriptedClient play(Script... scripts) {
        return ScriptedClient.of(scripts).by(way);
    }

    static Stream<Arguments> answersToSslRequest() {
        var inject = ServerMessage.bytes(authenticationOk(), readyForQuery());
        var error = ServerMessage.bytes(fatal("53300", "s3rv3r t3xt"));
        return Stream.of(
                arguments("6: S and more", concat("S", inject), "08P01"),
                arguments("6: S and an error", concat("S", error), "08P01"),
                arguments("6: N and more", concat("N", inject), "08P01"),
                arguments("8: an error", error, "08004"),
                arguments("8: N", concat("N"), "08001"),
                arguments("44: HTTP", "HTTP/1.1 400\r\n\r\n".getBytes(US_ASCII), "08P01"),
                arguments("44: a TLS alert", new byte[] {0x15, 3, 3, 0, 2, 2, 40}, "08P01"),
                arguments("44: NUL", new byte[] {0}, "08P01"));
    }

    private static byte[] concat(String text, byte... bytes) {
        var all = Arrays.copyOf(text.getBytes(US_ASCII), text.length() + bytes.length);
        System.arraycopy(bytes, 0, all, text.length(), bytes.length);
        return all;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answersToSslRequest")
    void doesNotTrustWhatComesBeforeTls(String name, byte[] answer, String sqlState) {
        var script = Script.named(name).expectSslRequest().sendBytes(answer).drain();
        try (var play = play(script)) {
            var failure = play.connectFailure(options -> withPassword(options).sslMode(SslMode.REQUIRE));
            assertThat(failure.sqlState()).isEqualTo(sqlState);
            assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(failure).hasMessageNotContaining("s3rv3r t3xt");
        }
    }

    /** Row 6 in two segments: what follows goes into the handshake, and is no TLS. */
    @Test
    void takesNothingInTheClearBehindTheAnswer() {
        var script = Script.named("S, then plain text")
                .expectSslRequest()
                .sendBytes((byte) 'S')
                .send(authenticationOk(), readyForQuery())
                .drain();
        try (var play = play(script)) {
            assertThat(play.connectFailure(options -> withPassword(options).sslMode(SslMode.REQUIRE))
                            .sqlState())
                    .startsWith("08");
        }
    }

    @Test
    void goesOnInTheClearWhereTlsIsOnlyPreferred() {
        try (var play = play(Script.named("N").acceptStartup())) {
            var server = play.opened(options -> options.sslMode(SslMode.PREFER));
            assertThat(server.encryption()).isEqualTo("none");
            assertThat(play.server().connection(0).received(FrontendMessage.SslRequest.class))
                    .isOne();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = SslMode.class,
            names = {"DISABLE", "ALLOW"})
    void doesNotAskForTlsFirst(SslMode mode) {
        try (var play = play(Script.named("plain first").acceptStartup())) {
            play.opened(options -> options.sslMode(mode));
            assertThat(play.server().connection(0).received(FrontendMessage.SslRequest.class))
                    .isZero();
        }
    }

    /** The next thing to try would be a connection in the clear, on loops that are ending. */
    @Test
    void triesNothingElseWhenTheClientIsClosedInTheHandshake() {
        var script = Script.named("silent handshake")
                .expectSslRequest()
                .sendBytes((byte) 'S')
                .stall("handshake")
                .drain();
        try (var play = play(script)) {
            var connecting = way.connect(
                    play.client(),
                    withPassword(play.options()).sslMode(SslMode.PREFER).build());
            play.server().awaitStalled("handshake");
            play.client().close();
            play.server().proceed("handshake");
            assertThat(failure(connecting).outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(play.server().connections()).isOne();
        }
    }
}
