package io.penstock.it.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A server of our own: fresh data, a free port, TLS, a Unix-domain socket, a role for each authentication method. Durability is
 * switched off. Runs with any user's rights, root's included (see {@link Unprivileged}).
 */
final class EmbeddedPostgres implements PostgresServer {

    private static final String DATABASE = "app";
    private static final String ADMIN = "postgres";

    /** Below what Linux (from 32,768) and others (from 49,152) give to sockets that connect. */
    private static final int FIRST_PORT = 16_000;

    private static final int PORTS = 16_000;
    private static final int PORT_ATTEMPTS = 100;

    private final int majorVersion;
    private final Path binaries;
    private final Path directory;
    private final int port;
    private final ServerCertificates certificates;
    private final String ownSettings;

    private EmbeddedPostgres(
            int majorVersion,
            Path binaries,
            Path directory,
            int port,
            ServerCertificates certificates,
            String ownSettings) {
        this.majorVersion = majorVersion;
        this.binaries = binaries;
        this.directory = directory;
        this.port = port;
        this.certificates = certificates;
        this.ownSettings = ownSettings;
    }

    static EmbeddedPostgres start(int majorVersion) {
        return start(majorVersion, "");
    }

    /**
     * @param ownSettings lines of a configuration file, behind those that all servers have
     */
    static EmbeddedPostgres start(int majorVersion, String ownSettings) {
        try {
            Path binaries = ServerBinaries.of(majorVersion);
            Path directory = Files.createTempDirectory("penstock-it-" + majorVersion + "-");
            var certificates = ServerCertificates.in(Files.createDirectory(directory.resolve("tls")));
            var server = new EmbeddedPostgres(majorVersion, binaries, directory, freePort(), certificates, ownSettings);
            server.start();
            return server;
        } catch (IOException | SQLException e) {
            throw new IllegalStateException("cannot start an embedded PostgreSQL " + majorVersion, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /**
     * A port that nobody has now, and that no system gives to a socket that did not ask for it: until the server listens it is there to be taken, and
     * this process connects a lot.
     */
    static int freePort() throws IOException {
        for (var attempt = 1; ; attempt++) {
            int port = FIRST_PORT + ThreadLocalRandom.current().nextInt(PORTS);
            try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException taken) {
                if (attempt == PORT_ATTEMPTS) {
                    throw taken;
                }
            }
        }
    }

    private void start() throws IOException, InterruptedException, SQLException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path passwordFile = Files.writeString(directory.resolve("password"), adminPassword(), UTF_8);
        Unprivileged.own(directory);
        Unprivileged.run(
                directory,
                List.of(
                        program("initdb"),
                        "-D",
                        data().toString(),
                        "-U",
                        ADMIN,
                        "--pwfile=" + passwordFile,
                        "-E",
                        "UTF8",
                        "--locale=C",
                        "--no-sync",
                        "--auth=scram-sha-256"));
        Files.delete(passwordFile);
        Files.writeString(data().resolve("pg_hba.conf"), accessRules(), UTF_8);
        Files.writeString(data().resolve("postgresql.auto.conf"), settings() + ownSettings, UTF_8);
        Unprivileged.own(data());
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "stop " + name()));
        startAgain();
        createRoles();
    }

    /** Starts the server on the data that there are; returns when it accepts connections. */
    void startAgain() throws IOException, InterruptedException {
        Unprivileged.run(
                directory,
                List.of(program("pg_ctl"), "start", "-w", "-s", "-D", data().toString(), "-l", log().toString()));
    }

    /** Ends the server and all its sessions without ceremony, as a crash does; the data stay. */
    void kill() throws IOException, InterruptedException {
        Unprivileged.run(
                directory, List.of(program("pg_ctl"), "stop", "-w", "-s", "-m", "immediate", "-D", data().toString()));
    }

    private static String accessRules() {
        var rules = new StringBuilder();
        for (Role role : Role.values()) {
            rules.append(role.accessRules());
        }
        return rules
                + "local all all scram-sha-256\nhost all all all scram-sha-256\nhost replication all all scram-sha-256\n";
    }

    private String settings() {
        return """
                listen_addresses = 'localhost'
                port = %d
                unix_socket_directories = '%s'
                ssl = on
                ssl_cert_file = '%s'
                ssl_key_file = '%s'
                ssl_ca_file = '%s'
                fsync = off
                synchronous_commit = off
                full_page_writes = off
                autovacuum = off
                shared_buffers = 32MB
                max_connections = 100
                max_prepared_transactions = 10
                wal_level = logical
                log_line_prefix = '%%m [%%p] %%q%%u '
                """.formatted(
                port, directory, certificates.serverCertificate(), certificates.serverKey(), certificates.authority());
    }

    private void createRoles() throws SQLException {
        try (Connection admin = database(ADMIN);
                Statement statement = admin.createStatement()) {
            for (Role role : Role.values()) {
                statement.execute("set password_encryption = '" + role.passwordEncryption() + "'");
                statement.execute("create role " + role.roleName() + " login password '" + password() + "'");
            }
            statement.execute("create database " + DATABASE + " owner " + user());
        }
    }

    private Connection database(String database) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://localhost:" + port + "/" + database, ADMIN, adminPassword());
    }

    private String program(String name) {
        return binaries.resolve("bin").resolve(name).toString();
    }

    private Path data() {
        return directory.resolve("data");
    }

    private Path log() {
        return directory.resolve("server.log");
    }

    @Override
    public String name() {
        return "embedded " + majorVersion;
    }

    @Override
    public int majorVersion() {
        return majorVersion;
    }

    @Override
    public String host() {
        return "localhost";
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public String database() {
        return DATABASE;
    }

    @Override
    public String user() {
        return Role.APP.roleName();
    }

    @Override
    public String password() {
        return Canary.PASSWORD;
    }

    @Override
    public String adminUser() {
        return ADMIN;
    }

    @Override
    public String adminPassword() {
        return Canary.PASSWORD;
    }

    @Override
    public boolean has(Feature feature) {
        return switch (feature) {
            case TLS, ROLES, UNIX_SOCKET -> true;
        };
    }

    @Override
    public ServerCertificates certificates() {
        return certificates;
    }

    @Override
    public Path socketDirectory() {
        return directory;
    }

    /** Stops the server without ceremony and deletes its data. Idempotent. */
    @Override
    public synchronized void close() {
        if (!Files.exists(directory)) {
            return;
        }
        try {
            if (Files.exists(data().resolve("postmaster.pid"))) {
                kill();
            }
            ScratchDirectory.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
