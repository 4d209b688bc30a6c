package io.penstock.codec;

import static java.util.Objects.requireNonNull;

import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A value of a range type: all values between two bounds, each of which belongs to it or does not, or is missing. The empty range has
 * no bounds at all.
 *
 * <p>Two are equal if their bounds are. Which of the spellings of one set of values a range has is the server's to say: it turns {@code
 * [1,5]} of {@code int4range} into {@code [1,6)}, and so {@code closed(1, 5)} comes back as {@code closedOpen(1, 6)}. Nor is anything
 * compared here: that the lower bound is above the upper one, the server tells (SQLSTATE 22000).
 *
 * <p>A missing bound is not the same as one that is {@code infinity}: the latter is a value of the element type.
 *
 * @param <T> the Java class of the bounds
 * @see <a href="https://www.postgresql.org/docs/current/rangetypes.html">Range Types</a>
 */
public final class Range<T> {

    /** What a range ends with on one side. */
    public enum Bound {
        /** The value belongs to the range. */
        INCLUSIVE,
        /** The value is the first that does not. */
        EXCLUSIVE,
        /** There is no value: the range does not end on this side. */
        UNBOUNDED
    }

    private static final Range<?> EMPTY = new Range<>(null, Bound.EXCLUSIVE, null, Bound.EXCLUSIVE);
    private static final Range<?> ALL = new Range<>(null, Bound.UNBOUNDED, null, Bound.UNBOUNDED);

    private final @Nullable T lower;
    private final Bound lowerBound;
    private final @Nullable T upper;
    private final Bound upperBound;

    private Range(@Nullable T lower, Bound lowerBound, @Nullable T upper, Bound upperBound) {
        this.lower = lower;
        this.lowerBound = lowerBound;
        this.upper = upper;
        this.upperBound = upperBound;
    }

    // ---- ranges

    /** The range that holds nothing. */
    @SuppressWarnings("unchecked") // it holds no T
    public static <T> Range<T> empty() {
        return (Range<T>) EMPTY;
    }

    /** The range that holds everything. */
    @SuppressWarnings("unchecked") // it holds no T
    public static <T> Range<T> all() {
        return (Range<T>) ALL;
    }

    /** {@code [lower,upper]}. */
    public static <T> Range<T> closed(T lower, T upper) {
        return of(lower, Bound.INCLUSIVE, upper, Bound.INCLUSIVE);
    }

    /** {@code [lower,upper)}, which is what the server makes of ranges of whole numbers and days. */
    public static <T> Range<T> closedOpen(T lower, T upper) {
        return of(lower, Bound.INCLUSIVE, upper, Bound.EXCLUSIVE);
    }

    /** {@code (lower,upper]}. */
    public static <T> Range<T> openClosed(T lower, T upper) {
        return of(lower, Bound.EXCLUSIVE, upper, Bound.INCLUSIVE);
    }

    /** {@code (lower,upper)}. */
    public static <T> Range<T> open(T lower, T upper) {
        return of(lower, Bound.EXCLUSIVE, upper, Bound.EXCLUSIVE);
    }

    /** {@code [lower,)}. */
    public static <T> Range<T> atLeast(T lower) {
        return of(lower, Bound.INCLUSIVE, null, Bound.UNBOUNDED);
    }

    /** {@code (lower,)}. */
    public static <T> Range<T> greaterThan(T lower) {
        return of(lower, Bound.EXCLUSIVE, null, Bound.UNBOUNDED);
    }

    /** {@code (,upper]}. */
    public static <T> Range<T> atMost(T upper) {
        return of(null, Bound.UNBOUNDED, upper, Bound.INCLUSIVE);
    }

    /** {@code (,upper)}. */
    public static <T> Range<T> lessThan(T upper) {
        return of(null, Bound.UNBOUNDED, upper, Bound.EXCLUSIVE);
    }

    /**
     * A range of two bounds; a value is there unless its side is unbounded.
     *
     * @throws IllegalArgumentException if a bound has no value, or an unbounded side has one
     */
    public static <T> Range<T> of(@Nullable T lower, Bound lowerBound, @Nullable T upper, Bound upperBound) {
        requireNonNull(lowerBound, "lowerBound");
        requireNonNull(upperBound, "upperBound");
        requireFitting("lower", lower, lowerBound);
        requireFitting("upper", upper, upperBound);
        return new Range<>(lower, lowerBound, upper, upperBound);
    }

    private static void requireFitting(String side, @Nullable Object value, Bound bound) {
        if ((value == null) != (bound == Bound.UNBOUNDED)) {
            throw new IllegalArgumentException(
                    "the " + side + " bound is " + bound + " and has " + (value == null ? "no value" : "a value"));
        }
    }

    // ---- what they hold

    /** Whether it holds nothing. A range such as {@code [1,1)} is empty too, but only the server knows. */
    public boolean isEmpty() {
        return this == EMPTY;
    }

    /** The lower bound's value; null where it is unbounded or empty. */
    public @Nullable T lower() {
        return lower;
    }

    /** What the lower bound is; of the empty range {@code EXCLUSIVE}. */
    public Bound lowerBound() {
        return lowerBound;
    }

    /** The upper bound's value; null where it is unbounded or empty. */
    public @Nullable T upper() {
        return upper;
    }

    /** What the upper bound is; of the empty range {@code EXCLUSIVE}. */
    public Bound upperBound() {
        return upperBound;
    }

    /** The range of other values with the same bounds, as from {@code OffsetDateTime} to {@code Instant}. */
    public <R> Range<R> map(Function<? super T, ? extends R> function) {
        requireNonNull(function, "function");
        if (isEmpty()) {
            return empty();
        }
        return of(
                lower == null ? null : function.apply(lower),
                lowerBound,
                upper == null ? null : function.apply(upper),
                upperBound);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Range<?> range
                && isEmpty() == range.isEmpty()
                && lowerBound == range.lowerBound
                && upperBound == range.upperBound
                && Objects.equals(lower, range.lower)
                && Objects.equals(upper, range.upper);
    }

    @Override
    public int hashCode() {
        return Objects.hash(lower, lowerBound, upper, upperBound);
    }

    /** As PostgreSQL writes ranges, but for quotes: {@code [1,6)}, {@code (,2024-01-01]}, {@code empty}. */
    @Override
    public String toString() {
        if (isEmpty()) {
            return "empty";
        }
        return (lowerBound == Bound.INCLUSIVE ? "[" : "(")
                + (lower == null ? "" : lower)
                + ","
                + (upper == null ? "" : upper)
                + (upperBound == Bound.INCLUSIVE ? "]" : ")");
    }
}
