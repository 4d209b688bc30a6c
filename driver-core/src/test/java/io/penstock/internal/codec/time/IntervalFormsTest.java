package io.penstock.internal.codec.time;

import static io.penstock.codec.PgTypes.INTERVAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.penstock.codec.Format;
import io.penstock.codec.Interval;
import io.penstock.error.Outcome;
import io.penstock.error.PgCodecException;
import io.penstock.error.SqlState;
import io.penstock.internal.codec.Decoding;
import java.time.Duration;
import java.time.Period;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both forms of intervals, as a PostgreSQL 18 server prints them under each IntervalStyle. */
class IntervalFormsTest {

    @ParameterizedTest(name = "{3}")
    @CsvSource({
        "0, 0, 0, 00000000000000000000000000000000, 00:00:00",
        "14, 3, 14706700000, 000000036c966ee0000000030000000e, 1 year 2 mons 3 days 04:05:06.7",
        "-14, -3, -14706700000, fffffffc93699120fffffffdfffffff2, -1 years -2 mons -3 days -04:05:06.7",
        "-1, 3, -14706000000, fffffffc93743f8000000003ffffffff, -1 mons +3 days -04:05:06",
        "12, -1, 0, 0000000000000000ffffffff0000000c, 1 year -1 days",
        "0, -1, 7380000000, 00000001b7e1dd00ffffffff00000000, -1 days +02:03:00",
        "0, 1, -1, ffffffffffffffff0000000100000000, 1 day -00:00:00.000001",
        "0, 0, -500000, fffffffffff85ee00000000000000000, -00:00:00.5",
        "1, -13, 0, 0000000000000000fffffff300000001, 1 mon -13 days",
        "-12, 2, 10800000000, 0000000283baec0000000002fffffff4, -1 years +2 days 03:00:00",
        "0, 0, 360000000000, 00000053d1ac10000000000000000000, 100:00:00",
        "1, 0, 120000000, 0000000007270e000000000000000001, 1 mon 00:02:00",
        "-1, 0, 120000000, 0000000007270e0000000000ffffffff, -1 mons +00:02:00",
        "2147483647, 2147483647, 9223372036854775806, 7ffffffffffffffe7fffffff7fffffff,"
                + "178956970 years 7 mons 2147483647 days 2562047788:00:54.775806",
        "-2147483648, -2147483648, -9223372036854775807, 80000000000000018000000080000000,"
                + "-178956970 years -8 mons -2147483648 days -2562047788:00:54.775807",
        "0, 0, -9223372036854775808, 80000000000000000000000000000000, -2562047788:00:54.775808"
    })
    void intervals(int months, int days, long micros, String binary, String text) {
        Decoding.assertForms(INTERVAL, new Interval(months, days, micros), binary, text);
    }

    @Test
    void infinities() {
        Decoding.assertForms(INTERVAL, Interval.INFINITY, "7fffffffffffffff7fffffff7fffffff", "infinity");
        Decoding.assertForms(INTERVAL, Interval.MINUS_INFINITY, "80000000000000008000000080000000", "-infinity");
    }

    @ParameterizedTest(name = "{3}, {4}, {5}")
    @CsvSource({
        "0, 0, 0, @ 0, 0, PT0S",
        "14, 3, 14706700000, @ 1 year 2 mons 3 days 4 hours 5 mins 6.7 secs, +1-2 +3 +4:05:06.7, P1Y2M3DT4H5M6.7S",
        "-14, -3, -14706700000, @ 1 year 2 mons 3 days 4 hours 5 mins 6.7 secs ago, -1-2 -3 -4:05:06.7,"
                + "P-1Y-2M-3DT-4H-5M-6.7S",
        "-1, 3, -14706000000, @ 1 mon -3 days 4 hours 5 mins 6 secs ago, -0-1 +3 -4:05:06, P-1M3DT-4H-5M-6S",
        "12, -1, 0, @ 1 year -1 days, +1-0 -1 +0:00:00, P1Y-1D",
        "0, 1, -1, @ 1 day -0.000001 secs, +0-0 +1 -0:00:00.000001, P1DT-0.000001S",
        "0, 0, -500000, @ 0.5 secs ago, -0:00:00.5, PT-0.5S",
        "0, 0, 1000000, @ 1 sec, 0:00:01, PT1S",
        "0, 0, 1500000, @ 1.5 secs, 0:00:01.5, PT1.5S",
        "14, 0, 0, @ 1 year 2 mons, 1-2, P1Y2M",
        "-14, 0, 0, @ 1 year 2 mons ago, -1-2, P-1Y-2M",
        "0, 3, 0, @ 3 days, 3 0:00:00, P3D",
        "0, -3, 0, @ 3 days ago, -3 0:00:00, P-3D",
        "0, 0, 7200000000, @ 2 hours, 2:00:00, PT2H",
        "0, 3, -7200000000, @ 3 days -2 hours, +0-0 +3 -2:00:00, P3DT-2H",
        "0, -3, -7200000000, @ 3 days 2 hours ago, -3 2:00:00, P-3DT-2H",
        "-12, 2, 10800000000, @ 1 year -2 days -3 hours ago, -1-0 +2 +3:00:00, P-1Y2DT3H",
        "-1, 0, 120000000, @ 1 mon -2 mins ago, -0-1 +0 +0:02:00, P-1MT2M",
        "-2147483648, -2147483648, -9223372036854775807,"
                + "@ 178956970 years 8 mons 2147483648 days 2562047788 hours 54.775807 secs ago,"
                + "-178956970-8 -2147483648 -2562047788:00:54.775807,"
                + "P-178956970Y-8M-2147483648DT-2562047788H-54.775807S"
    })
    void readsEveryIntervalStyle(int months, int days, long micros, String verbose, String sql, String iso) {
        Interval value = new Interval(months, days, micros);

        assertThat(Decoding.fromText(INTERVAL, verbose)).isEqualTo(value);
        assertThat(Decoding.fromText(INTERVAL, sql)).isEqualTo(value);
        assertThat(Decoding.fromText(INTERVAL, iso)).isEqualTo(value);
        String text = Decoding.toText(INTERVAL, value);
        assertThat(Decoding.fromText(INTERVAL, verbose, String.class)).isEqualTo(text);
        assertThat(Decoding.fromText(INTERVAL, iso, String.class)).isEqualTo(text);
    }

