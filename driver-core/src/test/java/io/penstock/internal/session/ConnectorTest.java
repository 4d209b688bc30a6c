package io.penstock.internal.session;

import static io.penstock.testing.ScriptedClient.await;
import static io.penstock.testing.ScriptedClient.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.config.ConnectionOptions;
import io.penstock.config.HostAddress;
import io.penstock.error.Outcome;
import io.penstock.error.PgClosedException;
import io.penstock.error.PgConnectException;
import io.penstock.error.PgException;
import io.penstock.internal.transport.CallerLinks;
import io.penstock.internal.transport.Links;
import io.penstock.internal.transport.LoopLinks;
import io.penstock.testing.Script;
import io.penstock.testing.ScriptedClient;
import io.penstock.testing.Way;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Names and what they stand for (reliability.md, row 17), by a resolver in the test's hands. */
@ParameterizedClass(name = "{0}")
@EnumSource
class ConnectorTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(300);

    /** The two ways to run a connection. */
    enum Kind {
        LOOP,
        CALLER;

        Links links(ClientRuntime runtime) {
            return switch (this) {
                case LOOP -> LoopLinks.next(runtime.loops(), runtime.offload().executor());
                case CALLER -> new CallerLinks(runtime.loops(), runtime.standIns());
            };
        }
    }

    private final Kind kind;

    ConnectorTest(Kind kind) {
        this.kind = kind;
    }

    @BeforeAll
    static void loadTheDriver() {
        Way.warmUp();
    }

    /** Notes which address has led to a session, and closes it. */
    private static final class Noting implements Connector.End {

        private final CompletableFuture<String> address = new CompletableFuture<>();

        @Override
        public void connected(SessionBuilder session) {
            var server = session.server().address();
            session.link().terminate(Duration.ofSeconds(1));
            address.complete(server);
        }

        @Override
        public void failed(PgException error) {
            address.completeExceptionally(error);
        }
    }

    private CompletableFuture<String> connect(ScriptedClient play, ConnectionOptions options, Candidates.Names names) {
        var runtime = ClientRuntime.of(play.client());
        var end = new Noting();
        var caller =
                new Thread(() -> new Connector(runtime, options, kind.links(runtime), names, end).start(), "caller");
        caller.setDaemon(true);
        caller.start();
        return end.address;
    }

    private static ConnectionOptions to(ScriptedClient play, Duration budget, String... hosts) {
        var all = List.of(hosts).stream()
                .map(host -> HostAddress.of(host, play.server().port()))
                .toList();
        return play.options().hosts(all).connectTimeout(budget).build();
    }

    private static InetAddress[] addresses(String... numbers) throws UnknownHostException {
        var addresses = new InetAddress[numbers.length];
        for (var i = 0; i < numbers.length; i++) {
            addresses[i] = InetAddress.getByName(numbers[i]);
        }
        return addresses;
    }

    /** The scripted server listens on 127.0.0.1 alone: at the others nobody does. */
    @Test
    void triesEachAddressOfAName() {
        try (var play = ScriptedClient.of(Script.named("third address").acceptStartup())) {
            var connecting = connect(
                    play, to(play, LONG, "db.example"), name -> addresses("127.0.0.2", "127.0.0.3", "127.0.0.1"));
            assertThat(await(connecting)).contains("db.example");
        }
    }

    @Test
    void resolvesANameAnewForEachConnection() {
        var asked = new ArrayList<String>();
        Candidates.Names moving = name -> {
            asked.add(name);
            return asked.size() == 1 ? addresses("127.0.0.2") : addresses("127.0.0.1");
        };
        try (var play = ScriptedClient.of(Script.named("behind the move").acceptStartup())) {
            var options = to(play, LONG, "db.example");
            var before = failure(connect(play, options, moving));
            assertThat(before).hasMessageContaining("127.0.0.2");
            await(connect(play, options, moving));
            assertThat(asked).containsExactly("db.example", "db.example");
        }
    }

    @Test
    void goesOnWithTheHostsWhoseNamesResolve() {
        Candidates.Names one = name -> {
            if (name.equals("gone.example")) {
                throw new UnknownHostException(name);
            }
            return addresses("127.0.0.1");
        };
        try (var play = ScriptedClient.of(Script.named("the other").acceptStartup())) {
            assertThat(await(connect(play, to(play, LONG, "gone.example", "db.example"), one)))
                    .contains("db.example");
        }
    }

    @Test
    void namesTheHostThatCannotBeResolved() {
        Candidates.Names none = name -> {
            throw new UnknownHostException(name);
        };
        try (var play = ScriptedClient.of()) {
            var failure = failure(connect(play, to(play, LONG, "gone.example"), none));
            assertThat(failure).isInstanceOf(PgConnectException.class).hasMessageContaining("gone.example");
            assertThat(failure.sqlState()).isEqualTo("08001");
            assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
        }
    }

    private static Candidates.Names silentResolver(CountDownLatch asked) {
        return name -> {
            asked.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new UnknownHostException(name);
        };
    }

    @Test
    void doesNotWaitForASilentResolverLongerThanTheBudget() {
        try (var play = ScriptedClient.of()) {
            var start = System.nanoTime();
            var failure = failure(connect(play, to(play, SHORT, "db.example"), silentResolver(new CountDownLatch(1))));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(SHORT, SHORT.plusSeconds(3));
            assertThat(failure).hasMessageContaining("while resolving host names");
            assertThat(failure.sqlState()).isEqualTo("08001");
            assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
        }
    }

    @Test
    void doesNotWaitForASilentResolverOnceTheClientIsClosed() throws InterruptedException {
        var asked = new CountDownLatch(1);
        try (var play = ScriptedClient.of()) {
            var connecting = connect(play, to(play, LONG, "db.example"), silentResolver(asked));
            asked.await();
            play.client().close();
            assertThat(failure(connecting)).isInstanceOf(PgClosedException.class);
        }
    }
}
