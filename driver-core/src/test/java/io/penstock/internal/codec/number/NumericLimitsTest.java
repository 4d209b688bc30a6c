package io.penstock.internal.codec.number;

import static io.penstock.codec.PgTypes.NUMERIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.internal.codec.Decoding;
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

    private static void assertSpecial(String binary, String text, double value) {
        assertThat(Decoding.toText(NUMERIC, value)).isEqualTo(text);
        assertThat(Decoding.fromText(NUMERIC, text, Double.class)).isEqualTo(value);
        assertThat(Decoding.fromBinary(NUMERIC, binary, Double.class)).isEqualTo(value);
        assertThat(Decoding.fromBinary(NUMERIC, binary, String.class)).isEqualTo(text);
    }
}
