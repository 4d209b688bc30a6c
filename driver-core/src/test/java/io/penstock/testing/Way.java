package io.penstock.testing;

import io.penstock.BlockingConnection;
import io.penstock.Penstock;
import io.penstock.PgConnection;
import io.penstock.ServerInfo;
import io.penstock.config.ConnectionOptions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The two ways to run a connection: what holds for its beginning holds for both. */
public enum Way {

    /** By an event loop. */
    LOOP {
        @Override
        public CompletionStage<ServerInfo> connect(Penstock client, ConnectionOptions options) {
            return client.connect(options).thenApply(PgConnection::server);
        }
    },

    /** By the thread that calls; here it is one of its own, so that a test can tell a call that does not end. */
    CALLER {
        @Override
        public CompletionStage<ServerInfo> connect(Penstock client, ConnectionOptions options) {
            return CompletableFuture.supplyAsync(() -> client.connectBlocking(options), Way::onItsOwnThread)
                    .thenApply(BlockingConnection::server);
        }
    };

    /** Begins to connect; the stage brings what the connection is connected to. The client's end is the connection's. */
    public abstract CompletionStage<ServerInfo> connect(Penstock client, ConnectionOptions options);

    /**
     * Connects once in each way: whose budgets are short in a test are not to be used up by loading the driver's classes, which takes that long on a busy
     * machine.
     */
    public static void warmUp() {
        for (var way : values()) {
            try (var play =
                    ScriptedClient.of(Script.named("warm-up").acceptStartup()).by(way)) {
                play.opened(options -> options);
            }
        }
    }

    private static void onItsOwnThread(Runnable call) {
        var thread = new Thread(call, "caller");
        thread.setDaemon(true);
        thread.start();
    }
}
