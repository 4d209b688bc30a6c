package io.penstock.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorFieldsTest {
    @Test
    void takesEachFieldByItsCode() {
        Map<Character, String> codes = new HashMap<>();
        for (char code : "SVCMDHqWstcdnFR".toCharArray()) {
            codes.put(code, "text of " + code);
        }
        codes.put('C', "23505");
        codes.put('P', "1");
        codes.put('p', "2");
        codes.put('L', "3");
        codes.put('?', "not in the manual");

        assertThat(ErrorFields.of(codes))
                .isEqualTo(new ErrorFields(
                        "text of S",
                        "text of V",
                        "23505",
                        "text of M",
                        "text of D",
                        "text of H",
                        1,
                        2,
                        "text of q",
                        "text of W",
                        "text of s",
                        "text of t",
                        "text of c",
                        "text of d",
                        "text of n",
                        "text of F",
                        3,
                        "text of R"));
    }

    @Test
    void hasDefaultsForAnEmptyMessage() {
        ErrorFields fields = ErrorFields.of(Map.of());
        assertThat(fields.severity()).isEqualTo("ERROR");
        assertThat(fields.severityNonLocalized()).isEqualTo("ERROR");
        assertThat(fields.sqlState()).isEqualTo("XX000");
        assertThat(fields.message()).isEqualTo("(no message)");
        assertThat(fields.detail()).isNull();
        assertThat(fields.position()).isZero();
    }

    @Test
    void takesEitherSeverityForTheOther() {
        assertThat(ErrorFields.of(Map.of('S', "FATAL")).isFatal()).isTrue();
        assertThat(ErrorFields.of(Map.of('V', "FATAL")).severity()).isEqualTo("FATAL");
        assertThat(ErrorFields.of(Map.of('S', "FATAL", 'V', "ERROR")).isFatal()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"42P01,42P01", "42P1,XX000", "42p01,XX000", "'',XX000", "123456,XX000"})
    void replacesAMalformedSqlState(String sent, String state) {
        assertThat(ErrorFields.of(Map.of('C', sent)).sqlState()).isEqualTo(state);
    }

    @ParameterizedTest
    @CsvSource({
        "17,17",
        "0,0",
        "'',0",
        "-5,0",
        "x,0",
        "1x,0",
        "2147483647,2147483647",
        "2147483648,0",
        "9999999999,0",
        "99999999999999999999,0",
        "١,0"
    })
    void readsNumbersOrZero(String sent, int position) {
        assertThat(ErrorFields.of(Map.of('P', sent)).position()).isEqualTo(position);
    }

    @Test
    void boundsEachField() {
        String huge = "🐘".repeat(1_000_000);
        Map<Character, String> codes = new HashMap<>();
        for (char code : "SVMDHqWstcdnFR".toCharArray()) {
            codes.put(code, huge);
        }
        ErrorFields fields = ErrorFields.of(codes);
        assertThat(fields.message()).hasSizeLessThanOrEqualTo(65_536).endsWith("🐘…");
        assertThat(fields.severity()).hasSizeLessThanOrEqualTo(65_536);
        assertThat(fields.routine()).isEqualTo(fields.detail()).isEqualTo(fields.message());
        assertThat(fields.toString()).hasSizeLessThan(2_100);
    }

    @Test
    void needsItsFourMainFields() {
        assertThatNullPointerException().isThrownBy(() -> ErrorFields.of("ERROR", "42P01", null));
    }
}
