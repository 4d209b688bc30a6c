package io.penstock.codec;

import static java.time.temporal.ChronoUnit.DAYS;
import static java.time.temporal.ChronoUnit.MICROS;
import static java.time.temporal.ChronoUnit.MONTHS;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Period;
import java.time.temporal.Temporal;
import java.time.temporal.TemporalAmount;
import java.time.temporal.TemporalUnit;
import java.time.temporal.UnsupportedTemporalTypeException;
import java.util.List;

/**
 * A value of {@code interval}: months, days and microseconds, which are kept apart because no month has a fixed number of days, nor
 * has a day one of hours.
 *
 * <p>Two are equal if all three numbers are: a month is not equal to 30 days, though the server's {@code =} says so. Each number has
 * a sign of its own.
 *
 * <p>{@link #INFINITY} and {@link #MINUS_INFINITY}, which PostgreSQL 17 and later know, are the values in which all three numbers are the
 * greatest, or the least.
 *
 * <p>As a {@link TemporalAmount} it is added to dates and times of Java in the order of the server: months, then days, then
 * microseconds.
 *
 * @param months years count as twelve
 * @param days days, and weeks as seven of them
 * @param micros microseconds, to which hours, minutes and seconds are added up
 * @see <a href="https://www.postgresql.org/docs/current/datatype-datetime.html#DATATYPE-INTERVAL-INPUT">Interval Input</a>
 */
public record Interval(int months, int days, long micros) implements TemporalAmount {

    /** No time at all. */
    public static final Interval ZERO = new Interval(0, 0, 0);

    /** Later than any other: {@code infinity}. */
    public static final Interval INFINITY = new Interval(Integer.MAX_VALUE, Integer.MAX_VALUE, Long.MAX_VALUE);

    /** Earlier than any other: {@code -infinity}. */
    public static final Interval MINUS_INFINITY = new Interval(Integer.MIN_VALUE, Integer.MIN_VALUE, Long.MIN_VALUE);

    private static final int MONTHS_PER_YEAR = 12;
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final int NANOS_PER_MICRO = 1_000;

    /**
     * Years, months and days.
     *
     * @throws ArithmeticException if the months are more than an {@code int} holds
     */
    public static Interval of(Period period) {
        return new Interval(Math.toIntExact(period.toTotalMonths()), Math.toIntExact(period.get(DAYS)), 0);
    }

    /**
     * Time alone; nanoseconds are rounded to the nearest microsecond, as the server does.
     *
     * @throws ArithmeticException if the microseconds are more than a {@code long} holds
     */
    public static Interval of(Duration duration) {
        long roundedNanos = (long) duration.getNano() + NANOS_PER_MICRO / 2;
        long seconds = duration.getSeconds();
        long micros = roundedNanos / NANOS_PER_MICRO;
        // Towards zero first: the product of the least number of seconds overflows, though its sum with the rest does
        // not.
        long inner = seconds < 0 ? seconds + 1 : seconds;
        long rest = seconds < 0 ? micros - MICROS_PER_SECOND : micros;
        return new Interval(0, 0, Math.addExact(Math.multiplyExact(inner, MICROS_PER_SECOND), rest));
    }

    /** Both, which are kept apart. */
    public static Interval of(Period period, Duration duration) {
        return new Interval(
                Math.toIntExact(period.toTotalMonths()), Math.toIntExact(period.get(DAYS)), of(duration).micros);
    }

    /** Whether it is neither {@link #INFINITY} nor {@link #MINUS_INFINITY}. */
    public boolean isFinite() {
        return !equals(INFINITY) && !equals(MINUS_INFINITY);
    }

    /**
     * The months and days of it, the months as years and months.
     *
     * @throws ArithmeticException if it is infinite
     */
    public Period datePart() {
        requireFinite();
        return Period.of(months / MONTHS_PER_YEAR, months % MONTHS_PER_YEAR, days);
    }

    /**
     * The microseconds of it.
     *
     * @throws ArithmeticException if it is infinite
     */
    public Duration timePart() {
        requireFinite();
        return Duration.of(micros, MICROS);
    }

    /**
     * All of it, if that is months and days.
     *
     * @throws ArithmeticException if there are microseconds too, or it is infinite
     */
    public Period toPeriod() {
        if (micros != 0) {
            throw new ArithmeticException("interval has a time of day, which a Period cannot hold");
        }
        return datePart();
    }

    /**
     * All of it, if that is microseconds. A day is none: where the clock is changed it has 23 hours, or 25.
     *
     * @throws ArithmeticException if there are months or days too, or it is infinite
     */
    public Duration toDuration() {
        if (months != 0 || days != 0) {
            throw new ArithmeticException("interval has months or days, which have no fixed Duration");
        }
        return timePart();
    }

    /** The number of months, days or microseconds. */
    @Override
    public long get(TemporalUnit unit) {
        if (unit == MONTHS) {
            return months;
        }
        if (unit == DAYS) {
            return days;
        }
        if (unit == MICROS) {
            return micros;
        }
        throw new UnsupportedTemporalTypeException("interval has months, days and microseconds, and no " + unit);
    }

    @Override
    public List<TemporalUnit> getUnits() {
        return List.of(MONTHS, DAYS, MICROS);
    }

    /**
     * {@inheritDoc}
     *
     * @throws DateTimeException also if it is infinite
     */
    @Override
    public Temporal addTo(Temporal temporal) {
        requireAddable();
        Temporal sum = months == 0 ? temporal : temporal.plus(months, MONTHS);
        sum = days == 0 ? sum : sum.plus(days, DAYS);
        return micros == 0 ? sum : sum.plus(micros, MICROS);
    }

    /**
     * {@inheritDoc}
     *
     * @throws DateTimeException also if it is infinite
     */
    @Override
    public Temporal subtractFrom(Temporal temporal) {
        requireAddable();
        Temporal rest = months == 0 ? temporal : temporal.minus(months, MONTHS);
        rest = days == 0 ? rest : rest.minus(days, DAYS);
        return micros == 0 ? rest : rest.minus(micros, MICROS);
    }

    private void requireFinite() {
        if (!isFinite()) {
            throw new ArithmeticException("interval is infinite");
        }
    }

    private void requireAddable() {
        if (!isFinite()) {
            throw new DateTimeException("interval is infinite");
        }
    }
}
