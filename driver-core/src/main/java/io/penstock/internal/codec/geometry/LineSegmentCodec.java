package io.penstock.internal.codec.geometry;

import io.penstock.codec.LineSegment;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.codec.PgTypes;
import io.penstock.codec.PgWriter;
import io.penstock.codec.Point;
import io.penstock.internal.codec.form.TextScanner;

/** {@code lseg}: {@code [(x,y),(x,y)]}, or two points. */
final class LineSegmentCodec implements Shape<LineSegment> {

    @Override
    public PgType type() {
        return PgTypes.LSEG;
    }

    @Override
    public Class<LineSegment> javaType() {
        return LineSegment.class;
    }

    @Override
    public LineSegment readText(TextScanner text) {
        text.skip('[');
        Point start = Points.read(text);
        text.skip(',');
        Point end = Points.read(text);
        text.skip(']');
        return new LineSegment(start, end);
    }

    @Override
    public void writeText(LineSegment value, PgWriter out) {
        out.writeByte('[');
        Points.write(value.start(), out);
        out.writeByte(',');
        Points.write(value.end(), out);
        out.writeByte(']');
    }

    @Override
    public LineSegment readBinary(PgReader in) {
        Point start = Points.read(in);
        return new LineSegment(start, Points.read(in));
    }

    @Override
    public void writeBinary(LineSegment value, PgWriter out) {
        Points.writeBinary(value.start(), out);
        Points.writeBinary(value.end(), out);
    }
}
