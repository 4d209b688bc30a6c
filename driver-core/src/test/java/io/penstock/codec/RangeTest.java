package io.penstock.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.penstock.codec.Range.Bound;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RangeTest {

    @ParameterizedTest(name = "{1}")
    @MethodSource("ranges")
    void printsAsTheServerDoes(Range<Integer> range, String text) {
        assertThat(range).hasToString(text);
    }

    static Stream<Arguments> ranges() {
        return Stream.of(
                Arguments.of(Range.closed(1, 2), "[1,2]"),
                Arguments.of(Range.closedOpen(1, 2), "[1,2)"),
                Arguments.of(Range.openClosed(1, 2), "(1,2]"),
                Arguments.of(Range.open(1, 2), "(1,2)"),
                Arguments.of(Range.atLeast(1), "[1,)"),
                Arguments.of(Range.greaterThan(1), "(1,)"),
                Arguments.of(Range.atMost(2), "(,2]"),
                Arguments.of(Range.lessThan(2), "(,2)"),
                Arguments.of(Range.all(), "(,)"),
                Arguments.of(Range.empty(), "empty"));
    }

    @Test
    void isEqualByItsBounds() {
        List<Range<Integer>> all =
                ranges().map(row -> RangeTest.<Integer>cast(row.get()[0])).toList();

        for (Range<Integer> one : all) {
            assertThat(all).filteredOn(one::equals).hasSize(1);
            assertThat(one).isEqualTo(one.map(value -> value)).hasSameHashCodeAs(one.map(value -> value));
        }
    }

    @SuppressWarnings("unchecked")
    private static <T> Range<T> cast(Object range) {
        return (Range<T>) range;
    }

    @Test
    void mapsItsBounds() {
        assertThat(Range.closedOpen(1, 2).map(value -> value * 10L)).isEqualTo(Range.closedOpen(10L, 20L));
        assertThat(Range.<Integer>empty().map(value -> value * 10L)).isEqualTo(Range.empty());
        assertThat(Multirange.of(Range.atMost(1), Range.atLeast(5)).map(String::valueOf))
                .isEqualTo(Multirange.of(Range.atMost("1"), Range.atLeast("5")))
                .hasToString("{(,1],[5,)}");
    }

    @Test
    void refusesBoundsWithoutAValue() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Range.of(null, Bound.INCLUSIVE, 1, Bound.INCLUSIVE))
                .withMessage("the lower bound is INCLUSIVE and has no value");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Range.of(1, Bound.INCLUSIVE, 2, Bound.UNBOUNDED))
                .withMessage("the upper bound is UNBOUNDED and has a value");
        assertThatNullPointerException().isThrownBy(() -> new Multirange<>(Arrays.asList((Range<Integer>) null)));
    }
}
