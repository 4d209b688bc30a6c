package io.penstock.internal.codec.time;

import io.penstock.codec.PgWriter;
import io.penstock.internal.codec.form.AsciiText;
import java.time.LocalDate;
import java.time.LocalDateTime;

/**
 * Writes dates and times as the server prints them under DateStyle ISO: {@code 0044-03-15 12:00:00.5+01:30 BC}.
 *
 * @see <a href="https://www.postgresql.org/docs/current/datatype-datetime.html#DATATYPE-DATETIME-OUTPUT">Date/Time
 *     Output</a>
 */
final class TemporalText {
    static final String PLUS_INFINITY = "infinity";
    static final String MINUS_INFINITY = "-infinity";

    private static final int MICRO_DIGITS = 6;

    private TemporalText() {}

    /** To be followed by the offset, if there is one, and the era. */
    static void writeDateAndTime(LocalDateTime value, PgWriter out) {
        writeDate(value.toLocalDate(), out);
        out.writeByte(' ');
        writeTime(PgTime.microsOfDay(value.toLocalTime()), out);
    }

    /** Year, month and day; the era goes to the end of the text. */
    static void writeDate(LocalDate date, PgWriter out) {
        int year = date.getYear();
        AsciiText.writePadded(year > 0 ? year : 1 - year, 4, out);
        out.writeByte('-');
        AsciiText.writePadded(date.getMonthValue(), 2, out);
        out.writeByte('-');
        AsciiText.writePadded(date.getDayOfMonth(), 2, out);
    }

    /** BC, where it is; the year 0 of Java is 1 BC. */
    static void writeEra(LocalDate date, PgWriter out) {
        if (date.getYear() <= 0) {
            out.writeUtf8(" BC");
        }
    }

    static void writeTime(long microsOfDay, PgWriter out) {
        long seconds = microsOfDay / PgTime.MICROS_PER_SECOND;
        AsciiText.writePadded(seconds / 3600, 2, out);
        out.writeByte(':');
        AsciiText.writePadded(seconds / 60 % 60, 2, out);
        out.writeByte(':');
        AsciiText.writePadded(seconds % 60, 2, out);
        writeFraction(microsOfDay % PgTime.MICROS_PER_SECOND, out);
    }

    /** An offset in seconds east of Greenwich, with minutes and seconds where there are any. */
    static void writeOffset(int seconds, PgWriter out) {
        int magnitude = Math.abs(seconds);
        out.writeByte(seconds < 0 ? '-' : '+');
        AsciiText.writePadded(magnitude / 3600, 2, out);
        if (magnitude % 3600 != 0) {
            out.writeByte(':');
            AsciiText.writePadded(magnitude / 60 % 60, 2, out);
        }
        if (magnitude % 60 != 0) {
            out.writeByte(':');
            AsciiText.writePadded(magnitude % 60, 2, out);
        }
    }

    /** A point and the micros as digits without zeros at the end; nothing for none. */
    static void writeFraction(long micros, PgWriter out) {
        if (micros == 0) {
            return;
        }
        int digits = MICRO_DIGITS;
        long shown = micros;
        while (shown % 10 == 0) {
            shown /= 10;
            digits--;
        }
        out.writeByte('.');
        AsciiText.writePadded(shown, digits, out);
    }
}
