package io.penstock.codec;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A value of {@code path}: points that are joined by straight lines.
 *
 * <p>Two are equal if they have equal points in the same order, and both are open or both closed.
 *
 * @param ends whether the last point is joined to the first
 * @param points one at least; copied
 * @see <a href="https://www.postgresql.org/docs/current/datatype-geometric.html#DATATYPE-GEOMETRIC-PATHS">Paths</a>
 */
public record Path(Ends ends, List<Point> points) {

    /** Whether the last point is joined to the first. */
    public enum Ends {
        OPEN,
        CLOSED
    }

    /**
     * A path.
     *
     * @throws IllegalArgumentException if there is no point
     */
    public Path {
        requireNonNull(ends, "ends");
        points = List.copyOf(points);
        if (points.isEmpty()) {
            throw new IllegalArgumentException("path without a point");
        }
    }

    /** A path whose ends are not joined. */
    public static Path open(List<Point> points) {
        return new Path(Ends.OPEN, points);
    }

    /** A path whose ends are joined. */
    public static Path closed(List<Point> points) {
        return new Path(Ends.CLOSED, points);
    }
}
