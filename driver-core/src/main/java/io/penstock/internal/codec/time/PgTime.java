package io.penstock.internal.codec.time;

import io.penstock.codec.PgType;
import io.penstock.error.SqlState;
import io.penstock.internal.codec.form.CodecErrors;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;

/**
 * The server's time scale: days since 2000-01-01 and microseconds since its midnight, in arithmetic alone.
 *
 * <p>Java's nanoseconds are rounded to the nearest microsecond, as the server rounds the digits of a text. The infinities
 * are the greatest and the least number of the server, and {@code MAX} and {@code MIN} in Java; no other value of
 * the server is that far away.
 *
 * @see <a href="https://www.postgresql.org/docs/current/datatype-datetime.html">Date/Time Types</a>
 */
final class PgTime {
    /** {@code LocalDate.of(2000, 1, 1).toEpochDay()}. */
    static final long EPOCH_DAY = 10_957;

    static final long MICROS_PER_SECOND = 1_000_000;
    static final long MICROS_PER_DAY = 86_400 * MICROS_PER_SECOND;
    static final long EPOCH_SECOND = EPOCH_DAY * 86_400;

    /** 4714-11-24 BC, the Julian day 0; the first day of both the dates and the timestamps. */
    static final int FIRST_DAY = -2_451_545;

    /** 5874898-01-01, the first day after the dates. */
    static final int END_OF_DATES = 2_145_031_949;

    /** 294277-01-01, the first day after the timestamps. */
    static final int END_OF_TIMESTAMPS = 106_751_983;

    static final long PLUS_INFINITY = Long.MAX_VALUE;
    static final long MINUS_INFINITY = Long.MIN_VALUE;

    private static final int NANOS_PER_MICRO = 1_000;

    private PgTime() {}

    /** Micros that are not infinite. */
    static LocalDateTime toLocalDateTime(long micros) {
        long day = Math.floorDiv(micros, MICROS_PER_DAY);
        long ofDay = micros - day * MICROS_PER_DAY;
        return LocalDateTime.of(LocalDate.ofEpochDay(day + EPOCH_DAY), LocalTime.ofNanoOfDay(ofDay * NANOS_PER_MICRO));
    }

    static long toMicros(LocalDateTime value, PgType type) {
        long day = value.toLocalDate().toEpochDay() - EPOCH_DAY;
        return micros(day, roundedMicros(value.toLocalTime().toNanoOfDay()), type);
    }

    static long toMicros(long epochSecond, int nano, PgType type) {
        long second = epochSecond - EPOCH_SECOND;
        long day = Math.floorDiv(second, 86_400L);
        return micros(day, (second - day * 86_400) * MICROS_PER_SECOND + roundedMicros(nano), type);
    }

    /** The day's end at 24:00 is {@code LocalTime.MAX}, which is no whole number of microseconds and so unmistakable. */
    static LocalTime toLocalTime(long microsOfDay, PgType type) {
        if (microsOfDay < 0 || microsOfDay > MICROS_PER_DAY) {
            throw CodecErrors.malformedBinary(type, "it is no time of day");
        }
        return microsOfDay == MICROS_PER_DAY ? LocalTime.MAX : LocalTime.ofNanoOfDay(microsOfDay * NANOS_PER_MICRO);
    }

    static long microsOfDay(LocalTime value) {
        return roundedMicros(value.toNanoOfDay());
    }

    private static long micros(long day, long microsOfDay, PgType type) {
        if (day >= FIRST_DAY && day < END_OF_TIMESTAMPS) {
            // Rounding up may have reached the midnight after the last day.
            long micros = day * MICROS_PER_DAY + microsOfDay;
            if (micros < END_OF_TIMESTAMPS * MICROS_PER_DAY) {
                return micros;
            }
        }
        throw CodecErrors.outOfRange(type, SqlState.DATETIME_FIELD_OVERFLOW);
    }

    private static long roundedMicros(long nanos) {
        return (nanos + NANOS_PER_MICRO / 2) / NANOS_PER_MICRO;
    }
}
