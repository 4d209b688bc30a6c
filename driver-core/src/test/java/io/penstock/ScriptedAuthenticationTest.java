package io.penstock;

import static io.penstock.StartupScripts.PASSWORD;
import static io.penstock.StartupScripts.started;
import static io.penstock.StartupScripts.withPassword;
import static io.penstock.testing.ScriptedClient.await;
import static io.penstock.testing.ScriptedClient.failure;
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
import static io.penstock.testing.ServerMessage.frame;
import static io.penstock.testing.ServerMessage.readyForQuery;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.penstock.config.AuthMethod;
import io.penstock.config.AuthPolicy;
import io.penstock.error.Outcome;
import io.penstock.internal.wire.FrontendDecoder.AuthenticationReply;
import io.penstock.internal.wire.FrontendMessage.PasswordMessage;
import io.penstock.internal.wire.FrontendMessage.SaslInitialResponse;
import io.penstock.internal.wire.FrontendMessage.SaslResponse;
import io.penstock.observe.ConnectionOpenedEvent;
import io.penstock.observe.DriverListener;
import io.penstock.testing.ScramServer;
import io.penstock.testing.Script;
import io.penstock.testing.ScriptedClient;
import io.penstock.testing.ServerMessage;
import io.penstock.testing.Way;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that ask for what they must not have, and that cannot prove themselves (reliability.md, rows 12 and 13): nothing secret is sent, and
 * nothing is trusted. */
@ParameterizedClass(name = "{0}")
@EnumSource
class ScriptedAuthenticationTest {

    private final Way way;

    ScriptedAuthenticationTest(Way way) {
        this.way = way;
    }

    private ScriptedClient play(Script... scripts) {
        return ScriptedClient.of(scripts).by(way);
    }

