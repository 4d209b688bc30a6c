package io.penstock.internal.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A blocking socket, with TLS where that was agreed on: plain bytes for its user, whatever is on the wire.
 *
 * <p>What a read takes goes by what came before: an idle connection holds {@value #LEAST_READ_BYTES} bytes, one that streams {@value #READ_BYTES}.
 * Of a stream bytes gather before they are read ({@link StreamPace}).
 *
 * <p>Confined to one thread at a time. Closing is safe from any thread, and ends what is under way.
 */
final class CallerSocket implements Links.Opened {

    /** What one read takes at the most. */
    private static final int READ_BYTES = 64 * 1024;

    private static final int LEAST_READ_BYTES = 8 * 1024;

    /** After so many reads in a row that would have fitted the least room, that is what there is. */
    private static final int SMALL_READS = 256;

    /** What a read with a time limit takes: it goes through the heap. */
    private static final int WITHIN_BYTES = LEAST_READ_BYTES;

    private final SocketChannel channel;
    private final ByteBufAllocator allocator;
    private final @Nullable CallerTls tls;
    private final Duplex duplex;
    private final StreamPace pace;
    private Secured secured;
    private ByteBuf input;
    private ByteBuffer inputView;
    private int smallReads;

    CallerSocket(
            SocketChannel channel,
            ByteBufAllocator allocator,
            @Nullable CallerTls tls,
            Secured secured,
            StreamPace.Clock clock) {
        this.channel = channel;
        this.allocator = allocator;
        this.tls = tls;
        this.duplex = new Duplex(channel);
        this.pace = new StreamPace(clock);
        this.secured = secured;
        this.input = allocator.directBuffer(LEAST_READ_BYTES, LEAST_READ_BYTES);
        this.inputView = input.nioBuffer(0, LEAST_READ_BYTES);
    }

    /** Behind a read of so many bytes, which are taken: makes the room what the reads of late ask for. */
    private void fit(int count) {
        var room = input.capacity();
        smallReads = count < LEAST_READ_BYTES ? smallReads + 1 : 0;
        if (count == room && room < READ_BYTES) {
            resize(READ_BYTES);
        } else if (smallReads >= SMALL_READS && room > LEAST_READ_BYTES) {
            resize(LEAST_READ_BYTES);
        }
    }

    private void resize(int bytes) {
        var resized = allocator.directBuffer(bytes, bytes);
        input.release();
        input = resized;
        inputView = resized.nioBuffer(0, bytes);
    }

    @Override
    public Secured secured() {
        return secured;
    }

    /** The same socket, once it is known how it is protected. */
    CallerSocket with(Secured known) {
        secured = known;
        return this;
    }

    /** Sends what TLS itself has to say. */
    void flush() throws IOException {
        if (tls != null) {
            writeAll(tls.pendingOutput());
        }
    }

    /** Where decrypted bytes go; borrowed. */
    interface Sink {
        void accept(ByteBuf bytes);
    }

    /**
     * Blocks until there are bytes, and passes them on.
     *
     * @return false at the end of the stream
     */
    boolean read(Sink sink) throws IOException {
        duplex.rest();
        pace.letGather();
        var count = receive();
        pace.received(count);
        return take(count, sink);
    }

    private int receive() throws IOException {
        inputView.clear();
        return channel.read(inputView);
    }

    /** Passes on what has arrived, if anything; else as {@link #read}. Does not wait. */
    boolean readArrived(Sink sink) throws IOException {
        int count;
        if (duplex.isUnderWay()) {
            count = receive();
        } else {
            channel.configureBlocking(false);
            try {
                count = receive();
            } finally {
                channel.configureBlocking(true);
            }
        }
        return count == 0 || take(count, sink);
    }

    /**
     * As {@link #read}, for so long; then there is nothing, and the socket is as it was.
     *
     * @param nanos more than 0
     */
    boolean readWithin(long nanos, Sink sink) throws IOException {
        duplex.rest();
        var socket = channel.socket();
        var bytes = new byte[WITHIN_BYTES];
        int count;
        socket.setSoTimeout((int) Math.min(Integer.MAX_VALUE, TimeUnit.NANOSECONDS.toMillis(nanos) + 1));
        try {
            count = socket.getInputStream().read(bytes);
        } catch (SocketTimeoutException e) {
            return true;
        } catch (SocketException e) {
            throw Thread.currentThread().isInterrupted()
                    ? (IOException) new ClosedByInterruptException().initCause(e)
                    : e;
        }
        if (count > 0) {
            input.setBytes(0, bytes, 0, count);
        }
        return take(count, sink);
    }

    private boolean take(int count, Sink sink) throws IOException {
        if (count < 0) {
            return false;
        }
        input.setIndex(0, count);
        if (tls == null) {
            sink.accept(input);
        } else {
            tls.decrypt(input, sink);
            answer(tls.pendingOutput());
        }
        fit(count);
        return true;
    }

    /** While a large flight is on its way, what TLS has to say follows it. */
    private void answer(List<ByteBuf> said) throws IOException {
        if (duplex.isUnderWay()) {
            said.forEach(duplex::add);
        } else {
            writeAll(said);
        }
    }

    /** Has bytes written by {@link #writeAwaitingBytes}; takes ownership. */
    void add(ByteBuf bytes) throws IOException {
        pace.sent();
        if (tls == null) {
            duplex.add(bytes);
        } else {
            tls.encrypt(bytes).forEach(duplex::add);
        }
    }

    /** Writes of what was added as much as there is room for. Does not wait. */
    void writeFitting() throws IOException {
        duplex.writeFitting();
    }

    /** Whether something that was added may not be written yet. */
    boolean isSending() {
        return duplex.isSending();
    }

    /**
     * Blocks until what was added is with the operating system, or something has come that {@link #readArrived} brings.
     *
     * @return whether all is written
     */
    boolean writeAwaitingBytes() throws IOException {
        return duplex.write();
    }

    /** Blocks until the bytes are with the operating system; borrows them. The other end must have room for them. */
    void write(ByteBuf bytes) throws IOException {
        pace.sent();
        duplex.rest();
        if (tls == null) {
            writeAll(bytes);
        } else {
            writeAll(tls.encrypt(bytes.retainedDuplicate()));
        }
    }

    private void writeAll(List<ByteBuf> all) throws IOException {
        IOException failure = null;
        for (var bytes : all) {
            try {
                if (failure == null) {
                    writeAll(bytes);
                }
            } catch (IOException e) {
                failure = e;
            } finally {
                bytes.release();
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void writeAll(ByteBuf bytes) throws IOException {
        var view = bytes.nioBufferCount() == 1
                ? bytes.internalNioBuffer(bytes.readerIndex(), bytes.readableBytes())
                : bytes.nioBuffer();
        while (view.hasRemaining()) {
            channel.write(view);
        }
    }

    ByteBufAllocator allocator() {
        return allocator;
    }

    /** Any thread: ends the connection, and whatever read or write is under way. The buffers stay. */
    void disconnect() {
        try {
            channel.close();
        } catch (IOException e) {
            // It is closed all the same; nothing can be done about how.
            assert !channel.isOpen() : "a channel that failed to close is open";
        }
        duplex.wakeUp();
    }

    /** The reading thread: gives up the buffers, after the last read. */
    void release() {
        input.release();
        duplex.release();
        if (tls != null) {
            tls.release();
        }
    }
}
