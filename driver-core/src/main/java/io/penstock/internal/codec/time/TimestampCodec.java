package io.penstock.internal.codec.time;

import io.penstock.codec.Codec;
import io.penstock.codec.Format;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.codec.PgTypes;
import io.penstock.codec.PgWriter;
import java.time.LocalDateTime;

/**
 * {@code timestamp}: microseconds since 2000-01-01, without any time zone. {@code infinity} is {@code LocalDateTime.MAX} and {@code
 * -infinity} is {@code LocalDateTime.MIN}.
 */
final class TimestampCodec implements Codec<LocalDateTime> {

    @Override
    public PgType type() {
        return PgTypes.TIMESTAMP;
    }

    @Override
    public Class<LocalDateTime> javaType() {
        return LocalDateTime.class;
    }

    @Override
    public void encode(LocalDateTime value, Format format, PgWriter out) {
        long micros = toMicros(value);
        switch (format) {
            case TEXT -> writeText(micros, out);
            case BINARY -> out.writeLong(micros);
        }
    }

    @Override
    public LocalDateTime decode(PgReader in, Format format) {
        long micros = switch (format) {
            case TEXT -> parse(new TemporalScanner(in, PgTypes.TIMESTAMP));
            case BINARY -> in.readLong();
        };
        if (micros == PgTime.PLUS_INFINITY) {
            return LocalDateTime.MAX;
        }
        return micros == PgTime.MINUS_INFINITY ? LocalDateTime.MIN : PgTime.toLocalDateTime(micros);
    }

    private static long toMicros(LocalDateTime value) {
        if (value.equals(LocalDateTime.MAX)) {
            return PgTime.PLUS_INFINITY;
        }
        return value.equals(LocalDateTime.MIN) ? PgTime.MINUS_INFINITY : PgTime.toMicros(value, PgTypes.TIMESTAMP);
    }

    private static long parse(TemporalScanner text) {
        if (text.isWord(TemporalText.PLUS_INFINITY)) {
            return PgTime.PLUS_INFINITY;
        }
        if (text.isWord(TemporalText.MINUS_INFINITY)) {
            return PgTime.MINUS_INFINITY;
        }
        long micros = text.dateAndTime();
        text.requireEnd();
        return micros;
    }

    private static void writeText(long micros, PgWriter out) {
        if (micros == PgTime.PLUS_INFINITY) {
            out.writeUtf8(TemporalText.PLUS_INFINITY);
        } else if (micros == PgTime.MINUS_INFINITY) {
            out.writeUtf8(TemporalText.MINUS_INFINITY);
        } else {
            LocalDateTime rounded = PgTime.toLocalDateTime(micros);
            TemporalText.writeDateAndTime(rounded, out);
            TemporalText.writeEra(rounded.toLocalDate(), out);
        }
    }
}