    @Test
    void anyIntervalComesBackAsItWas() {
        Random random = new Random(20_261_125);
        for (int i = 0; i < 1_000; i++) {
            Interval value = new Interval(
                    random.nextInt() >> random.nextInt(32),
                    random.nextInt() >> random.nextInt(32),
                    random.nextLong() >> random.nextInt(64));
            for (Format format : Format.values()) {
                byte[] bytes = Decoding.encode(INTERVAL, value, format);
                assertThat(
                                format == Format.TEXT
                                        ? Decoding.fromText(
                                                INTERVAL, new String(bytes, java.nio.charset.StandardCharsets.UTF_8))
                                        : Decoding.fromBinary(
                                                INTERVAL,
                                                java.util.HexFormat.of().formatHex(bytes)))
                        .isEqualTo(value);
            }
        }
    }

    @Test
    void isAPeriodOrADurationIfThatLosesNothing() {
        assertThat(Decoding.fromText(INTERVAL, "1 year 2 mons 3 days", Period.class))
                .isEqualTo(Period.of(1, 2, 3));
        assertThat(Decoding.fromText(INTERVAL, "-100:00:00.5", Duration.class))
                .isEqualTo(Duration.parse("PT-100H-0.5S"));
        assertThat(Decoding.toText(INTERVAL, Period.of(0, 14, -3))).isEqualTo("1 year 2 mons -3 days");
        assertThat(Decoding.toText(INTERVAL, Duration.ofDays(2))).isEqualTo("48:00:00");
        assertThat(Decoding.toBinary(INTERVAL, Duration.ofSeconds(-1))).isEqualTo("fffffffffff0bdc00000000000000000");
        assertDoesNotFit("1 day", Duration.class);
        assertDoesNotFit("1 mon 00:00:01", Duration.class);
        assertDoesNotFit("00:00:01", Period.class);
        assertDoesNotFit("infinity", Period.class);
        assertDoesNotFit("-infinity", Duration.class);
    }

    private static void assertDoesNotFit(String text, Class<?> javaType) {
        assertThatExceptionOfType(PgCodecException.class)
                .isThrownBy(() -> Decoding.fromText(INTERVAL, text, javaType))
                .satisfies(e -> assertThat(e.sqlState()).isEqualTo(SqlState.NUMERIC_VALUE_OUT_OF_RANGE))
                .withMessageContaining("Interval");
    }

    @Test
    void refusesToSendWhatIsTooLong() {
        for (Object value : new Object[] {Period.ofYears(Integer.MAX_VALUE), Duration.ofSeconds(Long.MAX_VALUE)}) {
            assertThatExceptionOfType(PgCodecException.class)
                    .isThrownBy(() -> Decoding.encode(INTERVAL, value, Format.TEXT))
                    .satisfies(e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT))
                    .satisfies(e -> assertThat(e.sqlState()).isEqualTo(SqlState.INTERVAL_FIELD_OVERFLOW));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "000000000000000000000000000000", "0000000000000000000000000000000000"})
    void refusesBadBinary(String hex) {
        Decoding.assertRefused(INTERVAL, Decoding.hex(hex), Format.BINARY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "1",
                "+1",
                "@",
                "@ ",
                "@ 1",
                "@ 0 secs ago ago",
                "P",
                "PT",
                "P1",
                "P1YT",
                "P1H",
                "PT1D",
                "PT1.5H",
                "PT1.1234567S",
                "PT1S ",
                "P1DT1H1D",
                "1 day 1 day",
                "1 day 1 year",
                "1 week",
                "1 days ago",
                "1.5 days",
                "1 day  00:00:01",
                "1 day 00:00:01 1 sec",
                "00:00",
                "00:00:",
                "00:00:00.",
                "00:00:00.1234567",
                "00:00:00 1",
                "1-2-3",
                "1-2 3",
                "1-",
                "Infinity",
                "infinity ",
                "+infinity",
                "999999999 years",
                "2147483648 days",
                "-2147483649 days",
                "2562047788:00:54.775808",
                "1234567890123456789 secs"
            })
    void refusesBadText(String text) {
        Decoding.assertRefused(INTERVAL, Decoding.utf8(text), Format.TEXT);
    }
}
