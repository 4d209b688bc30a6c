package io.penstock.it.types;

import static io.penstock.it.types.Sample.as;
import static io.penstock.it.types.Sample.row;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.Stream;

/** Booleans and numbers. */
final class NumberSamples {

    private NumberSamples() {}

    static Stream<Sample> all() {
        return Stream.of(wholes(), floats(), numerics(), asOtherClasses()).flatMap(List::stream);
    }

    private static List<Sample> wholes() {
        return List.of(
                row("bool", "t", true),
                row("bool", "f", false),
                row("int2", "-32768", Short.MIN_VALUE),
                row("int2", "-1", (short) -1),
                row("int2", "0", (short) 0),
                row("int2", "32767", Short.MAX_VALUE),
                row("int4", "-2147483648", Integer.MIN_VALUE),
                row("int4", "-32769", -32_769),
                row("int4", "-1", -1),
                row("int4", "0", 0),
                row("int4", "65536", 65_536),
                row("int4", "2147483647", Integer.MAX_VALUE),
                row("int8", "-9223372036854775808", Long.MIN_VALUE),
                row("int8", "-2147483649", -2_147_483_649L),
                row("int8", "-1", -1L),
                row("int8", "0", 0L),
                row("int8", "4294967296", 4_294_967_296L),
                row("int8", "9223372036854775807", Long.MAX_VALUE),
                row("oid", "0", 0L),
                row("oid", "2147483648", 2_147_483_648L),
                row("oid", "4294967295", 4_294_967_295L));
    }

    private static List<Sample> floats() {
        return List.of(
                row("float4", "0", 0f),
                row("float4", "-0", -0f),
                row("float4", "1", 1f),
                row("float4", "0.1", 0.1f),
                row("float4", "-1.5", -1.5f),
                row("float4", "1e+06", 1e6f),
                row("float4", "1.6777216e+07", 16_777_216f),
                row("float4", "1.1754944e-38", Float.MIN_NORMAL),
                row("float4", "1e-45", Float.MIN_VALUE),
                row("float4", "3.4028235e+38", Float.MAX_VALUE),
                row("float4", "NaN", Float.NaN),
                row("float4", "Infinity", Float.POSITIVE_INFINITY),
                row("float4", "-Infinity", Float.NEGATIVE_INFINITY),
                row("float8", "0", 0d),
                row("float8", "-0", -0d),
                row("float8", "0.1", 0.1),
                row("float8", "0.30000000000000004", 0.1 + 0.2),
                row("float8", "-1.5", -1.5),
                row("float8", "3.141592653589793", Math.PI),
                row("float8", "100000000000000", 1e14),
                row("float8", "1e+15", 1e15),
                row("float8", "1e-05", 1e-5),
                row("float8", "123456789012345680", 123_456_789_012_345_680d),
                row("float8", "9007199254740993", 9_007_199_254_740_992d),
                row("float8", "2.2250738585072014e-308", Double.MIN_NORMAL),
                row("float8", "5e-324", Double.MIN_VALUE),
                row("float8", "1.7976931348623157e+308", Double.MAX_VALUE),
                row("float8", "NaN", Double.NaN),
                row("float8", "Infinity", Double.POSITIVE_INFINITY),
                row("float8", "-Infinity", Double.NEGATIVE_INFINITY));
    }

    private static List<Sample> numerics() {
        return List.of(
                numeric("0"),
                numeric("0.000"),
                numeric("1"),
                numeric("-1.5"),
                numeric("0.1"),
                numeric("10"),
                numeric("9999"),
                numeric("10000"),
                numeric("0.0001"),
                numeric("0.00001"),
                numeric("1.10"),
                numeric("99999999.99999999"),
                numeric("-9223372036854775808"),
                numeric("9223372036854775808"),
                numeric("999999999999999999"),
                numeric("1000000000000000000"),
                numeric("12345678901234567890.098765432109876543210"),
                numeric("100000000000000000000000000000000"),
                numeric("0.00000000000000000001"),
                numeric("-0." + "0".repeat(2_000) + "1"),
                numeric("9".repeat(1_000) + "." + "9".repeat(1_000)),
                numeric("1" + "0".repeat(2_000)),
                numeric("7".repeat(15_000) + "." + "3".repeat(5_000)));
    }

    private static Sample numeric(String text) {
        return row("numeric", text, new BigDecimal(text));
    }

    private static List<Sample> asOtherClasses() {
        return List.of(
                as("int2", "-7", -7),
                as("int2", "-7", -7L),
                as("int2", "-7", -7f),
                as("int2", "-7", -7d),
                as("int2", "-7", BigDecimal.valueOf(-7)),
                as("int2", "-7", BigInteger.valueOf(-7)),
                as("int2", "-7", "-7"),
                as("int4", "42", (short) 42),
                as("int4", "42", 42L),
                as("int4", "42", 42d),
                as("int4", "42", BigDecimal.valueOf(42)),
                as("int4", "42", "42"),
                as("int8", "42", (short) 42),
                as("int8", "42", 42),
                as("int8", "42", BigInteger.valueOf(42)),
                as("int8", "9007199254740992", 9_007_199_254_740_992d),
                as("int8", "-9223372036854775808", BigInteger.valueOf(Long.MIN_VALUE)),
                as("oid", "42", 42),
                as("oid", "4294967295", "4294967295"),
                as("float4", "0.1", 0.1f),
                as("float4", "1.5", 1.5d),
                as("float4", "0.1", new BigDecimal("0.1")),
                as("float4", "-3", -3L),
                as("float8", "0.5", 0.5f),
                as("float8", "0.1", new BigDecimal("0.1")),
                as("float8", "1e+22", 10_000_000_000_000_000_000_000d),
                as("float8", "-3", -3),
                as("numeric", "12", (short) 12),
                as("numeric", "12", 12),
                as("numeric", "-9223372036854775808", Long.MIN_VALUE),
                as("numeric", "123456789012345678901234567890", new BigInteger("123456789012345678901234567890")),
                as("numeric", "0.1", 0.1d),
                as("numeric", "0.5", 0.5f),
                as("numeric", "NaN", Double.NaN),
                as("numeric", "NaN", Float.NaN),
                as("numeric", "Infinity", Double.POSITIVE_INFINITY),
                as("numeric", "-Infinity", Double.NEGATIVE_INFINITY),
                as("numeric", "NaN", "NaN"));
    }
}
