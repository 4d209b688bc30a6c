package io.penstock.internal.codec.number;

import static io.penstock.codec.PgTypes.MONEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.penstock.codec.Money;
import io.penstock.error.Outcome;
import io.penstock.error.PgCodecException;
import io.penstock.error.SqlState;
import io.penstock.internal.codec.BuiltinCodecs;
import io.penstock.internal.codec.Decoding;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MoneyFormsTest {

    /** What PostgreSQL 18 prints for 12345.67, or minus as much, under lc_monetary of the locale in front. */
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "C | $12,345.67 | 1234567",
                "C | -$12,345.67 | -1234567",
                "aa_ER | Nfk 12,346 | 12346",
                "aa_ER | -Nfk 12,346 | -12346",
                "agr_PE | S/ 12,345.67 | 1234567",
                "agr_PE | -S/ 12,345.67 | -1234567",
                "ar_KW | د.ك. 12,345.670 | 12345670",
                "ar_KW | د.ك. 12,345.670- | -12345670",
                "bg_BG | 12\u202F345,67 лв. | 1234567",
                "bg_BG | -12\u202F345,67 лв. | -1234567",
                "bho_NP | र\u0942 12,345.67 | 1234567",
                "bho_NP | -र\u0942 12,345.67 | -1234567",
                "ckb_IQ | +د.ع 12,345.670 | 12345670",
                "ckb_IQ | د.ع 12,345.670- | -12345670",
                "cs_CZ | 12\u202F345,67 Kč | 1234567",
                "cs_CZ | -12\u202F345,67 Kč | -1234567",
                "da_DK | kr. 12.345,67 | 1234567",
                "da_DK | kr. -12.345,67 | -1234567",
                "de_CH | CHF 12\u2019345.67 | 1234567",
                "de_CH | CHF- 12\u2019345.67 | -1234567",
                "de_DE | 12.345,67 \u20AC | 1234567",
                "de_DE | -12.345,67 \u20AC | -1234567",
                "dv_MV | ރ. 12,345.67 | 1234567",
                "dv_MV | -ރ.12,345.67 | -1234567",
                "en_HK | HK$12,345.67 | 1234567",
                "en_HK | (HK$12,345.67) | -1234567",
                "fa_IR | 12\u066C346 ریال | 12346",
                "fa_IR | -12\u066C346 ریال | -12346",
                "fr_FR | 12\u202F345,67 \u20AC | 1234567",
                "fr_FR | -12\u202F345,67 \u20AC | -1234567"
            })
    void allDigitsTogetherAreTheUnits(String locale, String text, long units) {
        assertThat(Decoding.fromText(MONEY, text)).isEqualTo(new Money(units));
    }

    @Test
    void binaryIsTheUnits() {
        assertThat(Decoding.fromBinary(MONEY, "fffffffffffe1dc0")).isEqualTo(new Money(-123_456));
        assertThat(Decoding.toBinary(MONEY, new Money(Long.MIN_VALUE))).isEqualTo("8000000000000000");
        assertThat(Decoding.fromText(MONEY, "-$92,233,720,368,547,758.08")).isEqualTo(new Money(Long.MIN_VALUE));
        assertThat(Decoding.fromText(MONEY, "$92,233,720,368,547,758.07")).isEqualTo(new Money(Long.MAX_VALUE));
    }

    @Test
    void textIsWhatTheServerPrintsAndIsAskedFor() {
        assertThat(Decoding.fromText(MONEY, "1.234,56 €", String.class)).isEqualTo("1.234,56 €");
        assertThat(BuiltinCodecs.REGISTRY.binary(MONEY.oid())).isFalse();
        assertThat(BuiltinCodecs.REGISTRY.binary(MONEY.arrayOid())).isFalse();
    }

    @Test
    void isNotWrittenInTheTextOfALocaleThatNobodyKnows() {
        assertThatExceptionOfType(PgCodecException.class)
                .isThrownBy(() -> Decoding.toText(MONEY, new Money(1)))
                .satisfies(e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT))
                .satisfies(e -> assertThat(e.sqlState()).isEqualTo(SqlState.FEATURE_NOT_SUPPORTED))
                .withMessageContaining("lc_monetary");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "$",
                "1*2",
                "$1!",
                "~1",
                "¬1",
                "1\u0000",
                "٣",
                "$92,233,720,368,547,758.08",
                "99999999999999999999"
            })
    void refusesWhatMightNotBeAnAmount(String text) {
        assertThatExceptionOfType(PgCodecException.class)
                .isThrownBy(() -> Decoding.fromText(MONEY, text))
                .satisfies(e -> assertThat(e.sqlState()).isEqualTo(SqlState.INVALID_TEXT_REPRESENTATION));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "000000000000000000"})
    void refusesBadBinary(String hex) {
        assertThatExceptionOfType(PgCodecException.class)
                .isThrownBy(() -> Decoding.fromBinary(MONEY, hex))
                .satisfies(e -> assertThat(e.sqlState()).isEqualTo(SqlState.INVALID_BINARY_REPRESENTATION));
    }

    @Test
    void theAmountTakesToKnowTheFractionDigits() {
        assertThat(new Money(123_456).amount(2)).isEqualTo(new BigDecimal("1234.56"));
        assertThat(new Money(123_456).amount(0)).isEqualTo(new BigDecimal("123456"));
        assertThat(Money.of(new BigDecimal("-1234.5"), 2)).isEqualTo(new Money(-123_450));
        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> Money.of(new BigDecimal("0.001"), 2));
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> Money.of(new BigDecimal("92233720368547758.08"), 2));
    }
}
