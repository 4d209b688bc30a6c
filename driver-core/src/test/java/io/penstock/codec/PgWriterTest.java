package io.penstock.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.error.Outcome;
import io.penstock.error.PgCodecException;
import io.penstock.error.SqlState;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PgWriterTest {

    @Test
    void writesBigEndianAndGrows() {
        PgWriter out = new PgWriter(0);
        out.writeByte(0x101);
        out.writeShort(0x1_0203);
        out.writeInt(0x04050607);
        out.writeLong(0x08090A0B0C0D0E0FL);
        out.writeFloat(1.5f);
        out.writeDouble(-1.5);
        out.writeBytes(new byte[] {9, 1, 2, 9}, 1, 2);
        out.writeBytes(new byte[100]);

        assertThat(HexFormat.of().formatHex(out.toByteArray()))
                .isEqualTo("01" + "0203" + "04050607" + "08090a0b0c0d0e0f" + "3fc00000" + "bff8000000000000" + "0102"
                        + "00".repeat(100));
        assertThat(out.size()).isEqualTo(out.position()).isEqualTo(129);
    }

    @Test
    void patchesWhatWasWrittenAndNothingElse() {
        PgWriter out = new PgWriter(64);
        out.writeLong(0);
        out.patchInt(1, -1);
        out.patchShort(6, 0x0102);

        assertThat(HexFormat.of().formatHex(out.toByteArray())).isEqualTo("00ffffffff000102");
        assertThatThrownBy(() -> out.patchInt(5, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> out.patchShort(7, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> out.patchInt(-1, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        out.clear();
        assertThat(out.toByteArray()).isEmpty();
    }

    @Test
    void refusesMoreThanItsBoundAndKeepsWhatItHas() {
        List<Consumer<PgWriter>> writes = List.of(
                out -> out.writeByte(1),
                out -> out.writeShort(1),
                out -> out.writeInt(1),
                out -> out.writeLong(1),
                out -> out.writeBytes(new byte[1]),
                out -> out.writeUtf8("a"),
                out -> out.writeUtf8("€"));
        for (Consumer<PgWriter> write : writes) {
            PgWriter out = new PgWriter(1_000, 100);
            out.writeBytes(new byte[100]);
            assertThatExceptionOfType(PgCodecException.class)
                    .isThrownBy(() -> write.accept(out))
                    .satisfies(e -> assertThat(e.sqlState()).isEqualTo(SqlState.PROGRAM_LIMIT_EXCEEDED))
                    .satisfies(e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT));
            assertThat(out.size()).isEqualTo(100);
            assertThat(out.array()).hasSize(100);
        }
    }

    @Test
    void refusesTextThatOutgrowsTheBoundOnceItIsEncoded() {
        PgWriter out = new PgWriter(0, 100);

        assertThatExceptionOfType(PgCodecException.class).isThrownBy(() -> out.writeUtf8("€".repeat(34)));
        assertThat(out.size()).isZero();
        out.writeUtf8("€".repeat(33) + "a");
        assertThat(out.size()).isEqualTo(100);
    }

    @Test
    void writesAnyCharacterAsTheJdkDoes() {
        Random random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(8); j > 0; j--) {
                int point = 1 + random.nextInt(1 << (1 + random.nextInt(20)));
                text.appendCodePoint(point >= 0xD800 && point < 0xE000 ? 0x10FFFF : point);
            }
            PgWriter out = new PgWriter(0);
            out.writeUtf8(text);
            assertThat(out.toByteArray()).isEqualTo(text.toString().getBytes(UTF_8));
        }
        PgWriter edges = new PgWriter(0);
        edges.writeUtf8("\u0001\u007F\u0080\u07FF\u0800\uFFFF\uD800\uDC00\uDBFF\uDFFF");
        assertThat(HexFormat.of().formatHex(edges.toByteArray())).isEqualTo("017fc280dfbfe0a080efbfbff0908080f48fbfbf");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0", "abc\0", "€\0", "\uD800", "\uDC00", "a\uD800b", "\uD800\uD800\uDC00", "€\uDFFF"})
    void refusesTextThatPostgresqlCannotHold(String text) {
        PgWriter out = new PgWriter(0);
        out.writeByte(1);

        assertThatExceptionOfType(PgCodecException.class)
                .isThrownBy(() -> out.writeUtf8(text))
                .satisfies(e -> assertThat(e.sqlState()).isEqualTo(SqlState.CHARACTER_NOT_IN_REPERTOIRE))
                .satisfies(e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT));
        assertThat(out.size()).isEqualTo(1);
    }

    @Test
    void allocatesNothingForItsBound() {
        assertThat(new PgWriter(0).array()).isEmpty();
        assertThat(new PgWriter(Integer.MAX_VALUE, 10).array()).hasSize(10);
        assertThatThrownBy(() -> new PgWriter(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}
