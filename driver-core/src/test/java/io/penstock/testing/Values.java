package io.penstock.testing;

import io.penstock.codec.PgType;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Values of one type as its default Java class: first those at its edges, then as many random ones as are wanted. What is drawn
 * depends on the seed alone.
 *
 * @param type the type
 * @param edges values that have broken somebody's codec
 * @param random makes one more; leans to the edges too
 */
public record Values<T>(PgType type, List<T> edges, Function<Random, T> random) {

    /** The seed of every run, so that a failure can be had again. */
    public static final long SEED = 20_261_123;

    /** How many random values each test takes of each type; {@code -Dpenstock.values} asks for more. */
    public static final int COUNT = Integer.getInteger("penstock.values", 100);

    static <T> Values<T> of(PgType type, List<T> edges, Function<Random, T> random) {
        return new Values<>(type, List.copyOf(edges), random);
    }

    /** Of every type that has a Java class of its own. */
    public static Stream<Values<?>> all() {
        return Stream.of(
                        NumberValues.all(),
                        TextValues.all(),
                        TimeValues.all(),
                        NetworkValues.all(),
                        GeometryValues.all(),
                        RangeValues.all())
                .flatMap(values -> values);
    }

    /** The edges, and {@link #COUNT} random values. */
    public Stream<T> stream() {
        return stream(COUNT);
    }

    /** The edges, and so many random values. */
    public Stream<T> stream(int count) {
        Random seeded = new Random(SEED);
        return Stream.concat(edges.stream(), IntStream.range(0, count).mapToObj(i -> random.apply(seeded)));
    }

    /** An edge or a random value. */
    T any(Random from) {
        return from.nextInt(4) == 0 ? edges.get(from.nextInt(edges.size())) : random.apply(from);
    }

    @Override
    public String toString() {
        return type.name();
    }
}
