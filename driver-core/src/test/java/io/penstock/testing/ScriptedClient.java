package io.penstock.testing;

import io.penstock.Penstock;
import io.penstock.PgConnection;
import io.penstock.ServerInfo;
import io.penstock.config.ConnectionOptions;
import io.penstock.config.SslMode;
import io.penstock.error.PgException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;

/**
 * A client with one event loop beside the scripted server that it talks to. Closing it closes the client first, then the server,
 * which throws what its scripts have found.
 */
public final class ScriptedClient implements AutoCloseable {

    private final ScriptedServer server;
    private final Penstock client;
    private Way way = Way.LOOP;

    private ScriptedClient(ScriptedServer server, Penstock client) {
        this.server = server;
        this.client = client;
    }

    /** A client of its own for a server that plays these scripts. */
    public static ScriptedClient of(Script... scripts) {
        return of(builder -> builder, scripts);
    }

    /** As {@link #of(Script...)}, the client set up. */
    public static ScriptedClient of(UnaryOperator<Penstock.Builder> setUp, Script... scripts) {
        var server = ScriptedServer.start(scripts);
        return new ScriptedClient(
                server, setUp.apply(Penstock.builder().eventLoops(1)).build());
    }

    /** Who connects in {@link #opened} and {@link #connectFailure}; a loop, unless this says otherwise. */
    public ScriptedClient by(Way kind) {
        way = kind;
        return this;
    }

    public ScriptedServer server() {
        return server;
    }

    public Penstock client() {
        return client;
    }

    /** Options for the server, without TLS. */
    public ConnectionOptions.Builder options() {
        return ConnectionOptions.builder()
                .host(server.host())
                .port(server.port())
                .user("app")
                .database("app")
                .sslMode(SslMode.DISABLE)
                .connectTimeout(ScriptedServer.LIMIT);
    }

    /** Connects, or fails the test. */
    public PgConnection connect() {
        return connect(UnaryOperator.identity());
    }

    /** Connects with other options, or fails the test. */
    public PgConnection connect(UnaryOperator<ConnectionOptions.Builder> change) {
        return await(client.connect(change.apply(options()).build()));
    }

    /** Connects a connection of the kind that is wanted; what it is connected to. */
    public ServerInfo opened(UnaryOperator<ConnectionOptions.Builder> change) {
        return await(way.connect(client, change.apply(options()).build()));
    }

    /** Why it cannot connect; fails the test if it can. */
    public PgException connectFailure(UnaryOperator<ConnectionOptions.Builder> change) {
        return failure(way.connect(client, change.apply(options()).build()));
    }

    /** Why it cannot connect; fails the test if it can. */
    public PgException connectFailure() {
        return connectFailure(UnaryOperator.identity());
    }

    // ---- stages

    /** What a stage brings within {@link ScriptedServer#LIMIT}; fails the test if it fails. */
    public static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(ScriptedServer.LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("failed: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("has not ended", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** What a stage fails with within {@link ScriptedServer#LIMIT}; fails the test if it succeeds. */
    public static PgException failure(CompletionStage<?> stage) {
        Object value;
        try {
            value = stage.toCompletableFuture().get(ScriptedServer.LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof PgException failure) {
                return failure;
            }
            throw new AssertionError("failed with what is no PgException: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("has not ended", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
        throw new AssertionError("has not failed: " + value);
    }

    @Override
    public void close() {
        try {
            client.close();
        } finally {
            server.close();
        }
    }
}
