package io.penstock.testing;

import static io.penstock.testing.Values.of;

import io.penstock.codec.Interval;
import io.penstock.codec.PgTypes;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Dates, times and spans of time, over the whole range that the server has. */
final class TimeValues {

    private static final LocalDate FIRST_DAY = LocalDate.of(-4713, 11, 24);
    private static final LocalDate LAST_DATE = LocalDate.of(5_874_897, 12, 31);
    private static final LocalDate LAST_DAY = LocalDate.of(294_276, 12, 31);
    private static final LocalTime LAST_MICRO = LocalTime.of(23, 59, 59, 999_999_000);
    private static final long MICROS_PER_DAY = ChronoUnit.DAYS.getDuration().toNanos() / 1_000;

    static final Values<LocalDate> DATE = of(
            PgTypes.DATE,
            List.of(
                    LocalDate.EPOCH,
                    LocalDate.of(2000, 1, 1),
                    LocalDate.of(2024, 2, 29),
                    LocalDate.of(1, 1, 1),
                    LocalDate.of(0, 12, 31),
                    LocalDate.of(-4, 2, 29),
                    LocalDate.of(10_000, 1, 1),
                    FIRST_DAY,
                    LAST_DATE,
                    LocalDate.MAX,
                    LocalDate.MIN),
            random -> day(random, LAST_DATE));

    static final Values<LocalDateTime> TIMESTAMP = of(
            PgTypes.TIMESTAMP,
            List.of(
                    LocalDateTime.of(2000, 1, 1, 0, 0),
                    LocalDateTime.of(1999, 12, 31, 23, 59, 59, 999_999_000),
                    LocalDateTime.of(0, 12, 31, 23, 59, 59, 999_999_000),
                    FIRST_DAY.atStartOfDay(),
                    LAST_DAY.atTime(LAST_MICRO),
                    LocalDateTime.MAX,
                    LocalDateTime.MIN),
            TimeValues::timestamp);

    static final Values<OffsetDateTime> TIMESTAMPTZ = of(
            PgTypes.TIMESTAMPTZ,
            List.of(
                    OffsetDateTime.of(2000, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC),
                    FIRST_DAY.atStartOfDay().atOffset(ZoneOffset.UTC),
                    LAST_DAY.atTime(LAST_MICRO).atOffset(ZoneOffset.UTC),
                    OffsetDateTime.MAX,
                    OffsetDateTime.MIN),
            random -> timestamp(random).atOffset(ZoneOffset.UTC));

    private TimeValues() {}

    static Stream<Values<?>> all() {
        return Stream.of(
                DATE,
                of(PgTypes.TIME, List.of(LocalTime.MIDNIGHT, LAST_MICRO, LocalTime.MAX), TimeValues::time),
                of(
                        PgTypes.TIMETZ,
                        List.of(
                                LocalTime.MIDNIGHT.atOffset(ZoneOffset.UTC),
                                LocalTime.MAX.atOffset(ZoneOffset.ofHours(-3)),
                                LAST_MICRO.atOffset(ZoneOffset.ofHoursMinutesSeconds(15, 59, 59)),
                                LAST_MICRO.atOffset(ZoneOffset.ofHoursMinutesSeconds(-15, -59, -59))),
                        TimeValues::timetz),
                TIMESTAMP,
                TIMESTAMPTZ,
                of(
                        PgTypes.INTERVAL,
                        List.of(
                                Interval.ZERO,
                                new Interval(1, -1, 1),
                                new Interval(-1, 1, -1),
                                new Interval(-14, -3, -14_706_789_000L),
                                new Interval(2_136_000_000, Integer.MAX_VALUE, Long.MAX_VALUE / 2),
                                Interval.INFINITY,
                                Interval.MINUS_INFINITY),
                        TimeValues::interval));
    }

    private static LocalDate day(Random random, LocalDate last) {
        LocalDate first = random.nextBoolean() ? FIRST_DAY : LocalDate.of(1900, 1, 1);
        LocalDate end = random.nextBoolean() ? last : LocalDate.of(2100, 1, 1);
        return LocalDate.ofEpochDay(
                first.toEpochDay() + (long) (random.nextDouble() * (end.toEpochDay() - first.toEpochDay())));
    }

    private static LocalTime time(Random random) {
        long micros = (long) (random.nextDouble() * MICROS_PER_DAY);
        return LocalTime.ofNanoOfDay((random.nextBoolean() ? micros : micros / 1_000_000 * 1_000_000) * 1_000);
    }

    private static OffsetTime timetz(Random random) {
        int bound = 16 * 3_600 - 1;
        int seconds = random.nextInt(2 * bound + 1) - bound;
        return time(random).atOffset(ZoneOffset.ofTotalSeconds(random.nextBoolean() ? seconds : seconds / 900 * 900));
    }

    private static LocalDateTime timestamp(Random random) {
        return day(random, LAST_DAY).atTime(time(random));
    }

    private static Interval interval(Random random) {
        return new Interval(
                random.nextInt(4) == 0 ? 0 : random.nextInt(60_000) - 30_000,
                random.nextInt(4) == 0 ? 0 : random.nextInt(60_000) - 30_000,
                random.nextInt(4) == 0 ? 0 : random.nextLong() >> 8 + random.nextInt(56));
    }
}
