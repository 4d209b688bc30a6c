package io.penstock.internal.codec.geometry;

import io.penstock.codec.Circle;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.codec.PgTypes;
import io.penstock.codec.PgWriter;
import io.penstock.codec.Point;
import io.penstock.internal.codec.form.ShortestDecimal;
import io.penstock.internal.codec.form.TextScanner;

/** {@code circle}: {@code <(x,y),r>}, or a point and a {@code float8}. */
final class CircleCodec implements Shape<Circle> {

    @Override
    public PgType type() {
        return PgTypes.CIRCLE;
    }

    @Override
    public Class<Circle> javaType() {
        return Circle.class;
    }

    @Override
    public Circle readText(TextScanner text) {
        text.skip('<');
        Point center = Points.read(text);
        text.skip(',');
        double radius = text.floatingPoint();
        text.skip('>');
        return new Circle(center, radius);
    }

    @Override
    public void writeText(Circle value, PgWriter out) {
        out.writeByte('<');
        Points.write(value.center(), out);
        out.writeByte(',');
        ShortestDecimal.write(value.radius(), out);
        out.writeByte('>');
    }

    @Override
    public Circle readBinary(PgReader in) {
        Point center = Points.read(in);
        return new Circle(center, in.readDouble());
    }

    @Override
    public void writeBinary(Circle value, PgWriter out) {
        Points.writeBinary(value.center(), out);
        out.writeDouble(value.radius());
    }
}
