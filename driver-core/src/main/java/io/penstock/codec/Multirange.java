package io.penstock.codec;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.function.Function;

/**
 * A value of a multirange type: ranges in order. The server keeps them sorted, without overlaps and without empty ones; what is sent may
 * have them in any way.
 *
 * @param ranges the ranges; none of them for the empty multirange
 * @param <T> the Java class of the bounds
 * @see <a href="https://www.postgresql.org/docs/current/rangetypes.html">Range Types</a>
 */
public record Multirange<T>(List<Range<T>> ranges) {

    /** Ranges, none of them null. */
    public Multirange {
        ranges = List.copyOf(ranges);
    }

    /** The ranges, in the order given. */
    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only read
    public static <T> Multirange<T> of(Range<T>... ranges) {
        return new Multirange<>(List.of(ranges));
    }

    /** Whether it holds no range. */
    public boolean isEmpty() {
        return ranges.isEmpty();
    }

    /** The multirange of other values with the same bounds. */
    public <R> Multirange<R> map(Function<? super T, ? extends R> function) {
        return new Multirange<>(
                ranges.stream().<Range<R>>map(range -> range.map(function)).toList());
    }

    /** As PostgreSQL writes multiranges, but for quotes: <code>{[1,6),[8,)}</code>. */
    @Override
    public String toString() {
        return ranges.stream().map(Range::toString).collect(joining(",", "{", "}"));
    }
}
