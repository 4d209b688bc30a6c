package io.penstock.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlStateTest {
    @Test
    void hasOneValidConstantForEachCode() {
        List<String> codes = Arrays.stream(SqlState.class.getFields())
                .map(SqlStateTest::valueOf)
                .toList();
        assertThat(codes).hasSizeGreaterThan(250).doesNotHaveDuplicates().allMatch(SqlState::isValid);
    }

    private static String valueOf(Field constant) {
        try {
            return (String) constant.get(null);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @CsvSource({"08006,08,true", "08P01,08,true", "42601,08,false", "0,08,false", "'',08,false"})
    void knowsTheClass(String state, String cls, boolean belongs) {
        assertThat(SqlState.isClass(state, cls)).isEqualTo(belongs);
    }

    @Test
    void refusesWhatIsNoClass() {
        assertThatIllegalArgumentException().isThrownBy(() -> SqlState.isClass("08006", "080"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "08000", "08001", "08003", "08006", "08007", "40001", "40P01", "40003", "53300", "53200", "55P03",
                "57P01", "57P02", "57P03", "57P05"
            })
    void callsPassingTroubleTransient(String state) {
        assertThat(SqlState.isTransient(state)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00000", "08P01", "22003", "23505", "25006", "28P01", "3D000", "40002", "42601", "57014", "57P04",
                "F0000", "XX000"
            })
    void callsLastingTroubleNotTransient(String state) {
        assertThat(SqlState.isTransient(state)).isFalse();
    }
}
