package io.penstock.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.error.Outcome;
import io.penstock.error.PgCodecException;
import io.penstock.error.PgProtocolException;
import io.penstock.error.SqlState;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PgReaderTest {

    @Test
    void readsBigEndianWithinItsBounds() {
        PgReader in =
                PgReader.of(hex("ee 01 0203 04050607 08090a0b0c0d0e0f 3fc00000 bff8000000000000 61e282ac ee"), 1, 31);

        assertThat(in.remaining()).isEqualTo(31);
        assertThat(in.readByte()).isEqualTo((byte) 1);
        assertThat(in.readShort()).isEqualTo((short) 0x0203);
        assertThat(in.readInt()).isEqualTo(0x04050607);
        assertThat(in.readLong()).isEqualTo(0x08090A0B0C0D0E0FL);
        assertThat(in.readFloat()).isEqualTo(1.5f);
        assertThat(in.readDouble()).isEqualTo(-1.5);
        assertThat(in.readUtf8()).isEqualTo("a€");
        assertThat(in.remaining()).isZero();
        in.requireEnd();
    }

    @Test
    void refusesToReadBeyondTheEndAndMovesNothing() {
        List<Consumer<PgReader>> reads = List.of(
                PgReader::readShort,
                PgReader::readInt,
                PgReader::readLong,
                PgReader::readFloat,
                PgReader::readDouble,
                in -> in.readBytes(2),
                in -> in.readBytes(-1),
                in -> in.readUtf8(2),
                in -> in.skip(Integer.MAX_VALUE),
                in -> in.skip(-1),
                in -> in.slice(2),
                in -> in.slice(-1, PgReader.of(new byte[0])));
        for (Consumer<PgReader> read : reads) {
            PgReader in = PgReader.of(new byte[16], 4, 1);
            assertRefused(() -> read.accept(in), SqlState.INVALID_BINARY_REPRESENTATION);
            assertThat(in.remaining()).isEqualTo(1);
        }
        assertRefused(() -> PgReader.of(new byte[4], 4, 0).readByte(), SqlState.INVALID_BINARY_REPRESENTATION);
    }

    @Test
    void refusesBoundsOutsideOfTheArray() {
        PgReader in = PgReader.of(new byte[4]);

        assertThatThrownBy(() -> PgReader.of(new byte[4], 1, 4)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> in.reset(new byte[4], -1, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void refusesCountsThatTheBytesCannotBearOut() {
        assertThat(PgReader.of(hex("0002 00000000")).readShortCount(2)).isEqualTo(2);
        assertThat(PgReader.of(hex("00000002 00000000")).readIntCount(2)).isEqualTo(2);
        assertRefused(
                () -> PgReader.of(hex("0003 00000000")).readShortCount(2), SqlState.INVALID_BINARY_REPRESENTATION);
        assertRefused(
                () -> PgReader.of(hex("ffff 00000000")).readShortCount(1), SqlState.INVALID_BINARY_REPRESENTATION);
        assertRefused(() -> PgReader.of(hex("7fffffff 00")).readIntCount(1), SqlState.INVALID_BINARY_REPRESENTATION);
        assertRefused(() -> PgReader.of(hex("ffffffff 00")).readIntCount(1), SqlState.INVALID_BINARY_REPRESENTATION);
    }

    @Test
    void slicesAndResets() {
        PgReader in = PgReader.of(hex("01 02 03 04"));
        PgReader reused = PgReader.of(new byte[0]);

        assertThat(in.slice(1).readBytes()).containsExactly(1);
        in.slice(2, reused);
        assertThat(reused.readBytes()).containsExactly(2, 3);
        assertThat(in.array()[in.position()]).isEqualTo((byte) 4);
        in.reset(hex("05"), 0, 1);
        assertThat(in.readBytes()).containsExactly(5);
    }

    @Test
    void refusesUnreadBytes() {
        assertRefused(() -> PgReader.of(new byte[1]).requireEnd(), SqlState.INVALID_BINARY_REPRESENTATION);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ff", "c3", "c0af", "eda080", "f4908080", "e282", "61ff62", "efbfbdff"})
    void refusesMalformedUtf8(String hex) {
        PgReader in = PgReader.of(hex(hex));

        assertRefused(in::readUtf8, SqlState.CHARACTER_NOT_IN_REPERTOIRE);
    }

    @Test
    void keepsAReplacementCharacterThatIsTheTextsOwn() {
        assertThat(PgReader.of(hex("61efbfbd")).readUtf8()).isEqualTo("a\uFFFD");
    }

    @Test
    void knowsTheFormatsByTheirCodes() {
        for (Format format : Format.values()) {
            assertThat(Format.ofCode(format.code())).isEqualTo(format);
        }
        assertThatThrownBy(() -> Format.ofCode(2)).isInstanceOf(PgProtocolException.class);
    }

    private static void assertRefused(ThrowingCallable read, String sqlState) {
        assertThatExceptionOfType(PgCodecException.class)
                .isThrownBy(read)
                .satisfies(e -> assertThat(e.sqlState()).isEqualTo(sqlState))
                .satisfies(e -> assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN));
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }
}
