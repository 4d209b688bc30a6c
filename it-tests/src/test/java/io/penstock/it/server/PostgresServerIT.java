package io.penstock.it.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The servers are what the other suites take them for: asked by pgjdbc, so that a failure there is the driver's own. */
@PostgresTest
class PostgresServerIT {

    private final PostgresServer server;

    PostgresServerIT(PostgresServer server) {
        this.server = server;
    }

    @Test
    void isOfItsVersion() throws SQLException {
        try (Connection connection = server.jdbc()) {
            assertThat(connection.getMetaData().getDatabaseMajorVersion()).isEqualTo(server.majorVersion());
        }
    }

    @Test
    void letsTheAdministratorDoAnything() throws SQLException {
        try (Connection admin = server.admin()) {
            assertThat(text(admin, "select rolsuper::text from pg_roles where rolname = current_user"))
                    .isEqualTo("true");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Role.class,
            names = {"APP", "HASHED", "CLEAR", "TRUSTED", "TLS_ONLY"})
    void letsRolesInOverTls(Role role) throws SQLException {
        assumeThat(server.has(Feature.ROLES)).isTrue();
        try (Connection connection = connect(role, server.password(), "require")) {
            assertThat(text(connection, "select ssl::text from pg_stat_ssl where pid = pg_backend_pid()"))
                    .isEqualTo("true");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Role.class,
            names = {"APP", "HASHED", "CLEAR", "PLAIN_ONLY"})
    void refusesAWrongPassword(Role role) {
        assumeThat(server.has(Feature.ROLES)).isTrue();
        assertThatThrownBy(() -> connect(role, "wrong", "disable").close())
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
    }

    @ParameterizedTest
    @EnumSource(
            value = Role.class,
            names = {"CERTIFIED", "TLS_ONLY"})
    void refusesRolesThatNeedTls(Role role) {
        assumeThat(server.has(Feature.ROLES)).isTrue();
        assertThatThrownBy(() -> connect(role, server.password(), "disable").close())
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28000"));
    }

    @Test
    void letsInWhoHasTheRightCertificate() throws SQLException {
        assumeThat(server.has(Feature.TLS)).isTrue();
        var properties = properties(Role.CERTIFIED, "", "verify-full");
        properties.setProperty("sslrootcert", server.certificates().authority().toString());
        properties.setProperty("sslkey", server.certificates().clientStore().toString());
        properties.setProperty("sslpassword", ServerCertificates.STORE_PASSWORD);
        try (Connection connection = DriverManager.getConnection(url(), properties)) {
            assertThat(text(connection, "select current_user")).isEqualTo("certified");
        }
    }

    @Test
    void hasACertificateForItsNameAlone() {
        assumeThat(server.has(Feature.TLS)).isTrue();
        var properties = properties(Role.APP, server.password(), "verify-full");
        properties.setProperty("sslrootcert", server.certificates().authority().toString());
        String byNumber = url().replace("localhost", "127.0.0.1");
        assertThatThrownBy(
                        () -> DriverManager.getConnection(byNumber, properties).close())
                .hasMessageContaining("127.0.0.1");
    }

    private Connection connect(Role role, String password, String sslMode) throws SQLException {
        return DriverManager.getConnection(url(), properties(role, password, sslMode));
    }

    private String url() {
        return "jdbc:postgresql://" + server.host() + ":" + server.port() + "/" + server.database();
    }

    private static Properties properties(Role role, String password, String sslMode) {
        var properties = new Properties();
        properties.setProperty("user", role.roleName());
        properties.setProperty("password", password);
        properties.setProperty("sslmode", sslMode);
        return properties;
    }

    private static String text(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }
}
