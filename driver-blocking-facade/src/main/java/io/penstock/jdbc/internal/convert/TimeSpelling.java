package io.penstock.jdbc.internal.convert;

import java.time.LocalDateTime;
import java.time.ZonedDateTime;

/** Dates and times as the server reads and prints them: {@code 2000-01-31 12:30:00.5+02}, and {@code BC} behind a year before the first. */
final class TimeSpelling {

    private static final int USUAL_CHARACTERS = 40;

    private TimeSpelling() {}

    static String date(LocalDateTime time, int offset) {
        var text = new StringBuilder(USUAL_CHARACTERS);
        appendDate(text, time);
        text.append(' ');
        appendOffset(text, offset);
        return withEra(text, time);
    }

    static String time(LocalDateTime time, int offset) {
        var text = new StringBuilder(USUAL_CHARACTERS);
        appendTime(text, time);
        appendOffset(text, offset);
        return text.toString();
    }

    static String timestamp(LocalDateTime time, int offset) {
        var text = new StringBuilder(USUAL_CHARACTERS);
        appendDate(text, time);
        text.append(' ');
        appendTime(text, time);
        appendOffset(text, offset);
        return withEra(text, time);
    }

    static String timestamp(ZonedDateTime time) {
        return timestamp(time.toLocalDateTime(), time.getOffset().getTotalSeconds());
    }

    private static void appendDate(StringBuilder text, LocalDateTime time) {
        var year = time.getYear() > 0 ? time.getYear() : 1 - time.getYear();
        pad(text, year, 4).append('-');
        pad(text, time.getMonthValue(), 2).append('-');
        pad(text, time.getDayOfMonth(), 2);
    }

    /** To the microsecond, rounded, without zeros at the end. */
    private static void appendTime(StringBuilder text, LocalDateTime time) {
        pad(text, time.getHour(), 2).append(':');
        pad(text, time.getMinute(), 2).append(':');
        pad(text, time.getSecond(), 2);
        if (time.getNano() == 0) {
            return;
        }
        text.append('.');
        pad(text, time.getNano(), 9);
        while (text.charAt(text.length() - 1) == '0') {
            text.setLength(text.length() - 1);
        }
    }

    private static void appendOffset(StringBuilder text, int seconds) {
        var size = Math.abs(seconds);
        pad(text.append(seconds < 0 ? '-' : '+'), size / 3_600, 2);
        if (size % 3_600 != 0) {
            pad(text.append(':'), size / 60 % 60, 2);
        }
        if (size % 60 != 0) {
            pad(text.append(':'), size % 60, 2);
        }
    }

    private static String withEra(StringBuilder text, LocalDateTime time) {
        return time.getYear() > 0 ? text.toString() : text.append(" BC").toString();
    }

    private static StringBuilder pad(StringBuilder text, int number, int width) {
        var least = 1;
        for (var i = 1; i < width; i++) {
            least *= 10;
        }
        for (; number < least && least > 1; least /= 10) {
            text.append('0');
        }
        return text.append(number);
    }
}
