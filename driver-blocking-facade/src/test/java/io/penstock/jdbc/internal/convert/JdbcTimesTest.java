package io.penstock.jdbc.internal.convert;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Timestamp;
import java.text.SimpleDateFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.GregorianCalendar;
import java.util.Locale;
import java.util.TimeZone;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcTimesTest {

    private static final Duration STEP = Duration.ofHours(37 * 24 + 7);

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
    @ValueSource(ints = {0, 1, 1_000, 123_456_000, 999_999_999})
    void spellsAFractionAsFarAsItGoes(int nanos) {
        var timestamp = new Timestamp(0);
        timestamp.setNanos(nanos);

        var text = JdbcTimes.text(timestamp, new GregorianCalendar(TimeZone.getTimeZone("UTC"), Locale.ROOT));

        var fraction = String.format(Locale.ROOT, ".%09d", nanos).replaceAll("\\.?0+$", "");
        assertThat(text).isEqualTo("1970-01-01 00:00:00" + fraction + "+00");
    }
}