    static Stream<Arguments> forbiddenRequests() {
        return Stream.of(
                arguments("cleartext", authenticationCleartextPassword(), "28000"),
                arguments("md5", authenticationMd5Password(7), "28000"),
                arguments("GSS", authenticationGss(), "28000"),
                arguments("SSPI", authenticationSspi(), "28000"),
                arguments("Kerberos", authenticationKerberosV5(), "28000"),
                arguments("an unknown mechanism", authenticationSasl("OAUTHBEARER"), "28000"),
                arguments("channel binding without TLS", authenticationSasl("SCRAM-SHA-256-PLUS"), "28000"),
                arguments("no mechanism", authenticationSasl(), "28000"),
                arguments("SASLContinue first", authenticationSaslContinue("r=x,s=eA==,i=1"), "08P01"),
                arguments("SASLFinal first", authenticationSaslFinal("v=eA=="), "08P01"),
                arguments("GSSContinue first", authenticationGssContinue("x"), "08P01"),
                arguments("an unknown request", frame('R', new byte[] {0, 0, 0, 99}), "08P01"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forbiddenRequests")
    void sendsNothingSecretToAServerThatAsksForWhatIsNotAllowed(String name, ServerMessage request, String sqlState) {
        try (var play = play(started(name).send(request).awaitClosed())) {
            var failure = play.connectFailure(StartupScripts::withPassword);
            assertThat(failure.sqlState()).isEqualTo(sqlState);
            assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(failure).hasMessageNotContaining(PASSWORD);
        }
    }

    static Stream<Arguments> answersToSaslInitial() {
        return Stream.of(
                arguments("12: Ok too early", authenticationOk(), "28000"),
                arguments("12: Final too early", authenticationSaslFinal("v=eA=="), "08P01"),
                arguments("12: SASL again", authenticationSasl("SCRAM-SHA-256"), "08P01"),
                arguments("12: cleartext instead", authenticationCleartextPassword(), "08P01"),
                arguments("12: md5 instead", authenticationMd5Password(7), "08P01"),
                arguments("12: ReadyForQuery", readyForQuery(), "08P01"),
                arguments("12: BackendKeyData", backendKeyData(1, new byte[4]), "08P01"),
                arguments("13: another nonce", authenticationSaslContinue("r=other,s=c2FsdA==,i=4096"), "08P01"),
                arguments("13: empty", authenticationSaslContinue(""), "08P01"),
                arguments("13: not ASCII", authenticationSaslContinue("r=é,s=c2FsdA==,i=4096"), "08P01"),
                arguments("13: without a salt", authenticationSaslContinue("r=x,i=4096"), "08P01"),
                arguments("13: an extension", authenticationSaslContinue("m=x,r=x,s=c2FsdA==,i=4096"), "08P01"),
                arguments("13: an error", authenticationSaslContinue("e=other-error"), "08P01"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answersToSaslInitial")
    void doesNotProveItselfToAServerThatAnswersScramWrong(String name, ServerMessage answer, String sqlState) {
        var script = started(name)
                .send(authenticationSasl("SCRAM-SHA-256"))
                .expectReply(AuthenticationReply.SASL_INITIAL)
                .send(answer)
                .awaitClosed();
        try (var play = play(script)) {
            assertThat(play.connectFailure(StartupScripts::withPassword).sqlState())
                    .isEqualTo(sqlState);
        }
    }

    /** Row 13: with our own nonce, so that only this is wrong. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "X,s=c2FsdA==,i=2147483647",
                "X,s=c2FsdA==,i=9223372036854775808",
                "X,s=c2FsdA==,i=100001",
                "X,s=c2FsdA==,i=0",
                "X,s=c2FsdA==,i=-1",
                "X,s=c2FsdA==,i=4096x",
                "X,s=c2FsdA==,i=",
                "X,s=!!!!,i=4096",
                "X,s=,i=4096",
                ",s=c2FsdA==,i=4096",
                "X,s=c2FsdA==,i=4096,x=1"
            })
    void doesNotHashForAHostileChallenge(String behindOurNonce) {
        var script = scramUpTo("hostile challenge", behindOurNonce).awaitClosed();
        try (var play = play(script)) {
            var failure = play.connectFailure(StartupScripts::withPassword);
            assertThat(failure.sqlState()).isIn("28000", "08P01");
            assertThat(play.server().connection(0).received(SaslResponse.class)).isZero();
        }
    }

    @Test
    void doesNotTakeALongNonce() {
        try (var play = play(
                scramUpTo("long nonce", "X".repeat(300) + ",s=c2FsdA==,i=4096").awaitClosed())) {
            assertThat(play.connectFailure(StartupScripts::withPassword).sqlState())
                    .isEqualTo("08P01");
        }
    }

    private static Script scramUpTo(String name, String behindOurNonce) {
        return started(name)
                .send(authenticationSasl("SCRAM-SHA-256"))
                .expectReply(AuthenticationReply.SASL_INITIAL)
                .answer("challenge", message -> {
                    var first = new String(data((SaslInitialResponse) message), UTF_8);
                    var nonce = first.substring(first.indexOf("r=") + 2);
                    return List.of(authenticationSaslContinue("r=" + nonce + behindOurNonce));
                });
    }

    private static byte[] data(SaslInitialResponse message) {
        var data = message.data();
        if (data == null) {
            throw new AssertionError("an initial response without data");
        }
        return data;
    }

    @ParameterizedTest
    @ValueSource(strings = {"v=d3Jvbmc=", "v=", "e=invalid-proof", "", "x"})
    void doesNotTrustAServerThatCannotProveItself(String last) {
        var script = scramUpTo("unproven", "X,s=c2FsdA==,i=1000")
                .expectReply(AuthenticationReply.SASL)
                .send(authenticationSaslFinal(last), authenticationOk())
                .send(Script.sessionStart())
                .awaitClosed();
        try (var play = play(script)) {
            assertThat(play.connectFailure(StartupScripts::withPassword).sqlState())
                    .isIn("28000", "28P01", "08P01");
        }
    }

    private static Script scram(String name, ScramServer scram, ServerMessage... end) {
        return started(name)
                .send(authenticationSasl("SCRAM-SHA-256"))
                .expectReply(AuthenticationReply.SASL_INITIAL)
                .answer("challenge", message -> {
                    var initial = (SaslInitialResponse) message;
                    var first = scram.first(initial.mechanism(), data(initial));
                    return List.of(authenticationSaslContinue(new String(first, UTF_8)));
                })
                .expectReply(AuthenticationReply.SASL)
                .answer("proof", message -> {
                    var last = scram.last(((SaslResponse) message).data());
                    var answers = new ArrayList<>(List.of(authenticationSaslFinal(new String(last, UTF_8))));
                    answers.addAll(List.of(end));
                    return answers;
                });
    }

    private static ScramServer scramServer() {
        return ScramServer.knowing(PASSWORD, "0123456789abcdef".getBytes(US_ASCII), 4_096, "server-nonce");
    }

    @Test
    void authenticatesByScram() {
        var script = scram("SCRAM", scramServer(), authenticationOk()).send(Script.sessionStart());
        try (var play = play(script)) {
            assertThat(play.opened(StartupScripts::withPassword).user()).isEqualTo("app");
        }
    }

    @Test
    void tellsTheListenerOfAPasswordStoredWithFewIterations() {
        var opened = new CompletableFuture<ConnectionOpenedEvent>();
        var listener = new DriverListener() {
            @Override
            public void connectionOpened(ConnectionOpenedEvent event) {
                opened.complete(event);
            }
        };
        var weak = ScramServer.knowing(PASSWORD, "0123456789abcdef".getBytes(US_ASCII), 1, "server-nonce");
        var script = scram("few iterations", weak, authenticationOk()).send(Script.sessionStart());
        try (var play =
                ScriptedClient.of(builder -> builder.listener(listener), script).by(way)) {
            play.opened(StartupScripts::withPassword);
            assertThat(await(opened).warnings()).singleElement().asString().contains("1 SCRAM iterations");
        }
    }

    /** Row 12: final twice, Ok twice, and what must not stand in front of Ok. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void doesNotTakeTheEndOfAuthenticationTwice(int which) {
        var end = List.of(
                        new ServerMessage[] {authenticationSaslFinal("v=eA=="), authenticationOk()},
                        new ServerMessage[] {authenticationOk(), authenticationOk()},
                        new ServerMessage[] {readyForQuery()},
                        new ServerMessage[] {authenticationOk(), authenticationSasl("SCRAM-SHA-256")})
                .get(which);
        try (var play = play(scram("twice", scramServer(), end).awaitClosed())) {
            assertThat(play.connectFailure(StartupScripts::withPassword).sqlState())
                    .isEqualTo("08P01");
        }
    }

    @Test
    void sendsThePasswordInTheClearWhereThatIsAllowed() {
        var script = started("cleartext")
                .send(authenticationCleartextPassword())
                .expect(new PasswordMessage(PASSWORD))
                .send(authenticationOk())
                .send(Script.sessionStart());
        try (var play = play(script)) {
            play.opened(options -> withPassword(options).requireAuth(AuthPolicy.only(AuthMethod.PASSWORD)));
        }
    }

    @Test
    void sendsTheMd5FormWhereThatIsAllowed() {
        var script = started("md5")
                .send(authenticationMd5Password(0x01020304))
                .expect(
                        "an MD5 answer",
                        message -> message instanceof PasswordMessage answer
                                && answer.password().matches("md5[0-9a-f]{32}"))
                .send(authenticationOk())
                .send(Script.sessionStart());
        try (var play = play(script)) {
            play.opened(options -> withPassword(options).requireAuth(AuthPolicy.only(AuthMethod.MD5)));
        }
    }

    @Test
    void doesNotGoInWithoutAuthenticationWhereThatIsAskedFor() {
        var script = started("trust")
                .send(authenticationOk())
                .send(Script.sessionStart())
                .drain();
        try (var play = play(script)) {
            var failure = play.connectFailure(
                    options -> withPassword(options).requireAuth(AuthPolicy.only(AuthMethod.SCRAM_SHA_256)));
            assertThat(failure.sqlState()).isEqualTo("28000");
        }
    }
}
