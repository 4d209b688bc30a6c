package io.penstock.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;

// begin of the example in docs/codecs.md
/** A point of PostGIS, as EWKB: byte order, type with flags, SRID, coordinates; its text is that in hexadecimal digits. */
final class GeometryCodec implements Codec<GeometryCodec.Point> {

    record Point(int srid, double x, double y) {}

    private static final int SIZE = 25;
    private static final int POINT_WITH_SRID = 0x20000001;

    public PgType type() {
        return PgType.named("geometry"); // in whatever schema and under whatever OID
    }

    public Class<Point> javaType() {
        return Point.class;
    }

    public void encode(Point value, Format format, PgWriter out) {
        var ewkb = ByteBuffer.allocate(SIZE).put((byte) 0);
        ewkb.putInt(POINT_WITH_SRID).putInt(value.srid()).putDouble(value.x()).putDouble(value.y());
        if (format == Format.BINARY) {
            out.writeBytes(ewkb.array());
        } else {
            out.writeUtf8(HexFormat.of().formatHex(ewkb.array()));
        }
    }

    public Point decode(PgReader in, Format format) {
        var bytes = format == Format.BINARY ? in.readBytes() : HexFormat.of().parseHex(in.readUtf8());
        var ewkb = ByteBuffer.wrap(bytes);
        ewkb.order(ewkb.get() == 1 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        if (bytes.length != SIZE || ewkb.getInt() != POINT_WITH_SRID) {
            throw new IllegalArgumentException("no point with an SRID"); // becomes a PgCodecException
        }
        return new Point(ewkb.getInt(), ewkb.getDouble(), ewkb.getDouble());
    }
}
// end of the example
