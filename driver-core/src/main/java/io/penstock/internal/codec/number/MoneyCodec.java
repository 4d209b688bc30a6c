package io.penstock.internal.codec.number;

import io.penstock.codec.Codec;
import io.penstock.codec.Format;
import io.penstock.codec.Money;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.codec.PgTypes;
import io.penstock.codec.PgWriter;
import io.penstock.error.SqlState;
import io.penstock.internal.codec.form.CodecErrors;

/**
 * {@code money}: a whole number of 64 bits, in binary.
 *
 * <p>The text is printed by the server's {@code lc_monetary}: {@code $1,234.56}, {@code (1.234,56 €)}, {@code -¥1,235}. It always has as
 * many digits after the point as the locale has, and so all its digits together are the number, whatever stands between them. A
 * minus or parentheses say that it is negative. A character that is none of what locales are known to have is refused,
 * because it might be a sign. Nothing is written as text, for that takes to know the locale.
 *
 * @see <a href="https://github.com/postgres/postgres/blob/master/src/backend/utils/adt/cash.c">cash_out</a>
 */
final class MoneyCodec implements Codec<Money> {
    private static final char MINUS_SIGN = '\u2212';

    /** The plus, the separators, and what stands in abbreviations of currencies beside letters. */
    private static final String HARMLESS = "+ .,'/\u00A0\u202F\u2009\u2019\u066B\u066C\u200E\u200F";

    @Override
    public PgType type() {
        return PgTypes.MONEY;
    }

    @Override
    public Class<Money> javaType() {
        return Money.class;
    }

    @Override
    public void encode(Money value, Format format, PgWriter out) {
        if (format == Format.TEXT) {
            throw CodecErrors.cannotSend(
                    "money is written in binary only: its text depends on lc_monetary", SqlState.FEATURE_NOT_SUPPORTED);
        }
        out.writeLong(value.units());
    }

    @Override
    public Money decode(PgReader in, Format format) {
        return new Money(
                switch (format) {
                    case TEXT -> parse(in.readUtf8());
                    case BINARY -> in.readLong();
                });
    }

    private static long parse(String text) {
        // Accumulated below zero, where there is room for Long.MIN_VALUE.
        long belowZero = 0;
        int digits = 0;
        boolean negative = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                belowZero = append(belowZero, c - '0');
                digits++;
            } else if (c == '-' || c == MINUS_SIGN || c == '(' || c == ')') {
                negative = true;
            } else if (!isHarmless(c)) {
                throw CodecErrors.malformed(PgTypes.MONEY, Format.TEXT);
            }
        }
        if (digits == 0 || (!negative && belowZero == Long.MIN_VALUE)) {
            throw CodecErrors.malformed(PgTypes.MONEY, Format.TEXT);
        }
        return negative ? belowZero : -belowZero;
    }

    private static long append(long belowZero, int digit) {
        if (belowZero < Long.MIN_VALUE / 10 || belowZero * 10 < Long.MIN_VALUE + digit) {
            throw CodecErrors.malformed(PgTypes.MONEY, Format.TEXT);
        }
        return belowZero * 10 - digit;
    }

    private static boolean isHarmless(char c) {
        if (HARMLESS.indexOf(c) >= 0 || Character.isLetter(c)) {
            return true;
        }
        int kind = Character.getType(c);
        return kind == Character.CURRENCY_SYMBOL
                || kind == Character.NON_SPACING_MARK
                || kind == Character.COMBINING_SPACING_MARK;
    }
}
