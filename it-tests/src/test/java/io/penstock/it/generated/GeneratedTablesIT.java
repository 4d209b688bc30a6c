package io.penstock.it.generated;

import io.penstock.it.server.PostgresServer;
import io.penstock.it.server.PostgresTest;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** The driver's tables are what the newest server says. */
@PostgresTest(versions = 18)
class GeneratedTablesIT {

    private final PostgresServer server;

    GeneratedTablesIT(PostgresServer server) {
        this.server = server;
    }

    @Test
    void typesAreThoseOfTheCatalog() throws IOException, SQLException {
        var region = GeneratedRegion.of("codec/PgTypes.java");
        try (Connection admin = server.admin()) {
            region.check(TypeTable.render(admin, region.javadoc()));
        }
    }

    @Test
    void sqlStatesAreThoseOfTheServersList() throws IOException, SQLException {
        var region = GeneratedRegion.of("error/SqlState.java");
        try (Connection admin = server.admin()) {
            region.check(StateTable.render(admin));
        }
    }
}
