package io.penstock.jdbc.internal.convert;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.TimeZone;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Timestamps read from the text that they are sent as. */
class TimestampLiteralTest {

    @ParameterizedTest
    @CsvSource({
        "2000-01-31 12:30:00+00, 2000-01-31T12:30:00Z, 2000-01-31T12:30:00",
        "2000-01-31 12:30:00.5+02, 2000-01-31T10:30:00.5Z, 2000-01-31T12:30:00.5",
        "2024-02-29 23:59:59.999999-03:30, 2024-03-01T03:29:59.999999Z, 2024-02-29T23:59:59.999999",
        "1890-06-01 00:00:00+00:53:28, 1890-05-31T23:06:32Z, 1890-06-01T00:00:00",
        "0001-01-01 00:00:00-15:59:59, 0001-01-01T15:59:59Z, 0001-01-01T00:00:00",
        "9999-12-31 23:59:59+00, 9999-12-31T23:59:59Z, 9999-12-31T23:59:59"
    })
    void readsTheUsualForm(String text, String instant, String local) {
        assertThat(TimestampLiteral.instant(text)).isEqualTo(Instant.parse(instant));
        assertThat(TimestampLiteral.local(text)).isEqualTo(LocalDateTime.parse(local));
    }

    /** The server's to read, or to refuse. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "infinity",
                "now",
                "2000-01-31",
                "2000-01-31 12:30:00",
                "2000-01-31T12:30:00+00",
                "2000-01-31 12:30:00.1234567+00",
                "2000-01-31 12:30:00.+00",
                "2000-01-31 12:30:00Z",
                "2000-01-31 12:30:00+16",
                "2000-01-31 12:30:00+1",
                "2000-01-31 12:30:00+01:",
                "2000-01-31 12:30:00+01:60",
                "2000-01-31 12:30:00+01 BC",
                "2000-01-31 12:30:00+01:00:00:00",
                "2000-01-31 24:00:00+00",
                "2000-01-31 12:30:60+00",
                "2000-02-30 12:30:00+00",
                "2001-02-29 12:30:00+00",
                "2000-13-01 12:30:00+00",
                "2000-00-01 12:30:00+00",
                "0000-01-01 12:30:00+00",
                "12000-01-31 12:30:00+00",
                "2000/01/31 12:30:00+00",
                "2000-01-31 1x:30:00+00"
            })
    void leavesOtherSpellingsAlone(String text) {
        assertThat(TimestampLiteral.instant(text)).isNull();
        assertThat(TimestampLiteral.local(text)).isNull();
    }

    @ParameterizedTest
    @CsvSource({"UTC, 0", "Europe/Berlin, 123456000", "America/St_Johns, 1000", "Asia/Kathmandu, 500000000"})
    void readsWhatIsWrittenOfATimestamp(String zone, int nanos) {
        Calendar calendar = new GregorianCalendar(TimeZone.getTimeZone(zone));
        for (var second = -2_000_000_000L; second < 4_000_000_000L; second += 98_765_432L) {
            var instant = Instant.ofEpochSecond(second, nanos);
            var text = JdbcTimes.text(Timestamp.from(instant), calendar);

            assertThat(TimestampLiteral.instant(text)).as(text).isEqualTo(instant);
        }
    }
}
