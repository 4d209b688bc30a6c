package io.penstock.it.server;

import io.penstock.config.ConnectionOptions;
import io.penstock.config.HostAddress;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/** Whatever server {@code penstock.it.url} names, by a libpq URI with user and password. */
final class RemotePostgres implements PostgresServer {

    private final ConnectionOptions options;
    private final HostAddress address;
    private final String password;
    private int majorVersion;

    private RemotePostgres(ConnectionOptions options, HostAddress address, String password) {
        this.options = options;
        this.address = address;
        this.password = password;
    }

    static RemotePostgres at(String uri) {
        ConnectionOptions options = ConnectionOptions.parse(uri);
        HostAddress address = options.hosts().get(0);
        char[] password = options.password()
                .passwordFor(address, options.database(), options.user())
                .toCompletableFuture()
                .join();
        var server = new RemotePostgres(options, address, password == null ? "" : new String(password));
        try (Connection connection = server.jdbc()) {
            server.majorVersion = connection.getMetaData().getDatabaseMajorVersion();
        } catch (SQLException e) {
            throw new IllegalStateException("cannot connect to " + options, e);
        }
        return server;
    }

    @Override
    public String name() {
        return "remote " + address;
    }

    @Override
    public int majorVersion() {
        return majorVersion;
    }

    @Override
    public String host() {
        return address.host();
    }

    @Override
    public int port() {
        return address.port();
    }

    @Override
    public String database() {
        return options.database();
    }

    @Override
    public String user() {
        return options.user();
    }

    @Override
    public String password() {
        return password;
    }

    @Override
    public String adminUser() {
        return user();
    }

    @Override
    public String adminPassword() {
        return password();
    }

    /** As the URI says, parameters and TLS included. */
    @Override
    public ConnectionOptions.Builder options() {
        return options.toBuilder();
    }

    @Override
    public boolean has(Feature feature) {
        return switch (feature) {
            case TLS, ROLES, UNIX_SOCKET -> false;
        };
    }

    @Override
    public ServerCertificates certificates() {
        throw new UnsupportedOperationException("unknown certificates");
    }

    @Override
    public Path socketDirectory() {
        throw new UnsupportedOperationException("unknown socket");
    }

    /** Leaves the server running: it is not ours. */
    @Override
    public void close() {}
}
