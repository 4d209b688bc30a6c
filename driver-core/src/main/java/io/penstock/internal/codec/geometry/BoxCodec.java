package io.penstock.internal.codec.geometry;

import io.penstock.codec.Box;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.codec.PgTypes;
import io.penstock.codec.PgWriter;
import io.penstock.codec.Point;
import io.penstock.internal.codec.form.TextScanner;

/** {@code box}: {@code (x,y),(x,y)}, or two points; the upper right corner comes first. */
final class BoxCodec implements Shape<Box> {

    @Override
    public PgType type() {
        return PgTypes.BOX;
    }

    @Override
    public Class<Box> javaType() {
        return Box.class;
    }

    @Override
    public Box readText(TextScanner text) {
        Point high = Points.read(text);
        text.skip(',');
        return new Box(high, Points.read(text));
    }

    @Override
    public void writeText(Box value, PgWriter out) {
        Points.write(value.high(), out);
        out.writeByte(',');
        Points.write(value.low(), out);
    }

    @Override
    public Box readBinary(PgReader in) {
        Point high = Points.read(in);
        return new Box(high, Points.read(in));
    }

    @Override
    public void writeBinary(Box value, PgWriter out) {
        Points.writeBinary(value.high(), out);
        Points.writeBinary(value.low(), out);
    }
}
