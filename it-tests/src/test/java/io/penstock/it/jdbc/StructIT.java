package io.penstock.it.jdbc;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.it.server.PostgresServer;
import io.penstock.it.server.PostgresTest;
import java.sql.Connection;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.Struct;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Composite values as {@code Struct}, which pgjdbc has not. */
@PostgresTest
class StructIT {

    private final PostgresServer server;
    private Connection connection;

    StructIT(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void connect() throws SQLException {
        connection = new JdbcServer(server).connect();
        try (var statement = connection.createStatement()) {
            statement.execute("create type pg_temp.inner_part as (day date, name text)");
            statement.execute("create type pg_temp.whole as (n int, part pg_temp.inner_part, missing text)");
        }
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    private Struct read(String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            result.next();
            return requireNonNull(result.getObject(1, Struct.class));
        }
    }

    @Test
    void readsAttributesAndThoseOfAttributes() throws SQLException {
        var whole = read("select row(1, row('2020-02-29', 'it''s'), null)::pg_temp.whole");

        assertThat(whole.getSQLTypeName()).contains("whole");
        assertThat(whole.getAttributes()[0]).isEqualTo(1);
        assertThat(((Struct) whole.getAttributes()[1]).getAttributes())
                .containsExactly(LocalDate.of(2020, 2, 29), "it's");
        assertThat(whole.getAttributes()[2]).isNull();
        assertThat(whole).hasToString("(1,\"(2020-02-29,it's)\",)");
        assertThatThrownBy(() -> whole.getAttributes(Map.of("whole", Object.class)))
                .isInstanceOf(SQLException.class);
    }

    @Test
    void sendsWhatItHasReadAndWhatItHasMade() throws SQLException {
        var part = connection.createStruct("pg_temp.inner_part", new Object[] {Date.valueOf("2020-02-29"), "x,\"y"});
        var whole = connection.createStruct("pg_temp.whole", new Object[] {7, part, null});
        try (var select = connection.prepareStatement("select (?::pg_temp.whole).part, ?")) {
            select.setObject(1, whole);
            select.setObject(2, read("select row(1, null, 'z')::pg_temp.whole"));
            try (var result = select.executeQuery()) {
                result.next();

                assertThat(result.getString(1)).isEqualTo("(2020-02-29,\"x,\"\"y\")");
                assertThat(result.getString(2)).isEqualTo("(1,,z)");
            }
        }
    }

    @Test
    void makesNoneOfATypeThatIsNotThere() {
        assertThatThrownBy(() -> connection.createStruct("nowhere.nothing", new Object[0]))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("22023"));
    }
}
