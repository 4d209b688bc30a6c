package io.penstock.internal.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.penstock.error.Outcome;
import io.penstock.error.PgClosedException;
import io.penstock.error.PgException;
import io.penstock.internal.exchange.Exchange;
import io.penstock.internal.exchange.ExchangeQueue;
import io.penstock.internal.exchange.Outbox;
import io.penstock.internal.exchange.SessionEvents;
import io.penstock.internal.exchange.StatementCache;
import io.penstock.internal.wire.BackendDecoder;
import io.penstock.internal.wire.WireLimits;
import org.jspecify.annotations.Nullable;

/**
 * What every connection consists of, whoever runs it: the decoder, the queue of exchanges, the outbox. Bytes in, bytes out.
 *
 * <p>Confined to the connection's owner.
 */
public final class Pipeline {

    private final ExchangeQueue queue;
    private final BackendDecoder decoder;
    private final Outbox outbox;
    private final ByteTraffic traffic;
    private boolean closed;

    /** What bounds the pipeline; see {@code io.penstock.config.Limits}. */
    public record Bounds(WireLimits wire, int maxInFlight, long maxInFlightBytes) {}

    /** @param traffic counts the bytes */
    public Pipeline(
            ByteBufAllocator allocator,
            StatementCache statements,
            SessionEvents events,
            Bounds bounds,
            ByteTraffic traffic) {
        this.traffic = traffic;
        outbox = new Outbox(allocator, statements);
        queue = new ExchangeQueue(outbox, events, bounds.maxInFlight(), bounds.maxInFlightBytes());
        decoder = new BackendDecoder(bounds.wire(), queue.messages());
    }

    /** Has the beginnings of large flights sent while the rest is encoded; before it is used. */
    void spillTo(Outbox.Spillway early) {
        outbox.spillTo(bytes -> {
            traffic.sent(bytes.readableBytes());
            early.spill(bytes);
        });
    }

    /** The exchanges. */
    public ExchangeQueue queue() {
        return queue;
    }

    /** Which minor version of protocol 3 is asked for. */
    public void protocolMinor(int minor) {
        decoder.protocolMinor(minor);
    }

    /** Authentication is over: messages of any size are legal from now on. */
    public void authenticated() {
        decoder.authenticated();
    }

    void offer(Exchange exchange) {
        queue.offer(exchange);
    }

    /**
     * Takes bytes from the server; borrows the buffer and reads all of it.
     *
     * @return what closes the connection, or null
     */
    @Nullable
    PgException feed(ByteBuf bytes) {
        if (closed) {
            return null;
        }
        traffic.received(bytes.readableBytes());
        try {
            decoder.feed(bytes);
            return null;
        } catch (PgException e) {
            return e;
        } catch (Throwable e) {
            return new PgClosedException(
                    "the driver failed while reading an answer: " + e, "XX000", Outcome.UNKNOWN, e);
        }
    }

    /** Whether there is surely nothing to be sent, as behind most answers: asked for, nothing costs as much as an answer does. */
    boolean isQuiet() {
        return !queue.isAnythingDue() && outbox.size() == 0 && outbox.isWhole();
    }

    /** Encodes what may be sent now; the caller owns what is returned. */
    @Nullable
    ByteBuf take() {
        queue.writeAdmitted();
        return counted(outbox.take());
    }

    /** Encodes an exchange where nothing is in front of it and nothing keeps it back; false where it is to be {@link #offer offered}. */
    boolean writeAtOnce(Exchange exchange) {
        return outbox.size() == 0 && queue.writeAtOnce(exchange);
    }

    /** Encodes what may be sent now. */
    void write() {
        queue.writeAdmitted();
    }

    /** What was encoded, in a buffer that stays the pipeline's until {@link #sent}; null where there is nothing. */
    @Nullable
    ByteBuf borrow() {
        return outbox.borrow();
    }

    private @Nullable ByteBuf counted(@Nullable ByteBuf flight) {
        if (flight != null) {
            traffic.sent(flight.readableBytes());
        }
        return flight;
    }

    /** What was borrowed has been sent. */
    void sent() {
        traffic.sent(outbox.size());
        outbox.clear();
    }

    /** Ends every exchange and gives up every buffer. Idempotent. */
    void close(PgException cause) {
        if (closed) {
            return;
        }
        closed = true;
        queue.close(cause);
        decoder.close();
    }
}
