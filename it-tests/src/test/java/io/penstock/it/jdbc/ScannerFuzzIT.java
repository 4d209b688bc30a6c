package io.penstock.it.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.it.server.PostgresServer;
import io.penstock.it.server.PostgresTest;
import io.penstock.jdbc.PenstockConnection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The reader of SQL beside the server's own: a text with question marks is prepared and run, and has to give what the server gives for the same text with the values in
 * it, which no reader of ours has touched. {@code -Dpenstock.fuzz.texts} makes more of them, {@code -Dpenstock.fuzz.seed} others.
 */
@PostgresTest(versions = 18)
@Timeout(60)
class ScannerFuzzIT {

    private static final int TEXTS = Integer.getInteger("penstock.fuzz.texts", 200);
    private static final long SEED = Long.getLong("penstock.fuzz.seed", 6);

    private final PostgresServer server;

    ScannerFuzzIT(PostgresServer server) {
        this.server = server;
    }

    private PenstockConnection open() throws SQLException {
        var jdbc = new JdbcServer(server);
        return jdbc.connect(jdbc.user());
    }

    @ParameterizedTest
    @ValueSource(strings = {"on", "off"})
    void readsATextAsTheServerDoes(String standardStrings) throws SQLException {
        var random = new Random(SEED);
        try (var connection = open()) {
            try (var statement = connection.createStatement()) {
                statement.execute("set standard_conforming_strings = " + standardStrings);
                statement.execute("set escape_string_warning = off");
            }
            for (var i = 0; i < TEXTS; i++) {
                var text = new SqlPieces(random, standardStrings.equals("off")).text();
                assertThat(prepared(connection, text)).as(text.jdbc()).isEqualTo(raw(connection, text));
            }
        }
    }

    /** Through the simple protocol, as it is. */
    private static List<List<String>> raw(PenstockConnection connection, SqlPieces.Text text) {
        var results = new ArrayList<List<String>>();
        for (var result : connection.blocking().script(text.raw())) {
            var cells = new ArrayList<String>();
            for (var row : result) {
                for (var i = 0; i < row.size(); i++) {
                    cells.add(row.columns().get(i).name() + "=" + row.getString(i));
                }
            }
            results.add(cells);
        }
        return results;
    }

    private static List<List<String>> prepared(PenstockConnection connection, SqlPieces.Text text) throws SQLException {
        try (var statement = connection.prepareStatement(text.jdbc())) {
            for (var i = 1; i <= text.parameters(); i++) {
                statement.setString(i, "v" + i);
            }
            var results = new ArrayList<List<String>>();
            for (var rows = statement.execute(); rows; rows = statement.getMoreResults()) {
                results.add(cells(statement));
            }
            return results;
        }
    }

    private static List<String> cells(PreparedStatement statement) throws SQLException {
        var cells = new ArrayList<String>();
        try (var result = statement.getResultSet()) {
            var meta = result.getMetaData();
            while (result.next()) {
                for (var i = 1; i <= meta.getColumnCount(); i++) {
                    cells.add(meta.getColumnLabel(i) + "=" + result.getString(i));
                }
            }
        }
        return cells;
    }
}
