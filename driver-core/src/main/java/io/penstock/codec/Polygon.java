package io.penstock.codec;

import java.util.List;

/**
 * A value of {@code polygon}: an area, as the corners around it.
 *
 * <p>Two are equal if they have equal corners in the same order, from the same one on. The server's {@code ~=} takes them for the same
 * wherever the order begins.
 *
 * @param points the corners, one at least; copied
 * @see <a href="https://www.postgresql.org/docs/current/datatype-geometric.html#DATATYPE-POLYGON">Polygons</a>
 */
public record Polygon(List<Point> points) {

    /**
     * A polygon.
     *
     * @throws IllegalArgumentException if there is no corner
     */
    public Polygon {
        points = List.copyOf(points);
        if (points.isEmpty()) {
            throw new IllegalArgumentException("polygon without a corner");
        }
    }
}
