package io.penstock.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeapBytesTest {

    private final HeapBytes bytes = new HeapBytes();

    private static ByteBuf direct(int length) {
        var buffer = Unpooled.directBuffer(3 + length);
        buffer.writeZero(3).skipBytes(3);
        for (var i = 0; i < length; i++) {
            buffer.writeByte(i);
        }
        return buffer;
    }

    /** Less than its least room, more, less again, more than it keeps. */
    @Test
    void readsWhatEachBufferHasByTheBuffersIndexes() {
        for (var length : new int[] {8, 512, 513, 5_000, 700, 65_536, 65_537, 9, 100_000, 5_000, 8}) {
            var buffer = direct(length);
            bytes.of(buffer);
            var end = buffer.writerIndex();
            assertThat(bytes.byteAt(3)).isEqualTo(buffer.getByte(3));
            assertThat(bytes.unsignedShortAt(end - 2)).isEqualTo(buffer.getUnsignedShort(end - 2));
            assertThat(bytes.intAt(end - 4)).isEqualTo(buffer.getInt(end - 4));
            bytes.letGo();
            buffer.release();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void readsABufferOfTheHeapWhereItLies(int offset) {
        var array = new byte[] {1, 2, 3, 4, 5, 6};
        var buffer = Unpooled.wrappedBuffer(array).slice(offset, 4);
        bytes.of(buffer);
        array[offset] = 9;
        assertThat(bytes.byteAt(0)).isEqualTo((byte) 9);
    }

    @Test
    void neverWritesToABufferThatItWasLent() {
        var lent = new byte[512];
        bytes.of(Unpooled.wrappedBuffer(lent));
        var other = direct(512);
        bytes.of(other);
        assertThat(lent).containsOnly(0);
        other.release();
    }

    @Test
    void tellsEqualBytesOfOneLengthAlone() {
        bytes.of(Unpooled.wrappedBuffer(new byte[] {7, 1, 2, 7}));
        assertThat(bytes.equal(new byte[] {1, 2}, 1, 2)).isTrue();
        assertThat(bytes.equal(new byte[] {1, 3}, 1, 2)).isFalse();
        assertThat(bytes.equal(new byte[] {1, 2, 7}, 1, 2)).isFalse();
    }

    /** Around the lengths that are compared in two words. */
    @Test
    void tellsBytesThatDifferAnywhere() {
        for (var length = 1; length <= 18; length++) {
            var buffer = direct(length);
            bytes.of(buffer);
            var same = bytes.copyOf(3, length);
            assertThat(bytes.equal(same, 3, length)).isTrue();
            for (var at = 0; at < length; at++) {
                var other = same.clone();
                other[at]++;
                assertThat(bytes.equal(other, 3, length)).isFalse();
            }
            bytes.letGo();
            buffer.release();
        }
    }
}
