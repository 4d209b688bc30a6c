package io.penstock.it.invariant;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.BlockingConnection;
import io.penstock.Penstock;
import io.penstock.PgConnection;
import io.penstock.config.ConnectionOptions;
import io.penstock.config.Timeouts;
import io.penstock.error.PgException;
import io.penstock.it.server.PostgresServer;
import io.penstock.observe.DroppedErrorEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/**
 * What one test uses of Penstock: clients and connections, all closed when the test has ended. Used by the test's thread.
 */
public final class TestClient {

    private static final Duration CANCEL_TIMEOUT = Duration.ofSeconds(9);

    private final PostgresServer server;
    private final RecordedEvents events = new RecordedEvents();
    private final List<Penstock> clients = new ArrayList<>();
    private final List<PgConnection> connections = new ArrayList<>();
    private final List<AutoCloseable> surroundings = new ArrayList<>();
    private boolean dropsErrors;

    TestClient(PostgresServer server) {
        this.server = server;
    }

    /** The test's client, with two event loops and a listener that remembers, everything else by default. */
    public Penstock penstock() {
        return clients.isEmpty() ? penstock(builder -> builder) : clients.get(0);
    }

    /** One more client; the first one that a test makes is the one it uses from then on. */
    public Penstock penstock(UnaryOperator<Penstock.Builder> setUp) {
        Penstock client =
                setUp.apply(Penstock.builder().eventLoops(2).listener(events)).build();
        clients.add(client);
        return client;
    }

    /** The default options for the server, but for a cancel request's time: a busy machine must not cost connections. */
    public ConnectionOptions.Builder options() {
        return server.options()
                .applicationName(Invariants.APPLICATION_NAME)
                .timeouts(Timeouts.defaults().withCancel(CANCEL_TIMEOUT));
    }

    /** A connection with the default options. */
    public PgConnection connect() {
        return connect(options());
    }

    public PgConnection connect(ConnectionOptions.Builder options) {
        return connect(penstock(), options);
    }

    /** A connection of another of this test's clients. */
    public PgConnection connect(Penstock client, ConnectionOptions.Builder options) {
        PgConnection connection = Await.get(client.connect(options.build()));
        connections.add(connection);
        return connection;
    }

    /** Why there is no connection: neither one that a loop runs, of which the failure is, nor one that its caller runs. */
    public PgException refusal(ConnectionOptions.Builder options) {
        PgException refusal = Await.failure(penstock().connect(options.build()));
        PgException ofCaller = Await.failure(blocking(options).thenApply(connection -> {
            connection.close();
            return "a connection";
        }));
        assertThat(ofCaller.sqlState()).as("SQLSTATE of %s", ofCaller).isEqualTo(refusal.sqlState());
        assertThat(ofCaller.outcome()).isEqualTo(refusal.outcome());
        return refusal;
    }

    /** A connection that its caller runs; closed by whoever asks for it. The call is made by a thread of its own, so that it can be waited for. */
    public CompletionStage<BlockingConnection> blocking(ConnectionOptions.Builder options) {
        var wanted = options.build();
        return CompletableFuture.supplyAsync(
                () -> penstock().connectBlocking(wanted), call -> new Thread(call, "caller").start());
    }

    /** Something between the clients and the server, to be closed behind the clients. */
    public <T extends AutoCloseable> T through(T surrounding) {
        surroundings.add(surrounding);
        return surrounding;
    }

    /** What the clients' listener was told. */
    public RecordedEvents events() {
        return events;
    }

    /** This test makes errors that nobody receives, which is else a failure. */
    public void expectDroppedErrors() {
        dropsErrors = true;
    }

    /** Closes connections gently and clients for good. */
    void close() throws Exception {
        try {
            connections.stream().map(PgConnection::close).toList().forEach(Await::get);
        } finally {
            clients.forEach(Penstock::close);
            for (AutoCloseable each : surroundings) {
                each.close();
            }
        }
        List<DroppedErrorEvent> dropped = events.of(DroppedErrorEvent.class);
        if (!dropsErrors && !dropped.isEmpty()) {
            throw new AssertionError(
                    "errors that nobody received: " + dropped, dropped.get(0).error());
        }
    }
}
