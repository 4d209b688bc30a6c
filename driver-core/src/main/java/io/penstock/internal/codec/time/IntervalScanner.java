package io.penstock.internal.codec.time;

import io.penstock.codec.Interval;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgTypes;
import io.penstock.internal.codec.form.CodecErrors;
import io.penstock.internal.codec.form.TextScanner;
import org.jspecify.annotations.Nullable;

/**
 * Reads intervals as the server prints them under any IntervalStyle, each of which can be told by what it looks like.
 *
 * <pre>
 * postgres          -1 years +2 mons 3 days 04:05:06.7     units, and a sign after a minus
 * postgres_verbose  @ 1 year -2 mons 3 days 4 hours ago    starts with @; "ago" turns all signs
 * iso_8601          P-1Y2M3DT4H5M6.7S                      starts with P
 * sql_standard      -1-2, -3 4:05:06.7, +1-2 -3 +4:05:06   no letters; one sign at the start is for all that follows
 * </pre>
 *
 * Confined to the call that made it.
 *
 * @see <a href="https://github.com/postgres/postgres/blob/master/src/backend/utils/adt/datetime.c">EncodeInterval</a>
 */
final class IntervalScanner {
    private static final int MICRO_DIGITS = 6;

    private final TextScanner text;
    private long months;
    private long days;
    private long micros;
    /** The unit that was read last; each is smaller than the one before. */
    private @Nullable Unit last;

    /** What follows a number, the greatest first; no style prints them in another order, nor one of them twice. */
    private enum Unit {
        YEAR("year", 'Y'),
        MONTH("mon", 'M'),
        DAY("day", 'D'),
        HOUR("hour", 'H'),
        MINUTE("min", 'M'),
        SECOND("sec", 'S');

        final String word;
        final char letter;

        Unit(String word, char letter) {
            this.word = word;
            this.letter = letter;
        }
    }

    IntervalScanner(PgReader in) {
        this.text = new TextScanner(in, PgTypes.INTERVAL);
    }

    Interval read() {
        if (text.isWord(TemporalText.PLUS_INFINITY)) {
            return Interval.INFINITY;
        }
        if (text.isWord(TemporalText.MINUS_INFINITY)) {
            return Interval.MINUS_INFINITY;
        }
        try {
            readAnyStyle();
            Interval value = new Interval(Math.toIntExact(months), Math.toIntExact(days), micros);
            if (!value.isFinite()) {
                // Before PostgreSQL 17 it is one like any other; its numbers mean infinity to us.
                throw CodecErrors.doesNotFit(PgTypes.INTERVAL, "Interval, whose extreme numbers are infinite");
            }
            return value;
        } catch (ArithmeticException e) {
            throw text.malformed();
        }
    }

    private void readAnyStyle() {
        if (text.skipIf('P')) {
            readIso();
        } else if (text.isWord("@ 0") || text.isWord("0")) {
            text.skipIf("@ ");
            text.skip('0');
        } else if (text.skipIf("@ ")) {
            readWords(text.endsWith(" ago") ? -1 : 1);
        } else if (text.hasLetter()) {
            readWords(1);
        } else {
            readSql();
        }
        text.requireEnd();
    }

    // ---- postgres and postgres_verbose

    private void readWords(int direction) {
        do {
            int sign = direction * sign(1);
            long number = text.wholeNumber();
            if (text.peek() == ':') {
                addTime(sign, number);
                return;
            }
            long fraction = text.fraction(MICRO_DIGITS);
            text.skip(' ');
            Unit unit = unitByWord();
            text.skipIf('s');
            add(unit, sign, number, fraction);
        } while (text.skipIf(' ') && !(direction < 0 && text.skipIf("ago")));
    }

    private Unit unitByWord() {
        for (Unit unit : Unit.values()) {
            if (text.skipIf(unit.word)) {
                return unit;
            }
        }
        throw text.malformed();
    }

    // ---- iso_8601

    private void readIso() {
        boolean date = true;
        do {
            if (date && text.skipIf('T')) {
                date = false;
            }
            int sign = sign(1);
            long number = text.wholeNumber();
            long fraction = text.fraction(MICRO_DIGITS);
            add(unitByLetter(date), sign, number, fraction);
        } while (!text.atEnd());
    }

    private Unit unitByLetter(boolean date) {
        for (Unit unit : Unit.values()) {
            boolean ofDate = unit.compareTo(Unit.DAY) <= 0;
            if (ofDate == date && text.skipIf(unit.letter)) {
                return unit;
            }
        }
        throw text.malformed();
    }

    // ---- sql_standard

    private void readSql() {
        int sign = 1;
        do {
            sign = sign(sign);
            long number = text.wholeNumber();
            if (text.peek() == ':') {
                addTime(sign, number);
                return;
            }
            if (text.skipIf('-')) {
                add(Unit.YEAR, sign, number, 0);
                add(Unit.MONTH, sign, text.wholeNumber(), 0);
            } else {
                add(Unit.DAY, sign, number, 0);
                requireTime();
            }
        } while (text.skipIf(' '));
    }

    /** A number alone is days only if a time follows. */
    private void requireTime() {
        if (text.peek() != ' ') {
            throw text.malformed();
        }
    }

    // ---- all of them

    /** The sign that stands here, or else the one given. */
    private int sign(int otherwise) {
        if (text.skipIf('-')) {
            return -1;
        }
        return text.skipIf('+') ? 1 : otherwise;
    }

    private void addTime(int sign, long hours) {
        add(Unit.HOUR, sign, hours, 0);
        text.skip(':');
        add(Unit.MINUTE, sign, text.wholeNumber(), 0);
        text.skip(':');
        long seconds = text.wholeNumber();
        add(Unit.SECOND, sign, seconds, text.fraction(MICRO_DIGITS));
    }

    private void add(Unit unit, int sign, long number, long fraction) {
        if ((last != null && unit.compareTo(last) <= 0) || (fraction != 0 && unit != Unit.SECOND)) {
            throw text.malformed();
        }
        last = unit;
        switch (unit) {
            case YEAR -> months = Math.addExact(months, Math.multiplyExact(sign * number, 12));
            case MONTH -> months = Math.addExact(months, sign * number);
            case DAY -> days = Math.addExact(days, sign * number);
            case HOUR -> addMicros(sign * number, 3_600 * PgTime.MICROS_PER_SECOND);
            case MINUTE -> addMicros(sign * number, 60 * PgTime.MICROS_PER_SECOND);
            case SECOND -> {
                addMicros(sign * number, PgTime.MICROS_PER_SECOND);
                addMicros(sign * fraction, 1);
            }
        }
    }

    private void addMicros(long number, long each) {
        micros = Math.addExact(micros, Math.multiplyExact(number, each));
    }
}
