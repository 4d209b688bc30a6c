package io.penstock.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.codec.Codec;
import io.penstock.codec.Format;
import io.penstock.codec.PgType;
import io.penstock.codec.PgTypes;
import io.penstock.internal.codec.number.PrimitiveAccess;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Random values come back as they were, from both forms and through the text of each. */
class RoundTripTest {
    private static final long SEED = 20_261_123;
    private static final int TIMES = 1_000;

    @Test
    void wholeNumbers() {
        roundTrip(PgTypes.INT2, random -> (short) random.nextInt());
        roundTrip(PgTypes.INT4, random -> random.nextInt() >> random.nextInt(32));
        roundTrip(PgTypes.INT8, random -> random.nextLong() >> random.nextInt(64));
        roundTrip(PgTypes.OID, random -> Integer.toUnsignedLong(random.nextInt()));
        roundTrip(PgTypes.BOOL, Random::nextBoolean);
        roundTrip(PgTypes.UUID, random -> new UUID(random.nextLong(), random.nextLong()));
    }

    @Test
    void floatingPointNumbers() {
        roundTrip(PgTypes.FLOAT4, random -> Float.intBitsToFloat(random.nextInt()));
        roundTrip(PgTypes.FLOAT8, random -> Double.longBitsToDouble(random.nextLong()));
        roundTrip(PgTypes.FLOAT8, random -> random.nextInt(1_000_000) / 1_000d);
        roundTrip(PgTypes.FLOAT8, random -> Math.scalb(1d, random.nextInt(2_098) - 1_074));
    }

    @Test
    void decimals() {
        roundTrip(
                PgTypes.NUMERIC,
                random -> new BigDecimal(
                        new BigInteger(random.nextInt(300), random)
                                .multiply(BigInteger.valueOf(random.nextBoolean() ? 1 : -1)),
                        random.nextInt(60)));
        roundTrip(
                PgTypes.NUMERIC,
                random -> BigDecimal.TEN.pow(random.nextInt(80)).setScale(random.nextInt(9)));
        roundTrip(
                PgTypes.NUMERIC,
                random -> BigDecimal.valueOf(random.nextLong() >> random.nextInt(64), random.nextInt(25)));
    }

    @Test
    void decimalsAreReadAsTheNearestFloats() {
        Random random = new Random(SEED);
        for (int i = 0; i < TIMES; i++) {
            BigDecimal value = new BigDecimal(new BigInteger(1 + random.nextInt(70), random), random.nextInt(30));
            value = random.nextBoolean() ? value : value.round(new MathContext(1 + random.nextInt(17)));
            value = value.scale() < 0 ? value.setScale(0) : value;
            for (Format format : Format.values()) {
                byte[] bytes = Decoding.encode(PgTypes.NUMERIC, value, format);
                assertThat(PrimitiveAccess.getDouble(bytes, 0, bytes.length, PgTypes.NUMERIC.oid(), format))
                        .isEqualTo(Double.parseDouble(value.toString()));
                assertThat(PrimitiveAccess.getFloat(bytes, 0, bytes.length, PgTypes.NUMERIC.oid(), format))
                        .isEqualTo(Float.parseFloat(value.toString()));
            }
        }
    }

    @Test
    void datesAndTimes() {
        roundTrip(PgTypes.DATE, random -> LocalDate.ofEpochDay(random.nextInt(6_000_000) - 2_430_000));
        roundTrip(PgTypes.TIME, RoundTripTest::time);
        roundTrip(
                PgTypes.TIMETZ,
                random -> OffsetTime.of(time(random), ZoneOffset.ofTotalSeconds(random.nextInt(115_199) - 57_599)));
        roundTrip(PgTypes.TIMESTAMP, RoundTripTest::dateTime);
        roundTrip(PgTypes.TIMESTAMPTZ, random -> dateTime(random).atOffset(ZoneOffset.UTC));
    }

    @Test
    void textsAndBytes() {
        roundTrip(PgTypes.TEXT, RoundTripTest::text);
        roundTrip(PgTypes.JSONB, RoundTripTest::text);
        roundTrip(PgTypes.BYTEA, random -> {
            byte[] bytes = new byte[random.nextInt(50)];
            random.nextBytes(bytes);
            return bytes;
        });
    }

    @Test
    void arrays() {
        roundTrip(PgTypes.TEXT_ARRAY, random -> list(random, RoundTripTest::text));
        roundTrip(PgTypes.INT4_ARRAY, random -> list(random, Random::nextInt));
        roundTrip(PgTypes.INT4_ARRAY, random -> box(random, 1 + random.nextInt(6)));
    }

    private static void roundTrip(PgType type, Function<Random, Object> generator) {
        Random random = new Random(SEED);
        Codec<?> codec = BuiltinCodecs.REGISTRY.forDecoding(type.oid());
        for (int i = 0; i < TIMES; i++) {
            Object value = generator.apply(random);
            for (Format format : Format.values()) {
                byte[] bytes = Decoding.encode(type, value, format);
                assertThat(Decoding.decode((Codec<?>) codec, bytes, format)).isEqualTo(value);
                String text =
                        Decoding.decode(BuiltinCodecs.REGISTRY.forDecoding(type.oid(), String.class), bytes, format);
                assertThat(text).isEqualTo(Decoding.toText(type, value));
            }
        }
    }

    private static LocalTime time(Random random) {
        return LocalTime.ofNanoOfDay((long) (random.nextDouble() * 86_400_000_000L) * 1_000);
    }

    private static LocalDateTime dateTime(Random random) {
        return LocalDate.ofEpochDay(random.nextInt(108_000_000) - 2_430_000).atTime(time(random));
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            int point = switch (random.nextInt(4)) {
                case 0 -> "\"\\{}, \t\n'NULnul".charAt(random.nextInt(15));
                case 1 -> 1 + random.nextInt(0x7FF);
                case 2 -> 0x800 + random.nextInt(0xD000);
                default -> 0x10000 + random.nextInt(0x100000);
            };
            text.appendCodePoint(point);
        }
        return text.toString();
    }

    private static List<Object> list(Random random, Function<Random, Object> elements) {
        List<Object> list = new ArrayList<>();
        for (int i = random.nextInt(10); i > 0; i--) {
            list.add(random.nextInt(5) == 0 ? null : elements.apply(random));
        }
        return list;
    }

    private static List<Object> box(Random random, int dimensions) {
        int[] lengths = random.ints(dimensions, 1, 4).toArray();
        return box(random, lengths, 0);
    }

    private static List<Object> box(Random random, int[] lengths, int dimension) {
        List<Object> list = new ArrayList<>();
        for (int i = 0; i < lengths[dimension]; i++) {
            list.add(dimension == lengths.length - 1 ? (Object) random.nextInt() : box(random, lengths, dimension + 1));
        }
        return list;
    }
}
