package io.penstock.it.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.it.server.PostgresServer;
import io.penstock.it.server.PostgresTest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.List;
import java.util.Random;
import java.util.TimeZone;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Timestamps that are sent in binary mean what their text means: the same values by a connection that keeps no statements, and so sends text always, and by
 * one that keeps them.
 */
@PostgresTest(versions = 18)
class TimestampFormatIT {

    private static final int VALUES = 400;
    private static final long SEED = 20_261_126;
    private static final long FROM = Instant.parse("1895-01-01T00:00:00Z").getEpochSecond();
    private static final long TO = Instant.parse("2045-01-01T00:00:00Z").getEpochSecond();
    private static final List<String> ZONES = List.of(
            "UTC", "Europe/Berlin", "America/St_Johns", "Asia/Kathmandu", "Europe/Amsterdam", "Pacific/Apia", "GMT+14");

    private final JdbcServer jdbc;

    TimestampFormatIT(PostgresServer server) {
        this.jdbc = new JdbcServer(server);
    }

    /** Whole, in milliseconds, microseconds, halves of them, and any nanoseconds. */
    private static int nanos(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> 0;
            case 1 -> random.nextInt(1_000) * 1_000_000;
            case 2 -> random.nextInt(1_000_000) * 1_000;
            case 3 -> random.nextInt(1_000_000) * 1_000 + 500;
            default -> random.nextInt(1_000_000_000);
        };
    }

    private static void set(PreparedStatement statement, Random random) throws SQLException {
        var time = new Timestamp(1_000 * (FROM + (long) (random.nextDouble() * (TO - FROM))));
        time.setNanos(nanos(random));
        var zone = ZONES.get(random.nextInt(ZONES.size()));
        statement.setTimestamp(1, time, Calendar.getInstance(TimeZone.getTimeZone(zone)));
    }

    private List<String> stored(String column, String zone, String properties) throws SQLException {
        var user = jdbc.namedUser();
        for (var property : properties.split("&", -1)) {
            user.setProperty(property.split("=", 2)[0], property.split("=", 2)[1]);
        }
        try (var connection = jdbc.connect(user)) {
            try (var statement = connection.createStatement()) {
                statement.execute("set time zone '" + zone + "'");
                statement.execute("create temporary table stored (id serial, at " + column + ")");
            }
            insert(connection);
            return texts(connection);
        }
    }

    private static void insert(Connection connection) throws SQLException {
        var random = new Random(SEED);
        try (var insert = connection.prepareStatement("insert into stored (at) values (?)")) {
            for (var i = 0; i < VALUES; i++) {
                set(insert, random);
                if (i < VALUES / 10) {
                    insert.execute();
                } else {
                    insert.addBatch();
                }
            }
            insert.executeBatch();
        }
    }

    private static List<String> texts(Connection connection) throws SQLException {
        var texts = new ArrayList<String>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("select at::text from stored order by id")) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    @ParameterizedTest
    @ValueSource(strings = {"timestamptz", "timestamp", "timestamptz(3)", "timestamp(0)", "date", "time", "text"})
    void meanWhatTheirTextMeans(String column) throws SQLException {
        var zone = column.startsWith("timestamptz") ? "Asia/Tokyo" : "UTC";
        var text = stored(column, zone, "prepareThreshold=0");

        assertThat(text).hasSize(VALUES);
        assertThat(stored(column, zone, "prepareThreshold=5")).isEqualTo(text);
        assertThat(stored(column, zone, "reWriteBatchedInserts=true")).isEqualTo(text);
    }
}
