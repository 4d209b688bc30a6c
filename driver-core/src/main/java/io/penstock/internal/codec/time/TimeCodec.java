package io.penstock.internal.codec.time;

import io.penstock.codec.Codec;
import io.penstock.codec.Format;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.codec.PgTypes;
import io.penstock.codec.PgWriter;
import java.time.LocalTime;

/** {@code time}: microseconds since midnight. 24:00 is {@code LocalTime.MAX}, both ways. */
final class TimeCodec implements Codec<LocalTime> {

    @Override
    public PgType type() {
        return PgTypes.TIME;
    }

    @Override
    public Class<LocalTime> javaType() {
        return LocalTime.class;
    }

    @Override
    public void encode(LocalTime value, Format format, PgWriter out) {
        long micros = PgTime.microsOfDay(value);
        switch (format) {
            case TEXT -> TemporalText.writeTime(micros, out);
            case BINARY -> out.writeLong(micros);
        }
    }

    @Override
    public LocalTime decode(PgReader in, Format format) {
        return switch (format) {
            case TEXT -> {
                TemporalScanner text = new TemporalScanner(in, PgTypes.TIME);
                long micros = text.time();
                text.requireEnd();
                yield PgTime.toLocalTime(micros, PgTypes.TIME);
            }
            case BINARY -> PgTime.toLocalTime(in.readLong(), PgTypes.TIME);
        };
    }
}
