package io.penstock.codec;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * A date, a time and an offset that go to the server as the literal {@code '2000-01-31 12:30:00.5+02'} does, without a type: the server makes of it what
 * the statement needs. A {@code timestamptz} is the point in time, a {@code timestamp} the date and time as they are written, a {@code date} the day,
 * and a {@code text} the literal itself.
 *
 * <p>Where a prepared statement is used again, and the server has said that it takes a {@code timestamp} or {@code timestamptz}, the value is sent in
 * binary, which is read faster and means the same.
 *
 * <p>Years from 1 to 9999; what the server does with more than six digits of a fraction is its rounding to the microsecond.
 *
 * @param second the local date and time in seconds since 1970-01-01T00:00, by the clock that the offset belongs to
 * @param nano nanoseconds of the second, 0 to 999,999,999
 * @param offset seconds east of Greenwich, less than 16 hours either way
 * @see <a href="https://www.postgresql.org/docs/current/datatype-datetime.html#DATATYPE-DATETIME-INPUT">Date/Time Input</a>
 */
public record UntypedTimestamp(long second, int nano, int offset) {

    private static final long FIRST_SECOND = -62_135_596_800L;
    private static final long LAST_SECOND = 253_402_300_799L;
    private static final int NANOS_PER_SECOND = 1_000_000_000;
    private static final int END_OF_OFFSETS = 16 * 3_600;
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long EPOCH_SECOND_OF_2000 = 946_684_800L;
    private static final int USUAL_CHARACTERS = 40;

    /**
     * A date and time.
     *
     * @throws IllegalArgumentException if a component is out of its range
     */
    public UntypedTimestamp {
        if (second < FIRST_SECOND || second > LAST_SECOND) {
            throw new IllegalArgumentException("year out of 1 to 9999");
        }
        if (nano < 0 || nano >= NANOS_PER_SECOND || !takesOffset(offset)) {
            throw new IllegalArgumentException("nanoseconds or offset out of range");
        }
    }

    /** Whether the server reads such an offset, in seconds. */
    public static boolean takesOffset(int seconds) {
        return Math.abs(seconds) < END_OF_OFFSETS;
    }

    /** Date and time as they are written, rounded to the microsecond as the server rounds: what a {@code timestamp} has. */
    public LocalDateTime local() {
        return LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC).plusNanos(roundedMicros() * 1_000);
    }

    /** The point in time, rounded likewise: what a {@code timestamptz} has. */
    public Instant instant() {
        return Instant.ofEpochSecond(second - offset).plusNanos(roundedMicros() * 1_000);
    }

    /** The {@code timestamp} in binary: microseconds since 2000-01-01T00:00. */
    public long localMicros() {
        return (second - EPOCH_SECOND_OF_2000) * MICROS_PER_SECOND + roundedMicros();
    }

    /** The {@code timestamptz} in binary: microseconds since 2000-01-01T00:00Z. */
    public long instantMicros() {
        return localMicros() - offset * MICROS_PER_SECOND;
    }

    /** In floating point, and to the even one of two that are as near: so the server reads the digits. */
    private long roundedMicros() {
        return nano % 1_000 == 0 ? nano / 1_000 : (long) Math.rint(nano / 1e9 * 1e6);
    }

    /** The literal, with all digits of the fraction but zeros at the end. */
    @Override
    public String toString() {
        var local = LocalDateTime.ofEpochSecond(second, nano, ZoneOffset.UTC);
        var text = new StringBuilder(USUAL_CHARACTERS).append(local.toLocalDate());
        appendTwo(text, ' ', local.getHour());
        appendTwo(text, ':', local.getMinute());
        appendTwo(text, ':', local.getSecond());
        appendFraction(text);
        var size = Math.abs(offset);
        appendTwo(text, offset < 0 ? '-' : '+', size / 3_600);
        if (size % 3_600 != 0) {
            appendTwo(text, ':', size / 60 % 60);
        }
        if (size % 60 != 0) {
            appendTwo(text, ':', size % 60);
        }
        return text.toString();
    }

    private static void appendTwo(StringBuilder text, char before, int number) {
        text.append(before).append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }

    private void appendFraction(StringBuilder text) {
        if (nano == 0) {
            return;
        }
        text.append('.');
        var digit = NANOS_PER_SECOND / 10;
        for (var rest = nano; rest > 0; rest %= digit, digit /= 10) {
            text.append((char) ('0' + rest / digit));
        }
    }
}
