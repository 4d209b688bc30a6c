package io.penstock.it.frameworks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.it.server.PostgresServer;
import io.penstock.it.server.PostgresTest;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.output.MigrateResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Flyway, which is given a URL and finds the driver by the class name that it knows. */
@PostgresTest(versions = 18)
class FlywayIT {

    private OwnSchema schema;

    @BeforeEach
    void make(PostgresServer server) throws SQLException {
        schema = OwnSchema.make(server, "flyway");
    }

    @AfterEach
    void drop() throws SQLException {
        schema.close();
    }

    /** Its lock is one of the session: an index that is made concurrently would wait for a transaction's for ever. */
    private Flyway flyway(String... locations) {
        return Flyway.configure()
                .configuration(Map.of("flyway.postgresql.transactional.lock", "false"))
                .dataSource(schema.url(), schema.user(), schema.password())
                .schemas(schema.name())
                .locations(locations)
                .placeholders(Map.of("column", "water"))
                .cleanDisabled(false)
                .load();
    }

    @Test
    void migratesValidatesAndCleans() throws SQLException {
        var flyway = flyway("classpath:flyway");

        assertThat(flyway.migrate().migrationsExecuted).isEqualTo(4);
        flyway.validate();
        assertThat(flyway.migrate().migrationsExecuted).isZero();
        assertThat(flyway.info().applied()).hasSize(4);
        assertThat(schema.ask("select count(*) from level")).isEqualTo("2");
        assertThat(schema.ask("select volume from volumes where water = 'fresh'"))
                .isEqualTo("30.00");
        assertThat(schema.ask("select obj_description('reservoir'::regclass)"))
                .isEqualTo("holds water; and what's in it");

        flyway.clean();
        assertThat(schema.ask("select count(*) from pg_class where relnamespace = 'flyway'::regnamespace"))
                .isEqualTo("0");
    }

    @Test
    void rollsAMigrationBackThatFails() throws SQLException {
        flyway("classpath:flyway").migrate();

        assertThatThrownBy(() ->
                        flyway("classpath:flyway", "classpath:flyway-broken").migrate())
                .isInstanceOf(FlywayException.class)
                .hasMessageContaining("23514")
                .hasMessageContaining("V4__broken.sql");
        assertThat(schema.ask("select to_regclass('never_there')")).isNull();
        assertThat(schema.ask("select max(version) from flyway_schema_history")).isEqualTo("3");
    }

    @Test
    void migratesOnceWhereManyAreStartedTogether() throws Exception {
        var threads = Executors.newFixedThreadPool(4);
        try {
            Callable<MigrateResult> start = () -> flyway("classpath:flyway").migrate();
            var executed = 0;
            for (var result : threads.invokeAll(Collections.nCopies(4, start))) {
                executed += result.get().migrationsExecuted;
            }
            assertThat(executed).isEqualTo(4);
        } finally {
            threads.shutdown();
        }
    }
}
