package io.penstock;

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
import static io.penstock.testing.ServerMessage.column;
import static io.penstock.testing.ServerMessage.commandComplete;
import static io.penstock.testing.ServerMessage.copyData;
import static io.penstock.testing.ServerMessage.copyInResponse;
import static io.penstock.testing.ServerMessage.dataRow;
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
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.penstock.config.AuthMethod;
import io.penstock.config.AuthPolicy;
import io.penstock.config.ConnectionOptions;
import io.penstock.config.HostAddress;
import io.penstock.config.ProtocolVersion;
import io.penstock.config.SslMode;
import io.penstock.error.Outcome;
import io.penstock.error.PgConnectException;
import io.penstock.error.PgException;
import io.penstock.error.PgServerException;
import io.penstock.internal.wire.FrontendDecoder.AuthenticationReply;
import io.penstock.internal.wire.FrontendMessage;
import io.penstock.internal.wire.FrontendMessage.CancelRequest;
import io.penstock.internal.wire.FrontendMessage.PasswordMessage;
import io.penstock.internal.wire.FrontendMessage.SaslInitialResponse;
import io.penstock.internal.wire.FrontendMessage.SaslResponse;
import io.penstock.internal.wire.FrontendMessage.StartupMessage;
import io.penstock.testing.ScramServer;
import io.penstock.testing.Script;
import io.penstock.testing.ScriptedClient;
import io.penstock.testing.ServerMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Servers that are slow, broken or hostile from the first byte to the first ReadyForQuery (reliability.md, rows 1 to 16 and 42 to
 * 44): the attempt fails with the cause, at once or within its budget, nothing secret is sent, and the socket is closed.
 */
class ScriptedStartupTest {

    private static final String PASSWORD = "c4n4ry";
    private static final Duration SHORT = Duration.ofMillis(300);

    /** Longer than a test waits: what ends in time has not waited for it. */
    private static final Duration LONG = Duration.ofMinutes(1);

    private static UnaryOperator<ConnectionOptions.Builder> within(Duration budget) {
        return options -> options.connectTimeout(budget);
    }

    private static ConnectionOptions.Builder withPassword(ConnectionOptions.Builder options) {
        return options.password(PASSWORD).connectTimeout(LONG);
    }

    private static Script started(String name) {
        return Script.named(name).expectStartup();
    }

    private static ServerMessage text(String text) {
        return raw(text.strip(), text.getBytes(US_ASCII));
    }

    // ---- sockets (rows 1, 3, 4)

    private static int closedPort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void listsEachHostWithItsCauseWhenNobodyListens() {
        try (var play = ScriptedClient.of()) {
            var first = closedPort();
            var second = closedPort();
            var options = ConnectionOptions.builder()
                    .hosts(List.of(HostAddress.of("127.0.0.1", first), HostAddress.of("127.0.0.1", second)))
                    .user("app")
                    .sslMode(SslMode.DISABLE)
                    .build();
            var failure = failure(play.client().connect(options));
            assertThat(failure).isInstanceOf(PgConnectException.class);
            assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(failure.getSuppressed()).hasSize(2);
            assertThat(failure).hasMessageContaining(":" + first).hasMessageContaining(":" + second);
        }
    }

    @Test
    void triesTheNextHostWhenNobodyListensAtTheFirst() {
        try (var play = ScriptedClient.of(Script.named("second host").acceptStartup())) {
            var hosts = List.of(
                    HostAddress.of("127.0.0.1", closedPort()),
                    HostAddress.of(play.server().host(), play.server().port()));
            var options = ConnectionOptions.builder()
                    .hosts(hosts)
                    .user("app")
                    .sslMode(SslMode.DISABLE)
                    .connectTimeout(LONG)
                    .build();
            assertThat(await(play.client().connect(options)).isOpen()).isTrue();
        }
    }

