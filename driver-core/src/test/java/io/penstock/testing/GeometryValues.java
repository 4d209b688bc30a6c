package io.penstock.testing;

import static io.penstock.testing.Values.of;

import io.penstock.codec.Box;
import io.penstock.codec.Circle;
import io.penstock.codec.Line;
import io.penstock.codec.LineSegment;
import io.penstock.codec.Path;
import io.penstock.codec.PgTypes;
import io.penstock.codec.Point;
import io.penstock.codec.Polygon;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Points, and what is made of them as the server stores it. */
final class GeometryValues {

    private static final Point ORIGIN = new Point(0, 0);

    private GeometryValues() {}

    static Stream<Values<?>> all() {
        return Stream.of(
                of(
                        PgTypes.POINT,
                        List.of(
                                ORIGIN,
                                new Point(-0d, Double.MIN_VALUE),
                                new Point(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY),
                                new Point(Double.NaN, Double.MAX_VALUE)),
                        GeometryValues::point),
                of(
                        PgTypes.LSEG,
                        List.of(new LineSegment(ORIGIN, ORIGIN)),
                        random -> new LineSegment(point(random), point(random))),
                of(
                        PgTypes.LINE,
                        List.of(new Line(1, 0, 0), new Line(0, -1, 1e300)),
                        random -> new Line(1 + random.nextInt(9), number(random), number(random))),
                of(PgTypes.BOX, List.of(new Box(ORIGIN, ORIGIN)), GeometryValues::box),
                of(
                        PgTypes.PATH,
                        List.of(Path.open(List.of(ORIGIN)), Path.closed(List.of(ORIGIN))),
                        GeometryValues::path),
                of(PgTypes.POLYGON, List.of(new Polygon(List.of(ORIGIN))), random -> new Polygon(points(random))),
                of(
                        PgTypes.CIRCLE,
                        List.of(new Circle(ORIGIN, 0)),
                        random -> new Circle(point(random), Math.abs(number(random)))));
    }

    private static double number(Random random) {
        return random.nextBoolean() ? random.nextInt(2_000) / 8d - 100 : random.nextGaussian() * 1e6;
    }

    private static Point point(Random random) {
        return new Point(number(random), number(random));
    }

    /** The upper right corner comes first. */
    private static Box box(Random random) {
        Point one = point(random);
        Point other = point(random);
        return new Box(
                new Point(Math.max(one.x(), other.x()), Math.max(one.y(), other.y())),
                new Point(Math.min(one.x(), other.x()), Math.min(one.y(), other.y())));
    }

    private static Path path(Random random) {
        return random.nextBoolean() ? Path.open(points(random)) : Path.closed(points(random));
    }

    private static List<Point> points(Random random) {
        return Stream.generate(() -> point(random)).limit(1 + random.nextInt(6)).toList();
    }
}
