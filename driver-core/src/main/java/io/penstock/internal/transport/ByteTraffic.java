package io.penstock.internal.transport;

import java.util.concurrent.atomic.LongAdder;

/** How many bytes a client's connections have exchanged with their servers, without what TLS adds. Only grows; safe from any thread. */
public final class ByteTraffic {

    private final LongAdder received = new LongAdder();
    private final LongAdder sent = new LongAdder();

    void received(int bytes) {
        received.add(bytes);
    }

    void sent(int bytes) {
        sent.add(bytes);
    }

    /** Bytes that servers have sent. */
    public long receivedBytes() {
        return received.sum();
    }

    /** Bytes that were sent to servers. */
    public long sentBytes() {
        return sent.sum();
    }
}
