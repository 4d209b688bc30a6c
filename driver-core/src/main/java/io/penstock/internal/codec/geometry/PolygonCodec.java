package io.penstock.internal.codec.geometry;

import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.codec.PgTypes;
import io.penstock.codec.PgWriter;
import io.penstock.codec.Polygon;
import io.penstock.internal.codec.form.TextScanner;

/** {@code polygon}: {@code ((x,y),…)}, or a count of points. */
final class PolygonCodec implements Shape<Polygon> {

    @Override
    public PgType type() {
        return PgTypes.POLYGON;
    }

    @Override
    public Class<Polygon> javaType() {
        return Polygon.class;
    }

    @Override
    public Polygon readText(TextScanner text) {
        text.skip('(');
        Polygon polygon = new Polygon(Points.readAll(text));
        text.skip(')');
        return polygon;
    }

    @Override
    public void writeText(Polygon value, PgWriter out) {
        out.writeByte('(');
        Points.writeAll(value.points(), out);
        out.writeByte(')');
    }

    @Override
    public Polygon readBinary(PgReader in) {
        return new Polygon(Points.readAll(in));
    }

    @Override
    public void writeBinary(Polygon value, PgWriter out) {
        Points.writeAllBinary(value.points(), out);
    }
}
