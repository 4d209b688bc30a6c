package io.penstock.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.sun.management.ThreadMXBean;
import io.penstock.codec.Format;
import io.penstock.codec.PgType;
import io.penstock.codec.PgTypes;
import io.penstock.error.PgCodecException;
import io.penstock.error.SqlState;
import io.penstock.internal.codec.number.PrimitiveAccess;
import java.lang.management.ManagementFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class PrimitiveAccessTest {
    private static final int OFFSET = 5;
    private static final int WARM_UP = 20_000;
    private static final int MEASURED = 1_000;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @ParameterizedTest
    @CsvSource({
        "int2, -7",
        "int4, -7",
        "int8, -7",
        "oid, 7",
        "float4, -7",
        "float8, -7",
        "numeric, -7",
        "numeric, -7.00",
    })
    void readsAnyNumberAsAnyPrimitive(String typeName, String text) {
        PgType type = BuiltinCodecs.REGISTRY.type(typeName);
        int expected = text.startsWith("-") ? -7 : 7;
        for (Format format : Format.values()) {
            Value value = value(type, text, format);
            assertThat(PrimitiveAccess.getShort(value.data, OFFSET, value.length, value.oid, format))
                    .isEqualTo((short) expected);
            assertThat(PrimitiveAccess.getInt(value.data, OFFSET, value.length, value.oid, format))
                    .isEqualTo(expected);
            assertThat(PrimitiveAccess.getLong(value.data, OFFSET, value.length, value.oid, format))
                    .isEqualTo(expected);
            assertThat(PrimitiveAccess.getFloat(value.data, OFFSET, value.length, value.oid, format))
                    .isEqualTo(expected);
            assertThat(PrimitiveAccess.getDouble(value.data, OFFSET, value.length, value.oid, format))
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource({"t, true", "f, false"})
    void readsBooleans(String text, boolean expected) {
        for (Format format : Format.values()) {
            Value value = value(PgTypes.BOOL, text, format);
            assertThat(PrimitiveAccess.getBoolean(value.data, OFFSET, value.length, value.oid, format))
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesWhatDoesNotFit(Format format) {
        Value big = value(PgTypes.INT8, "4294967296", format);
        Value half = value(PgTypes.NUMERIC, "0.5", format);

        assertRefused(
                () -> PrimitiveAccess.getShort(big.data, OFFSET, big.length, big.oid, format),
                SqlState.NUMERIC_VALUE_OUT_OF_RANGE);
        assertRefused(
                () -> PrimitiveAccess.getInt(big.data, OFFSET, big.length, big.oid, format),
                SqlState.NUMERIC_VALUE_OUT_OF_RANGE);
        assertRefused(
                () -> PrimitiveAccess.getLong(half.data, OFFSET, half.length, half.oid, format),
                SqlState.NUMERIC_VALUE_OUT_OF_RANGE);
    }

    @Test
    void refusesOtherTypes() {
        byte[] four = new byte[4];
        int text = PgTypes.TEXT.oid();
        Format format = Format.BINARY;

        assertRefused(() -> PrimitiveAccess.getBoolean(four, 0, 4, 23, format), SqlState.CANNOT_COERCE);
        assertRefused(() -> PrimitiveAccess.getShort(four, 0, 4, text, format), SqlState.CANNOT_COERCE);
        assertRefused(() -> PrimitiveAccess.getInt(four, 0, 4, 16, format), SqlState.CANNOT_COERCE);
        assertRefused(() -> PrimitiveAccess.getLong(four, 0, 4, text, format), SqlState.CANNOT_COERCE);
        assertRefused(() -> PrimitiveAccess.getFloat(four, 0, 4, 16_384, format), SqlState.CANNOT_COERCE);
        assertThatExceptionOfType(PgCodecException.class)
                .isThrownBy(() -> PrimitiveAccess.getDouble(four, 0, 4, text, format))
                .withMessageContaining("no conversion from text to double");
    }

    @ParameterizedTest
    @CsvSource({"int4, 3", "int4, 5", "int8, 7", "float8, 4", "float4, 8", "int2, 4"})
    void refusesAnotherLength(String typeName, int length) {
        int oid = BuiltinCodecs.REGISTRY.type(typeName).oid();
        byte[] data = new byte[16];

        assertRefused(
                () -> PrimitiveAccess.getInt(data, 0, length, oid, Format.BINARY),
                SqlState.INVALID_BINARY_REPRESENTATION);
        assertRefused(
                () -> PrimitiveAccess.getLong(data, 0, length, oid, Format.BINARY),
                SqlState.INVALID_BINARY_REPRESENTATION);
        assertRefused(
                () -> PrimitiveAccess.getDouble(data, 0, length, oid, Format.BINARY),
                SqlState.INVALID_BINARY_REPRESENTATION);
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("allocationFree")
    void allocatesNothing(PgType type, String text, Format format) {
        Value value = value(type, text, format);
        long sum = readAll(value, format, WARM_UP);

        // Another thread of the JVM may charge this one for something; once in three is proof enough.
        long allocated = Long.MAX_VALUE;
        for (int i = 0; i < 3 && allocated > 0; i++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            sum += readAll(value, format, MEASURED);
            allocated = threads.getCurrentThreadAllocatedBytes() - before;
        }

        assertThat(allocated).as("bytes for %s reads, sum %s", MEASURED, sum).isZero();
    }

    static Stream<Arguments> allocationFree() {
        return Stream.of(
                        arguments(PgTypes.INT2, "123"),
                        arguments(PgTypes.INT4, "123"),
                        arguments(PgTypes.INT8, "123"),
                        arguments(PgTypes.OID, "123"),
                        arguments(PgTypes.FLOAT4, "123"),
                        arguments(PgTypes.FLOAT8, "123"),
                        arguments(PgTypes.NUMERIC, "123"),
                        arguments(PgTypes.NUMERIC, "12300.0000000"),
                        arguments(PgTypes.NUMERIC, "100.00000000000000"),
                        arguments(PgTypes.BOOL, "t"))
                .flatMap(
                        row -> Stream.of(Format.values()).map(format -> arguments(row.get()[0], row.get()[1], format)));
    }

    private static long readAll(Value value, Format format, int times) {
        long sum = 0;
        for (int i = 0; i < times; i++) {
            if (value.oid == PgTypes.BOOL.oid()) {
                sum += PrimitiveAccess.getBoolean(value.data, OFFSET, value.length, value.oid, format) ? 1 : 0;
            } else {
                sum += PrimitiveAccess.getShort(value.data, OFFSET, value.length, value.oid, format);
                sum += PrimitiveAccess.getInt(value.data, OFFSET, value.length, value.oid, format);
                sum += PrimitiveAccess.getLong(value.data, OFFSET, value.length, value.oid, format);
                sum += (long) PrimitiveAccess.getFloat(value.data, OFFSET, value.length, value.oid, format);
                sum += (long) PrimitiveAccess.getDouble(value.data, OFFSET, value.length, value.oid, format);
            }
        }
        return sum;
    }

    private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable read, String sqlState) {
        assertThatExceptionOfType(PgCodecException.class)
                .isThrownBy(read)
                .satisfies(e -> assertThat(e.sqlState()).isEqualTo(sqlState));
    }

    private record Value(byte[] data, int length, int oid) {}

    private static Value value(PgType type, String text, Format format) {
        byte[] bytes = Decoding.encode(type, text, format);
        byte[] data = new byte[OFFSET + bytes.length + 2];
        System.arraycopy(bytes, 0, data, OFFSET, bytes.length);
        return new Value(data, bytes.length, type.oid());
    }
}
