package io.penstock.codec;

import static java.util.Objects.requireNonNull;

/**
 * A value of {@code circle}.
 *
 * <p>Two are equal if their centers and radii are, as {@link Double#compare} has it.
 *
 * @param center the center
 * @param radius in the unit of the coordinates; not less than 0
 * @see <a href="https://www.postgresql.org/docs/current/datatype-geometric.html#DATATYPE-CIRCLE">Circles</a>
 */
public record Circle(Point center, double radius) {

    /**
     * A circle.
     *
     * @throws IllegalArgumentException if the radius is less than 0
     */
    public Circle {
        requireNonNull(center, "center");
        if (radius < 0) {
            throw new IllegalArgumentException("radius less than 0");
        }
    }
}
