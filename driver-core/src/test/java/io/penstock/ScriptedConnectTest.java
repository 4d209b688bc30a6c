package io.penstock;

import static io.penstock.StartupScripts.LONG;
import static io.penstock.StartupScripts.SHORT;
import static io.penstock.StartupScripts.started;
import static io.penstock.StartupScripts.withPassword;
import static io.penstock.StartupScripts.within;
import static io.penstock.testing.ScriptedClient.await;
import static io.penstock.testing.ScriptedClient.failure;
import static io.penstock.testing.ServerMessage.authenticationOk;
import static io.penstock.testing.ServerMessage.authenticationSasl;
import static io.penstock.testing.ServerMessage.backendKeyData;
import static io.penstock.testing.ServerMessage.fatal;
import static io.penstock.testing.ServerMessage.parameterStatus;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.penstock.concurrent.ExecutionStrategy;
import io.penstock.config.ConnectionOptions;
import io.penstock.config.HostAddress;
import io.penstock.config.SslMode;
import io.penstock.error.Outcome;
import io.penstock.error.PgConnectException;
import io.penstock.error.PgException;
import io.penstock.error.PgServerException;
import io.penstock.internal.flow.LoopThread;
import io.penstock.internal.wire.FrontendDecoder.AuthenticationReply;
import io.penstock.testing.ClosedPort;
import io.penstock.testing.Script;
import io.penstock.testing.ScriptedClient;
import io.penstock.testing.ServerMessage;
import io.penstock.testing.Way;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Servers that are not there, hang, hang up or refuse before there is a session (reliability.md, rows 1 to 5, 9 to 11, 20 and 43): the attempt
 * fails with the cause, at once or within its budget, and the socket is closed. */
@ParameterizedClass(name = "{0}")
@EnumSource
class ScriptedConnectTest {

    private final Way way;

    ScriptedConnectTest(Way way) {
        this.way = way;
    }

    @BeforeAll
    static void loadTheDriver() {
        Way.warmUp();
    }

    private ScriptedClient play(Script... scripts) {
        return ScriptedClient.of(scripts).by(way);
    }

    // ---- sockets (rows 1, 3, 4)

    @Test
    void listsEachHostWithItsCauseWhenNobodyListens() {
        try (var first = new ClosedPort();
                var second = new ClosedPort();
                var play = play()) {
            var options = ConnectionOptions.builder()
                    .hosts(List.of(
                            HostAddress.of("127.0.0.1", first.number()), HostAddress.of("127.0.0.1", second.number())))
                    .user("app")
                    .sslMode(SslMode.DISABLE)
                    .build();
            var failure = failure(way.connect(play.client(), options));
            assertThat(failure).isInstanceOf(PgConnectException.class);
            assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(failure.getSuppressed()).hasSize(2);
            assertThat(failure).hasMessageContaining(":" + first.number()).hasMessageContaining(":" + second.number());
        }
    }

    @Test
    void triesTheNextHostWhenNobodyListensAtTheFirst() {
        try (var closed = new ClosedPort();
                var play = play(Script.named("second host").acceptStartup())) {
            var hosts = List.of(
                    HostAddress.of("127.0.0.1", closed.number()),
                    HostAddress.of(play.server().host(), play.server().port()));
            var options = ConnectionOptions.builder()
                    .hosts(hosts)
                    .user("app")
                    .sslMode(SslMode.DISABLE)
                    .connectTimeout(LONG)
                    .build();
            assertThat(await(way.connect(play.client(), options)).user()).isEqualTo("app");
        }
    }

    static Stream<Script> silentWithPreferredTls() {
        return Stream.of(
                Script.named("at once"),
                Script.named("TLS").expectSslRequest().sendBytes((byte) 'S'),
                Script.named("startup").expectSslRequest().sendBytes((byte) 'N').then(started("startup")));
    }

    /** Row 2: a host that says nothing uses up its share of the time, not that of the others. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("silentWithPreferredTls")
    void leavesTimeForTheNextHostWhereTheFirstIsSilent(Script silent) {
        try (var play = play(silent.drain(), Script.named("second host").acceptStartup())) {
            var address = HostAddress.of(play.server().host(), play.server().port());
            var options = play.options()
                    .hosts(List.of(address, address))
                    .sslMode(SslMode.PREFER)
                    .connectTimeout(Duration.ofSeconds(2));
            assertThat(await(way.connect(play.client(), options.build())).user())
                    .isEqualTo("app");
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
        try (var play = play(script.drain())) {
            var start = System.nanoTime();
            var failure = play.connectFailure(
                    options -> withPassword(options).sslMode(mode).connectTimeout(SHORT));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(SHORT, SHORT.plusSeconds(3));
            assertThat(failure).isInstanceOf(PgConnectException.class);
            assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(failure.sqlState()).isEqualTo("08001");
        }
    }

    /** A connection that was there is lost, but a handshake that fails is none; nor is a connection that ends as it begins, where the system sees that first. */
    private static void assertLost(String stage, PgException failure) {
        assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
        switch (stage) {
            case "at once" -> assertThat(failure.sqlState()).isIn("08001", "08006");
            case "in the TLS handshake" -> assertThat(failure.sqlState()).isEqualTo("08001");
            default -> assertThat(failure.sqlState()).isEqualTo("08006");
        }
    }

