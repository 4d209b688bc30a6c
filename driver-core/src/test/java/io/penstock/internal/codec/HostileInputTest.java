package io.penstock.internal.codec;

import static io.penstock.codec.PgTypes.BOOL;
import static io.penstock.codec.PgTypes.BYTEA;
import static io.penstock.codec.PgTypes.CHAR;
import static io.penstock.codec.PgTypes.DATE;
import static io.penstock.codec.PgTypes.FLOAT8;
import static io.penstock.codec.PgTypes.INT4;
import static io.penstock.codec.PgTypes.INT4_ARRAY;
import static io.penstock.codec.PgTypes.JSONB;
import static io.penstock.codec.PgTypes.NUMERIC;
import static io.penstock.codec.PgTypes.OID;
import static io.penstock.codec.PgTypes.TEXT;
import static io.penstock.codec.PgTypes.TEXT_ARRAY;
import static io.penstock.codec.PgTypes.TIME;
import static io.penstock.codec.PgTypes.TIMESTAMP;
import static io.penstock.codec.PgTypes.TIMETZ;
import static io.penstock.codec.PgTypes.UUID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.sun.management.ThreadMXBean;
import io.penstock.codec.Codec;
import io.penstock.codec.Format;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.codec.PgTypes;
import io.penstock.codec.PgWriter;
import io.penstock.error.PgCodecException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytes that no honest server sends: a typed error for that value, no huge allocation, no exhausted stack. */
class HostileInputTest {
    private static final int MUTATIONS_PER_SAMPLE = 100;
    private static final long MAX_ALLOCATED_BYTES = 100_000;

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("badBinaries")
    void refusesBadBinary(PgType type, String hex) {
        Decoding.assertRefused(type, Decoding.hex(hex), Format.BINARY);
    }

