package io.penstock.internal.codec.time;

import io.penstock.codec.Codec;
import io.penstock.codec.Format;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.codec.PgTypes;
import io.penstock.codec.PgWriter;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;

/**
 * {@code timestamptz}: a point in time, in microseconds since 2000-01-01 UTC. The server stores no zone, and so what is read is
 * always in UTC, whatever the session's TimeZone.
 *
 * <p>{@code infinity} is {@code Instant.MAX}, {@code OffsetDateTime.MAX}, or {@code LocalDateTime.MAX} in UTC for {@code
 * ZonedDateTime}; {@code -infinity} is {@code MIN} likewise. There is no conversion to or from {@code LocalDateTime}, which would
 * need a zone that only a guess could supply.
 */
record TimestamptzCodec<T>(Class<T> javaType, LongFunction<T> ofMicros, ToLongFunction<T> toMicros)
        implements Codec<T> {

    static final TimestamptzCodec<OffsetDateTime> OFFSET_DATE_TIME = new TimestamptzCodec<>(
            OffsetDateTime.class, TimestamptzCodec::offsetDateTime, value -> micros(value.toLocalDateTime(), value));

    static final TimestamptzCodec<ZonedDateTime> ZONED_DATE_TIME = new TimestamptzCodec<>(
            ZonedDateTime.class,
            TimestamptzCodec::zonedDateTime,
            value -> micros(value.toLocalDateTime(), value.toOffsetDateTime()));

    static final TimestamptzCodec<Instant> INSTANT =
            new TimestamptzCodec<>(Instant.class, TimestamptzCodec::instant, TimestamptzCodec::micros);

    @Override
    public PgType type() {
        return PgTypes.TIMESTAMPTZ;
    }

    @Override
    public void encode(T value, Format format, PgWriter out) {
        long micros = toMicros.applyAsLong(value);
        switch (format) {
            case TEXT -> writeText(micros, out);
            case BINARY -> out.writeLong(micros);
        }
    }

    @Override
    public T decode(PgReader in, Format format) {
        return ofMicros.apply(
                switch (format) {
                    case TEXT -> parse(new TemporalScanner(in, PgTypes.TIMESTAMPTZ));
                    case BINARY -> in.readLong();
                });
    }

    private static OffsetDateTime offsetDateTime(long micros) {
        if (micros == PgTime.PLUS_INFINITY) {
            return OffsetDateTime.MAX;
        }
        return micros == PgTime.MINUS_INFINITY
                ? OffsetDateTime.MIN
                : OffsetDateTime.of(PgTime.toLocalDateTime(micros), ZoneOffset.UTC);
    }

    private static ZonedDateTime zonedDateTime(long micros) {
        if (micros == PgTime.PLUS_INFINITY) {
            return LocalDateTime.MAX.atZone(ZoneOffset.UTC);
        }
        return micros == PgTime.MINUS_INFINITY
                ? LocalDateTime.MIN.atZone(ZoneOffset.UTC)
                : PgTime.toLocalDateTime(micros).atZone(ZoneOffset.UTC);
    }

    private static Instant instant(long micros) {
        if (micros == PgTime.PLUS_INFINITY) {
            return Instant.MAX;
        }
        if (micros == PgTime.MINUS_INFINITY) {
            return Instant.MIN;
        }
        long second = Math.floorDiv(micros, PgTime.MICROS_PER_SECOND);
        long nanos = (micros - second * PgTime.MICROS_PER_SECOND) * 1_000;
        return Instant.ofEpochSecond(second + PgTime.EPOCH_SECOND, nanos);
    }

    private static long micros(LocalDateTime local, OffsetDateTime value) {
        if (local.equals(LocalDateTime.MAX)) {
            return PgTime.PLUS_INFINITY;
        }
        return local.equals(LocalDateTime.MIN)
                ? PgTime.MINUS_INFINITY
                : PgTime.toMicros(value.toEpochSecond(), value.getNano(), PgTypes.TIMESTAMPTZ);
    }

    private static long micros(Instant value) {
        if (value.equals(Instant.MAX)) {
            return PgTime.PLUS_INFINITY;
        }
        return value.equals(Instant.MIN)
                ? PgTime.MINUS_INFINITY
                : PgTime.toMicros(value.getEpochSecond(), value.getNano(), PgTypes.TIMESTAMPTZ);
    }

    private static long parse(TemporalScanner text) {
        if (text.isWord(TemporalText.PLUS_INFINITY)) {
            return PgTime.PLUS_INFINITY;
        }
        if (text.isWord(TemporalText.MINUS_INFINITY)) {
            return PgTime.MINUS_INFINITY;
        }
        long local = text.dateAndTime();
        long micros = local - text.offset() * PgTime.MICROS_PER_SECOND;
        text.requireEnd();
        return micros;
    }

    private static void writeText(long micros, PgWriter out) {
        if (micros == PgTime.PLUS_INFINITY) {
            out.writeUtf8(TemporalText.PLUS_INFINITY);
        } else if (micros == PgTime.MINUS_INFINITY) {
            out.writeUtf8(TemporalText.MINUS_INFINITY);
        } else {
            LocalDateTime utc = PgTime.toLocalDateTime(micros);
            TemporalText.writeDateAndTime(utc, out);
            TemporalText.writeOffset(0, out);
            TemporalText.writeEra(utc.toLocalDate(), out);
        }
    }
}
