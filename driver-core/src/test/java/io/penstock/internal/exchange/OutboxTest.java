package io.penstock.internal.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.UnpooledByteBufAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where a bulk's flights are gathered. */
class OutboxTest {

    private static final int FLIGHT = 100_000;

    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);
    private final Outbox outbox = new Outbox(allocator, ExchangeFixture.cache(StatementCache.Naming.NAMED, 1));

    @AfterEach
    void holdsNothing() {
        outbox.release();
        assertThat(allocator.metric().usedHeapMemory()).isZero();
    }

    @Test
    void gathersOneFlightAfterTheOtherInTheSameRoom() {
        outbox.reserve(FLIGHT);
        var first = outbox.buffer().writeInt(1);
        assertThat(outbox.take()).isSameAs(first);
        first.skipBytes(4).release();
        assertThat(outbox.buffer()).isSameAs(first);
        assertThat(outbox.size()).isZero();
    }

    @Test
    void leavesTheRoomAloneUntilItsFlightHasLeft() {
        outbox.reserve(FLIGHT);
        var first = outbox.buffer().writeInt(1);
        outbox.take();
        var second = outbox.buffer().writeInt(2);
        assertThat(second).isNotSameAs(first);
        assertThat(first.readInt()).isEqualTo(1);
        first.release();
        outbox.take().release();
        assertThat(outbox.buffer()).isSameAs(first);
    }

    /** What was lent is the outbox's own behind {@link Outbox#clear}, which keeps no large buffer. */
    @Test
    void keepsTheRoomWhenAFlightInItWasBorrowed() {
        outbox.reserve(FLIGHT);
        var first = outbox.buffer().writeInt(1);
        assertThat(outbox.borrow()).isSameAs(first);
        outbox.clear();
        assertThat(outbox.size()).isZero();
        assertThat(outbox.buffer()).isSameAs(first);
    }

    @Test
    void givesUpTheRoomWhileAFlightIsGatheredInIt() {
        outbox.reserve(FLIGHT);
        var first = outbox.buffer().writeInt(1);
        outbox.forgo();
        assertThat(outbox.take()).isSameAs(first);
        first.release();
        assertThat(allocator.metric().usedHeapMemory()).isZero();
        assertThat(outbox.buffer()).isNotSameAs(first);
    }
}
