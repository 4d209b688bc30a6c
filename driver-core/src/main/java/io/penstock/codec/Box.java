package io.penstock.codec;

import static java.util.Objects.requireNonNull;

/**
 * A value of {@code box}: a rectangle along the axes, as two opposite corners.
 *
 * <p>Two are equal if their corners are: any two opposite corners make the same box.
 *
 * @param high the corner with the greater coordinates, where NaN is the greatest
 * @param low the corner with the lesser coordinates
 * @see <a href="https://www.postgresql.org/docs/current/datatype-geometric.html#DATATYPE-GEOMETRIC-BOXES">Boxes</a>
 */
public record Box(Point high, Point low) {

    /** The box with these opposite corners, in any order. */
    public Box {
        requireNonNull(high, "high");
        requireNonNull(low, "low");
        Point one = high;
        Point other = low;
        high = new Point(greater(one.x(), other.x()), greater(one.y(), other.y()));
        low = new Point(lesser(one.x(), other.x()), lesser(one.y(), other.y()));
    }

    private static double greater(double one, double other) {
        return isLess(one, other) ? other : one;
    }

    private static double lesser(double one, double other) {
        return isLess(one, other) ? one : other;
    }

    /** As the server compares: 0 and -0 are equal, and NaN is greater than any other. */
    private static boolean isLess(double one, double other) {
        return one < other || (Double.isNaN(other) && !Double.isNaN(one));
    }
}