    /** Row 4: now, not when the budget is used up. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("stages")
    void failsAtOnceWhenTheServerHangsUp(String name, Script script, SslMode mode) {
        try (var play = play(script.cut())) {
            var failure = play.connectFailure(options -> withPassword(options).sslMode(mode));
            assertLost(name, failure);
            assertThat(play.server().connections()).isOne();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("stages")
    void failsAtOnceWhenTheServerResets(String name, Script script, SslMode mode) {
        try (var play = play(script.reset())) {
            var failure = play.connectFailure(options -> withPassword(options).sslMode(mode));
            assertLost(name, failure);
        }
    }

    // ---- refusals (rows 9, 10, 11)

    @ParameterizedTest
    @CsvSource({"53300, true", "28P01, false", "28000, false", "3D000, false", "42704, false"})
    void tellsTheServersReasonAndDoesNotAskAgain(String sqlState, boolean passing) {
        try (var play = play(started(sqlState).send(fatal(sqlState, "no")).cut())) {
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
        try (var play = play(refusal, refusal, Script.named("up").acceptStartup())) {
            assertThat(play.opened(within(LONG)).user()).isEqualTo("app");
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
        try (var play = play(scripts)) {
            var failure = play.connectFailure(within(Duration.ofMillis(700)));
            assertThat(failure.sqlState()).isEqualTo("57P03");
            assertThat(play.server().connections()).isBetween(2, 10);
        }
    }

    @Test
    void tellsThatTheServerWasStartingUpWhenItSaysNothingMore() {
        var refusal = started("starting up")
                .send(fatal("57P03", "the database system is starting up"))
                .cut();
        try (var play = play(refusal, started("silent").drain())) {
            assertThat(play.connectFailure(within(Duration.ofSeconds(1))).sqlState())
                    .isEqualTo("57P03");
        }
    }

    /** Row 43. */
    @Test
    void tellsTheFirstOfSeveralErrors() {
        var script = started("several")
                .send(fatal("53300", "first"), fatal("57P01", "second"))
                .cut();
        try (var play = play(script)) {
            var failure = play.connectFailure(within(LONG));
            assertThat(failure.sqlState()).isEqualTo("53300");
        }
    }

    @Test
    void cleansAndCutsTheTextOfAnErrorBeforeAuthentication() {
        var large = "\u001b[2J\r\n" + "x".repeat(29_000);
        try (var play = play(started("large text").send(fatal("XX000", large)).cut())) {
            var failure = play.connectFailure(within(LONG));
            assertThat(failure.getMessage()).hasSizeLessThan(4_000).doesNotContain("\u001b", "\r", "\n");
        }
    }

    // ---- lost on the way (row 20)

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
        try (var play = play(scripts)) {
            for (var i = 0; i <= answers.length; i++) {
                PgException failure = play.connectFailure(within(LONG));
                assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
                assertThat(failure.sqlState()).isEqualTo("08006");
            }
            assertThat(play.server().connections()).isEqualTo(answers.length + 1);
        }
    }

    // ---- the client's end

    /** The next host would be dialled from a loop that is ending: nobody would close that socket. */
    @RepeatedTest(5)
    void triesNoOtherHostWhenTheClientIsClosed() {
        try (var play = play(started("silent").stall("startup").drain())) {
            var address = HostAddress.of(play.server().host(), play.server().port());
            var options = play.options().hosts(List.of(address, address)).connectTimeout(LONG);
            var connecting = way.connect(play.client(), options.build());
            play.server().awaitStalled("startup");
            play.client().close();
            play.server().proceed("startup");
            assertThat(failure(connecting).outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(play.server().connections()).isOne();
        }
    }

    /** Whatever connecting is at when the client is closed: resolving, dialling, waiting for an answer that nobody gives. */
    @Test
    void endsEveryAttemptWhenTheClientIsClosedAtAnyMoment() throws IOException {
        try (var silent = new ServerSocket(0, 200, InetAddress.getLoopbackAddress())) {
            var options = ConnectionOptions.builder()
                    .host("127.0.0.1")
                    .port(silent.getLocalPort())
                    .user("app")
                    .connectTimeout(LONG)
                    .build();
            for (var i = 0; i < 100; i++) {
                var client = Penstock.builder().eventLoops(1).build();
                var connecting = way.connect(client, options);
                for (var moment = 0; moment < i * 100; moment++) {
                    Thread.onSpinWait();
                }
                client.close();
                assertThat(failure(connecting).outcome()).isEqualTo(Outcome.NOT_SENT);
            }
        }
    }

    /** A loop that waited for its own end would wait until its patience is over, which is longer than this test's. */
    @Test
    void canBeClosedOnItsOwnLoop() throws Exception {
        try (var closed = new ClosedPort()) {
            var client = Penstock.builder()
                    .eventLoops(1)
                    .executionStrategy(ExecutionStrategy.eventLoop())
                    .build();
            var nobody = ConnectionOptions.builder()
                    .host("127.0.0.1")
                    .port(closed.number())
                    .user("app")
                    .build();
            var closedOnLoop = client.connect(nobody).handle((connection, refused) -> {
                client.close();
                return Thread.currentThread() instanceof LoopThread;
            });
            assertThat(closedOnLoop.toCompletableFuture().get(5, TimeUnit.SECONDS))
                    .isTrue();
        }
    }
}