    static Stream<Arguments> badBinaries() {
        return Stream.of(
                arguments(BOOL, ""),
                arguments(BOOL, "02"),
                arguments(BOOL, "0101"),
                arguments(INT4, "000000"),
                arguments(INT4, "0000000000"),
                arguments(FLOAT8, "00000000"),
                arguments(TEXT, "ff"),
                arguments(TEXT, "c0af"),
                arguments(TEXT, "eda080"),
                arguments(CHAR, ""),
                arguments(CHAR, "6162"),
                arguments(UUID, "00".repeat(15)),
                arguments(UUID, "00".repeat(17)),
                arguments(JSONB, ""),
                arguments(JSONB, "027b7d"),
                arguments(DATE, "0000"),
                arguments(TIME, "ffffffffffffffff"),
                arguments(TIME, "000000141dd76001"),
                arguments(TIME, "7fffffffffffffff"),
                arguments(TIMETZ, "00000000000000000000e100"),
                arguments(TIMETZ, "000000000000000080000000"),
                arguments(TIMESTAMP, "00000000000000"),
                arguments(NUMERIC, ""),
                arguments(NUMERIC, "00000000000000"),
                arguments(NUMERIC, "000100000000000000"),
                arguments(NUMERIC, "ffff000000000000"),
                arguments(NUMERIC, "0001000000000000000a0b"),
                arguments(NUMERIC, "00010000000000002710"),
                arguments(NUMERIC, "0001000000000000ffff"),
                arguments(NUMERIC, "00010000123400000001"),
                arguments(NUMERIC, "00010000000040000001"),
                arguments(NUMERIC, "0001ffff000000000001"),
                arguments(NUMERIC, "0001ffff000000020001"),
                arguments(NUMERIC, "00018000000000000001"),
                arguments(INT4_ARRAY, ""),
                arguments(INT4_ARRAY, "0000000100000000"),
                arguments(INT4_ARRAY, "ffffffff0000000000000017"),
                arguments(INT4_ARRAY, "000000070000000000000017" + "0000000100000001".repeat(7) + "0000000400000001"),
                arguments(INT4_ARRAY, "000003e80000000000000017" + "0000000100000001".repeat(1_000)),
                arguments(INT4_ARRAY, "000000010000000200000017" + "0000000100000001" + "0000000400000001"),
                arguments(INT4_ARRAY, "000000010000000000000019" + "0000000100000001" + "0000000400000001"),
                arguments(INT4_ARRAY, "000000010000000000000017" + "7fffffff00000001" + "0000000400000001"),
                arguments(INT4_ARRAY, "000000010000000000000017" + "0000000200000001" + "0000000400000001"),
                arguments(INT4_ARRAY, "000000010000000000000017" + "ffffffff00000001" + "0000000400000001"),
                arguments(INT4_ARRAY, "000000010000000000000017" + "000000017fffffff" + "0000000400000001" + "00"),
                arguments(INT4_ARRAY, "000000010000000000000017" + "000000027fffffff" + "ffffffffffffffff"),
                arguments(INT4_ARRAY, "000000060000000000000017" + "7fffffff00000001".repeat(6)),
                arguments(INT4_ARRAY, "000000020000000000000017" + "0001000000000001".repeat(2)),
                arguments(INT4_ARRAY, "000000040000000000000017" + "0001000000000001".repeat(4)),
                arguments(INT4_ARRAY, "000000010000000000000017" + "0000000100000001" + "fffffffe"),
                arguments(INT4_ARRAY, "000000010000000000000017" + "0000000100000001" + "7fffffff"),
                arguments(INT4_ARRAY, "000000010000000000000017" + "0000000100000001" + "0000000300000001"),
                arguments(INT4_ARRAY, "000000000000000000000017" + "00"),
                arguments(TEXT_ARRAY, "000000010000000000000019" + "0000000100000001" + "00000001ff"));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("badTexts")
    void refusesBadText(PgType type, String text) {
        Decoding.assertRefused(type, Decoding.utf8(text), Format.TEXT);
    }

    static Stream<Arguments> badTexts() {
        return Stream.of(
                        texts(BOOL, "", "true", "1", "T"),
                        texts(
                                INT4,
                                "",
                                "-",
                                "+1",
                                "1.0",
                                "2147483648",
                                "-2147483649",
                                "99999999999999999999",
                                " 1",
                                "1e3",
                                "0x1"),
                        texts(PgTypes.INT8, "9223372036854775808", "-9223372036854775809", "18446744073709551617"),
                        texts(OID, "-1", "4294967296"),
                        texts(
                                FLOAT8,
                                "",
                                "-",
                                ".",
                                "1.",
                                ".5",
                                "1e",
                                "1e+",
                                "nan",
                                "inf",
                                "1d",
                                "0x1p3",
                                " 1",
                                "--1",
                                "1,5",
                                "1e9999999"),
                        texts(
                                NUMERIC,
                                "",
                                "-",
                                "1.",
                                ".5",
                                "1e5",
                                "1.2.3",
                                "nan",
                                "Infinit",
                                "1" + "0".repeat(150_000)),
                        texts(BYTEA, "\\x0", "\\xzz", "\\", "\\1", "\\400", "\\08", "\\xdead\\"),
                        texts(CHAR, "ab", "\\100", "\\2", "é"),
                        texts(
                                UUID,
                                "",
                                "a0eebc999c0b4ef8bb6d6bb9bd380a11",
                                "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a1",
                                "g".repeat(36)),
                        texts(UUID, "a0eebc99_9c0b-4ef8-bb6d-6bb9bd380a11", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a1-"),
                        texts(
                                DATE,
                                "",
                                "2024",
                                "2024-02-30",
                                "2023-02-29",
                                "2024-13-01",
                                "2024-00-01",
                                "2024-01-00",
                                "0000-01-01"),
                        texts(
                                DATE,
                                "24-02-29",
                                "2024-1-1",
                                "2024-01-01 ",
                                "2024-01-01 AD",
                                " BC",
                                "infinity BC",
                                "Infinity",
                                "12345678-01-01"),
                        texts(
                                TIME,
                                "",
                                "24:00:01",
                                "25:00:00",
                                "12:60:00",
                                "12:00:60",
                                "12:00",
                                "12:00:00.",
                                "12:00:00.1234567"),
                        texts(
                                TIMETZ,
                                "12:00:00",
                                "12:00:00+",
                                "12:00:00+2",
                                "12:00:00+16",
                                "12:00:00+02:60",
                                "12:00:00+02:00:00:00"),
                        texts(
                                TIMESTAMP,
                                "2024-01-01",
                                "2024-01-01T00:00:00",
                                "2024-01-01 00:00:00+00",
                                "999999-01-01 00:00:00"),
                        texts(
                                PgTypes.TIMESTAMPTZ,
                                "2024-01-01 00:00:00",
                                "2024-01-01 00:00:00 UTC",
                                "2024-01-01 00:00:00Z"),
                        texts(
                                INT4_ARRAY,
                                "",
                                "{",
                                "}",
                                "{1",
                                "{1,",
                                "{1,}",
                                "{,1}",
                                "{1}}",
                                "{{1}",
                                "1",
                                "{}}",
                                "{{}}",
                                "{{},{}}"),
                        texts(
                                INT4_ARRAY,
                                "{{1,2},{3}}",
                                "{{1},2}",
                                "{1,{2}}",
                                "{{{1}},{2}}",
                                "{\"1}",
                                "{\"1\"2}",
                                "{1\"2\"}",
                                "{1}x"),
                        texts(
                                INT4_ARRAY,
                                "[1:2]={1}",
                                "[1:1]{1}",
                                "[1:1][1:1]={1}",
                                "[1]={1}",
                                "[a:b]={1}",
                                "[2:1]={}",
                                "{x}"),
                        texts(
                                INT4_ARRAY,
                                "[1:99999999999]={1}",
                                "[1:1]=".repeat(9),
                                "[1:1]" + "[1:1]".repeat(7) + "={1}"),
                        texts(INT4_ARRAY, "{".repeat(7) + "1" + "}".repeat(7), "{".repeat(100_000), "{\"\\"),
                        texts(TEXT_ARRAY, "{a\\b}", "{\"a", "{\"a\\\"}", "{\"a\"b}"))
                .flatMap(rows -> rows);
    }

    private static Stream<Arguments> texts(PgType type, String... texts) {
        return Stream.of(texts).map(text -> arguments(type, text));
    }

    /** Every codec on bytes that were honest once: it throws nothing but its own exception, which quotes nothing. */
    @ParameterizedTest
    @EnumSource
    void throwsNothingElseWhateverTheBytes(Format format) {
        Random random = new Random(20_261_123);
        for (Sample sample : samples(format)) {
            for (int i = 0; i < MUTATIONS_PER_SAMPLE; i++) {
                byte[] bytes = mutated(sample.bytes(), random);
                try {
                    sample.codec().decode(PgReader.of(bytes), format);
                } catch (PgCodecException e) {
                    assertThat(e.sqlState()).startsWith("22");
                    assertThat(e.getCause() instanceof RuntimeException).isFalse();
                }
            }
        }
    }

    /** Lies about sizes, on every codec, cost less than the bytes that a modest array takes. */
    @Test
    void allocatesLittleForLies() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        List<Arguments> rows = badBinaries().toList();
        for (int round = 0; round < 2; round++) {
            for (Arguments row : rows) {
                PgType type = (PgType) row.get()[0];
                byte[] bytes = Decoding.hex((String) row.get()[1]);
                Codec<?> codec = BuiltinCodecs.REGISTRY.forDecoding(type.oid());
                long before = threads.getCurrentThreadAllocatedBytes();
                try {
                    codec.decode(PgReader.of(bytes), Format.BINARY);
                } catch (PgCodecException expected) {
                    // what it costs is the point
                }
                long allocated = threads.getCurrentThreadAllocatedBytes() - before;
                if (round > 0) {
                    assertThat(allocated).as("%s %s", type, row.get()[1]).isLessThan(MAX_ALLOCATED_BYTES);
                }
            }
        }
    }

    private record Sample(Codec<?> codec, byte[] bytes) {}

    private static List<Sample> samples(Format format) {
        List<Sample> samples = new ArrayList<>();
        Stream.of(
                        TypeTableTest.numbers(),
                        TypeTableTest.decimals(),
                        TypeTableTest.texts(),
                        TypeTableTest.days(),
                        TypeTableTest.timestamps(),
                        ArrayCodecTest.rows(),
                        ArrayCodecTest.rowsWithBounds())
                .flatMap(rows -> rows)
                .forEach(row -> {
                    PgType type = (PgType) row.get()[0];
                    byte[] bytes = format == Format.BINARY
                            ? Decoding.hex((String) row.get()[2])
                            : Decoding.utf8((String) row.get()[3]);
                    samples.add(new Sample(BuiltinCodecs.REGISTRY.forDecoding(type.oid()), bytes));
                    samples.add(new Sample(BuiltinCodecs.REGISTRY.forDecoding(type.oid(), String.class), bytes));
                });
        return samples;
    }

    private static byte[] mutated(byte[] bytes, Random random) {
        PgWriter out = new PgWriter(bytes.length + 8);
        out.writeBytes(bytes, 0, random.nextBoolean() ? bytes.length : random.nextInt(bytes.length + 1));
        if (random.nextInt(4) == 0) {
            out.writeByte(random.nextInt());
        }
        byte[] result = out.toByteArray();
        for (int i = random.nextInt(4); i > 0 && result.length > 0; i--) {
            int extreme = random.nextInt(4);
            result[random.nextInt(result.length)] =
                    (byte) (extreme == 0 ? 0xFF : extreme == 1 ? 0x7F : extreme == 2 ? 0 : random.nextInt());
        }
        return result;
    }
}
