package io.penstock.internal.codec.geometry;

import io.penstock.codec.PgReader;
import io.penstock.codec.PgWriter;
import io.penstock.codec.Point;
import io.penstock.internal.codec.form.ShortestDecimal;
import io.penstock.internal.codec.form.TextScanner;
import java.util.ArrayList;
import java.util.List;

/** How points are spelled, which all other shapes are made of. */
final class Points {
    private static final int BYTES = 2 * Double.BYTES;

    private Points() {}

    /** {@code (x,y)}. */
    static Point read(TextScanner text) {
        text.skip('(');
        double x = text.floatingPoint();
        text.skip(',');
        double y = text.floatingPoint();
        text.skip(')');
        return new Point(x, y);
    }

    /** One point or more, with commas between them. */
    static List<Point> readAll(TextScanner text) {
        List<Point> points = new ArrayList<>();
        do {
            points.add(read(text));
        } while (text.skipIf(','));
        return points;
    }

    static void write(Point point, PgWriter out) {
        out.writeByte('(');
        ShortestDecimal.write(point.x(), out);
        out.writeByte(',');
        ShortestDecimal.write(point.y(), out);
        out.writeByte(')');
    }

    static void writeAll(List<Point> points, PgWriter out) {
        for (int i = 0; i < points.size(); i++) {
            if (i > 0) {
                out.writeByte(',');
            }
            write(points.get(i), out);
        }
    }

    /** Two {@code float8}s. */
    static Point read(PgReader in) {
        double x = in.readDouble();
        return new Point(x, in.readDouble());
    }

    /** A count of 32 bits, and the points. */
    static List<Point> readAll(PgReader in) {
        int count = in.readIntCount(BYTES);
        List<Point> points = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            points.add(read(in));
        }
        return points;
    }

    static void writeBinary(Point point, PgWriter out) {
        out.writeDouble(point.x());
        out.writeDouble(point.y());
    }

    static void writeAllBinary(List<Point> points, PgWriter out) {
        out.writeInt(points.size());
        for (Point point : points) {
            writeBinary(point, out);
        }
    }
}
