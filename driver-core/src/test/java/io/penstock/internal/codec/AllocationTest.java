package io.penstock.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.sun.management.ThreadMXBean;
import io.penstock.codec.Codec;
import io.penstock.codec.Format;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.codec.PgTypes;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What decoding and encoding cost in bytes on the heap: the value, and nothing beside it. Sizes with compressed pointers. */
class AllocationTest {
    private static final int WARM_UP = 20_000;
    private static final int MEASURED = 1_000;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Results escape through here, or the compiler might spare them. */
    private Object last = "";

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("values")
    void decodingAllocatesTheValueOnly(PgType type, String text, int valueBytes) {
        byte[] bytes = Decoding.encode(type, text, Format.BINARY);
        PgReader in = PgReader.of(bytes);
        Codec<?> codec = BuiltinCodecs.REGISTRY.forDecoding(type.oid());

        assertThat(bytesPerRun(() -> {
                    in.reset(bytes, 0, bytes.length);
                    last = ValueDecoder.decode(codec, in, Format.BINARY);
                }))
                .isLessThanOrEqualTo(valueBytes);
    }

    static Stream<Arguments> values() {
        return Stream.of(
                arguments(PgTypes.BOOL, "t", 0),
                arguments(PgTypes.INT4, "100000", 16),
                arguments(PgTypes.INT8, "100000", 24),
                arguments(PgTypes.FLOAT8, "1.5", 24),
                arguments(PgTypes.NUMERIC, "12345.67", 40),
                arguments(PgTypes.TEXT, "0123456789abcdef", 24 + 32),
                arguments(PgTypes.UUID, "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", 32),
                arguments(PgTypes.DATE, "2024-02-29", 24),
                arguments(PgTypes.TIME, "12:34:56.7", 24),
                arguments(PgTypes.TIMESTAMP, "2024-02-29 12:34:56.7", 3 * 24),
                arguments(PgTypes.TIMESTAMPTZ, "2024-02-29 12:34:56.7+00", 4 * 24),
                // and the box around the number that the JDK keeps its offsets by
                arguments(PgTypes.TIMETZ, "12:34:56.7+05:30", 2 * 24 + 16),
                arguments(PgTypes.INTERVAL, "1 mon 2 days 00:00:03", 32),
                arguments(PgTypes.XID8, "100000", 24),
                arguments(PgTypes.PG_LSN, "16/B374D848", 24),
                arguments(PgTypes.MACADDR, "08:00:2b:01:02:03", 24),
                arguments(PgTypes.POINT, "(1,2)", 32),
                arguments(PgTypes.CIRCLE, "<(1,2),3>", 32 + 24));
    }

    @ParameterizedTest(name = "{0} as {1}")
    @MethodSource("otherClasses")
    void decodingAsAnotherClassAllocatesTheValueOnly(PgType type, Class<?> javaType, String text, int valueBytes) {
        byte[] bytes = Decoding.encode(type, text, Format.BINARY);
        PgReader in = PgReader.of(bytes);
        Codec<?> codec = BuiltinCodecs.REGISTRY.forDecoding(type.oid(), javaType);

        assertThat(bytesPerRun(() -> {
                    in.reset(bytes, 0, bytes.length);
                    last = ValueDecoder.decode(codec, in, Format.BINARY);
                }))
                .isLessThanOrEqualTo(valueBytes);
    }

    static Stream<Arguments> otherClasses() {
        String time = "2024-02-29 12:34:56.7+00";
        return Stream.of(
                arguments(PgTypes.TIMESTAMPTZ, Instant.class, time, 24),
                arguments(PgTypes.TIMESTAMPTZ, ZonedDateTime.class, time, 4 * 24));
    }

    /** The result, its two arrays, who sends the value, and the writer: an int array of one, 18 bytes of section and their growth room. */
    @Test
    void encodingAllocatesTheSectionAndAWriter() {
        Object[] values = {7};

        assertThat(bytesPerRun(() -> last = ParameterEncoder.encode(BuiltinCodecs.REGISTRY, values)))
                .isLessThanOrEqualTo(208);
        assertThat(last).isInstanceOf(EncodedParameters.class);
    }

    private long bytesPerRun(Runnable run) {
        for (int i = 0; i < WARM_UP; i++) {
            run.run();
        }
        // Another thread may charge this one for something, such as a compilation: the best of three tells.
        long best = Long.MAX_VALUE;
        for (int round = 0; round < 3; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < MEASURED; i++) {
                run.run();
            }
            best = Math.min(best, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return best / MEASURED;
    }
}
