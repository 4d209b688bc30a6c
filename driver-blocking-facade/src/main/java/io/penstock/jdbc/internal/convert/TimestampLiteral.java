package io.penstock.jdbc.internal.convert;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.Year;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Reads the usual form of what {@link TimeSpelling} writes, and what it means to the server: {@code 2000-01-31 12:30:00.5+02}. Of every other spelling
 * there is nothing: infinity, years before the first, fractions that the server would round.
 */
public final class TimestampLiteral {

    private static final int SECONDS_TO = 19;
    private static final int MAX_FRACTION = 6;
    private static final int NANO_DIGITS = 9;
    private static final int MAX_OFFSET_HOURS = 15;

    private final String text;
    private int at;

    private TimestampLiteral(String text) {
        this.text = text;
    }

    /** The point in time, as a {@code timestamptz} has it; null for another spelling. */
    public static @Nullable Instant instant(String text) {
        var literal = new TimestampLiteral(text);
        var local = literal.local();
        var offset = local == null ? null : literal.offset();
        return local == null || offset == null ? null : local.toInstant(offset);
    }

    /** Date and time as they are written, as a {@code timestamp} has them, which heeds no offset; null for another spelling. */
    public static @Nullable LocalDateTime local(String text) {
        var literal = new TimestampLiteral(text);
        var local = literal.local();
        return local == null || literal.offset() == null ? null : local;
    }

    private @Nullable LocalDateTime local() {
        if (text.length() < SECONDS_TO || !isPunctuated()) {
            return null;
        }
        var year = number(0, 4);
        var month = number(5, 2);
        var day = number(8, 2);
        var isDate = year >= 1
                && isWithin(month, 1, 12)
                && isWithin(day, 1, Month.of(month).length(Year.isLeap(year)));
        var hour = number(11, 2);
        var minute = number(14, 2);
        var second = number(17, 2);
        var isTime = isWithin(hour, 0, 23) && isWithin(minute, 0, 59) && isWithin(second, 0, 59);
        at = SECONDS_TO;
        var nanos = isDate && isTime ? fraction() : -1;
        return nanos < 0 ? null : LocalDate.of(year, month, day).atTime(hour, minute, second, nanos);
    }

    private boolean isPunctuated() {
        return text.charAt(4) == '-'
                && text.charAt(7) == '-'
                && text.charAt(10) == ' '
                && text.charAt(13) == ':'
                && text.charAt(16) == ':';
    }

    /** Nanoseconds; -1 for what is no fraction of microseconds. */
    private int fraction() {
        if (at == text.length() || text.charAt(at) != '.') {
            return 0;
        }
        var from = at + 1;
        var to = from;
        while (to < text.length() && isWithin(text.charAt(to), '0', '9')) {
            to++;
        }
        at = to;
        if (!isWithin(to - from, 1, MAX_FRACTION)) {
            return -1;
        }
        var nanos = number(from, to - from);
        for (var digit = to - from; digit < NANO_DIGITS; digit++) {
            nanos *= 10;
        }
        return nanos;
    }

    private @Nullable ZoneOffset offset() {
        if (text.length() - at < 3) {
            return null;
        }
        var sign = text.charAt(at);
        var hours = number(at + 1, 2);
        at += 3;
        var minutes = sexagesimal();
        var seconds = sexagesimal();
        var isOffset = (sign == '+' || sign == '-')
                && isWithin(hours, 0, MAX_OFFSET_HOURS)
                && isWithin(minutes, 0, 59)
                && isWithin(seconds, 0, 59)
                && at == text.length();
        var total = hours * 3_600 + minutes * 60 + seconds;
        return isOffset ? ZoneOffset.ofTotalSeconds(sign == '-' ? -total : total) : null;
    }

    /** The minutes or seconds of an offset; 0 where they are left out. */
    private int sexagesimal() {
        if (at >= text.length()) {
            return 0;
        }
        var digits = text.charAt(at) == ':' ? number(at + 1, 2) : -1;
        at += 3;
        return digits;
    }

    /** Digits as a number; -1 where they are none. */
    private int number(int from, int digits) {
        if (from + digits > text.length()) {
            return -1;
        }
        var number = 0;
        for (var i = from; i < from + digits; i++) {
            var digit = text.charAt(i) - '0';
            if (!isWithin(digit, 0, 9)) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    private static boolean isWithin(int value, int least, int most) {
        return value >= least && value <= most;
    }
}
