package io.penstock.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the geometric values refuse, and what makes two of them equal. */
class ShapesTest {
    private static final Point ORIGIN = new Point(0, 0);

    @Test
    void anyTwoOppositeCornersMakeTheSameBox() {
        Box box = new Box(new Point(3, 4), new Point(1, 2));

        assertThat(new Box(new Point(1, 2), new Point(3, 4))).isEqualTo(box);
        assertThat(new Box(new Point(1, 4), new Point(3, 2))).isEqualTo(box);
        assertThat(box.high()).isEqualTo(new Point(3, 4));
    }

    @Test
    void nanIsTheGreatestCoordinateOfABox() {
        Box box = new Box(new Point(Double.NaN, 1), new Point(Double.POSITIVE_INFINITY, Double.NaN));

        assertThat(box.high()).isEqualTo(new Point(Double.NaN, Double.NaN));
        assertThat(box.low()).isEqualTo(new Point(Double.POSITIVE_INFINITY, 1));
    }

    @Test
    void refusesWhatIsNoShape() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Line(0, -0.0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Circle(ORIGIN, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> Path.open(List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> Path.closed(List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new Polygon(List.of()));
    }

    @Test
    void listsOfPointsAreCopied() {
        List<Point> points = new ArrayList<>(List.of(ORIGIN));
        Path path = Path.closed(points);
        Polygon polygon = new Polygon(points);
        points.clear();

        assertThat(path.points()).containsExactly(ORIGIN);
        assertThat(polygon.points()).containsExactly(ORIGIN);
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> path.points().clear());
    }

    @Test
    void openAndClosedPathsDiffer() {
        assertThat(Path.open(List.of(ORIGIN))).isNotEqualTo(Path.closed(List.of(ORIGIN)));
        assertThat(new Point(0, Double.NaN))
                .isEqualTo(new Point(0, Double.NaN))
                .isNotEqualTo(new Point(-0.0, Double.NaN));
    }
}
