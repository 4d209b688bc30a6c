package io.penstock.jdbc.internal.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.codec.UntypedTimestamp;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.text.SimpleDateFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.Locale;
import java.util.SimpleTimeZone;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcTimesTest {

    private static final Duration STEP = Duration.ofHours(37 * 24 + 7);

    private static final Duration HOUR = Duration.ofHours(1);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UTC",
                "Europe/Berlin",
                "America/New_York",
                "Asia/Kathmandu",
                "Africa/Monrovia",
                "Africa/Casablanca",
                "Australia/Lord_Howe",
                "Pacific/Apia"
            })
    void spellsATimestampByTheFieldsOfACalendar(String zone) throws SQLException {
        var calendar = new GregorianCalendar(TimeZone.getTimeZone(zone), Locale.ROOT);
        var fields = new SimpleDateFormat("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT);
        fields.setCalendar(new GregorianCalendar(TimeZone.getTimeZone(zone), Locale.ROOT));
        var end = Instant.parse("2045-01-01T00:00:00Z");
        for (var time = Instant.parse("1500-01-01T00:00:00.123Z"); time.isBefore(end); time = time.plus(STEP)) {
            var timestamp = Timestamp.from(time);

            assertThat(JdbcTimes.text(timestamp, calendar)).startsWith(fields.format(timestamp));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"UTC", "Europe/Amsterdam", "America/New_York", "Asia/Kathmandu", "Pacific/Apia", "GMT-12:00"})
    void leavesTheTypeOfATimestampToTheServerUnderTheSameSpelling(String zone) throws SQLException {
        var calendar = new GregorianCalendar(TimeZone.getTimeZone(zone), Locale.ROOT);
        var end = Instant.parse("2045-01-01T00:00:00Z");
        for (var time = Instant.parse("1890-01-01T00:00:00.123456Z"); time.isBefore(end); time = time.plus(STEP)) {
            var timestamp = Timestamp.from(time);

            assertThat(JdbcTimes.untyped(timestamp, calendar)).hasToString(JdbcTimes.text(timestamp, calendar));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2024-12-31T23:59:59.123456499Z, 2024-12-31 23:59:59.123456+00",
        "2024-12-31T23:59:59.123456500Z, 2024-12-31 23:59:59.123457+00",
        "2024-12-31T23:59:59.999999500Z, 2025-01-01 00:00:00+00",
        "1969-12-31T23:59:59.999999700Z, 1970-01-01 00:00:00+00",
        "1850-12-31T23:59:59.999999499Z, 1850-12-31 23:59:59.999999+00",
        "2050-12-31T23:59:59.999999999Z, 2051-01-01 00:00:00+00",
    })
    void roundsATimestampToTheMicrosecond(String time, String spelled) throws SQLException {
        var utc = new GregorianCalendar(TimeZone.getTimeZone("UTC"), Locale.ROOT);

        assertThat(JdbcTimes.untyped(Timestamp.from(Instant.parse(time)), utc)).hasToString(spelled);
    }

    @Test
    void spellsOutWhatIsNoEverydayTimestamp() throws SQLException {
        var far = new GregorianCalendar(TimeZone.getTimeZone("GMT+17:00"), Locale.ROOT);

        assertThat(JdbcTimes.untyped(new Timestamp(0), null)).isInstanceOf(UntypedTimestamp.class);
        assertThat(JdbcTimes.untyped(new Timestamp(0), far)).isEqualTo("1970-01-01 17:00:00+17");
        assertThat(JdbcTimes.untyped(new Timestamp(JdbcTimes.POSITIVE_INFINITY), null))
                .isEqualTo("infinity");
    }

    /** The fields and the offset together are the moment, for the server to store; and out of it the same fields come back. */
    @ParameterizedTest
    @ValueSource(strings = {"UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Africa/Monrovia"})
    void spellsAnOffsetThatMakesTheMoment(String zone) throws SQLException {
        var calendar = new GregorianCalendar(TimeZone.getTimeZone(zone), Locale.ROOT);
        var end = Instant.parse("2045-01-01T00:00:00Z");
        for (var time = Instant.parse("1583-01-01T00:00:00.123Z"); time.isBefore(end); time = time.plus(STEP)) {
            var text = JdbcTimes.text(Timestamp.from(time), calendar);

            var sign = Math.max(text.lastIndexOf('+'), text.lastIndexOf('-'));
            var moment = LocalDateTime.parse(text.substring(0, sign).replace(' ', 'T'))
                    .atOffset(ZoneOffset.of(text.substring(sign)));
            assertThat(moment.toInstant()).isEqualTo(time);
            assertThat(JdbcTimes.timestamp(moment)).isEqualTo(Timestamp.from(time));
            assertThat(JdbcTimes.timestamp(time)).isEqualTo(Timestamp.from(time));
            assertThat(JdbcTimes.timestamp(moment.toLocalDateTime(), calendar).getTime())
                    .isIn(time.toEpochMilli(), time.toEpochMilli() + HOUR.toMillis());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0001-01-01T00:00:00Z",
                "1500-02-28T12:34:56.123456Z",
                "1582-10-04T23:59:59.999999Z",
                "1582-10-15T00:00:00Z",
                "1600-12-31T23:59:59.999999Z",
                "1601-01-01T00:00:00Z",
                "1969-12-31T23:59:59.999999Z",
                "9999-12-31T23:59:59.999999Z"
            })
    void readsAMomentAsACalendarShowsIt(String text) {
        var moment = Instant.parse(text);

        var timestamp = JdbcTimes.timestamp(moment);

        var fields = new GregorianCalendar(TimeZone.getTimeZone("UTC"), Locale.ROOT);
        fields.setTime(timestamp);
        var wanted = moment.atOffset(ZoneOffset.UTC);
        assertThat(fields.get(Calendar.YEAR)).isEqualTo(wanted.getYear());
        assertThat(fields.get(Calendar.MONTH)).isEqualTo(wanted.getMonthValue() - 1);
        assertThat(fields.get(Calendar.DAY_OF_MONTH)).isEqualTo(wanted.getDayOfMonth());
        assertThat(fields.get(Calendar.HOUR_OF_DAY)).isEqualTo(wanted.getHour());
        assertThat(fields.get(Calendar.SECOND)).isEqualTo(wanted.getSecond());
        assertThat(timestamp.getNanos()).isEqualTo(wanted.getNano());
        assertThat(JdbcTimes.timestamp(wanted)).isEqualTo(timestamp);
    }

    @Test
    void readsInfinities() {
        assertThat(JdbcTimes.timestamp(Instant.MAX).getTime()).isEqualTo(JdbcTimes.POSITIVE_INFINITY);
        assertThat(JdbcTimes.timestamp(Instant.MIN).getTime()).isEqualTo(JdbcTimes.NEGATIVE_INFINITY);
    }

    /** What the clock shows twice is the second time, as to a calendar. */
    @Test
    void readsTheSecondOfTwoTimes() {
        var calendar = new GregorianCalendar(TimeZone.getTimeZone("Europe/Berlin"), Locale.ROOT);

        var timestamp = JdbcTimes.timestamp(LocalDateTime.parse("2024-10-27T02:30:00"), calendar);

        assertThat(timestamp.toInstant()).isEqualTo(Instant.parse("2024-10-27T01:30:00Z"));
    }

    /** A program may make a zone of its own, under a name of its own or under one that others have too. */
    @ParameterizedTest
    @ValueSource(strings = {"Company/Bridge", "", "Europe/Berlin", "America/New_York"})
    void takesTheRulesOfAZoneThatJavaTimeDoesNotKnow(String name) throws SQLException {
        var zone = new SimpleTimeZone(
                (int) HOUR.toMillis(),
                name,
                Calendar.MARCH,
                8,
                -Calendar.SUNDAY,
                (int) HOUR.multipliedBy(3).toMillis(),
                Calendar.OCTOBER,
                -1,
                Calendar.SUNDAY,
                (int) HOUR.multipliedBy(2).toMillis());
        var calendar = new GregorianCalendar(zone, Locale.ROOT);
        var fields = new SimpleDateFormat("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT);
        fields.setCalendar(new GregorianCalendar(zone, Locale.ROOT));
        var end = Instant.parse("2045-01-01T00:00:00Z");
        for (var time = Instant.parse("1890-01-01T00:00:00.123Z"); time.isBefore(end); time = time.plus(STEP)) {
            var timestamp = Timestamp.from(time);

            var text = JdbcTimes.text(timestamp, calendar);
            assertThat(text)
                    .startsWith(fields.format(timestamp))
                    .endsWith(zone.inDaylightTime(timestamp) ? "+02" : "+01");
            assertThat(JdbcTimes.untyped(timestamp, calendar)).hasToString(text);
            var local = LocalDateTime.parse(text.substring(0, 23).replace(' ', 'T'));
            assertThat(JdbcTimes.timestamp(local, calendar).getTime()).isEqualTo(ofFields(local, zone));
            assertThat(JdbcTimes.date(local.toLocalDate(), calendar).getTime())
                    .isEqualTo(ofFields(local.toLocalDate().atStartOfDay(), zone));
        }
        assertThat(JdbcTimes.text(new Time(0), calendar)).isEqualTo("01:00:00+01");
        assertThat(JdbcTimes.time(LocalTime.of(1, 0), calendar)).isEqualTo(new Time(0));
    }

    /** The same without a calendar, by this JVM's zone. */
    @Test
    void takesTheRulesOfAJvmsZoneThatJavaTimeDoesNotKnow() throws SQLException {
        var usual = TimeZone.getDefault();
        try {
            TimeZone.setDefault(new SimpleTimeZone((int) HOUR.toMillis(), "Company/Bridge"));

            assertThat(JdbcTimes.untyped(new Timestamp(0), null)).hasToString("1970-01-01 01:00:00+01");
            assertThat(JdbcTimes.timestamp(LocalDateTime.parse("1970-01-01T01:00:00"), null))
                    .isEqualTo(new Timestamp(0));
        } finally {
            TimeZone.setDefault(usual);
        }
    }

    /** What a calendar makes of its fields. */
    private static long ofFields(LocalDateTime time, TimeZone zone) {
        var calendar = new GregorianCalendar(zone, Locale.ROOT);
        calendar.clear();
        calendar.set(
                time.getYear(),
                time.getMonthValue() - 1,
                time.getDayOfMonth(),
                time.getHour(),
                time.getMinute(),
                time.getSecond());
        calendar.set(Calendar.MILLISECOND, time.getNano() / 1_000_000);
        return calendar.getTimeInMillis();
    }

    /** A calendar's leap days of before 1582 are days to it, and none to the server. */
    @ParameterizedTest
    @ValueSource(ints = {1500, 1400, 300})
    void givesTheDayThatOnlyACalendarHas(int year) {
        var calendar = new GregorianCalendar(TimeZone.getTimeZone("America/New_York"), Locale.ROOT);
        calendar.clear();
        calendar.set(year, Calendar.FEBRUARY, 29);
        var midnight = calendar.getTimeInMillis();
        var utc = new GregorianCalendar(TimeZone.getTimeZone("UTC"), Locale.ROOT);
        utc.clear();
        utc.set(year, Calendar.MARCH, 1);

        var moment = OffsetDateTime.of(year, 3, 1, 0, 0, 0, 0, ZoneOffset.UTC);
        assertThat(JdbcTimes.timestamp(moment).getTime()).isEqualTo(utc.getTimeInMillis());
        assertThat(JdbcTimes.dateOf(moment, calendar)).isEqualTo(new Date(midnight));
        assertThatThrownBy(() -> JdbcTimes.text(new Date(midnight), calendar))
                .isInstanceOf(SQLException.class)
                .extracting(e -> ((SQLException) e).getSQLState())
                .isEqualTo("22008");
        assertThatThrownBy(() -> JdbcTimes.untyped(new Timestamp(midnight), calendar))
                .isInstanceOf(SQLException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1_000, 123_456_000, 999_999_999})
    void spellsAFractionAsFarAsItGoes(int nanos) throws SQLException {
        var timestamp = new Timestamp(0);
        timestamp.setNanos(nanos);

        var text = JdbcTimes.text(timestamp, new GregorianCalendar(TimeZone.getTimeZone("UTC"), Locale.ROOT));

        var fraction = String.format(Locale.ROOT, ".%09d", nanos).replaceAll("\\.?0+$", "");
        assertThat(text).isEqualTo("1970-01-01 00:00:00" + fraction + "+00");
    }
}
