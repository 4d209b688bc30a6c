package io.penstock.internal.codec.time;

import io.penstock.codec.Codec;
import io.penstock.codec.Format;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.codec.PgTypes;
import io.penstock.codec.PgWriter;
import io.penstock.error.SqlState;
import io.penstock.internal.codec.form.CodecErrors;
import java.time.LocalDate;

/**
 * {@code date}: days since 2000-01-01, from 4713 BC to 5874897. {@code infinity} is {@code LocalDate.MAX} and {@code
 * -infinity} is {@code LocalDate.MIN}.
 */
final class DateCodec implements Codec<LocalDate> {
    private static final int PLUS_INFINITY = Integer.MAX_VALUE;
    private static final int MINUS_INFINITY = Integer.MIN_VALUE;

    @Override
    public PgType type() {
        return PgTypes.DATE;
    }

    @Override
    public Class<LocalDate> javaType() {
        return LocalDate.class;
    }

    @Override
    public void encode(LocalDate value, Format format, PgWriter out) {
        int days = toDays(value);
        if (format == Format.BINARY) {
            out.writeInt(days);
        } else if (days == PLUS_INFINITY) {
            out.writeUtf8(TemporalText.PLUS_INFINITY);
        } else if (days == MINUS_INFINITY) {
            out.writeUtf8(TemporalText.MINUS_INFINITY);
        } else {
            TemporalText.writeDate(value, out);
            TemporalText.writeEra(value, out);
        }
    }

    @Override
    public LocalDate decode(PgReader in, Format format) {
        return switch (format) {
            case TEXT -> parse(new TemporalScanner(in, PgTypes.DATE));
            case BINARY -> ofDays(in.readInt());
        };
    }

    private static LocalDate ofDays(int days) {
        return switch (days) {
            case PLUS_INFINITY -> LocalDate.MAX;
            case MINUS_INFINITY -> LocalDate.MIN;
            default -> LocalDate.ofEpochDay(days + PgTime.EPOCH_DAY);
        };
    }

    private static int toDays(LocalDate value) {
        if (value.equals(LocalDate.MAX)) {
            return PLUS_INFINITY;
        }
        if (value.equals(LocalDate.MIN)) {
            return MINUS_INFINITY;
        }
        long days = value.toEpochDay() - PgTime.EPOCH_DAY;
        if (days < PgTime.FIRST_DAY || days >= PgTime.END_OF_DATES) {
            throw CodecErrors.outOfRange(PgTypes.DATE, SqlState.DATETIME_FIELD_OVERFLOW);
        }
        return (int) days;
    }

    private static LocalDate parse(TemporalScanner text) {
        if (text.isWord(TemporalText.PLUS_INFINITY)) {
            return LocalDate.MAX;
        }
        if (text.isWord(TemporalText.MINUS_INFINITY)) {
            return LocalDate.MIN;
        }
        LocalDate date = text.date();
        text.requireEnd();
        return date;
    }
}
