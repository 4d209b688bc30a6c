package io.penstock.it.server;

import io.penstock.config.ConnectionOptions;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/**
 * A running server that tests may use and abuse: other suites of the same JVM use it too, one after the other. A test leaves
 * nothing behind: no table, no setting, no session.
 */
public interface PostgresServer extends AutoCloseable {

    /** For reports, such as {@code embedded 18}. */
    String name();

    /** 14, 18, … */
    int majorVersion();

    String host();

    int port();

    String database();

    /** The user whom tests connect as unless they say otherwise. */
    String user();

    /** That user's password; it holds the canary that must not show in any log. */
    String password();

    /** A superuser, for pgjdbc. */
    String adminUser();

    String adminPassword();

    boolean has(Feature feature);

    /**
     * The certificates of the server.
     *
     * @throws UnsupportedOperationException without {@link Feature#TLS}
     */
    ServerCertificates certificates();

    /**
     * The directory of the Unix-domain socket.
     *
     * @throws UnsupportedOperationException without {@link Feature#UNIX_SOCKET}
     */
    Path socketDirectory();

    @Override
    void close();

    /** What tests start from: the default user, over TCP, everything else as Penstock's defaults are. */
    default ConnectionOptions.Builder options() {
        return ConnectionOptions.builder()
                .host(host())
                .port(port())
                .database(database())
                .user(user())
                .password(password());
    }

    /** As another role. */
    default ConnectionOptions.Builder options(Role role) {
        return options().user(role.roleName());
    }

    /** A superuser's connection through pgjdbc, the tests' second opinion. */
    default Connection admin() throws SQLException {
        return jdbc(adminUser(), adminPassword());
    }

    /** The default user's connection through pgjdbc. */
    default Connection jdbc() throws SQLException {
        return jdbc(user(), password());
    }

    private Connection jdbc(String user, String password) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("ApplicationName", "penstock-it-admin");
        return DriverManager.getConnection("jdbc:postgresql://" + host() + ":" + port() + "/" + database(), properties);
    }
}
