package io.penstock.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WireLimitsTest {

    @Test
    void allowWhatTheProtocolAllowsByDefault() {
        assertThat(WireLimits.defaults()).isEqualTo(new WireLimits(0x3fff_ffff, 0x3fff_ffff));
        assertThat(WireLimits.defaults().withMaxRowBytes(1)).isEqualTo(new WireLimits(0x3fff_ffff, 1));
    }

    @ParameterizedTest
    @CsvSource({"29999, 1", "1073741824, 1", "30000, 0", "30000, 30001", "-1, -1"})
    void refuseWhatIsOutOfRange(int maxMessageBytes, int maxRowBytes) {
        assertThatIllegalArgumentException().isThrownBy(() -> new WireLimits(maxMessageBytes, maxRowBytes));
    }
}
