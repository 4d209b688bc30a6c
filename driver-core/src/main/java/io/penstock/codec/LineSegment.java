package io.penstock.codec;

import static java.util.Objects.requireNonNull;

/**
 * A value of {@code lseg}: the straight line between two points.
 *
 * <p>Two are equal if they start and end at equal points.
 *
 * @param start one end
 * @param end the other end, which may be the same
 * @see <a href="https://www.postgresql.org/docs/current/datatype-geometric.html#DATATYPE-LSEG">Line Segments</a>
 */
public record LineSegment(Point start, Point end) {

    /** A line segment. */
    public LineSegment {
        requireNonNull(start, "start");
        requireNonNull(end, "end");
    }
}
