package io.penstock.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A caller's socket with both of its ends in one thread. */
class CallerSocketTest {

    private static final int WRITE_BYTES = 8 * 1024;
    private static final long BETWEEN_NANOS = 25_000;

    /** Twelve writes, but for what has passed since the last read. */
    private static final long REST_NANOS = 12 * BETWEEN_NANOS - BETWEEN_NANOS;

    private final ManualClock clock = new ManualClock();
    private SocketChannel server;
    private SocketChannel client;
    private CallerSocket socket;
    private long received;

    @BeforeEach
    void connect() throws IOException {
        try (var listening = ServerSocketChannel.open()) {
            listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            client = SocketChannel.open(listening.getLocalAddress());
            server = listening.accept();
            socket = new CallerSocket(client, UnpooledByteBufAllocator.DEFAULT, null, Secured.PLAIN, clock);
        }
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        client.close();
        socket.release();
    }

    /** One write of the server's, and as many reads as it takes. */
    private void receive() throws IOException {
        var bytes = ByteBuffer.allocate(WRITE_BYTES);
        while (bytes.hasRemaining()) {
            server.write(bytes);
        }
        clock.advance(BETWEEN_NANOS);
        for (var due = received + WRITE_BYTES; received < due; ) {
            assertThat(socket.read(this::count)).isTrue();
        }
    }

    private void count(ByteBuf bytes) {
        received += bytes.readableBytes();
    }

    private void receiveAStream() throws IOException {
        for (var bytes = 0; bytes < 2 * StreamPace.STREAM_BYTES; bytes += WRITE_BYTES) {
            receive();
        }
        clock.rests();
        receive();
    }

    @Test
    void letsAStreamGather() throws IOException {
        receiveAStream();
        assertThat(clock.rests()).hasSize(1).allMatch(nanos -> nanos <= REST_NANOS);
    }

    @Test
    void readsTheAnswerToWhatIsWrittenAtOnce() throws IOException {
        receiveAStream();
        socket.write(Unpooled.wrappedBuffer(new byte[] {1}));
        clock.rests();
        receive();
        assertThat(clock.rests()).isEmpty();
    }

    /** Bytes that do not fit are added, and written while what comes meanwhile is read. */
    @Test
    void readsTheAnswerToWhatIsAddedAtOnce() throws IOException {
        receiveAStream();
        socket.add(Unpooled.wrappedBuffer(new byte[] {1}));
        assertThat(socket.writeAwaitingBytes()).isTrue();
        clock.rests();
        receive();
        assertThat(clock.rests()).isEmpty();
    }
}
