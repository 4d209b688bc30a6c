package io.penstock.internal.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which statements may have floats printed rounded from then on; no server reports that setting. */
class FloatDigitsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "set extra_float_digits = 0",
                "SET LOCAL EXTRA_FLOAT_DIGITS TO -15",
                "set extra_float_digits = 15",
                "set extra_float_digits to default",
                "set extra_float_digits = 3; set extra_float_digits = 0",
                "select set_config('extra_float_digits', '0', false)",
                "select set_config('extra_float_digits', $1, false)",
                "alter role app set extra_float_digits to '0'",
                "do $$ begin execute 'set extra_float_digits = ' || 0; end $$"
            })
    void mayRoundFloats(String sql) {
        assertThat(new SessionWords(sql).mayRoundFloats()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "set datestyle = 'ISO'",
                "set extra_float_digits = 1",
                "SET SESSION extra_float_digits TO '3'",
                "select set_config('extra_float_digits', '2', true)",
                "show extra_float_digits",
                "reset\n extra_float_digits",
            })
    void keepAllDigits(String sql) {
        assertThat(new SessionWords(sql).mayRoundFloats()).isFalse();
    }
}
