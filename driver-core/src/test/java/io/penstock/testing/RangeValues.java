package io.penstock.testing;

import static io.penstock.testing.Values.of;

import io.penstock.codec.Multirange;
import io.penstock.codec.PgType;
import io.penstock.codec.PgTypes;
import io.penstock.codec.Range;
import io.penstock.codec.Range.Bound;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Ranges as the server stores them: those of whole numbers and of dates as closed below and open above. */
final class RangeValues {

    private RangeValues() {}

    static Stream<Values<?>> all() {
        return Stream.of(
                        discrete(PgTypes.INT4RANGE, PgTypes.INT4MULTIRANGE, NumberValues.INT4, Integer.MIN_VALUE),
                        discrete(PgTypes.INT8RANGE, PgTypes.INT8MULTIRANGE, NumberValues.INT8, Long.MIN_VALUE),
                        discrete(PgTypes.DATERANGE, PgTypes.DATEMULTIRANGE, TimeValues.DATE, java.time.LocalDate.MIN),
                        continuous(PgTypes.NUMRANGE, PgTypes.NUMMULTIRANGE, NumberValues.NUMERIC, new BigDecimal(-1)),
                        continuous(
                                PgTypes.TSRANGE,
                                PgTypes.TSMULTIRANGE,
                                TimeValues.TIMESTAMP,
                                java.time.LocalDateTime.MIN),
                        continuous(
                                PgTypes.TSTZRANGE,
                                PgTypes.TSTZMULTIRANGE,
                                TimeValues.TIMESTAMPTZ,
                                java.time.OffsetDateTime.MIN))
                .flatMap(values -> values);
    }

    private static <T extends Comparable<? super T>> Stream<Values<?>> discrete(
            PgType range, PgType multirange, Values<T> bounds, T least) {
        return both(range, multirange, bounds, least, Bound.INCLUSIVE, Bound.EXCLUSIVE);
    }

    private static <T extends Comparable<? super T>> Stream<Values<?>> continuous(
            PgType range, PgType multirange, Values<T> bounds, T least) {
        return both(range, multirange, bounds, least, null, null);
    }

    private static <T extends Comparable<? super T>> Stream<Values<?>> both(
            PgType range, PgType multirange, Values<T> bounds, T least, @Nullable Bound lower, @Nullable Bound upper) {
        List<Range<T>> edges = List.of(Range.empty(), Range.all(), Range.atLeast(least), Range.lessThan(least));
        return Stream.of(
                of(range, edges, random -> range(bounds, lower, upper, random)),
                of(
                        multirange,
                        List.of(new Multirange<>(List.of()), new Multirange<>(List.of(Range.<T>all()))),
                        random -> multirange(bounds, random)));
    }

    private static <T extends Comparable<? super T>> Range<T> range(
            Values<T> bounds, @Nullable Bound lower, @Nullable Bound upper, Random random) {
        List<T> ends = ordered(bounds, 2, random);
        if (ends.size() < 2) {
            return Range.empty();
        }
        return Range.of(
                ends.get(0), lower == null ? bound(random) : lower, ends.get(1), upper == null ? bound(random) : upper);
    }

    private static Bound bound(Random random) {
        return random.nextBoolean() ? Bound.INCLUSIVE : Bound.EXCLUSIVE;
    }

    /** Ranges that lie apart, in order. */
    private static <T extends Comparable<? super T>> Multirange<T> multirange(Values<T> bounds, Random random) {
        List<T> ends = ordered(bounds, 2 * random.nextInt(4), random);
        List<Range<T>> ranges = new ArrayList<>();
        for (int i = 0; i + 1 < ends.size(); i += 2) {
            ranges.add(Range.closedOpen(ends.get(i), ends.get(i + 1)));
        }
        return new Multirange<>(ranges);
    }

    private static <T extends Comparable<? super T>> List<T> ordered(Values<T> bounds, int count, Random random) {
        return Stream.generate(() -> bounds.any(random))
                .limit(count)
                .sorted(Comparator.<T>naturalOrder())
                .distinct()
                .toList();
    }
}
