package io.penstock.internal.codec.time;

import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.error.PgCodecException;
import io.penstock.error.SqlState;
import io.penstock.internal.codec.form.AsciiText;
import java.time.LocalDate;
import java.time.YearMonth;

/**
 * Reads dates and times that the server printed under DateStyle ISO, and nothing else. A year of four digits or more comes
 * first, which no other DateStyle prints; those are refused, because the order of their day and month cannot be seen.
 * Confined to the call that made it.
 */
final class TemporalScanner {
    private static final int MIN_YEAR_DIGITS = 4;
    private static final int MAX_YEAR_DIGITS = 7;
    private static final int MICRO_DIGITS = 6;
    private static final int MAX_OFFSET_HOURS = 15;
    private static final String BEFORE_CHRIST = " BC";

    private final byte[] data;
    private final int end;
    private final boolean beforeChrist;
    private final PgType type;
    private int at;

    /** Takes all that remains in the reader. */
    TemporalScanner(PgReader in, PgType type) {
        this.data = in.array();
        this.at = in.position();
        this.type = type;
        int length = in.remaining();
        in.skip(length);
        int era = BEFORE_CHRIST.length();
        this.beforeChrist = length > era && AsciiText.isWord(data, at + length - era, era, BEFORE_CHRIST);
        this.end = at + length - (beforeChrist ? era : 0);
    }

    boolean isWord(String word) {
        return !beforeChrist && AsciiText.isWord(data, at, end - at, word);
    }

    LocalDate date() {
        int year = year();
        skip('-');
        int month = twoDigits(12);
        skip('-');
        int day = twoDigits(31);
        if (month == 0 || day == 0 || day > YearMonth.of(year, month).lengthOfMonth()) {
            throw malformed();
        }
        return LocalDate.of(year, month, day);
    }

    /** A time of day in micros; 24:00:00 is one. */
    long time() {
        long hours = twoDigits(24);
        skip(':');
        long minutes = twoDigits(59);
        skip(':');
        long seconds = twoDigits(59);
        long micros = ((hours * 60 + minutes) * 60 + seconds) * PgTime.MICROS_PER_SECOND + fraction();
        if (micros > PgTime.MICROS_PER_DAY) {
            throw malformed();
        }
        return micros;
    }

    /** A date, a space and a time of day, in micros since 2000-01-01. */
    long dateAndTime() {
        long day = date().toEpochDay() - PgTime.EPOCH_DAY;
        skip(' ');
        long ofDay = time();
        // One day more than the timestamps on both sides, for the offset that may follow.
        if (day < PgTime.FIRST_DAY - 1 || day > PgTime.END_OF_TIMESTAMPS) {
            throw malformed();
        }
        return day * PgTime.MICROS_PER_DAY + ofDay;
    }

    /** An offset from Greenwich in seconds, positive in the east. */
    int offset() {
        boolean west = at < end && data[at] == '-';
        if (!west) {
            skip('+');
        } else {
            at++;
        }
        int seconds = twoDigits(MAX_OFFSET_HOURS) * 3600;
        if (skipIf(':')) {
            seconds += twoDigits(59) * 60;
            if (skipIf(':')) {
                seconds += twoDigits(59);
            }
        }
        return west ? -seconds : seconds;
    }

    void skip(char c) {
        if (!skipIf(c)) {
            throw malformed();
        }
    }

    void requireEnd() {
        if (at != end) {
            throw malformed();
        }
    }

    /** Java's number of the year, in which 1 BC is 0. */
    private int year() {
        int start = at;
        int year = 0;
        while (at < end && isDigit(data[at]) && at - start < MAX_YEAR_DIGITS) {
            year = year * 10 + data[at++] - '0';
        }
        if (at - start < MIN_YEAR_DIGITS || year == 0) {
            throw malformed();
        }
        return beforeChrist ? 1 - year : year;
    }

    private int twoDigits(int max) {
        if (end - at < 2 || !isDigit(data[at]) || !isDigit(data[at + 1])) {
            throw malformed();
        }
        int value = (data[at] - '0') * 10 + data[at + 1] - '0';
        if (value > max) {
            throw malformed();
        }
        at += 2;
        return value;
    }

    private long fraction() {
        if (!skipIf('.')) {
            return 0;
        }
        int start = at;
        long micros = 0;
        while (at < end && isDigit(data[at]) && at - start < MICRO_DIGITS) {
            micros = micros * 10 + data[at++] - '0';
        }
        if (at == start) {
            throw malformed();
        }
        for (int digits = at - start; digits < MICRO_DIGITS; digits++) {
            micros *= 10;
        }
        return micros;
    }

    private boolean skipIf(char c) {
        boolean there = at < end && data[at] == c;
        at += there ? 1 : 0;
        return there;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private PgCodecException malformed() {
        return new PgCodecException(
                "text form of " + type + " is not in DateStyle ISO, which every session begins with",
                SqlState.INVALID_DATETIME_FORMAT,
                null);
    }
}