    static Stream<Arguments> stages() {
        var sasl = started("in SASL")
                .send(authenticationSasl("SCRAM-SHA-256"))
                .expectReply(AuthenticationReply.SASL_INITIAL);
        return Stream.of(
                arguments("at once", Script.named("at once"), SslMode.DISABLE),
                arguments("behind the SSLRequest", Script.named("SSLRequest").expectSslRequest(), SslMode.REQUIRE),
                arguments(
                        "in the TLS handshake",
                        Script.named("TLS").expectSslRequest().sendBytes((byte) 'S'),
                        SslMode.REQUIRE),
                arguments("behind the StartupMessage", started("startup"), SslMode.DISABLE),
                arguments("behind a password request", sasl, SslMode.DISABLE),
                arguments("in a message", started("half a message").sendFirst(5, authenticationOk()), SslMode.DISABLE),
                arguments("behind AuthenticationOk", started("Ok").send(authenticationOk()), SslMode.DISABLE),
                arguments(
                        "in the parameters",
                        started("parameters").send(authenticationOk(), parameterStatus("TimeZone", "UTC")),
                        SslMode.DISABLE));
    }

    /** Rows 3 and 5: one budget covers all of it, and the socket is closed. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("stages")
    void givesUpOnASilentServerWithinTheBudget(String name, Script script, SslMode mode) {
        try (var play = ScriptedClient.of(script.drain())) {
            var failure = play.connectFailure(
                    options -> withPassword(options).sslMode(mode).connectTimeout(SHORT));
            assertThat(failure).isInstanceOf(PgConnectException.class);
            assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(failure.sqlState()).isEqualTo("08001");
        }
    }

    /** Row 4: now, not when the budget is used up. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("stages")
    void failsAtOnceWhenTheServerHangsUp(String name, Script script, SslMode mode) {
        try (var play = ScriptedClient.of(script.cut())) {
            var failure = play.connectFailure(options -> withPassword(options).sslMode(mode));
            assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(failure.sqlState()).startsWith("08");
            assertThat(play.server().connections()).isOne();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("stages")
    void failsAtOnceWhenTheServerResets(String name, Script script, SslMode mode) {
        try (var play = ScriptedClient.of(script.reset())) {
            var failure = play.connectFailure(options -> withPassword(options).sslMode(mode));
            assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(failure.sqlState()).startsWith("08");
        }
    }

    // ---- the answer to an SSLRequest (rows 6, 8)

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
        try (var play = ScriptedClient.of(script)) {
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
        try (var play = ScriptedClient.of(script)) {
            assertThat(play.connectFailure(options -> withPassword(options).sslMode(SslMode.REQUIRE))
                            .sqlState())
                    .startsWith("08");
        }
    }

    @Test
    void goesOnInTheClearWhereTlsIsOnlyPreferred() {
        try (var play = ScriptedClient.of(Script.named("N").acceptStartup())) {
            var connection = play.connect(options -> options.sslMode(SslMode.PREFER));
            assertThat(connection.server().encryption()).isEqualTo("none");
            assertThat(play.server().connection(0).received(FrontendMessage.SslRequest.class))
                    .isOne();
        }
    }

    // ---- refusals (rows 9, 10, 11)

    @ParameterizedTest
    @CsvSource({"53300, true", "28P01, false", "28000, false", "3D000, false", "42704, false"})
    void tellsTheServersReasonAndDoesNotAskAgain(String sqlState, boolean passing) {
        try (var play =
                ScriptedClient.of(started(sqlState).send(fatal(sqlState, "no")).cut())) {
            var failure = play.connectFailure(within(LONG));
            assertThat(failure).isInstanceOf(PgServerException.class);
            assertThat(failure.sqlState()).isEqualTo(sqlState);
            assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(failure.isTransient()).isEqualTo(passing);
            assertThat(play.server().connections()).isOne();
        }
    }

    @Test
    void asksAgainWhileTheServerIsStartingUp() {
        var refusal = started("starting up")
                .send(fatal("57P03", "the database system is starting up"))
                .cut();
        try (var play = ScriptedClient.of(refusal, refusal, Script.named("up").acceptStartup())) {
            assertThat(play.connect().isOpen()).isTrue();
            assertThat(play.server().connections()).isEqualTo(3);
        }
    }

    @Test
    void tellsThatTheServerIsStartingUpWhenTheBudgetIsUsedUp() {
        var refusal = started("starting up")
                .send(fatal("57P03", "the database system is starting up"))
                .cut();
        var scripts = new Script[50];
        Arrays.fill(scripts, refusal);
        try (var play = ScriptedClient.of(scripts)) {
            var failure = play.connectFailure(within(Duration.ofMillis(700)));
            assertThat(failure.sqlState()).isEqualTo("57P03");
            assertThat(play.server().connections()).isBetween(2, 10);
        }
    }

    /** Row 43. */
    @Test
    void tellsTheFirstOfSeveralErrors() {
        var script = started("several")
                .send(fatal("53300", "first"), fatal("57P01", "second"))
                .cut();
        try (var play = ScriptedClient.of(script)) {
            var failure = play.connectFailure(within(LONG));
            assertThat(failure.sqlState()).isEqualTo("53300");
        }
    }

