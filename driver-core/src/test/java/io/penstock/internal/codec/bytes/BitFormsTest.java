package io.penstock.internal.codec.bytes;

import static io.penstock.codec.PgTypes.BIT;
import static io.penstock.codec.PgTypes.VARBIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.penstock.codec.BitString;
import io.penstock.codec.Format;
import io.penstock.error.PgCodecException;
import io.penstock.error.SqlState;
import io.penstock.internal.codec.Decoding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both forms of bit strings, as a PostgreSQL 18 server prints them. */
class BitFormsTest {

    @ParameterizedTest
    @CsvSource({
        "'', 00000000",
        "0, 0000000100",
        "1, 0000000180",
        "101, 00000003a0",
        "10101010, 00000008aa",
        "101010101, 00000009aa80",
        "11111111111111111, 00000011ffff80"
    })
    void bits(String text, String binary) {
        Decoding.assertForms(VARBIT, BitString.parse(text), binary, text);
        Decoding.assertForms(BIT, BitString.parse(text), binary, text);
    }

    @Test
    void oneBitIsABoolean() {
        assertThat(Decoding.fromText(BIT, "1", Boolean.class)).isTrue();
        assertThat(Decoding.fromBinary(BIT, "0000000100", Boolean.class)).isFalse();
        assertThat(Decoding.toText(BIT, true)).isEqualTo("1");
        assertThat(Decoding.toBinary(VARBIT, false)).isEqualTo("0000000100");
        for (String text : new String[] {"", "10"}) {
            assertThatExceptionOfType(PgCodecException.class)
                    .isThrownBy(() -> Decoding.fromText(VARBIT, text, Boolean.class))
                    .satisfies(e -> assertThat(e.sqlState()).isEqualTo(SqlState.NUMERIC_VALUE_OUT_OF_RANGE));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "000000",
                "ffffffff",
                "80000000",
                "7fffffff",
                "7fffffff00",
                "00000001",
                "000000010000",
                "0000000140",
                "00000009aaff",
                "00000000ff"
            })
    void refusesBadBinary(String hex) {
        Decoding.assertRefused(BIT, Decoding.hex(hex), Format.BINARY);
        Decoding.assertRefused(VARBIT, Decoding.hex(hex), Format.BINARY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "1 0", "B101", "xff", "10\n"})
    void refusesBadText(String text) {
        Decoding.assertRefused(BIT, Decoding.utf8(text), Format.TEXT);
        Decoding.assertRefused(VARBIT, Decoding.utf8(text), Format.TEXT);
    }
}
