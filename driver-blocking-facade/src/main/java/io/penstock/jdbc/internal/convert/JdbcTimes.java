package io.penstock.jdbc.internal.convert;

import io.penstock.codec.UntypedTimestamp;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/**
 * {@code java.sql}'s dates and times in a time zone: a calendar's, or this JVM's.
 *
 * <p>Infinity is the {@link #POSITIVE_INFINITY} of pgjdbc, in milliseconds. Before 1901 and from 2037 on, what counts are the fields that a {@link
 * java.util.Calendar} shows: it knows no local mean times, and counts the days before 1582 as they were counted then.
 */
public final class JdbcTimes {

    /** Milliseconds of infinity; pgjdbc's {@code PGStatement.DATE_POSITIVE_INFINITY}. */
    public static final long POSITIVE_INFINITY = 9_223_372_036_825_200_000L;

    /** Milliseconds of -infinity. */
    public static final long NEGATIVE_INFINITY = -9_223_372_036_832_400_000L;

    private static final long DAY_MILLIS = 86_400_000;
    private static final int MICROS_PER_SECOND = 1_000_000;

    // For these years a calendar knows all that java.time knows of a zone; before and behind, its fields are what
    // counts.
    private static final long AGREED_FROM = LocalDate.of(1901, 1, 1).toEpochDay() * DAY_MILLIS;
    private static final long AGREED_TO = LocalDate.of(2037, 1, 1).toEpochDay() * DAY_MILLIS;

    /** From this second on, a calendar counts the days as java.time does. */
    private static final long SAME_DAYS_FROM = LocalDate.of(1601, 1, 1).toEpochDay() * 86_400;

    private static final long SERVER_EPOCH_SECOND = LocalDate.of(2000, 1, 1).toEpochDay() * 86_400;

    private static final TimeZone UTC = TimeZone.getTimeZone("UTC");

    private JdbcTimes() {}

    public static Date date(LocalDate date, @Nullable Calendar calendar) {
        if (date.equals(LocalDate.MAX)) {
            return new Date(POSITIVE_INFINITY);
        }
        return date.equals(LocalDate.MIN)
                ? new Date(NEGATIVE_INFINITY)
                : new Date(millis(date.atStartOfDay(), zone(calendar)));
    }

    public static Timestamp timestamp(LocalDateTime time, @Nullable Calendar calendar) {
        if (time.equals(LocalDateTime.MAX)) {
            return new Timestamp(POSITIVE_INFINITY);
        }
        if (time.equals(LocalDateTime.MIN)) {
            return new Timestamp(NEGATIVE_INFINITY);
        }
        var timestamp = new Timestamp(millis(time, zone(calendar)));
        timestamp.setNanos(time.getNano());
        return timestamp;
    }

    public static Timestamp timestamp(OffsetDateTime time) {
        if (time.equals(OffsetDateTime.MAX)) {
            return new Timestamp(POSITIVE_INFINITY);
        }
        return time.equals(OffsetDateTime.MIN) ? new Timestamp(NEGATIVE_INFINITY) : finite(time.toInstant());
    }

    public static Timestamp timestamp(Instant time) {
        if (time.equals(Instant.MAX)) {
            return new Timestamp(POSITIVE_INFINITY);
        }
        return time.equals(Instant.MIN) ? new Timestamp(NEGATIVE_INFINITY) : finite(time);
    }

    static Timestamp timestamp(TimeText text, @Nullable Calendar calendar) {
        var instant = text.instant();
        return instant == null ? timestamp(text.local(), calendar) : timestamp(instant);
    }

    private static Timestamp finite(Instant time) {
        return finite(time.getEpochSecond(), time.getNano());
    }

    private static Timestamp finite(long second, int nanos) {
        var millis = second >= SAME_DAYS_FROM
                ? second * 1_000
                : millis(LocalDateTime.ofEpochSecond(second, nanos, ZoneOffset.UTC), UTC);
        var timestamp = new Timestamp(millis);
        timestamp.setNanos(nanos);
        return timestamp;
    }

