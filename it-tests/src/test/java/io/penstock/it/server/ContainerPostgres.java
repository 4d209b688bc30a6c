package io.penstock.it.server;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/** A server in a container, from the image that {@code penstock.it.image} names. */
final class ContainerPostgres implements PostgresServer {

    private static final String DEFAULT_IMAGE = "postgres:18";

    private final String image;
    private final PostgreSQLContainer container;
    private final int majorVersion;

    private ContainerPostgres(String image, PostgreSQLContainer container, int majorVersion) {
        this.image = image;
        this.container = container;
        this.majorVersion = majorVersion;
    }

    @SuppressWarnings("resource") // the server's owner closes it
    static ContainerPostgres start() {
        String image = System.getProperty("penstock.it.image", DEFAULT_IMAGE);
        var name = DockerImageName.parse(image).asCompatibleSubstituteFor("postgres");
        var container = new PostgreSQLContainer(name)
                .withDatabaseName("app")
                .withUsername("app")
                .withPassword(Canary.PASSWORD);
        container.start();
        try (Connection connection = container.createConnection("")) {
            return new ContainerPostgres(
                    image, container, connection.getMetaData().getDatabaseMajorVersion());
        } catch (SQLException e) {
            container.stop();
            throw new IllegalStateException("no connection to the container of " + image, e);
        }
    }

    @Override
    public String name() {
        return "container " + image;
    }

    @Override
    public int majorVersion() {
        return majorVersion;
    }

    @Override
    public String host() {
        return container.getHost();
    }

    @Override
    public int port() {
        return container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT);
    }

    @Override
    public String database() {
        return container.getDatabaseName();
    }

    @Override
    public String user() {
        return container.getUsername();
    }

    @Override
    public String password() {
        return container.getPassword();
    }

    @Override
    public String adminUser() {
        return user();
    }

    @Override
    public String adminPassword() {
        return password();
    }

    @Override
    public boolean has(Feature feature) {
        return switch (feature) {
            case TLS, ROLES, UNIX_SOCKET -> false;
        };
    }

    @Override
    public ServerCertificates certificates() {
        throw new UnsupportedOperationException("no TLS in a container");
    }

    @Override
    public Path socketDirectory() {
        throw new UnsupportedOperationException("no Unix-domain socket in a container");
    }

    @Override
    public void close() {
        container.stop();
    }
}
