package io.penstock;

import static io.penstock.testing.ScriptedClient.failure;
import static io.penstock.testing.ServerMessage.authenticationCleartextPassword;
import static io.penstock.testing.ServerMessage.authenticationOk;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.penstock.config.AuthMethod;
import io.penstock.config.AuthPolicy;
import io.penstock.config.ConnectionOptions;
import io.penstock.config.HostAddress;
import io.penstock.config.PasswordSource;
import io.penstock.config.SslMode;
import io.penstock.error.Outcome;
import io.penstock.error.PgClosedException;
import io.penstock.error.PgConnectException;
import io.penstock.error.PgException;
import io.penstock.error.PgRejectedException;
import io.penstock.testing.Script;
import io.penstock.testing.ScriptedClient;
import io.penstock.testing.Way;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Connections that nobody waits for any more, at each point of their making: the socket is closed at once, and whoever asked is told
 * (reliability.md, row 75, states S0 to S6).
 */
class ScriptedAbandonedConnectTest {

    private static final String GATE = "the server is silent";

    /** Longer than a test waits: what ends in time has not waited for it. */
    private static final Duration LONG = Duration.ofMinutes(1);

    /**
     * A server whose line is full: what asks for a connection is neither taken nor refused, so that connecting comes no further, whether the
     * cancel finds it looking the name up or dialling.
     */
    @Test
    void endsConnectingBeforeTheServerHasTakenTheConnection() throws IOException {
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var line = new Line(listener.getLocalSocketAddress());
                var client = Penstock.builder().eventLoops(1).build()) {
            var builder = ConnectionOptions.builder()
                    .host("127.0.0.1")
                    .port(listener.getLocalPort())
                    .user("app");
            var options = builder.connectTimeout(LONG).build();
            for (var i = 0; i < 50; i++) {
                var connecting = client.connect(options);
                for (var moment = 0; moment < i * 1_000; moment++) {
                    Thread.onSpinWait();
                }
                connecting.toCompletableFuture().cancel(true);
                assertThat(failure(connecting)).isInstanceOf(PgRejectedException.class);
            }
            var late = client.connect(
                    builder.connectTimeout(Duration.ofMillis(200)).build());
            assertThat(failure(late)).isInstanceOf(PgConnectException.class);
            assertThat(line.waits()).isTrue();
        }
    }

    /** Reliability.md, row 2: to such a server it is the dialling itself that takes for ever. */
    @ParameterizedTest
    @EnumSource
    void leavesTimeForTheNextHostWhereTheFirstTakesNoConnection(Way way) throws IOException {
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var line = new Line(listener.getLocalSocketAddress());
                var play = ScriptedClient.of(Script.named("second host").acceptStartup())) {
            var hosts = List.of(
                    HostAddress.of("127.0.0.1", listener.getLocalPort()),
                    HostAddress.of(play.server().host(), play.server().port()));
            var options = play.options().hosts(hosts).connectTimeout(Duration.ofSeconds(2));
            assertThat(ScriptedClient.await(way.connect(play.client(), options.build()))
                            .user())
                    .isEqualTo("app");
            assertThat(line.waits()).isTrue();
        }
    }

    /** More sockets than the listener's line takes; nobody accepts them. */
    private static final class Line implements AutoCloseable {

        private static final int LENGTH = 16;

        private final List<SocketChannel> sockets = new ArrayList<>();

        Line(SocketAddress listener) throws IOException {
            for (var i = 0; i < LENGTH; i++) {
                var socket = SocketChannel.open();
                sockets.add(socket);
                socket.configureBlocking(false);
                socket.connect(listener);
            }
        }

        /** Whether the last one has not been taken into the line. */
        boolean waits() throws IOException {
            return !sockets.get(LENGTH - 1).finishConnect();
        }

        @Override
        public void close() throws IOException {
            for (var socket : sockets) {
                socket.close();
            }
        }
    }

    /** Servers that fall silent while a session begins; the client's end of the socket is waited for. */
    static Stream<Script> silentServers() {
        return Stream.of(
                Script.named("after SSLRequest").expectSslRequest().stall(GATE).drain(),
                Script.named("in the TLS handshake")
                        .expectSslRequest()
                        .sendBytes((byte) 'S')
                        .stall(GATE)
                        .drain(),
                started("after the startup message").stall(GATE).drain(),
                started("after the password")
                        .send(authenticationCleartextPassword())
                        .expect("a password", message -> true)
                        .stall(GATE)
                        .drain(),
                started("after authentication")
                        .send(authenticationOk())
                        .stall(GATE)
                        .drain());
    }

    private static Script started(String name) {
        return Script.named(name)
                .expectSslRequest()
                .sendBytes((byte) 'N')
                .then(Script.named("startup").expectStartup());
    }

    private static ConnectionOptions options(ScriptedClient play) {
        return play.options()
                .sslMode(SslMode.PREFER)
                .password("c4n4ry")
                .requireAuth(AuthPolicy.allExcept(AuthMethod.GSS))
                .connectTimeout(LONG)
                .build();
    }

    @ParameterizedTest
    @MethodSource("silentServers")
    void closesTheSocketWhenConnectingIsCancelled(Script script) {
        try (var play = ScriptedClient.of(script)) {
            CompletionStage<PgConnection> connecting = play.client().connect(options(play));
            play.server().awaitStalled(GATE);
            connecting.toCompletableFuture().cancel(true);

            var failure = failure(connecting);
            assertThat(failure).isInstanceOf(PgRejectedException.class).hasMessageContaining("cancelled");
            assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
            play.server().proceed(GATE); // and the script reads to the end of the socket
        }
    }

    @ParameterizedTest
    @MethodSource("silentServers")
    void endsConnectingWhenTheClientIsClosed(Script script) {
        try (var play = ScriptedClient.of(script)) {
            CompletionStage<PgConnection> connecting = play.client().connect(options(play));
            play.server().awaitStalled(GATE);
            play.client().close();

            assertThat(failure(connecting))
                    .isInstanceOf(PgClosedException.class)
                    .hasMessageContaining("client is closed");
            play.server().proceed(GATE);
        }
    }

    @ParameterizedTest
    @MethodSource("silentServers")
    void endsABlockedCallerWhenTheClientIsClosed(Script script) {
        try (var play = ScriptedClient.of(script)) {
            var caller = CompletableFuture.supplyAsync(
                    () -> catchThrowable(() -> play.client().connectBlocking(options(play))),
                    task -> daemon(task).start());
            play.server().awaitStalled(GATE);
            play.client().close();

            assertThat(ScriptedClient.await(caller))
                    .isInstanceOf(PgClosedException.class)
                    .hasMessageContaining("client is closed");
            play.server().proceed(GATE);
        }
    }

    /** The other host of the list is not tried: an interrupted thread can dial nobody. */
    @ParameterizedTest
    @MethodSource("silentServers")
    void endsABlockedCallerThatIsInterrupted(Script script) {
        try (var play = ScriptedClient.of(script)) {
            var address = HostAddress.of(play.server().host(), play.server().port());
            var options =
                    options(play).toBuilder().hosts(List.of(address, address)).build();
            var interrupted = new CompletableFuture<Boolean>();
            var failure = new CompletableFuture<Throwable>();
            var caller = daemon(() -> {
                failure.complete(catchThrowable(() -> play.client().connectBlocking(options)));
                interrupted.complete(Thread.currentThread().isInterrupted());
            });
            caller.start();
            play.server().awaitStalled(GATE);
            caller.interrupt();

            assertThat(ScriptedClient.await(failure))
                    .isInstanceOfSatisfying(PgException.class, told -> {
                        assertThat(told.sqlState()).isEqualTo("57014");
                        assertThat(told.getSuppressed()).isEmpty();
                        assertThat(told.outcome()).isEqualTo(Outcome.NOT_SENT);
                    })
                    .hasMessageContaining("interrupted");
            assertThat(ScriptedClient.await(interrupted)).isTrue();
            play.server().proceed(GATE);
        }
    }

    @Test
    void endsConnectingWhileThePasswordIsAskedFor() throws Exception {
        var asked = new CountDownLatch(1);
        PasswordSource never = (host, database, user) -> {
            asked.countDown();
            return new CompletableFuture<>();
        };
        Script script = Script.named("waits for a password")
                .expectStartup()
                .send(authenticationCleartextPassword())
                .awaitClosed();
        try (var play = ScriptedClient.of(script)) {
            var options = play.options()
                    .password(never)
                    .requireAuth(AuthPolicy.allExcept(AuthMethod.GSS))
                    .connectTimeout(LONG)
                    .build();
            CompletionStage<PgConnection> connecting = play.client().connect(options);
            assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
            connecting.toCompletableFuture().cancel(true);

            assertThat(failure(connecting)).isInstanceOf(PgRejectedException.class);
        }
    }

    private static Thread daemon(Runnable task) {
        var thread = new Thread(task, "caller");
        thread.setDaemon(true);
        return thread;
    }
}
