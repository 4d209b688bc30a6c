package io.penstock.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StatementUseTest {

    private static final byte[] TEXT = {0, 0};
    private static final byte[] BINARY = {0, 1, 0, 1};

    /** One value of so many bytes. */
    private static byte[] values(int bytes, int fill) {
        var section = new byte[2 + 2 + 2 + 4 + bytes];
        section[1] = 1;
        section[5] = 1;
        section[8] = (byte) (bytes >>> 8);
        section[9] = (byte) bytes;
        for (var i = 10; i < section.length; i++) {
            section[i] = (byte) fill;
        }
        return section;
    }

    private static String plainly(String name, byte[] values, byte[] formats, Sequel sequel) {
        var out = Unpooled.buffer();
        FrontendEncoder.bind(out, "", name, values, values.length, formats);
        FrontendEncoder.execute(out, "", 0);
        sequel.write(out);
        return ByteBufUtil.hexDump(out);
    }

    private static String used(StatementUse use, byte[] values, Sequel sequel) {
        var out = Unpooled.buffer();
        use.write(out, values, values.length, sequel);
        return ByteBufUtil.hexDump(out);
    }

    @ParameterizedTest
    @EnumSource
    void writesWhatTheEncoderWritesForValuesOfAnyLengthInAnyOrder(Sequel sequel) {
        var use = StatementUse.of("pen_1_7", BINARY);

        for (var bytes : new int[] {4, 4, 0, 200, 1, 200, 246, 4}) {
            var values = values(bytes, bytes + 1);
            assertThat(used(use, values, sequel)).isEqualTo(plainly("pen_1_7", values, BINARY, sequel));
        }
    }

    @Test
    void writesUsesWithASequelAndWithoutInTurn() {
        var use = StatementUse.of("s", BINARY);

        for (var sequel : List.of(Sequel.MORE, Sequel.SYNC, Sequel.SYNC, Sequel.MORE)) {
            assertThat(used(use, values(4, 1), sequel)).isEqualTo(plainly("s", values(4, 1), BINARY, sequel));
        }
    }

    @ParameterizedTest
    @EnumSource
    void writesAUseWithoutValues(Sequel sequel) {
        var none = new byte[] {0, 0, 0, 0};

        assertThat(used(StatementUse.of("s", TEXT), none, sequel)).isEqualTo(plainly("s", none, TEXT, sequel));
    }

    @Test
    void takesOfALargerRoomWhatCounts() {
        var use = StatementUse.of("s", TEXT);
        var values = values(4, 9);
        var room = Arrays.copyOf(values, 64);
        var out = Unpooled.buffer();

        use.write(out, room, values.length, Sequel.MORE);

        assertThat(ByteBufUtil.hexDump(out)).isEqualTo(plainly("s", values, TEXT, Sequel.MORE));
    }

    @Test
    void isForSmallSectionsAlone() {
        assertThat(StatementUse.takes(256)).isTrue();
        assertThat(StatementUse.takes(257)).isFalse();
    }
}
