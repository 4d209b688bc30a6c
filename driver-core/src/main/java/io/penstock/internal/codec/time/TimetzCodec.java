package io.penstock.internal.codec.time;

import io.penstock.codec.Codec;
import io.penstock.codec.Format;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.codec.PgTypes;
import io.penstock.codec.PgWriter;
import io.penstock.error.SqlState;
import io.penstock.internal.codec.form.CodecErrors;
import java.time.OffsetTime;
import java.time.ZoneOffset;

/**
 * {@code timetz}: microseconds since midnight and the offset, which the server counts westward. 24:00 is {@code
 * LocalTime.MAX} at that offset.
 */
final class TimetzCodec implements Codec<OffsetTime> {

    /** The server refuses offsets from here on; Java goes to 18 hours. */
    private static final int OFFSET_END = 16 * 3600;

    @Override
    public PgType type() {
        return PgTypes.TIMETZ;
    }

    @Override
    public Class<OffsetTime> javaType() {
        return OffsetTime.class;
    }

    @Override
    public void encode(OffsetTime value, Format format, PgWriter out) {
        int offset = value.getOffset().getTotalSeconds();
        if (Math.abs(offset) >= OFFSET_END) {
            throw CodecErrors.outOfRange(PgTypes.TIMETZ, SqlState.INVALID_TIME_ZONE_DISPLACEMENT_VALUE);
        }
        long micros = PgTime.microsOfDay(value.toLocalTime());
        switch (format) {
            case TEXT -> {
                TemporalText.writeTime(micros, out);
                TemporalText.writeOffset(offset, out);
            }
            case BINARY -> {
                out.writeLong(micros);
                out.writeInt(-offset);
            }
        }
    }

    @Override
    public OffsetTime decode(PgReader in, Format format) {
        return switch (format) {
            case TEXT -> {
                TemporalScanner text = new TemporalScanner(in, PgTypes.TIMETZ);
                long micros = text.time();
                int offset = text.offset();
                text.requireEnd();
                yield value(micros, offset);
            }
            case BINARY -> {
                long micros = in.readLong();
                int west = in.readInt();
                if (west <= -OFFSET_END || west >= OFFSET_END) {
                    throw CodecErrors.malformed(PgTypes.TIMETZ, format);
                }
                yield value(micros, -west);
            }
        };
    }

    private static OffsetTime value(long micros, int offset) {
        return OffsetTime.of(PgTime.toLocalTime(micros, PgTypes.TIMETZ), ZoneOffset.ofTotalSeconds(offset));
    }
}
