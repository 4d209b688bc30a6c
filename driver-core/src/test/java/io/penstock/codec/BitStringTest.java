package io.penstock.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.BitSet;
import org.junit.jupiter.api.Test;

class BitStringTest {

    @Test
    void bitZeroIsTheLeftmost() {
        BitString bits = BitString.parse("1000000001");

        assertThat(bits.length()).isEqualTo(10);
        assertThat(bits.get(0)).isTrue();
        assertThat(bits.get(1)).isFalse();
        assertThat(bits.get(9)).isTrue();
        assertThat(bits.toByteArray()).containsExactly(0x80, 0x40);
        assertThat(bits.toBitSet()).isEqualTo(BitSet.valueOf(new long[] {0b10_0000_0001}));
        assertThat(bits).hasToString("1000000001");
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> bits.get(10));
    }

    @Test
    void theLengthIsPartOfTheValue() {
        assertThat(BitString.parse("10")).isNotEqualTo(BitString.parse("100"));
        assertThat(BitString.of(new byte[] {(byte) 0xA0}, 3))
                .isEqualTo(BitString.parse("101"))
                .hasSameHashCodeAs(BitString.parse("101"));
        assertThat(BitString.of(BitSet.valueOf(new long[] {0b101}), 5)).isEqualTo(BitString.parse("10100"));
        assertThat(BitString.of(new byte[0], 0)).isEqualTo(BitString.parse("")).hasToString("");
    }

    @Test
    void isImmutable() {
        byte[] bytes = {(byte) 0x80};
        BitString bits = BitString.of(bytes, 8);
        bytes[0] = 0;
        bits.toByteArray()[0] = 0;

        assertThat(bits).hasToString("10000000");
    }

    @Test
    void refusesBitsThatDoNotFitTheLength() {
        assertThatIllegalArgumentException().isThrownBy(() -> BitString.of(new byte[] {1}, 7));
        assertThatIllegalArgumentException().isThrownBy(() -> BitString.of(new byte[1], 9));
        assertThatIllegalArgumentException().isThrownBy(() -> BitString.of(new byte[2], 8));
        assertThatIllegalArgumentException().isThrownBy(() -> BitString.of(new byte[0], -1));
        assertThatIllegalArgumentException().isThrownBy(() -> BitString.of(BitSet.valueOf(new long[] {4}), 2));
        assertThatIllegalArgumentException().isThrownBy(() -> BitString.of(new BitSet(), -1));
        assertThatIllegalArgumentException().isThrownBy(() -> BitString.parse("102"));
    }
}
