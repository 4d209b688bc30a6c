package io.penstock.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.UnsupportedTemporalTypeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntervalTest {

    @Test
    void keepsMonthsDaysAndMicrosApart() {
        Interval interval = Interval.of(Period.of(1, 2, 3), Duration.ofHours(30));

        assertThat(interval).isEqualTo(new Interval(14, 3, 108_000_000_000L));
        assertThat(interval.datePart()).isEqualTo(Period.of(1, 2, 3));
        assertThat(interval.timePart()).isEqualTo(Duration.ofHours(30));
        assertThat(new Interval(1, 0, 0)).isNotEqualTo(new Interval(0, 30, 0));
        assertThat(new Interval(-14, 3, -1).datePart()).isEqualTo(Period.of(-1, -2, 3));
    }

    @Test
    void isAPeriodOrADurationOnlyIfThatLosesNothing() {
        assertThat(new Interval(14, 3, 0).toPeriod()).isEqualTo(Period.of(1, 2, 3));
        assertThat(new Interval(0, 0, -1).toDuration()).isEqualTo(Duration.ofNanos(-1_000));
        assertThat(Interval.ZERO.toPeriod()).isEqualTo(Period.ZERO);
        assertThat(Interval.ZERO.toDuration()).isEqualTo(Duration.ZERO);
        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> new Interval(1, 0, 1).toPeriod());
        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> new Interval(0, 1, 0).toDuration());
        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> new Interval(1, 0, 0).toDuration());
    }

    @ParameterizedTest
    @CsvSource({
        "PT0.0000004S, 0",
        "PT0.0000005S, 1",
        "PT-0.0000005S, 0",
        "PT-0.0000006S, -1",
        "PT0.9999999S, 1000000",
        "PT-1.5S, -1500000",
        "PT9223372036854.775807S, 9223372036854775807",
        "PT-9223372036854.775808S, -9223372036854775808",
        "PT-9223372036854.775807S, -9223372036854775807"
    })
    void roundsNanosToTheNearestMicro(Duration duration, long micros) {
        assertThat(Interval.of(duration)).isEqualTo(new Interval(0, 0, micros));
    }

    @Test
    void refusesWhatIsTooLong() {
        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> Interval.of(Period.ofYears(178_956_971)));
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> Interval.of(Duration.ofSeconds(9_223_372_036_854L, 775_808_000)));
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> Interval.of(Duration.ofSeconds(-9_223_372_036_855L, 224_191_000)));
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> Interval.of(Duration.ofSeconds(Long.MAX_VALUE)));
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> Interval.of(Duration.ofSeconds(Long.MIN_VALUE)));
    }

    @Test
    void infinityIsNoAmount() {
        for (Interval infinite : new Interval[] {Interval.INFINITY, Interval.MINUS_INFINITY}) {
            assertThat(infinite.isFinite()).isFalse();
            assertThatExceptionOfType(ArithmeticException.class).isThrownBy(infinite::datePart);
            assertThatExceptionOfType(ArithmeticException.class).isThrownBy(infinite::timePart);
            assertThatExceptionOfType(DateTimeException.class).isThrownBy(() -> LocalDate.EPOCH.plus(infinite));
            assertThatExceptionOfType(DateTimeException.class).isThrownBy(() -> LocalDate.EPOCH.minus(infinite));
        }
        assertThat(new Interval(Integer.MAX_VALUE, Integer.MAX_VALUE, Long.MAX_VALUE - 1).isFinite())
                .isTrue();
    }

    @Test
    void isAddedMonthsFirst() {
        LocalDateTime start = LocalDateTime.of(2023, 1, 31, 23, 0);
        Interval interval = new Interval(1, 1, 3_600_000_000L);

        assertThat(start.plus(interval)).isEqualTo(LocalDateTime.of(2023, 3, 2, 0, 0));
        assertThat(LocalDateTime.of(2023, 3, 31, 0, 0).minus(interval)).isEqualTo(LocalDateTime.of(2023, 2, 26, 23, 0));
        assertThat(LocalDate.EPOCH.plus(new Interval(1, 2, 0))).isEqualTo(LocalDate.of(1970, 2, 3));
        assertThatExceptionOfType(UnsupportedTemporalTypeException.class)
                .isThrownBy(() -> LocalDate.EPOCH.plus(interval));
    }

    @Test
    void aDayIsWhatTheZoneSays() {
        ZonedDateTime beforeTheClockChanges = ZonedDateTime.of(2024, 3, 30, 12, 0, 0, 0, ZoneId.of("Europe/Paris"));

        assertThat(beforeTheClockChanges.plus(new Interval(0, 1, 0)).getHour()).isEqualTo(12);
        assertThat(beforeTheClockChanges
                        .plus(new Interval(0, 0, 86_400_000_000L))
                        .getHour())
                .isEqualTo(13);
    }

    @Test
    void tellsItsUnits() {
        Interval interval = new Interval(1, 2, 3);

        assertThat(interval.getUnits()).extracting(interval::get).containsExactly(1L, 2L, 3L);
        assertThatExceptionOfType(UnsupportedTemporalTypeException.class)
                .isThrownBy(() -> interval.get(ChronoUnit.SECONDS));
    }
}
