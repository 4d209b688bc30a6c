package io.penstock.internal.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * TLS for a socket that no event loop drives: Netty's handler in a channel without a transport, bytes in and bytes out.
 *
 * <p>Reading and writing may be different threads, and the handler has one state for both: its lock is held for as long as
 * bytes are turned, never while a thread waits for the network.
 *
 * <p>The handler leaves Netty's thread locals in the threads that turn bytes: a container's thread keeps the driver's classes by them until it ends.
 */
final class CallerTls {

    private final SslHandler handler;
    private final EmbeddedChannel channel;
    private final ReentrantLock lock = new ReentrantLock();

    CallerTls(SslHandler handler) {
        this.handler = handler;
        this.channel = new EmbeddedChannel(handler);
    }

    SslHandler handler() {
        return handler;
    }

    boolean handshakeDone() {
        return handler.handshakeFuture().isDone();
    }

    /**
     * Turns what came from the wire into plain bytes; borrows both ways. The handler keeps the buffer that a record begins in until the rest
     * of the record has come, so it gets one of its own: the wire's is filled again by the next read.
     */
    void decrypt(ByteBuf wire, CallerSocket.Sink sink) throws IOException {
        List<ByteBuf> plain;
        lock.lock();
        try {
            channel.writeInbound(copy(wire));
            channel.checkException();
            plain = drain(true);
        } catch (Exception e) {
            throw new IOException(e.getMessage(), e);
        } finally {
            lock.unlock();
        }
        for (var bytes : plain) {
            try {
                sink.accept(bytes);
            } finally {
                bytes.release();
            }
        }
    }

    private static ByteBuf copy(ByteBuf wire) {
        var bytes = wire.readableBytes();
        return PooledByteBufAllocator.DEFAULT.directBuffer(bytes, bytes).writeBytes(wire, wire.readerIndex(), bytes);
    }

    /** Turns plain bytes into what goes on the wire; takes ownership, and the caller owns what is returned. */
    List<ByteBuf> encrypt(ByteBuf plain) throws IOException {
        lock.lock();
        try {
            channel.writeOutbound(plain);
            return drain(false);
        } catch (Exception e) {
            throw new IOException(e.getMessage(), e);
        } finally {
            lock.unlock();
        }
    }

    /** What the handler itself has to say: the handshake, key updates. The caller owns what is returned. */
    List<ByteBuf> pendingOutput() {
        lock.lock();
        try {
            channel.runPendingTasks();
            return drain(false);
        } finally {
            lock.unlock();
        }
    }

    private List<ByteBuf> drain(boolean inbound) {
        var bytes = new ArrayList<ByteBuf>(2);
        ByteBuf next;
        while ((next = inbound ? channel.readInbound() : channel.readOutbound()) != null) {
            bytes.add(next);
        }
        return bytes;
    }

    void release() {
        lock.lock();
        try {
            channel.finishAndReleaseAll();
        } catch (Exception e) {
            // A record that was cut off by the close; the buffers are given up all the same.
            assert !channel.isOpen() : e;
        } finally {
            lock.unlock();
        }
    }
}
