package io.penstock.it.types;

import static io.penstock.it.types.Sample.as;
import static io.penstock.it.types.Sample.row;

import io.penstock.codec.Interval;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.stream.Stream;

/** Dates, times and spans of time. Literals name their offset: which zone the session is in must make no difference. */
final class TimeSamples {

    private TimeSamples() {}

    static Stream<Sample> all() {
        return Stream.of(dates(), times(), timestamps(), points(), intervals(), asOtherClasses())
                .flatMap(List::stream);
    }

    private static List<Sample> dates() {
        return List.of(
                date("2026-11-23", "2026-11-23"),
                date("2000-01-01", "2000-01-01"),
                date("1999-12-31", "1999-12-31"),
                date("1970-01-01", "1970-01-01"),
                date("2024-02-29", "2024-02-29"),
                date("1900-02-28", "1900-02-28"),
                date("1582-10-04", "1582-10-04"),
                date("1582-10-05", "1582-10-05"),
                date("1582-10-15", "1582-10-15"),
                date("0001-01-01", "0001-01-01"),
                date("0001-12-31 BC", "0000-12-31"),
                date("0005-02-29 BC", "-0004-02-29"),
                date("4714-11-24 BC", "-4713-11-24"),
                date("9999-12-31", "9999-12-31"),
                date("10000-01-01", "+10000-01-01"),
                date("5874897-12-31", "+5874897-12-31"),
                row("date", "infinity", LocalDate.MAX),
                row("date", "-infinity", LocalDate.MIN));
    }

    private static Sample date(String literal, String java) {
        return row("date", literal, LocalDate.parse(java));
    }

    private static List<Sample> times() {
        return List.of(
                row("time", "00:00:00", LocalTime.MIDNIGHT),
                row("time", "00:00:00.000001", LocalTime.ofNanoOfDay(1_000)),
                row("time", "12:34:56.789", LocalTime.of(12, 34, 56, 789_000_000)),
                row("time", "23:59:59.999999", LocalTime.of(23, 59, 59, 999_999_000)),
                row("time", "24:00:00", LocalTime.MAX),
                row("time(0)", "12:34:56.7", LocalTime.of(12, 34, 57)),
                timetz("00:00:00+00", "00:00Z"),
                timetz("12:34:56.789+05:30", "12:34:56.789+05:30"),
                timetz("12:34:56.789-03:30", "12:34:56.789-03:30"),
                timetz("23:59:59.999999+15:59", "23:59:59.999999+15:59"),
                timetz("00:00:00-15:59:59", "00:00-15:59:59"),
                timetz("01:02:03+00:00:30", "01:02:03+00:00:30"),
                row("timetz", "24:00:00+05:45", LocalTime.MAX.atOffset(ZoneOffset.ofHoursMinutes(5, 45))));
    }

    private static Sample timetz(String literal, String java) {
        return row("timetz", literal, OffsetTime.parse(java));
    }

    private static List<Sample> timestamps() {
        return List.of(
                timestamp("2026-11-23 12:34:56.789012", "2026-11-23T12:34:56.789012"),
                timestamp("2000-01-01 00:00:00", "2000-01-01T00:00"),
                timestamp("1999-12-31 23:59:59.999999", "1999-12-31T23:59:59.999999"),
                timestamp("1970-01-01 00:00:00", "1970-01-01T00:00"),
                timestamp("1582-10-05 00:00:00", "1582-10-05T00:00"),
                timestamp("2024-03-31 02:30:00", "2024-03-31T02:30"),
                timestamp("2011-11-06 00:00:30", "2011-11-06T00:00:30"),
                timestamp("0001-01-01 00:00:00", "0001-01-01T00:00"),
                timestamp("0044-03-15 12:00:00.5 BC", "-0043-03-15T12:00:00.5"),
                timestamp("4714-11-24 00:00:00 BC", "-4713-11-24T00:00"),
                timestamp("10000-01-01 00:00:00", "+10000-01-01T00:00"),
                timestamp("294276-12-31 23:59:59.999999", "+294276-12-31T23:59:59.999999"),
                row("timestamp", "infinity", LocalDateTime.MAX),
                row("timestamp", "-infinity", LocalDateTime.MIN));
    }

    private static Sample timestamp(String literal, String java) {
        return row("timestamp", literal, LocalDateTime.parse(java));
    }

