package io.penstock.it.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.penstock.config.ConnectionOptions;
import io.penstock.it.invariant.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A PgBouncer in front of a server: its own port, its own configuration in a scratch directory, {@value #SERVER_SESSIONS} sessions of the server
 * handed round in turn. Debian's package is what runs, as an unprivileged user; where it is missing, a test is skipped, but in CI it fails.
 *
 * <p>Closing it ends it, and so does the end of the JVM.
 */
public final class PgBouncer implements AutoCloseable {

    /** How many of the server's sessions the clients share. */
    public static final int SERVER_SESSIONS = 3;

    private static final Path PROGRAM = Path.of("/usr/sbin/pgbouncer");
    private static final long STOP_SECONDS = 10;

    /** For how long a client has a session of the server. */
    public enum Mode {
        SESSION,
        TRANSACTION;

        String keyword() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final PostgresServer server;
    private final Mode mode;
    private final Path directory;
    private final int port;
    private @Nullable Process process;

    private PgBouncer(PostgresServer server, Mode mode, Path directory, int port) {
        this.server = server;
        this.mode = mode;
        this.directory = directory;
        this.port = port;
    }

    /** Starts one, with more settings than it has by itself; it takes connections when this returns. */
    public static PgBouncer start(PostgresServer server, Mode mode, String... settings) {
        requireInstalled();
        try {
            Path directory = ScratchDirectory.create("penstock-it-pgbouncer-");
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
            var bouncer = new PgBouncer(server, mode, directory, EmbeddedPostgres.freePort());
            bouncer.configure(settings);
            Runtime.getRuntime().addShutdownHook(new Thread(bouncer::stop, "stop PgBouncer"));
            bouncer.run();
            return bouncer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void requireInstalled() {
        boolean installed = Files.isExecutable(PROGRAM);
        if (!installed && "true".equals(System.getenv("CI"))) {
            throw new AssertionError("CI must have " + PROGRAM);
        }
        assumeThat(installed)
                .as("there is a %s (apt-get install pgbouncer)", PROGRAM)
                .isTrue();
    }

    private void configure(String... more) throws IOException {
        Path users = directory.resolve("users");
        Files.writeString(users, "\"" + server.user() + "\" \"" + server.password() + "\"\n", UTF_8);
        Files.setPosixFilePermissions(users, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(
                directory.resolve("ini"),
                """
                [databases]
                %s = host=%s port=%d
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = %d
                unix_socket_dir =
                auth_type = scram-sha-256
                auth_file = %s
                pool_mode = %s
                default_pool_size = %d
                server_round_robin = 1
                server_login_retry = 1
                ignore_startup_parameters = extra_float_digits
                logfile = %s
                %s
                """.formatted(
                                server.database(),
                                server.host(),
                                server.port(),
                                port,
                                users,
                                mode.keyword(),
                                SERVER_SESSIONS,
                                directory.resolve("log"),
                                String.join("\n", more)),
                UTF_8);
        Unprivileged.own(directory);
    }

    private void run() throws IOException {
        process = Unprivileged.start(
                directory,
                List.of(PROGRAM.toString(), directory.resolve("ini").toString()),
                directory.resolve("output"));
        Await.until("PgBouncer takes connections", this::takesConnections);
    }

    private boolean takesConnections() {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected() && running().isAlive();
        } catch (IOException e) {
            return false;
        }
    }

    private String log() {
        try {
            return Files.readString(directory.resolve("log"), UTF_8);
        } catch (IOException e) {
            return "no log: " + e;
        }
    }

    // ---- for clients

    public int port() {
        return port;
    }

    /** What tests start from: the server's own options, through this. */
    public ConnectionOptions.Builder options() {
        return server.options().host("127.0.0.1").port(port);
    }

    // ---- what an administrator does

    /** Has it read its configuration again, with more settings. */
    public void reload(String... settings) {
        try {
            configure(settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        signal("HUP", "re-reading config");
    }

    /** Waits until no statement runs, and then holds back all that come. */
    public void pause() {
        signal("USR1", "pausing all activity");
    }

    /** Goes on. */
    public void resume() {
        signal("USR2", "continuing from PAUSE");
    }

    /** Sends a signal, and returns when the log tells that it has come. */
    private void signal(String name, String answer) {
        int before = log().length();
        try {
            int failed = new ProcessBuilder(
                            "kill", "-" + name, Long.toString(running().pid()))
                    .start()
                    .waitFor();
            assertThat(failed).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Await.until("PgBouncer says " + answer, () -> log().substring(before).contains(answer));
    }

    private Process running() {
        if (process == null || !process.isAlive()) {
            throw new AssertionError("PgBouncer has ended: " + log());
        }
        return process;
    }

    /** Ends it, all connections included, and starts another in its place. */
    public void restart() {
        stop();
        try {
            run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void stop() {
        Process running = process;
        process = null;
        if (running == null) {
            return;
        }
        running.destroy();
        try {
            if (!running.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                running.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            running.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** Ends it and deletes its files. Idempotent. */
    @Override
    public void close() {
        stop();
        ScratchDirectory.delete(directory);
    }
}
