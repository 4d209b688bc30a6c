package io.penstock.internal.codec.form;

import io.penstock.codec.Format;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.error.PgCodecException;

/**
 * Reads the text form of one value from front to back. Whatever is not as it should be is one error, {@link #malformed()}. Confined to
 * the call that made it.
 */
public final class TextScanner {
    /** What {@link #peek()} returns when nothing is left; no byte is. */
    public static final int END = -1;

    /** So many digits fit a long, whatever they are. */
    private static final int MAX_DIGITS = 18;

    private final byte[] data;
    private final int start;
    private final int end;
    private final PgType type;
    private int at;

    /** Takes all that remains in the reader. */
    public TextScanner(PgReader in, PgType type) {
        this.data = in.array();
        this.start = in.position();
        this.end = start + in.remaining();
        this.type = type;
        this.at = start;
        in.skip(in.remaining());
    }

    /** The next byte from 0 to 255, which stays, or {@link #END}. */
    public int peek() {
        return at < end ? data[at] & 0xFF : END;
    }

    /** The next byte from 0 to 255. */
    public int next() {
        if (at == end) {
            throw malformed();
        }
        return data[at++] & 0xFF;
    }

    public boolean atEnd() {
        return at == end;
    }

    /** Whether all of the text, read or not, is this word. */
    public boolean isWord(String word) {
        return AsciiText.isWord(data, start, end - start, word);
    }

    /** Whether what is left ends in this word. */
    public boolean endsWith(String word) {
        int from = end - word.length();
        return from >= at && AsciiText.isWord(data, from, word.length(), word);
    }

    /** Whether a letter of ASCII is left. */
    public boolean hasLetter() {
        for (int i = at; i < end; i++) {
            if (isLetter(data[i])) {
                return true;
            }
        }
        return false;
    }

    /** Moves past this character of ASCII, if it is the next. */
    public boolean skipIf(char c) {
        boolean there = at < end && data[at] == c;
        at += there ? 1 : 0;
        return there;
    }

    /** Moves past this word of ASCII, if it is what comes next. */
    public boolean skipIf(String word) {
        boolean there = word.length() <= end - at && AsciiText.isWord(data, at, word.length(), word);
        at += there ? word.length() : 0;
        return there;
    }

    public void skip(char c) {
        if (!skipIf(c)) {
            throw malformed();
        }
    }

    public void requireEnd() {
        if (at != end) {
            throw malformed();
        }
    }

    /** A whole number without a sign, of 18 digits at most. */
    public long wholeNumber() {
        int from = at;
        long value = 0;
        while (at < end && data[at] >= '0' && data[at] <= '9') {
            value = value * 10 + data[at++] - '0';
            if (at - from > MAX_DIGITS) {
                throw malformed();
            }
        }
        if (at == from) {
            throw malformed();
        }
        return value;
    }

    /** A point and digits, if they come next, in units of {@code 10^-places}; else 0. There may be fewer digits, but not more. */
    public long fraction(int places) {
        if (!skipIf('.')) {
            return 0;
        }
        int from = at;
        long value = wholeNumber();
        int digits = at - from;
        if (digits > places) {
            throw malformed();
        }
        for (int i = digits; i < places; i++) {
            value *= 10;
        }
        return value;
    }

    /** A number as the server prints a {@code float8}. */
    public double floatingPoint() {
        int from = at;
        while (at < end && isOfNumber(data[at])) {
            at++;
        }
        return DecimalText.parseDouble(data, from, at - from, type);
    }

    /** The failure of a text that the server cannot have printed. */
    public PgCodecException malformed() {
        return CodecErrors.malformed(type, Format.TEXT);
    }

    /** Whether it can be part of a number: digits, signs, the point, the e, NaN and Infinity. */
    private static boolean isOfNumber(byte b) {
        return (b >= '0' && b <= '9') || isLetter(b) || b == '.' || b == '-' || b == '+';
    }

    private static boolean isLetter(byte b) {
        return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
    }
}
