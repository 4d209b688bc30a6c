package io.penstock.internal.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.penstock.internal.wire.MessageTracer.Values;
import io.penstock.testing.TrackingAllocator;
import io.penstock.testing.WireMessages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/**
 * A conversation between libpq and PostgreSQL, both 15.18, as a proxy has seen it: simple and extended queries, a pipeline, COPY
 * both ways, errors, a notice, a notification, a function call.
 *
 * <p>The trace is libpq's own, of the same conversation, with three additions by hand: the start of the session, which libpq 15
 * does not trace; CopyData, which it leaves out; and the ReadyForQuery of the function call, which it overlooks.
 */
class RecordedTrafficTest {

    private final TrackingAllocator allocator = new TrackingAllocator();

    @Test
    void serverMessagesAreUnderstoodAndWrittenTheSame() {
        var sent = bytes('B');
        var out = Unpooled.buffer();
        var decoder = new BackendDecoder(WireLimits.defaults(), new BackendEncoder(out));
        decoder.authenticated();
        feed('B', (direction, bytes) -> {
            var in = allocator.bytes(bytes);
            decoder.feed(in);
            in.release();
        });
        assertThat(HexFormat.of().formatHex(WireMessages.drain(out))).isEqualTo(sent);
        assertThat(allocator.usedBytes()).isZero();
    }

    @Test
    void clientMessagesAreUnderstoodAndWrittenTheSame() {
        var sent = bytes('F');
        var out = Unpooled.buffer();
        var decoder = new FrontendDecoder(WireLimits.defaults(), message -> message.writeTo(out));
        feed('F', (direction, bytes) -> {
            var in = allocator.bytes(bytes);
            decoder.feed(in);
            in.release();
        });
        assertThat(HexFormat.of().formatHex(WireMessages.drain(out))).isEqualTo(sent);
        assertThat(allocator.usedBytes()).isZero();
    }

    @Test
    void isTracedAsLibpqTracesIt() {
        var lines = new ArrayList<String>();
        var tracer = new MessageTracer(Values.SHOWN, lines::add);
        feed('*', (direction, bytes) -> {
            var in = allocator.bytes(bytes);
            if (direction == 'F') {
                tracer.frontend(in);
            } else {
                tracer.backend(in);
            }
            in.release();
        });
        assertThat(lines).isEqualTo(resource("libpq15.trace"));
    }

    @Test
    void isTracedTheSameByteByByte() {
        var lines = new ArrayList<String>();
        var tracer = new MessageTracer(Values.SHOWN, lines::add);
        feed('*', (direction, bytes) -> {
            for (var b : bytes) {
                var in = allocator.bytes(new byte[] {b});
                if (direction == 'F') {
                    tracer.frontend(in);
                } else {
                    tracer.backend(in);
                }
                in.release();
            }
        });
        assertThat(lines).isEqualTo(resource("libpq15.trace"));
    }

    /** All bytes of one direction, in hexadecimal. */
    private static String bytes(char direction) {
        var all = new StringBuilder();
        feed(direction, (own, bytes) -> all.append(HexFormat.of().formatHex(bytes)));
        return all.toString();
    }

    /** Each segment as it was seen: F or B, and its bytes. */
    private static void feed(char wanted, BiConsumer<Character, byte[]> segments) {
        for (var line : resource("libpq15.capture")) {
            var direction = line.charAt(0);
            if (wanted == '*' || wanted == direction) {
                segments.accept(direction, HexFormat.of().parseHex(line.substring(2)));
            }
        }
    }

    private static List<String> resource(String name) {
        try (var in = RecordedTrafficTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
