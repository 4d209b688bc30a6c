package io.penstock.codec;

/**
 * A value of {@code point}: two coordinates without a unit.
 *
 * <p>Two are equal if their coordinates are, as {@link Double#compare} has it: without the tolerance of the server's operators.
 *
 * @param x any number, the infinities and NaN included
 * @param y likewise
 * @see <a href="https://www.postgresql.org/docs/current/datatype-geometric.html">Geometric Types</a>
 */
public record Point(double x, double y) {}