    /** @param micros since 2000-01-01 UTC, as the server counts them, with its infinities */
    static Timestamp timestamp(long micros) {
        if (micros == Long.MAX_VALUE) {
            return new Timestamp(POSITIVE_INFINITY);
        }
        if (micros == Long.MIN_VALUE) {
            return new Timestamp(NEGATIVE_INFINITY);
        }
        var second = Math.floorDiv(micros, (long) MICROS_PER_SECOND);
        return finite(second + SERVER_EPOCH_SECOND, (int) (micros - second * MICROS_PER_SECOND) * 1_000);
    }

    /** The other way round. */
    static Instant instant(Timestamp time) throws SQLException {
        var millis = time.getTime();
        if (millis == POSITIVE_INFINITY) {
            return Instant.MAX;
        }
        return millis == NEGATIVE_INFINITY
                ? Instant.MIN
                : local(millis, time.getNanos(), new GregorianCalendar(UTC)).toInstant(ZoneOffset.UTC);
    }

    public static Time time(LocalTime time, @Nullable Calendar calendar) {
        return new Time(millis(time.atDate(LocalDate.EPOCH), zone(calendar)));
    }

    static Time time(OffsetTime time) {
        return new Time(time.atDate(LocalDate.EPOCH).toInstant().toEpochMilli());
    }

    /** The day of an instant, at its midnight. */
    static Date dateOf(OffsetDateTime time, @Nullable Calendar calendar) {
        if (time.equals(OffsetDateTime.MAX)) {
            return new Date(POSITIVE_INFINITY);
        }
        if (time.equals(OffsetDateTime.MIN)) {
            return new Date(NEGATIVE_INFINITY);
        }
        var millis = timestamp(time).getTime();
        return isAgreed(millis)
                ? date(agreed(millis, 0, calendar).toLocalDate(), calendar)
                : new Date(midnight(millis, zone(calendar)));
    }

    /** Of a day that java.time need not have: before 1582 a calendar has leap days of its own. */
    private static long midnight(long millis, TimeZone zone) {
        var fields = new GregorianCalendar(zone);
        fields.setTimeInMillis(millis);
        fields.set(Calendar.HOUR_OF_DAY, 0);
        fields.set(Calendar.MINUTE, 0);
        fields.set(Calendar.SECOND, 0);
        fields.set(Calendar.MILLISECOND, 0);
        return fields.getTimeInMillis();
    }

    /** The time of an instant's day, by the zone's time in winter, which 1970 began in. */
    static Time timeOf(OffsetDateTime time, @Nullable Calendar calendar) {
        var winter = zone(calendar).getRawOffset();
        return new Time(Math.floorMod(time.toInstant().toEpochMilli() + winter, DAY_MILLIS) - winter);
    }

    private static long millis(LocalDateTime time, TimeZone zone) {
        if (time.getYear() > 1900 && time.getYear() < 2037) {
            var known = known(zone);
            if (known != null) {
                // A calendar takes what the clock shows twice in autumn for the second time.
                var millis = time.atZone(known)
                        .withLaterOffsetAtOverlap()
                        .toInstant()
                        .toEpochMilli();
                if (millis + zone.getOffset(millis)
                        == time.toInstant(ZoneOffset.UTC).toEpochMilli()) {
                    return millis;
                }
            }
        }
        return calendarMillis(time, zone);
    }