    private static List<Sample> points() {
        return List.of(
                timestamptz("2026-11-23 12:34:56.789012+02", "2026-11-23T10:34:56.789012Z"),
                timestamptz("1970-01-01 00:00:00+00", "1970-01-01T00:00Z"),
                timestamptz("2000-01-01 00:00:00+00", "2000-01-01T00:00Z"),
                timestamptz("1999-12-31 23:59:59.999999+00", "1999-12-31T23:59:59.999999Z"),
                // In and around a change of St. John's clocks, which was at one minute past midnight then.
                timestamptz("2011-11-06 02:30:30+00", "2011-11-06T02:30:30Z"),
                timestamptz("2011-11-06 02:31:30+00", "2011-11-06T02:31:30Z"),
                timestamptz("2024-10-05 15:30:00+00", "2024-10-05T15:30Z"),
                // Local mean time, with an offset in seconds.
                timestamptz("1800-06-15 12:00:00+00", "1800-06-15T12:00Z"),
                timestamptz("0001-01-01 00:00:00+00", "0001-01-01T00:00Z"),
                timestamptz("0044-03-15 12:00:00+00 BC", "-0043-03-15T12:00Z"),
                timestamptz("4714-11-24 00:00:00+00 BC", "-4713-11-24T00:00Z"),
                timestamptz("10000-01-01 00:00:00+00", "+10000-01-01T00:00Z"),
                timestamptz("294276-12-31 23:59:59.999999+00", "+294276-12-31T23:59:59.999999Z"),
                row("timestamptz", "infinity", OffsetDateTime.MAX),
                row("timestamptz", "-infinity", OffsetDateTime.MIN));
    }

    private static Sample timestamptz(String literal, String java) {
        return row("timestamptz", literal, OffsetDateTime.parse(java));
    }

    private static List<Sample> intervals() {
        return List.of(
                row("interval", "00:00:00", Interval.ZERO),
                row("interval", "1 mon", new Interval(1, 0, 0)),
                row("interval", "30 days", new Interval(0, 30, 0)),
                row("interval", "24:00:00", new Interval(0, 0, 86_400_000_000L)),
                row("interval", "1 year 2 mons 3 days 04:05:06.789", new Interval(14, 3, 14_706_789_000L)),
                row("interval", "-1 years -2 mons -3 days -04:05:06.789", new Interval(-14, -3, -14_706_789_000L)),
                row("interval", "1 mon -1 days", new Interval(1, -1, 0)),
                row("interval", "-1 mons +1 day -00:00:00.000001", new Interval(-1, 1, -1)),
                row("interval", "00:00:00.000001", new Interval(0, 0, 1)),
                row("interval", "178000000 years", new Interval(2_136_000_000, 0, 0)),
                row("interval", "-178000000 years", new Interval(-2_136_000_000, 0, 0)),
                row("interval", "2147483647 days", new Interval(0, Integer.MAX_VALUE, 0)),
                row("interval", "2562047788:00:54.775807", new Interval(0, 0, Long.MAX_VALUE))
                        .since(15),
                row("interval", "-2562047788:00:54.775807", new Interval(0, 0, -Long.MAX_VALUE))
                        .since(15),
                row("interval", "infinity", Interval.INFINITY).since(17),
                row("interval", "-infinity", Interval.MINUS_INFINITY).since(17),
                as("interval", "1 year 2 mons 3 days", Period.of(1, 2, 3)),
                as("interval", "-3 days", Period.ofDays(-3)),
                as(
                        "interval",
                        "04:05:06.000007",
                        Duration.ofHours(4).plusSeconds(306).plusNanos(7_000)),
                as("interval", "-00:00:01", Duration.ofSeconds(-1)),
                as("interval", "1 mon 2 days", "1 mon 2 days"));
    }

    private static List<Sample> asOtherClasses() {
        return List.of(
                as("timestamptz", "2024-02-29 01:02:03.456789+00", Instant.parse("2024-02-29T01:02:03.456789Z")),
                as("timestamptz", "infinity", Instant.MAX),
                as("timestamptz", "-infinity", Instant.MIN),
                as("timestamptz", "0044-03-15 12:00:00+00 BC", Instant.parse("-0043-03-15T12:00:00Z")),
                as("timestamptz", "2024-02-29 01:02:03+05:30", ZonedDateTime.parse("2024-02-28T19:32:03Z")),
                as("timestamptz", "infinity", LocalDateTime.MAX.atZone(ZoneOffset.UTC)),
                as("timestamptz", "2024-02-29 01:02:03+00", "2024-02-29 01:02:03+00"),
                as("timestamp", "2024-02-29 01:02:03", "2024-02-29 01:02:03"),
                as("date", "2024-02-29", "2024-02-29"),
                as("time", "24:00:00", "24:00:00"),
                as("timetz", "01:02:03+05:30", "01:02:03+05:30"));
    }
}
