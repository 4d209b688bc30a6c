package io.penstock.internal.transport;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * What is to be written to a blocking socket and may not fit its buffers. While there is no room its writer waits for bytes from the server as well, so
 * that neither end can wait for the other for ever.
 *
 * <p>The socket is in non-blocking mode from the first write until {@link #rest}. A selector is made when a write finds no room for the first time,
 * and kept for the next: a connection that sends small flights has none.
 *
 * <p>Confined to the thread that writes, which must be a platform thread: a virtual one would pin its carrier in the selector.
 */
final class Duplex {

    private static final int ROOM_OR_BYTES = SelectionKey.OP_READ | SelectionKey.OP_WRITE;

    private final SocketChannel channel;
    private final ArrayDeque<ByteBuf> unsent = new ArrayDeque<>(2);

    /** Read by whoever closes the socket. */
    private volatile @Nullable Selector selector;

    private @Nullable SelectionKey key;

    Duplex(SocketChannel channel) {
        this.channel = channel;
    }

    /** Has bytes written behind those before; takes ownership. */
    void add(ByteBuf bytes) {
        unsent.add(bytes);
    }

    /** Whether something was added and is not known to be written. */
    boolean isSending() {
        return isUnderWay() || !unsent.isEmpty();
    }

    /** Whether the socket is in non-blocking mode. */
    boolean isUnderWay() {
        return !channel.isBlocking();
    }

    /**
     * Writes until everything is with the operating system, or there may be something to read.
     *
     * @return whether everything is written
     */
    boolean write() throws IOException {
        while (!writeFitting()) {
            if (isReadableBeforeRoom()) {
                return false;
            }
        }
        return true;
    }

    /** Writes as much as there is room for, and does not wait; returns whether everything is written. */
    boolean writeFitting() throws IOException {
        try {
            if (channel.isBlocking()) {
                channel.configureBlocking(false);
            }
            while (!unsent.isEmpty()) {
                var bytes = unsent.element();
                bytes.skipBytes(channel.write(view(bytes)));
                if (bytes.isReadable()) {
                    return false;
                }
                unsent.remove().release();
            }
            return true;
        } catch (IOException e) {
            drop();
            throw e;
        }
    }

    private boolean isReadableBeforeRoom() throws IOException {
        try {
            return awaitRoom();
        } catch (IOException e) {
            drop();
            throw e;
        }
    }

    private static ByteBuffer view(ByteBuf bytes) {
        return bytes.nioBufferCount() == 1
                ? bytes.internalNioBuffer(bytes.readerIndex(), bytes.readableBytes())
                : bytes.nioBuffer();
    }

    /** Waits for room or for bytes; returns whether there are bytes, or the end of the stream. */
    private boolean awaitRoom() throws IOException {
        var waiting = selector;
        if (waiting == null) {
            waiting = Selector.open();
            selector = waiting;
        }
        if (key == null) {
            key = channel.register(waiting, ROOM_OR_BYTES);
        }
        waiting.select();
        waiting.selectedKeys().clear();
        if (Thread.currentThread().isInterrupted()) {
            throw new ClosedByInterruptException();
        }
        try {
            return key.isReadable();
        } catch (CancelledKeyException e) {
            throw (IOException) new ClosedChannelException().initCause(e);
        }
    }

    /** Puts the socket back into blocking mode, and writes what was added since: TLS may have had something to say. */
    void rest() throws IOException {
        if (channel.isBlocking()) {
            return;
        }
        var registered = key;
        if (registered != null) {
            registered.cancel();
            registered.selector().selectNow();
            key = null;
        }
        channel.configureBlocking(true);
        while (!unsent.isEmpty()) {
            var view = view(unsent.element());
            while (view.hasRemaining()) {
                channel.write(view);
            }
            unsent.remove().release();
        }
    }

    /** Any thread: the socket is closed, and whoever waits is to see it. */
    void wakeUp() {
        var waiting = selector;
        if (waiting != null) {
            waiting.wakeup();
        }
    }

    /** Gives up the buffers; the socket is closed, and is gone behind this. */
    void release() {
        drop();
        var open = selector;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                assert !open.isOpen() : "a selector that failed to close is open";
            }
        }
    }

    private void drop() {
        unsent.forEach(ByteBuf::release);
        unsent.clear();
    }
}