    /** The zone to java.time, by its name: its rules may be others. Null where no zone has this name. */
    private static @Nullable ZoneId known(TimeZone zone) {
        try {
            return zone.toZoneId();
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static long calendarMillis(LocalDateTime time, TimeZone zone) {
        var calendar = new GregorianCalendar(zone);
        calendar.clear();
        calendar.set(Calendar.ERA, time.getYear() > 0 ? GregorianCalendar.AD : GregorianCalendar.BC);
        calendar.set(Calendar.YEAR, time.getYear() > 0 ? time.getYear() : 1 - time.getYear());
        calendar.set(Calendar.MONTH, time.getMonthValue() - 1);
        calendar.set(Calendar.DAY_OF_MONTH, time.getDayOfMonth());
        calendar.set(Calendar.HOUR_OF_DAY, time.getHour());
        calendar.set(Calendar.MINUTE, time.getMinute());
        calendar.set(Calendar.SECOND, time.getSecond());
        calendar.set(Calendar.MILLISECOND, time.getNano() / 1_000_000);
        return calendar.getTimeInMillis();
    }

    private static TimeZone zone(@Nullable Calendar calendar) {
        return calendar == null ? TimeZone.getDefault() : calendar.getTimeZone();
    }

    // ---- the way to the server

    /** A day as text, with the offset that its midnight has: it becomes a date, or either kind of timestamp. */
    static String text(Date date, @Nullable Calendar calendar) throws SQLException {
        if (isInfinite(date.getTime())) {
            return infinity(date.getTime());
        }
        return TimeSpelling.date(local(date.getTime(), 0, calendar), offsetSeconds(date.getTime(), calendar));
    }

    static String text(Time time, @Nullable Calendar calendar) throws SQLException {
        var nanos = (int) Math.floorMod(time.getTime(), 1_000L) * 1_000_000;
        return TimeSpelling.time(local(time.getTime(), nanos, calendar), offsetSeconds(time.getTime(), calendar));
    }

    static String text(Timestamp time, @Nullable Calendar calendar) throws SQLException {
        if (isInfinite(time.getTime())) {
            return infinity(time.getTime());
        }
        return TimeSpelling.timestamp(
                local(time.getTime(), time.getNanos(), calendar), offsetSeconds(time.getTime(), calendar));
    }

    /**
     * What the server makes a timestamp of, of either kind, or whatever else it needs: a text where that is not an everyday one. It is rounded to the
     * microsecond here, so that it is the same in whatever it becomes.
     */
    static Object untyped(Timestamp exact, @Nullable Calendar calendar) throws SQLException {
        var time = rounded(exact);
        var millis = time.getTime();
        if (isAgreed(millis)) {
            var offset = offsetSeconds(millis, calendar);
            if (UntypedTimestamp.takesOffset(offset)) {
                return new UntypedTimestamp(Math.floorDiv(millis, 1_000L) + offset, time.getNanos(), offset);
            }
        }
        return text(time, calendar);
    }

    private static Timestamp rounded(Timestamp time) {
        var nanos = time.getNanos();
        if (nanos % 1_000 == 0) {
            return time;
        }
        var micros = (nanos + 500) / 1_000;
        var second = Math.floorDiv(time.getTime(), 1_000L) + micros / MICROS_PER_SECOND;
        var rounded = new Timestamp(second * 1_000);
        rounded.setNanos(micros % MICROS_PER_SECOND * 1_000);
        return rounded;
    }

    private static boolean isAgreed(long millis) {
        return millis >= AGREED_FROM && millis < AGREED_TO;
    }

    static boolean isInfinite(long millis) {
        return millis == POSITIVE_INFINITY || millis == NEGATIVE_INFINITY;
    }

    static String infinity(long millis) {
        return millis == POSITIVE_INFINITY ? "infinity" : "-infinity";
    }

    private static LocalDateTime agreed(long millis, int nanos, @Nullable Calendar calendar) {
        return LocalDateTime.ofEpochSecond(
                Math.floorDiv(millis, 1_000L) + offsetSeconds(millis, calendar), nanos, ZoneOffset.UTC);
    }

    private static LocalDateTime local(long millis, int nanos, @Nullable Calendar calendar) throws SQLException {
        if (isAgreed(millis)) {
            return agreed(millis, nanos, calendar);
        }
        var fields = new GregorianCalendar(zone(calendar));
        fields.setTimeInMillis(millis);
        var time = LocalTime.of(
                fields.get(Calendar.HOUR_OF_DAY), fields.get(Calendar.MINUTE), fields.get(Calendar.SECOND), nanos);
        return day(fields).atTime(time);
    }

    private static LocalDate day(GregorianCalendar fields) throws SQLException {
        var year = fields.get(Calendar.YEAR);
        try {
            return LocalDate.of(
                    fields.get(Calendar.ERA) == GregorianCalendar.AD ? year : 1 - year,
                    fields.get(Calendar.MONTH) + 1,
                    fields.get(Calendar.DAY_OF_MONTH));
        } catch (DateTimeException e) {
            throw new SQLException(
                    "the server has no such day: it does not count years before 1582 as Julius Caesar did",
                    JdbcState.DATETIME_OVERFLOW,
                    e);
        }
    }

    /** By the calendar's own zone, which java.time need not know: a program may make one of its own. */
    private static int offsetSeconds(long millis, @Nullable Calendar calendar) {
        return zone(calendar).getOffset(millis) / 1_000;
    }
}
