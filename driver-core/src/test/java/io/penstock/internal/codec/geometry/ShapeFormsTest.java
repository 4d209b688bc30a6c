package io.penstock.internal.codec.geometry;

import static io.penstock.codec.PgTypes.BOX;
import static io.penstock.codec.PgTypes.CIRCLE;
import static io.penstock.codec.PgTypes.LINE;
import static io.penstock.codec.PgTypes.LSEG;
import static io.penstock.codec.PgTypes.PATH;
import static io.penstock.codec.PgTypes.POINT;
import static io.penstock.codec.PgTypes.POLYGON;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.codec.Box;
import io.penstock.codec.Circle;
import io.penstock.codec.Format;
import io.penstock.codec.Line;
import io.penstock.codec.LineSegment;
import io.penstock.codec.Path;
import io.penstock.codec.PgType;
import io.penstock.codec.Point;
import io.penstock.codec.Polygon;
import io.penstock.internal.codec.Decoding;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Both forms of geometric types, as a PostgreSQL 18 server prints them. */
class ShapeFormsTest {
    private static final String ZERO = "0000000000000000";
    private static final String ONE = "3ff0000000000000";
    private static final String TWO = "4000000000000000";
    private static final String NAN = "7ff8000000000000";
    private static final List<Point> CORNERS = List.of(new Point(0, 0), new Point(1, 1), new Point(2, 0));
    private static final String CORNERS_BINARY = "00000003" + ZERO + ZERO + ONE + ONE + TWO + ZERO;

    @ParameterizedTest(name = "{0} {3}")
    @MethodSource("shapes")
    void readsAndWritesBothForms(PgType type, Object value, String binary, String text) {
        Decoding.assertForms(type, value, binary, text);
    }

    static Stream<Arguments> shapes() {
        double infinity = Double.POSITIVE_INFINITY;
        return Stream.of(
                row(POINT, new Point(1, 2), ONE + TWO, "(1,2)"),
                row(POINT, new Point(-0.0, 1e300), "8000000000000000" + "7e37e43c8800759c", "(-0,1e+300)"),
                row(POINT, new Point(Double.NaN, infinity), NAN + "7ff0000000000000", "(NaN,Infinity)"),
                row(POINT, new Point(-infinity, 0.1), "fff0000000000000" + "3fb999999999999a", "(-Infinity,0.1)"),
                row(LINE, new Line(1, -1, 0), ONE + "bff0000000000000" + ZERO, "{1,-1,0}"),
                row(LINE, new Line(0, 1, -0.5), ZERO + ONE + "bfe0000000000000", "{0,1,-0.5}"),
                row(LSEG, new LineSegment(new Point(0, 1), new Point(2, 0)), ZERO + ONE + TWO + ZERO, "[(0,1),(2,0)]"),
                row(BOX, new Box(new Point(2, 1), new Point(0, 0)), TWO + ONE + ZERO + ZERO, "(2,1),(0,0)"),
                row(
                        BOX,
                        new Box(new Point(Double.NaN, Double.NaN), new Point(1, 1)),
                        NAN + NAN + ONE + ONE,
                        "(NaN,NaN),(1,1)"),
                row(PATH, Path.closed(CORNERS), "01" + CORNERS_BINARY, "((0,0),(1,1),(2,0))"),
                row(PATH, Path.open(CORNERS), "00" + CORNERS_BINARY, "[(0,0),(1,1),(2,0)]"),
                row(PATH, Path.open(List.of(new Point(0, 1))), "0000000001" + ZERO + ONE, "[(0,1)]"),
                row(POLYGON, new Polygon(CORNERS), CORNERS_BINARY, "((0,0),(1,1),(2,0))"),
                row(CIRCLE, new Circle(new Point(1, 2), 0), ONE + TWO + ZERO, "<(1,2),0>"),
                row(CIRCLE, new Circle(new Point(1, 2), Double.NaN), ONE + TWO + NAN, "<(1,2),NaN>"));
    }

    private static Arguments row(PgType type, Object value, String binary, String text) {
        return Arguments.of(type, value, binary, text);
    }

    /** Its commas would be taken for those between the elements. */
    @Test
    void boxesInAnArrayAreSeparatedBySemicolons() {
        Box box = new Box(new Point(2, 1), new Point(0, 0));
        PgType boxes = io.penstock.codec.PgTypes.BOX_ARRAY;

        assertThat(Decoding.toText(boxes, List.of(box, box))).isEqualTo("{(2,1),(0,0);(2,1),(0,0)}");
        assertThat(Decoding.fromText(boxes, "{(2,1),(0,0);(2,1),(0,0)}")).isEqualTo(List.of(box, box));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("badBinaries")
    void refusesBadBinary(PgType type, String hex) {
        Decoding.assertRefused(type, Decoding.hex(hex), Format.BINARY);
    }

    static Stream<Arguments> badBinaries() {
        return Stream.of(
                Arguments.of(POINT, ONE),
                Arguments.of(POINT, ONE + ONE + "00"),
                Arguments.of(LINE, ZERO + ZERO + ONE),
                Arguments.of(LINE, ONE + ONE),
                Arguments.of(LSEG, ONE.repeat(3)),
                Arguments.of(BOX, ONE.repeat(5)),
                Arguments.of(PATH, ""),
                Arguments.of(PATH, "01"),
                Arguments.of(PATH, "0100000000"),
                Arguments.of(PATH, "02" + CORNERS_BINARY),
                Arguments.of(PATH, "01" + CORNERS_BINARY + "00"),
                Arguments.of(PATH, "017fffffff" + ONE + ONE),
                Arguments.of(PATH, "01ffffffff" + ONE + ONE),
                Arguments.of(POLYGON, "00000000"),
                Arguments.of(POLYGON, "00000004" + ONE.repeat(6)),
                Arguments.of(POLYGON, "10000001" + ONE.repeat(2)),
                Arguments.of(CIRCLE, ONE + ONE + "bff0000000000000"),
                Arguments.of(CIRCLE, ONE + ONE));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("badTexts")
    void refusesBadText(PgType type, String text) {
        Decoding.assertRefused(type, Decoding.utf8(text), Format.TEXT);
    }

    static Stream<Arguments> badTexts() {
        return Stream.of(
                        texts(
                                POINT, "", "(", "(1,2", "(1,2)x", "(1)", "(1,2,3)", "(,)", "1,2", "( 1,2)", "(a,b)",
                                "(1;2)"),
                        texts(LINE, "", "{1,2}", "{0,0,1}", "{1,2,3,4}", "[1,2,3]"),
                        texts(LSEG, "[(0,0)]", "[(0,0),(1,1),(2,2)]", "((0,0),(1,1))"),
                        texts(BOX, "(0,0)", "(0,0),(1,1),(2,2)", "((0,0),(1,1))"),
                        texts(PATH, "", "()", "[]", "[(0,0))", "((0,0)]", "((0,0),)", "(0,0)", "((0,0)(1,1))"),
                        texts(POLYGON, "()", "[(0,0)]", "((0,0)", "(".repeat(10_000)),
                        texts(CIRCLE, "<(0,0),-1>", "<(0,0)>", "<0,0,1>", "((0,0),1)"))
                .flatMap(rows -> rows);
    }

    private static Stream<Arguments> texts(PgType type, String... texts) {
        return Stream.of(texts).map(text -> Arguments.of(type, text));
    }
}
