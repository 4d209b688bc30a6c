package io.penstock.internal.codec.geometry;

import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.codec.PgTypes;
import io.penstock.codec.PgWriter;
import io.penstock.codec.Point;
import io.penstock.internal.codec.form.TextScanner;

/** {@code point}: {@code (x,y)}, or two {@code float8}s. */
final class PointCodec implements Shape<Point> {

    @Override
    public PgType type() {
        return PgTypes.POINT;
    }

    @Override
    public Class<Point> javaType() {
        return Point.class;
    }

    @Override
    public Point readText(TextScanner text) {
        return Points.read(text);
    }

    @Override
    public void writeText(Point value, PgWriter out) {
        Points.write(value, out);
    }

    @Override
    public Point readBinary(PgReader in) {
        return Points.read(in);
    }

    @Override
    public void writeBinary(Point value, PgWriter out) {
        Points.writeBinary(value, out);
    }
}
