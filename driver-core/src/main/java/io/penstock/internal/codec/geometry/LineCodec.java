package io.penstock.internal.codec.geometry;

import io.penstock.codec.Line;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.codec.PgTypes;
import io.penstock.codec.PgWriter;
import io.penstock.internal.codec.form.ShortestDecimal;
import io.penstock.internal.codec.form.TextScanner;

/** {@code line}: {@code {a,b,c}}, or three {@code float8}s. */
final class LineCodec implements Shape<Line> {

    @Override
    public PgType type() {
        return PgTypes.LINE;
    }

    @Override
    public Class<Line> javaType() {
        return Line.class;
    }

    @Override
    public Line readText(TextScanner text) {
        text.skip('{');
        double a = text.floatingPoint();
        text.skip(',');
        double b = text.floatingPoint();
        text.skip(',');
        double c = text.floatingPoint();
        text.skip('}');
        return new Line(a, b, c);
    }

    @Override
    public void writeText(Line value, PgWriter out) {
        out.writeByte('{');
        ShortestDecimal.write(value.a(), out);
        out.writeByte(',');
        ShortestDecimal.write(value.b(), out);
        out.writeByte(',');
        ShortestDecimal.write(value.c(), out);
        out.writeByte('}');
    }

    @Override
    public Line readBinary(PgReader in) {
        double a = in.readDouble();
        double b = in.readDouble();
        return new Line(a, b, in.readDouble());
    }

    @Override
    public void writeBinary(Line value, PgWriter out) {
        out.writeDouble(value.a());
        out.writeDouble(value.b());
        out.writeDouble(value.c());
    }
}
