package io.penstock.internal.codec.time;

import io.penstock.codec.Codec;
import io.penstock.codec.Format;
import io.penstock.codec.Interval;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.codec.PgTypes;
import io.penstock.codec.PgWriter;

/**
 * {@code interval}.
 *
 * <pre>
 * +--------------+------------+--------------+
 * | int64 micros | int32 days | int32 months |
 * +--------------+------------+--------------+
 * </pre>
 *
 * Sent as text: servers before PostgreSQL 17 would take the three greatest numbers for a finite interval, but refuse the word {@code
 * infinity}.
 *
 * @see <a href="https://www.postgresql.org/docs/current/datatype-datetime.html#DATATYPE-INTERVAL-OUTPUT">Interval Output</a>
 */
final class IntervalCodec implements Codec<Interval> {

    @Override
    public PgType type() {
        return PgTypes.INTERVAL;
    }

    @Override
    public Class<Interval> javaType() {
        return Interval.class;
    }

    @Override
    public Format encodeFormat() {
        return Format.TEXT;
    }

    @Override
    public void encode(Interval value, Format format, PgWriter out) {
        switch (format) {
            case TEXT -> IntervalText.write(value, out);
            case BINARY -> {
                out.writeLong(value.micros());
                out.writeInt(value.days());
                out.writeInt(value.months());
            }
        }
    }

    @Override
    public Interval decode(PgReader in, Format format) {
        return switch (format) {
            case TEXT -> new IntervalScanner(in).read();
            case BINARY -> {
                long micros = in.readLong();
                int days = in.readInt();
                yield new Interval(in.readInt(), days, micros);
            }
        };
    }
}
