package io.penstock.codec;

/**
 * A value of {@code line}: all points for which {@code a·x + b·y + c = 0}.
 *
 * <p>Two are equal if their numbers are, as {@link Double#compare} has it: multiples of one another are the same line, and not equal.
 *
 * @param a any number, but not 0 if {@code b} is 0
 * @param b any number, but not 0 if {@code a} is 0
 * @param c any number
 * @see <a href="https://www.postgresql.org/docs/current/datatype-geometric.html#DATATYPE-LINE">Lines</a>
 */
public record Line(double a, double b, double c) {

    /**
     * A line.
     *
     * @throws IllegalArgumentException if both {@code a} and {@code b} are 0
     */
    public Line {
        if (a == 0 && b == 0) {
            throw new IllegalArgumentException("both a and b are 0");
        }
    }
}
