package io.penstock.internal.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.penstock.error.Outcome;
import io.penstock.error.PgClosedException;
import io.penstock.error.PgException;
import org.jspecify.annotations.Nullable;

/**
 * Where exchanges write: the bytes of one turn, gathered into one buffer so that many messages leave in one write. What a
 * conversation needs of the session travels with it.
 *
 * <p>Confined to the connection's owner. Whoever {@link #take()}s the buffer takes ownership of it.
 */
public final class Outbox {

    private static final int INITIAL_BYTES = 512;
    private static final int MAX_KEPT_BYTES = 64 * 1024;

    /** What a large flight's beginning is sent in, while the rest is encoded: the server has little at once, and then twice as much each time. */
    private static final int FIRST_SPILL_BYTES = 1024;

    private static final int LAST_SPILL_BYTES = 16 * 1024;

    private final ByteBufAllocator allocator;
    private final StatementCache statements;
    private @Nullable ByteBuf buffer;

    /** Of a bulk that is under way, for one flight after the other; null without. */
    private @Nullable ByteBuf room;

    private @Nullable Spillway spillway;
    private long spilled;

    /** Why something is missing in what was gathered; null while it is whole. */
    private @Nullable PgException spoilt;

    /** What has to be gathered before it goes. */
    private int spillBytes = FIRST_SPILL_BYTES;

    /** Where the beginning of a large flight goes while the rest is encoded. */
    @FunctionalInterface
    public interface Spillway {

        /** Sends what there is room for, without waiting, and keeps the rest in its order; takes ownership. */
        void spill(ByteBuf bytes);
    }

    public Outbox(ByteBufAllocator allocator, StatementCache statements) {
        this.allocator = allocator;
        this.statements = statements;
    }

    /** The buffer to append messages to; it stays the outbox's. */
    ByteBuf buffer() {
        if (buffer == null) {
            buffer = room != null && room.refCnt() == 1 ? room.clear().retain() : allocator.buffer(INITIAL_BYTES);
        }
        return buffer;
    }

    /**
     * Keeps room for the flights of a bulk until {@link #forgo}: each is gathered in it, unless the one before has not left yet. Allocating a buffer of
     * that size for each costs as much as a system call.
     */
    void reserve(int bytes) {
        forgo();
        room = allocator.buffer(bytes);
    }

    /** Gives up the room, if there is any. */
    void forgo() {
        if (room != null) {
            room.release();
            room = null;
        }
    }

    /** Has the beginnings of large flights sent early; before it is used. */
    public void spillTo(Spillway early) {
        spillway = early;
    }

    /** Between two messages of an exchange that nothing can keep from being written whole: what was gathered may go, once it is worth a write. */
    void spill() {
        var early = spillway;
        var gathered = buffer;
        if (early != null && gathered != null && gathered.readableBytes() >= spillBytes) {
            spilled += gathered.readableBytes();
            spillBytes = Math.min(2 * spillBytes, LAST_SPILL_BYTES);
            buffer = null;
            early.spill(gathered);
        }
    }

    /** What was gathered and not taken, and all that was {@linkplain #spill spilled}, in bytes: grows by what an exchange writes. */
    long gathered() {
        return spilled + size();
    }

    /** The statements that the session keeps prepared. */
    StatementCache statements() {
        return statements;
    }

    /** Bytes gathered and not taken yet. */
    public int size() {
        return buffer == null ? 0 : buffer.readableBytes();
    }

    /** Hands over what was gathered, or null where there is nothing. The caller owns the buffer. */
    public @Nullable ByteBuf take() {
        var taken = buffer;
        buffer = null;
        spillBytes = FIRST_SPILL_BYTES;
        return taken;
    }

    /** What was gathered, or null where there is nothing. It stays the outbox's, and is kept for the next turn by {@link #clear}. */
    public @Nullable ByteBuf borrow() {
        spillBytes = FIRST_SPILL_BYTES;
        return size() == 0 ? null : buffer;
    }

    /** What was borrowed has been sent. A buffer that a large flight has made large is not kept. */
    public void clear() {
        if (buffer != null && buffer.capacity() > MAX_KEPT_BYTES) {
            drop();
        } else if (buffer != null) {
            buffer.clear();
        }
    }

    /** Takes back what a failed encoding has left behind. */
    void truncate(int size) {
        if (buffer != null) {
            buffer.writerIndex(buffer.readerIndex() + size);
        }
    }

    /** A message could not be encoded, behind others of its exchange: nothing is sent any more, and who wants to send closes the connection. */
    void spoil(Throwable failure) {
        spoilt = unwritten(failure);
    }

    /** Whether what was gathered may be sent. */
    public boolean isWhole() {
        return spoilt == null;
    }

    /**
     * In front of each flight.
     *
     * @throws PgException if it must not be sent
     */
    void requireWhole() {
        if (spoilt != null) {
            throw spoilt;
        }
    }

    /** What is told of what nobody expects to fail: want of memory, for one. */
    static PgException unwritten(Throwable failure) {
        return new PgClosedException(
                "the driver failed while writing a request: " + failure, "XX000", Outcome.UNKNOWN, failure);
    }

    /** Gives up what was gathered, and the room. */
    public void release() {
        forgo();
        drop();
    }

    private void drop() {
        if (buffer != null) {
            buffer.release();
            buffer = null;
        }
    }
}
