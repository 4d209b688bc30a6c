package io.penstock.testing;

import static io.penstock.testing.Values.of;

import io.penstock.codec.PgTypes;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Booleans and numbers. */
final class NumberValues {

    static final Values<Short> INT2 =
            of(PgTypes.INT2, List.of((short) 0, (short) 1, (short) -1, Short.MIN_VALUE, Short.MAX_VALUE), random ->
                    (short) random.nextInt());

    static final Values<Integer> INT4 = of(
            PgTypes.INT4,
            List.of(0, 1, -1, 10, 32_768, Integer.MIN_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE - 1),
            random -> random.nextInt() >> random.nextInt(32));

    static final Values<Long> INT8 = of(
            PgTypes.INT8,
            List.of(0L, 1L, -1L, 1L << 31, 1L << 53, Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE - 1),
            random -> random.nextLong() >> random.nextInt(64));

    static final Values<BigDecimal> NUMERIC = of(PgTypes.NUMERIC, decimals(), NumberValues::decimal);

    private NumberValues() {}

    static Stream<Values<?>> all() {
        return Stream.of(
                of(PgTypes.BOOL, List.of(true, false), Random::nextBoolean),
                INT2,
                INT4,
                INT8,
                of(PgTypes.OID, List.of(0L, 1L, 1L << 31, 0xFFFF_FFFFL), random -> random.nextLong() & 0xFFFF_FFFFL),
                of(PgTypes.FLOAT4, floats(), random -> canonical(Float.intBitsToFloat(random.nextInt()))),
                of(PgTypes.FLOAT8, doubles(), random -> canonical(Double.longBitsToDouble(random.nextLong()))),
                NUMERIC);
    }

    private static List<Float> floats() {
        return List.of(
                0f,
                -0f,
                1f,
                0.1f,
                1e6f,
                1e-5f,
                16_777_216f,
                Float.MIN_VALUE,
                Float.MIN_NORMAL,
                Float.MAX_VALUE,
                Float.NaN,
                Float.POSITIVE_INFINITY,
                Float.NEGATIVE_INFINITY);
    }

    private static List<Double> doubles() {
        return List.of(
                0d,
                -0d,
                1d,
                0.1,
                1e15,
                1e-5,
                9e22,
                2e-3,
                9_007_199_254_740_992d,
                Double.MIN_VALUE,
                Double.MIN_NORMAL,
                Double.MAX_VALUE,
                Double.NaN,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY);
    }

    /** PostgreSQL prints one NaN, whatever its bits. */
    private static float canonical(float value) {
        return Float.isNaN(value) ? Float.NaN : value;
    }

    private static double canonical(double value) {
        return Double.isNaN(value) ? Double.NaN : value;
    }

    private static List<BigDecimal> decimals() {
        return Stream.of(
                        "0",
                        "0.0000",
                        "1",
                        "-1",
                        "9999",
                        "10000",
                        "0.0001",
                        "0.00001",
                        "-0.5",
                        "1.10",
                        "99999999.99999999",
                        "9223372036854775807",
                        "9223372036854775808",
                        "-9223372036854775808",
                        "999999999999999999",
                        "1000000000000000000",
                        "100000000000000000000000000000000000000",
                        "0.00000000000000000000000000000000000001",
                        "1" + "0".repeat(1_000),
                        "0." + "0".repeat(1_000) + "1")
                .map(BigDecimal::new)
                .toList();
    }

    private static BigDecimal decimal(Random random) {
        int bits = random.nextInt(random.nextInt(20) == 0 ? 2_000 : 80);
        BigInteger unscaled = new BigInteger(bits, random);
        int zeros = random.nextInt(4) == 0 ? random.nextInt(20) : 0;
        BigInteger padded = unscaled.multiply(BigInteger.TEN.pow(zeros));
        return new BigDecimal(random.nextBoolean() ? padded : padded.negate(), random.nextInt(30));
    }
}
