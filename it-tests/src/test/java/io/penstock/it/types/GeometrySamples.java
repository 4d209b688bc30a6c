package io.penstock.it.types;

import static io.penstock.it.types.Sample.as;
import static io.penstock.it.types.Sample.row;

import io.penstock.codec.Box;
import io.penstock.codec.Circle;
import io.penstock.codec.Line;
import io.penstock.codec.LineSegment;
import io.penstock.codec.Path;
import io.penstock.codec.Point;
import io.penstock.codec.Polygon;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Points and what is made of them. */
final class GeometrySamples {

    private static final Point ORIGIN = new Point(0, 0);

    private GeometrySamples() {}

    static Stream<Sample> all() {
        return Stream.of(
                row("point", "(0,0)", ORIGIN),
                row("point", "(-0,0)", new Point(-0d, 0)),
                row("point", "(0.1,-1e-300)", new Point(0.1, -1e-300)),
                row("point", "(1.7976931348623157e+308,5e-324)", new Point(Double.MAX_VALUE, Double.MIN_VALUE)),
                row("point", "(Infinity,-Infinity)", new Point(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY)),
                row("point", "(NaN,1)", new Point(Double.NaN, 1)),
                row("lseg", "[(0,0),(1,-2.5)]", new LineSegment(ORIGIN, new Point(1, -2.5))),
                row("lseg", "[(1,1),(1,1)]", new LineSegment(new Point(1, 1), new Point(1, 1))),
                row("line", "{1,-1,0}", new Line(1, -1, 0)),
                row("line", "{0,1.5,1e+20}", new Line(0, 1.5, 1e20)),
                row("box", "(2,3),(-1,0.5)", new Box(new Point(2, 3), new Point(-1, 0.5))),
                row("box", "(0,0),(0,0)", new Box(ORIGIN, ORIGIN)),
                row("path", "((0,0))", Path.closed(List.of(ORIGIN))),
                row("path", "[(0,0)]", Path.open(List.of(ORIGIN))),
                row("path", "[(0,0),(1,1),(2,0)]", Path.open(List.of(ORIGIN, new Point(1, 1), new Point(2, 0)))),
                row("path", "((0,0),(1,1),(2,0))", Path.closed(List.of(ORIGIN, new Point(1, 1), new Point(2, 0)))),
                row("polygon", "((0,0))", new Polygon(List.of(ORIGIN))),
                row("polygon", "((0,0),(4,0),(0,3))", new Polygon(List.of(ORIGIN, new Point(4, 0), new Point(0, 3)))),
                row("polygon", many("(", ")"), new Polygon(points())),
                row("path", many("[", "]"), Path.open(points())),
                row("circle", "<(0,0),0>", new Circle(ORIGIN, 0)),
                row("circle", "<(1.5,-2),1e+10>", new Circle(new Point(1.5, -2), 1e10)),
                as("point", "(1,2)", "(1,2)"),
                as("circle", "<(1,2),3>", "<(1,2),3>"));
    }

    private static List<Point> points() {
        return IntStream.range(0, 100).mapToObj(i -> new Point(i, -i)).toList();
    }

    private static String many(String open, String close) {
        StringBuilder text = new StringBuilder(open);
        for (int i = 0; i < 100; i++) {
            text.append(i == 0 ? "(" : ",(").append(i).append(',').append(-i).append(')');
        }
        return text.append(close).toString();
    }
}
