package io.penstock.it.jdbc;

import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.List;
import java.util.TimeZone;
import java.util.stream.Stream;

/**
 * Dates and times of every setter, into columns of every type that takes them. What is sent the first time is text, for the server has not said yet what the
 * column is; what is sent later may be binary. So each value is set three times, in statements of their own and in batches.
 */
final class TimestampScenarios {

    private static final List<String> COLUMNS = List.of(
            "timestamp",
            "timestamptz",
            "timestamp(2)",
            "timestamptz(0)",
            "date",
            "time",
            "timetz",
            "text",
            "varchar(60)",
            "moment",
            "json");

    private static final int USES = 3;

    private static final List<Long> MILLIS = List.of(
            0L,
            -1L,
            1_700_000_000_123L,
            1_711_846_799_999L, // the night of summer time in Europe
            1_729_994_400_000L, // and that of winter time
            -1_577_923_200_000L, // 1920, when Amsterdam was 19 minutes and 32 seconds ahead
            -2_208_988_800_001L, // 1899
            2_114_380_799_999L, // 2036, and the year behind
            2_114_380_800_000L,
            253_402_300_799_999L,
            253_402_300_800_000L, // the year 10000
            -62_135_769_600_000L, // 1 BC
            -12_219_292_800_000L); // 1582

    private static final List<String> ZONES =
            List.of("UTC", "America/New_York", "Asia/Kolkata", "Europe/Amsterdam", "Pacific/Kiritimati", "GMT-12:00");

    private TimestampScenarios() {}

    static Stream<Chapter> chapters() {
        return Stream.of(
                new Chapter("timestamps in statements", scenarios(TimestampScenarios::oneByOne, "in statements")),
                new Chapter("timestamps in batches", scenarios(TimestampScenarios::together, "in a batch")));
    }

    private interface Way {

        void set(PreparedStatement insert, Observations seen, String what, Setting setting) throws SQLException;
    }

    private interface Setting {

        void set(PreparedStatement insert) throws SQLException;
    }

    private record Named(String name, Setting setting) {}

    private static List<Scenario> scenarios(Way way, String how) {
        return COLUMNS.stream()
                .map(column -> new Scenario(
                        "timestamps for a " + column + " " + how,
                        (connection, seen) -> insert(connection, seen, column, way)))
                .toList();
    }

    private static void insert(Connection connection, Observations seen, String column, Way way) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("create domain moment as timestamptz");
            statement.execute("create table times (id serial, at " + column + ")");
        }
        for (var named : settings()) {
            // A text of its own, so that it is new to the server.
            var sql = "insert into times (at) values (?) /* " + named.name() + " */";
            try (var insert = connection.prepareStatement(sql)) {
                way.set(insert, seen, named.name(), named.setting());
            }
        }
        try (var statement = connection.createStatement()) {
            seen.seeRows("row", statement.executeQuery("select id, at::text from times order by id"));
        }
    }

    private static void oneByOne(PreparedStatement insert, Observations seen, String what, Setting setting) {
        for (var use = 0; use < USES; use++) {
            seen.see(what, () -> {
                setting.set(insert);
                return insert.executeUpdate();
            });
        }
    }

    private static void together(PreparedStatement insert, Observations seen, String what, Setting setting) {
        for (var use = 0; use < 2; use++) {
            seen.see(what, () -> {
                for (var entry = 0; entry < 2; entry++) {
                    setting.set(insert);
                    insert.addBatch();
                }
                return insert.executeBatch();
            });
        }
    }

    private static List<Named> settings() {
        var settings = new ArrayList<Named>();
        for (var millis : MILLIS) {
            var time = new Timestamp(millis);
            settings.add(new Named("timestamp " + millis, s -> s.setTimestamp(1, time)));
        }
        for (var millis : MILLIS.subList(0, 4)) {
            settings.add(new Named("date " + millis, s -> s.setDate(1, new Date(millis))));
        }
        for (var zone : ZONES) {
            for (var millis : List.of(1_729_994_400_000L, -1_577_923_200_000L)) {
                settings.add(new Named(
                        "timestamp " + millis + " in " + zone,
                        s -> s.setTimestamp(
                                1, new Timestamp(millis), Calendar.getInstance(TimeZone.getTimeZone(zone)))));
            }
        }
        settings.addAll(fractions());
        settings.addAll(others());
        return settings;
    }

    private static List<Named> fractions() {
        var fractions = new ArrayList<Named>();
        for (var nanos : List.of(1_000, 120_000_000, 123_456_000, 999_999_000, 123_456_789, 999_999_700)) {
            var time = Timestamp.valueOf("2024-12-31 23:59:59");
            time.setNanos(nanos);
            fractions.add(new Named("nanoseconds " + nanos, s -> s.setTimestamp(1, time)));
        }
        return fractions;
    }

    private static List<Named> others() {
        var time = Timestamp.valueOf("2024-02-29 12:34:56.789");
        var calendar = Calendar.getInstance(TimeZone.getTimeZone("Asia/Tokyo"));
        calendar.setTimeInMillis(time.getTime());
        return List.of(
                new Named("infinity", s -> s.setTimestamp(1, new Timestamp(9_223_372_036_825_200_000L))),
                new Named("-infinity", s -> s.setTimestamp(1, new Timestamp(-9_223_372_036_832_400_000L))),
                new Named("null", s -> s.setTimestamp(1, null)),
                new Named("a typed null", s -> s.setNull(1, Types.TIMESTAMP)),
                new Named("object", s -> s.setObject(1, time)),
                new Named("object as a timestamp", s -> s.setObject(1, time, Types.TIMESTAMP)),
                new Named("object as a date", s -> s.setObject(1, time, Types.DATE)),
                new Named("java.util.Date", s -> s.setObject(1, new java.util.Date(time.getTime()), Types.TIMESTAMP)),
                new Named("time", s -> s.setTime(1, Time.valueOf("12:34:56"))),
                new Named("time in a zone", s -> s.setTime(1, Time.valueOf("12:34:56"), calendar)),
                new Named("local date", s -> s.setObject(1, LocalDate.of(2024, 2, 29))),
                new Named("local time", s -> s.setObject(1, LocalTime.of(12, 34, 56))),
                new Named("local date and time", s -> s.setObject(1, LocalDateTime.of(2024, 2, 29, 12, 34, 56))),
                new Named("offset", s -> s.setObject(1, OffsetDateTime.parse("2024-02-29T12:34:56.789+05:30"))),
                new Named("from an instant", s -> s.setTimestamp(1, Timestamp.from(Instant.ofEpochSecond(7)))));
    }
}
