package io.penstock.it.server;

import java.io.IOException;
import java.io.UncheckedIOException;

/** An embedded server of one test's own, to be killed and started again. */
public final class MortalPostgres implements AutoCloseable {

    private final EmbeddedPostgres server;

    private MortalPostgres(EmbeddedPostgres server) {
        this.server = server;
    }

    /**
     * Starts one.
     *
     * @param settings lines of a configuration file
     */
    public static MortalPostgres start(int majorVersion, String settings) {
        return new MortalPostgres(EmbeddedPostgres.start(majorVersion, settings));
    }

    public PostgresServer server() {
        return server;
    }

    /** Ends it and all its sessions, as a crash does. */
    public void kill() {
        run(server::kill);
    }

    /** Starts it again; returns when it accepts connections. */
    public void startAgain() {
        run(server::startAgain);
    }

    private interface Action {
        void run() throws IOException, InterruptedException;
    }

    private static void run(Action action) {
        try {
            action.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
