package io.penstock;

import static io.penstock.StartupScripts.LONG;
import static io.penstock.StartupScripts.PASSWORD;
import static io.penstock.StartupScripts.SHORT;
import static io.penstock.StartupScripts.started;
import static io.penstock.testing.ScriptedClient.await;
import static io.penstock.testing.ScriptedClient.failure;
import static io.penstock.testing.ServerMessage.authenticationCleartextPassword;
import static io.penstock.testing.ServerMessage.authenticationOk;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.config.AuthMethod;
import io.penstock.config.AuthPolicy;
import io.penstock.config.ConnectionOptions;
import io.penstock.config.PasswordSource;
import io.penstock.error.Outcome;
import io.penstock.error.PgClosedException;
import io.penstock.error.PgConnectException;
import io.penstock.internal.wire.FrontendMessage.PasswordMessage;
import io.penstock.testing.Script;
import io.penstock.testing.ScriptedClient;
import io.penstock.testing.Way;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Sources of passwords that answer late, elsewhere, never, or fail (reliability.md, row 3): whoever connects is told within its time. */
@ParameterizedClass(name = "{0}")
@EnumSource
class ScriptedPasswordTest {

    private final Way way;

    ScriptedPasswordTest(Way way) {
        this.way = way;
    }

    @BeforeAll
    static void loadTheDriver() {
        Way.warmUp();
    }

    private static Script asking(String name) {
        return started(name).send(authenticationCleartextPassword());
    }

    private static UnaryOperator<ConnectionOptions.Builder> with(PasswordSource source, Duration budget) {
        return options -> options.password(source)
                .requireAuth(AuthPolicy.only(AuthMethod.PASSWORD))
                .connectTimeout(budget);
    }

    @Test
    void takesAPasswordThatAnotherThreadBrings() {
        var asked = new CountDownLatch(1);
        var password = new CompletableFuture<char[]>();
        var source = PasswordSource.from(() -> {
            asked.countDown();
            return password;
        });
        var script = asking("late")
                .expect(new PasswordMessage(PASSWORD))
                .send(authenticationOk())
                .send(Script.sessionStart());
        try (var play = ScriptedClient.of(script)) {
            var options = with(source, LONG).apply(play.options()).build();
            var connecting = way.connect(play.client(), options);
            await(CompletableFuture.runAsync(() -> awaitLatch(asked)));
            password.complete(PASSWORD.toCharArray());
            assertThat(await(connecting).user()).isEqualTo("app");
        }
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static Stream<PasswordSource> sourcesThatDoNotAnswer() {
        return Stream.of(PasswordSource.from(CompletableFuture::new), (host, database, user) -> {
            awaitLatch(new CountDownLatch(1));
            throw new AssertionError("nobody counts down");
        });
    }

    @ParameterizedTest
    @MethodSource("sourcesThatDoNotAnswer")
    void doesNotWaitForThePasswordLongerThanTheBudget(PasswordSource source) {
        try (var play = ScriptedClient.of(asking("no password").awaitClosed()).by(way)) {
            var start = System.nanoTime();
            var failure = play.connectFailure(with(source, SHORT));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(SHORT, SHORT.plusSeconds(3));
            assertThat(failure).isInstanceOf(PgConnectException.class);
            assertThat(failure.sqlState()).isEqualTo("08001");
            assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
        }
    }

    @Test
    void wipesAPasswordThatComesTooLate() {
        var late = new CompletableFuture<char[]>();
        try (var play = ScriptedClient.of(asking("too late").awaitClosed()).by(way)) {
            play.connectFailure(with(PasswordSource.from(() -> late), SHORT));
            var password = PASSWORD.toCharArray();
            late.complete(password);
            assertThat(password).containsOnly('\0');
        }
    }

    @ParameterizedTest
    @MethodSource("sourcesThatDoNotAnswer")
    void doesNotWaitForThePasswordOnceTheClientIsClosed(PasswordSource source) {
        var asked = new CountDownLatch(1);
        PasswordSource telling = (host, database, user) -> {
            asked.countDown();
            return source.passwordFor(host, database, user);
        };
        try (var play = ScriptedClient.of(asking("no password").awaitClosed())) {
            var options = with(telling, LONG).apply(play.options()).build();
            var connecting = way.connect(play.client(), options);
            await(CompletableFuture.runAsync(() -> awaitLatch(asked)));
            play.client().close();
            assertThat(failure(connecting)).isInstanceOf(PgClosedException.class);
        }
    }

    static Stream<PasswordSource> sourcesThatFail() {
        var reason = new IllegalStateException("the vault is closed");
        return Stream.of(
                PasswordSource.from(() -> CompletableFuture.<char[]>failedFuture(reason)),
                (host, database, user) -> {
                    throw reason;
                },
                PasswordSource.from(() -> CompletableFuture.<char[]>supplyAsync(() -> {
                    throw reason;
                })));
    }

    @ParameterizedTest
    @MethodSource("sourcesThatFail")
    void namesTheReasonWhyThereIsNoPassword(PasswordSource source) {
        try (var play = ScriptedClient.of(asking("failure").awaitClosed()).by(way)) {
            var failure = play.connectFailure(with(source, LONG));
            assertThat(failure).hasRootCauseMessage("the vault is closed");
            assertThat(failure.sqlState()).isEqualTo("28P01");
            assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
        }
    }
}
