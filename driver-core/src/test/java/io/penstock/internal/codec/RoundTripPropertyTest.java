package io.penstock.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.codec.Format;
import io.penstock.codec.PgType;
import io.penstock.codec.PgTypes;
import io.penstock.testing.Same;
import io.penstock.testing.Values;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is written is read again as the same value, in both forms, alone and in arrays; and both forms are one text. */
class RoundTripPropertyTest {

    private static final int MAX_DIMENSIONS = 3;

    static Stream<Values<?>> types() {
        return Values.all();
    }

    @ParameterizedTest
    @MethodSource("types")
    void comesBackAsItWent(Values<?> values) {
        var number = new AtomicInteger();
        values.stream().forEach(value -> assertRoundTrip(values.type(), value, number.getAndIncrement()));
    }

    @ParameterizedTest
    @MethodSource("types")
    void comesBackInArraysAsItWent(Values<?> values) {
        var random = new Random(Values.SEED);
        PgType array = BuiltinCodecs.REGISTRY.type(values.type().arrayOid());
        List<Object> pool = values.stream().collect(Collectors.toCollection(ArrayList::new));
        for (int i = 0; i < Values.COUNT / 4; i++) {
            int[] lengths =
                    random.ints(1 + random.nextInt(MAX_DIMENSIONS), 1, 4).toArray();
            assertRoundTrip(array, box(pool, lengths, 0, random), i);
        }
        assertRoundTrip(array, List.of(), -1);
    }

    private static List<@Nullable Object> box(List<Object> pool, int[] lengths, int dimension, Random random) {
        List<@Nullable Object> list = new ArrayList<>();
        for (int i = 0; i < lengths[dimension]; i++) {
            boolean innermost = dimension == lengths.length - 1;
            list.add(innermost ? elementOrNull(pool, random) : box(pool, lengths, dimension + 1, random));
        }
        return list;
    }

    private static @Nullable Object elementOrNull(List<Object> pool, Random random) {
        return random.nextInt(5) == 0 ? null : pool.get(random.nextInt(pool.size()));
    }

    private static void assertRoundTrip(PgType type, Object value, int number) {
        Set<String> printed = new HashSet<>();
        for (Format format : Format.values()) {
            byte[] bytes = Decoding.encode(type, value, format);
            Object back = Decoding.decode(BuiltinCodecs.REGISTRY.forDecoding(type.oid()), bytes, format);
            assertThat(Same.same(value, back))
                    .as("seed %d, value %d: %s %s in %s became %s", Values.SEED, number, type, value, format, back)
                    .isTrue();
            printed.add(Decoding.decode(BuiltinCodecs.REGISTRY.forDecoding(type.oid(), String.class), bytes, format));
        }
        assertThat(printed)
                .as("seed %d, value %d: %s %s as text", Values.SEED, number, type, value)
                .hasSize(1);
    }

    /** As many digits as there are: 131,072 before the point and 16,383 behind it. It takes the JDK a while to read one. */
    @Test
    void carriesTheLongestNumber() {
        char[] digits = new char[131_072 + 1 + 16_383];
        Arrays.fill(digits, '7');
        digits[131_072] = '.';
        BigDecimal longest = new BigDecimal(digits);

        for (Format format : Format.values()) {
            byte[] bytes = Decoding.encode(PgTypes.NUMERIC, longest, format);
            Object back = Decoding.decode(BuiltinCodecs.REGISTRY.forDecoding(PgTypes.NUMERIC.oid()), bytes, format);
            assertThat(longest.equals(back)).as("in %s", format).isTrue();
        }
    }
}
