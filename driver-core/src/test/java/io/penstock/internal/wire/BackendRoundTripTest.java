package io.penstock.internal.wire;

import static io.penstock.testing.WireMessages.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.penstock.testing.RecordedMessages;
import io.penstock.testing.TrackingAllocator;
import io.penstock.testing.WireMessages;
import io.penstock.testing.WireText;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackendRoundTripTest {

    private final TrackingAllocator allocator = new TrackingAllocator();

    static List<BackendMessage> samples() {
        return WireMessages.backendSamples();
    }

    @Test
    void samplesCoverEveryMessage() {
        assertThat(samples())
                .extracting(Object::getClass)
                .containsAll(List.of(BackendMessage.class.getPermittedSubclasses()));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void readsBackWhatWasWritten(BackendMessage message) {
        assertThat(decoded(bytes(message))).containsExactly(WireText.of(message));
        assertThat(allocator.usedBytes()).isZero();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void passesBytesThroughUnchanged(BackendMessage message) {
        assertThat(passedThrough(bytes(message))).isEqualTo(bytes(message));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void passesAConversationThroughUnchanged(int seed) {
        var conversation = WireMessages.randomConversation(new Random(seed), 100);
        assertThat(passedThrough(conversation)).isEqualTo(conversation);
    }

    @Test
    void readsRowsAndCopyData() {
        var row = WireMessages.dataRow("1", null, "");
        var copy = WireMessages.copyData(new byte[] {1, 2});
        assertThat(decoded(WireMessages.concat(row, copy, row)))
                .containsExactly("DataRow x31 null x", "CopyData x0102", "DataRow x31 null x");
    }

    private List<String> decoded(byte[] bytes) {
        var messages = new RecordedMessages();
        feed(bytes, messages);
        return messages.lines();
    }

    private byte[] passedThrough(byte[] bytes) {
        var out = Unpooled.buffer();
        feed(bytes, new BackendEncoder(out));
        return WireMessages.drain(out);
    }

    private void feed(byte[] bytes, BackendMessageHandler handler) {
        var decoder = new BackendDecoder(WireLimits.defaults(), handler);
        decoder.protocolMinor(2);
        decoder.authenticated();
        var in = allocator.bytes(bytes);
        decoder.feed(in);
        assertThat(in.isReadable()).isFalse();
        in.release();
        decoder.close();
    }
}
