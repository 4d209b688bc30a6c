package io.penstock.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MacAddressTest {

    @Test
    void bitsAreTheBytesInOrder() {
        assertThat(MacAddress.parse("08:00:2B:01:02:03")).isEqualTo(new MacAddress(0x08002b010203L));
        assertThat(new MacAddress(0xFFFF_FFFF_FFFFL)).hasToString("ff:ff:ff:ff:ff:ff");
        assertThat(MacAddress8.parse("f8:00:2b:01:02:03:04:05")).isEqualTo(new MacAddress8(0xf8002b0102030405L));
        assertThat(new MacAddress8(1)).hasToString("00:00:00:00:00:00:00:01");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "08:00:2b:01:02",
                "08:00:2b:01:02:03:04",
                "08-00-2b-01-02-03",
                "08:00:2b:01:02:0g",
                "08002b:010203:::"
            })
    void refusesWhatIsNoAddress(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> MacAddress.parse(text));
        assertThatIllegalArgumentException().isThrownBy(() -> MacAddress8.parse(text));
    }

    @Test
    void refusesMoreThan48Bits() {
        assertThatIllegalArgumentException().isThrownBy(() -> new MacAddress(1L << 48));
        assertThatIllegalArgumentException().isThrownBy(() -> new MacAddress(-1));
    }
}
