package io.penstock.internal.codec.range;

import io.penstock.codec.Codec;
import io.penstock.codec.Format;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgWriter;
import io.penstock.codec.Range;
import io.penstock.codec.Range.Bound;
import io.penstock.internal.codec.array.PartEncoding;
import io.penstock.internal.codec.form.QuotedFields;
import org.jspecify.annotations.Nullable;

/**
 * The text form of ranges, as the server writes it: {@code [1,6)}, {@code (,"2024-01-01 00:00:00"]}, {@code empty}.
 *
 * @see <a href="https://www.postgresql.org/docs/current/rangetypes.html#RANGETYPES-IO">Range Input/Output</a>
 */
final class RangeText {

    /** What a bound has in quotes only. */
    static final String SPECIAL = ",()[]";

    private static final String EMPTY = "empty";
    private static final int INITIAL_BOUND_BYTES = 32;

    private RangeText() {}

    /** Reads a text that is a range and nothing else. */
    static <T> Range<T> readAll(QuotedFields in, PgReader bound, Codec<T> bounds) {
        if (in.skipIfAll(EMPTY)) {
            return Range.empty();
        }
        Range<T> range = read(in, bound, bounds);
        in.requireEnd();
        return range;
    }

    /**
     * Reads a range that is not empty, up to its closing bracket.
     *
     * @param bound a reader to point at the bounds
     */
    static <T> Range<T> read(QuotedFields in, PgReader bound, Codec<T> bounds) {
        boolean lowerInclusive = in.skipIf('[');
        if (!lowerInclusive) {
            in.skip('(');
        }
        T lower = nextBound(in, bound, bounds);
        in.skip(',');
        T upper = nextBound(in, bound, bounds);
        boolean upperInclusive = in.skipIf(']');
        if (!upperInclusive) {
            in.skip(')');
        }
        return Range.of(lower, bound(lower, lowerInclusive), upper, bound(upper, upperInclusive));
    }

    private static <T> @Nullable T nextBound(QuotedFields in, PgReader bound, Codec<T> codec) {
        if (!in.next(bound)) {
            return null;
        }
        T value = codec.decode(bound, Format.TEXT);
        bound.requireEnd();
        return value;
    }

    private static Bound bound(@Nullable Object value, boolean inclusive) {
        if (value == null) {
            return Bound.UNBOUNDED;
        }
        return inclusive ? Bound.INCLUSIVE : Bound.EXCLUSIVE;
    }

    static void write(Range<?> range, PartEncoding bounds, PgWriter out) {
        if (range.isEmpty()) {
            out.writeUtf8(EMPTY);
            return;
        }
        out.writeByte(range.lowerBound() == Bound.INCLUSIVE ? '[' : '(');
        writeBound(range.lower(), bounds, out);
        out.writeByte(',');
        writeBound(range.upper(), bounds, out);
        out.writeByte(range.upperBound() == Bound.INCLUSIVE ? ']' : ')');
    }

    private static void writeBound(@Nullable Object value, PartEncoding bounds, PgWriter out) {
        if (value != null) {
            PgWriter text = new PgWriter(INITIAL_BOUND_BYTES);
            bounds.encode(value, Format.TEXT, text);
            QuotedFields.write(text, SPECIAL, out);
        }
    }
}
