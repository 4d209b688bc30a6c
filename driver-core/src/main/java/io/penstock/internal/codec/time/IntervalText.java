package io.penstock.internal.codec.time;

import io.penstock.codec.Interval;
import io.penstock.codec.PgWriter;
import io.penstock.internal.codec.form.AsciiText;

/**
 * Writes intervals as the server prints them under IntervalStyle postgres: {@code -1 years +2 mons -3 days +04:05:06.7}. A server
 * takes that for the same value under any IntervalStyle, since a sign stands wherever one could be in doubt.
 */
final class IntervalText {
    private static final int MONTHS_PER_YEAR = 12;

    private final PgWriter out;

    /** Whether something has been written, and whether the last of it was negative: then what is positive says so. */
    private boolean begun;

    private boolean negative;

    private IntervalText(PgWriter out) {
        this.out = out;
    }

    static void write(Interval value, PgWriter out) {
        if (value.isFinite()) {
            new IntervalText(out).write(value);
        } else {
            out.writeUtf8(value.months() > 0 ? TemporalText.PLUS_INFINITY : TemporalText.MINUS_INFINITY);
        }
    }

    private void write(Interval value) {
        writeUnit(value.months() / MONTHS_PER_YEAR, "year");
        writeUnit(value.months() % MONTHS_PER_YEAR, "mon");
        writeUnit(value.days(), "day");
        if (value.micros() != 0 || !begun) {
            writeTime(value.micros());
        }
    }

    private void writeUnit(int number, String unit) {
        if (number == 0) {
            return;
        }
        writeGap(number > 0);
        AsciiText.write(number, out);
        out.writeByte(' ');
        out.writeUtf8(unit);
        if (number != 1) {
            out.writeByte('s');
        }
        begun = true;
        negative = number < 0;
    }

    private void writeTime(long micros) {
        writeGap(micros >= 0);
        if (micros < 0) {
            out.writeByte('-');
        }
        // Hours first, whose magnitude always fits.
        long seconds = Math.abs(micros / PgTime.MICROS_PER_SECOND);
        AsciiText.writePadded(seconds / 3600, 2, out);
        out.writeByte(':');
        AsciiText.writePadded(seconds / 60 % 60, 2, out);
        out.writeByte(':');
        AsciiText.writePadded(seconds % 60, 2, out);
        TemporalText.writeFraction(Math.abs(micros % PgTime.MICROS_PER_SECOND), out);
    }

    private void writeGap(boolean positive) {
        if (begun) {
            out.writeByte(' ');
        }
        if (negative && positive) {
            out.writeByte('+');
        }
    }
}