    @Test
    void cleansAndCutsTheTextOfAnErrorBeforeAuthentication() {
        var large = "\u001b[2J\r\n" + "x".repeat(29_000);
        try (var play = ScriptedClient.of(
                started("large text").send(fatal("XX000", large)).cut())) {
            var failure = play.connectFailure(within(LONG));
            assertThat(failure.getMessage()).hasSizeLessThan(4_000).doesNotContain("\u001b", "\r", "\n");
        }
    }

    // ---- authentication (rows 12, 13)

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
        try (var play = ScriptedClient.of(started(name).send(request).awaitClosed())) {
            var failure = play.connectFailure(ScriptedStartupTest::withPassword);
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
        try (var play = ScriptedClient.of(script)) {
            assertThat(play.connectFailure(ScriptedStartupTest::withPassword).sqlState())
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
        try (var play = ScriptedClient.of(script)) {
            var failure = play.connectFailure(ScriptedStartupTest::withPassword);
            assertThat(failure.sqlState()).isIn("28000", "08P01");
            assertThat(play.server().connection(0).received(SaslResponse.class)).isZero();
        }
    }

    @Test
    void doesNotTakeALongNonce() {
        try (var play = ScriptedClient.of(
                scramUpTo("long nonce", "X".repeat(300) + ",s=c2FsdA==,i=4096").awaitClosed())) {
            assertThat(play.connectFailure(ScriptedStartupTest::withPassword).sqlState())
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
        try (var play = ScriptedClient.of(script)) {
            assertThat(play.connectFailure(ScriptedStartupTest::withPassword).sqlState())
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
        try (var play = ScriptedClient.of(script)) {
            assertThat(play.connect(ScriptedStartupTest::withPassword).isOpen()).isTrue();
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
        try (var play = ScriptedClient.of(scram("twice", scramServer(), end).awaitClosed())) {
            assertThat(play.connectFailure(ScriptedStartupTest::withPassword).sqlState())
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
        try (var play = ScriptedClient.of(script)) {
            play.connect(options -> withPassword(options).requireAuth(AuthPolicy.only(AuthMethod.PASSWORD)));
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
        try (var play = ScriptedClient.of(script)) {
            play.connect(options -> withPassword(options).requireAuth(AuthPolicy.only(AuthMethod.MD5)));
        }
    }

    @Test
    void doesNotGoInWithoutAuthenticationWhereThatIsAskedFor() {
        var script = started("trust")
                .send(authenticationOk())
                .send(Script.sessionStart())
                .drain();
        try (var play = ScriptedClient.of(script)) {
            var failure = play.connectFailure(
                    options -> withPassword(options).requireAuth(AuthPolicy.only(AuthMethod.SCRAM_SHA_256)));
            assertThat(failure.sqlState()).isEqualTo("28000");
        }
    }

    // ---- versions (row 14)

    private static UnaryOperator<ConnectionOptions.Builder> newest() {
        return options -> options.connectTimeout(LONG).protocolVersions(ProtocolVersion.V3_0, ProtocolVersion.V3_2);
    }

    private static Script asked(String name, int minor) {
        return Script.named(name)
                .expect(
                        "StartupMessage 3." + minor,
                        message -> message instanceof StartupMessage startup
                                && startup.major() == 3
                                && startup.minor() == minor);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "_pq_.command_tag_format"})
    void speaksTheOlderVersionThatTheServerOffers(String option) {
        var options = option.isEmpty() ? new String[0] : new String[] {option};
        var script = asked("negotiation", 2)
                .send(negotiateProtocolVersion(0, options), authenticationOk())
                .send(Script.sessionStart());
        try (var play = ScriptedClient.of(script)) {
            assertThat(play.connect(newest()).server().protocol()).isEqualTo("3.0");
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
        try (var play = ScriptedClient.of(asked(name, 2).send(messages).drain())) {
            assertThat(play.connectFailure(newest()).sqlState()).isEqualTo("08P01");
        }
    }

    @Test
    void asksAnOldServerAgainInItsOwnVersion() {
        var refusing = asked("refusal", 2)
                .send(fatal("0A000", "unsupported frontend protocol 3.2: server supports 3.0 to 3.0"))
                .cut();
        var old = asked("old", 0).send(authenticationOk()).send(Script.sessionStart());
        try (var play = ScriptedClient.of(refusing, old)) {
            assertThat(play.connect(newest()).server().protocol()).isEqualTo("3.0");
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
        var cancelled = Script.named("cancel").expect(new CancelRequest(7, key)).cut();
        try (var play = ScriptedClient.of(withKey(minor, backendKeyData(7, key)), cancelled)) {
            var connection = play.connect(minor == 0 ? UnaryOperator.identity() : newest());
            await(connection.cancel());
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0, 3", "0, 5", "0, 256", "2, 0", "2, 3", "2, 257"})
    void refusesAKeyOfAnIllegalLength(int minor, int bytes) {
        try (var play = ScriptedClient.of(
                withKey(minor, backendKeyData(7, new byte[bytes])).drain())) {
            assertThat(play.connectFailure(minor == 0 ? within(LONG) : newest()).sqlState())
                    .isEqualTo("08P01");
        }
    }

    @Test
    void tellsThatItCannotCancelWithoutAKey() {
        try (var play = ScriptedClient.of(withKey(0))) {
            var failure = failure(play.connect().cancel());
            assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(play.server().connections()).isOne();
        }
    }

    @Test
    void refusesASecondKey() {
        var script = withKey(0, backendKeyData(7, new byte[4]), backendKeyData(8, new byte[4]))
                .drain();
        try (var play = ScriptedClient.of(script)) {
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
        try (var play = ScriptedClient.of(script)) {
            var parameters = play.connect().parameters();
            assertThat(parameters).hasSizeLessThan(1_000).doesNotContainKey("large");
        }
    }

    @Test
    void takesNoticesWhileItConnects() {
        var script = started("notices")
                .send(notice("before"), authenticationOk(), notice("behind"), notification(1, "c", "p"))
                .send(Script.sessionStart());
        try (var play = ScriptedClient.of(script)) {
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
            try (var play = ScriptedClient.of(script)) {
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
        try (var play = ScriptedClient.of(started(name).send(message).drain())) {
            assertThat(play.connectFailure(within(LONG)).sqlState()).isEqualTo("08P01");
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("misplaced")
    void refusesWhatHasNoPlaceBehindAuthentication(String name, ServerMessage message) {
        try (var play = ScriptedClient.of(
                started(name).send(authenticationOk(), message).drain())) {
            assertThat(play.connectFailure(within(LONG)).sqlState()).isEqualTo("08P01");
        }
    }

    /** Row 20, for the startup: cut behind each of its bytes. */
    @Test
    void failsWhereverTheStartupIsCut() {
        var answers =
                ServerMessage.bytes(authenticationOk(), parameterStatus("a", "b"), backendKeyData(1, new byte[4]));
        var scripts = IntStream.rangeClosed(0, answers.length)
                .mapToObj(i -> started("cut behind " + i + " bytes")
                        .sendBytes(Arrays.copyOf(answers, i))
                        .cut())
                .toArray(Script[]::new);
        try (var play = ScriptedClient.of(scripts)) {
            for (var i = 0; i <= answers.length; i++) {
                PgException failure = play.connectFailure(within(LONG));
                assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
                assertThat(failure.sqlState()).isEqualTo("08006");
            }
            assertThat(play.server().connections()).isEqualTo(answers.length + 1);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = SslMode.class,
            names = {"DISABLE", "ALLOW"})
    void doesNotAskForTlsFirst(SslMode mode) {
        try (var play = ScriptedClient.of(Script.named("plain first").acceptStartup())) {
            play.connect(options -> options.sslMode(mode));
            assertThat(play.server().connection(0).received(FrontendMessage.SslRequest.class))
                    .isZero();
        }
    }
}
