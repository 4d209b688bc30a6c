package io.penstock.internal.codec.number;

import static io.penstock.codec.PgTypes.NUMERIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.penstock.codec.Codec;
import io.penstock.codec.Format;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgTypes;
import io.penstock.codec.PgWriter;
import io.penstock.error.PgCodecException;
import io.penstock.error.SqlState;
import io.penstock.internal.codec.BuiltinCodecs;
import io.penstock.internal.codec.Decoding;
import io.penstock.internal.codec.ValueDecoder;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

/** The largest decimals, and the values that are no number. */
class NumericLimitsTest {
    private static final int DIGITS_BEFORE_POINT = 131_072;
    private static final int DIGITS_AFTER_POINT = 16_383;

    @Test
    void asManyDigitsAsTheServerHas() {
        String[] texts = {
            "9".repeat(DIGITS_BEFORE_POINT) + "." + "9".repeat(DIGITS_AFTER_POINT),
            "-1" + "0".repeat(DIGITS_BEFORE_POINT - 1),
            "0." + "0".repeat(DIGITS_AFTER_POINT - 1) + "1"
        };
        for (String text : texts) {
            BigDecimal value = new BigDecimal(text);
            String binary = Decoding.toBinary(NUMERIC, value);

            assertThat(Decoding.toText(NUMERIC, value)).isEqualTo(text);
            assertThat(Decoding.fromText(NUMERIC, text)).isEqualTo(value);
            assertThat(Decoding.fromBinary(NUMERIC, binary)).isEqualTo(value);
        }
    }

    @Test
    void infinitiesAndNan() {
        Decoding.assertText(NUMERIC, "00000000c0000000", "NaN");
        assertSpecial("00000000d0000000", "Infinity", Double.POSITIVE_INFINITY);
        assertSpecial("00000000f0000000", "-Infinity", Double.NEGATIVE_INFINITY);
    }

    /** Ten bytes may be 16,387 digits, which takes 7 kB: one such number is well, ten thousand are more than anybody wants. */
    @Test
    void manyShortNumbersDoNotTakeAllMemory() {
        assertThat(numbersOfManyDigits(100)).hasSize(100);
        assertThatExceptionOfType(PgCodecException.class)
                .isThrownBy(() -> numbersOfManyDigits(10_000))
                .satisfies(e -> assertThat(e.sqlState()).isEqualTo(SqlState.PROGRAM_LIMIT_EXCEEDED));
    }

    private static Double[] numbersOfManyDigits(int count) {
        PgWriter array = new PgWriter(0);
        for (int header : new int[] {1, 0, NUMERIC.oid(), count, 1}) {
            array.writeInt(header);
        }
        for (int i = 0; i < count; i++) {
            array.writeInt(10);
            array.writeShort(1);
            array.writeShort(0);
            array.writeShort(0);
            array.writeShort(DIGITS_AFTER_POINT);
            array.writeShort(7);
        }
        Codec<Double[]> codec = BuiltinCodecs.REGISTRY.forDecoding(PgTypes.NUMERIC_ARRAY.oid(), Double[].class);
        return ValueDecoder.decode(codec, PgReader.of(array.toByteArray()), Format.BINARY);
    }

    private static void assertSpecial(String binary, String text, double value) {
        assertThat(Decoding.toText(NUMERIC, value)).isEqualTo(text);
        assertThat(Decoding.fromText(NUMERIC, text, Double.class)).isEqualTo(value);
        assertThat(Decoding.fromBinary(NUMERIC, binary, Double.class)).isEqualTo(value);
        assertThat(Decoding.fromBinary(NUMERIC, binary, String.class)).isEqualTo(text);
    }
}
