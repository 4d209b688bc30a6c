package io.penstock.jdbc.internal.convert;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.codec.UntypedTimestamp;
import java.sql.Timestamp;
import java.text.SimpleDateFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.Locale;
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
    void spellsATimestampByTheFieldsOfACalendar(String zone) {
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
    void leavesTheTypeOfATimestampToTheServerUnderTheSameSpelling(String zone) {
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
    void roundsATimestampToTheMicrosecond(String time, String spelled) {
        var utc = new GregorianCalendar(TimeZone.getTimeZone("UTC"), Locale.ROOT);

        assertThat(JdbcTimes.untyped(Timestamp.from(Instant.parse(time)), utc)).hasToString(spelled);
    }

    @Test
    void spellsOutWhatIsNoEverydayTimestamp() {
        var far = new GregorianCalendar(TimeZone.getTimeZone("GMT+17:00"), Locale.ROOT);

        assertThat(JdbcTimes.untyped(new Timestamp(0), null)).isInstanceOf(UntypedTimestamp.class);
        assertThat(JdbcTimes.untyped(new Timestamp(0), far)).isEqualTo("1970-01-01 17:00:00+17");
        assertThat(JdbcTimes.untyped(new Timestamp(JdbcTimes.POSITIVE_INFINITY), null))
                .isEqualTo("infinity");
    }

    /** The fields and the offset together are the moment, for the server to store; and out of it the same fields come back. */
    @ParameterizedTest
    @ValueSource(strings = {"UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Africa/Monrovia"})
    void spellsAnOffsetThatMakesTheMoment(String zone) {
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

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1_000, 123_456_000, 999_999_999})
    void spellsAFractionAsFarAsItGoes(int nanos) {
        var timestamp = new Timestamp(0);
        timestamp.setNanos(nanos);

        var text = JdbcTimes.text(timestamp, new GregorianCalendar(TimeZone.getTimeZone("UTC"), Locale.ROOT));

        var fraction = String.format(Locale.ROOT, ".%09d", nanos).replaceAll("\\.?0+$", "");
        assertThat(text).isEqualTo("1970-01-01 00:00:00" + fraction + "+00");
    }
}
