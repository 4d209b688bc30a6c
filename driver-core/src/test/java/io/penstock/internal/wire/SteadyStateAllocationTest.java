package io.penstock.internal.wire;

import static io.penstock.testing.WireMessages.bytes;
import static io.penstock.testing.WireMessages.concat;
import static io.penstock.testing.WireMessages.copyData;
import static io.penstock.testing.WireMessages.dataRow;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.penstock.internal.wire.BackendMessage.BindComplete;
import io.penstock.internal.wire.BackendMessage.CommandComplete;
import io.penstock.internal.wire.BackendMessage.ReadyForQuery;
import io.penstock.testing.RecordedMessages;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The messages of a conversation that is had again and again cost no allocation, on either side. */
class SteadyStateAllocationTest {

    private static final int ROUNDS = 100_000;

    /** For all rounds together; the first of them may load a class. */
    private static final long TOLERATED_BYTES = 4_096;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Counts, and nothing else. */
    private static final class Counter extends RecordedMessages {
        private long events;

        @Override
        public void onBindComplete(BindComplete message) {
            events++;
        }

        @Override
        public void onDataRows(DataRows rows) {
            events += rows.count();
        }

        @Override
        public void onCopyData(CopyDataRun run) {
            events += run.payloadBytes();
        }

        @Override
        public void onCommandComplete(CommandComplete message) {
            events++;
        }

        @Override
        public void onReadyForQuery(ReadyForQuery message) {
            events++;
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void decodingAllocatesNothing(boolean direct) {
        var conversation = concat(
                bytes(BindComplete.INSTANCE),
                dataRow("1", null, "three"),
                dataRow("2", "zwei", ""),
                copyData(new byte[10]),
                bytes(new CommandComplete("SELECT 2"), ReadyForQuery.IN_TRANSACTION));
        // No leak detector: it records each access.
        var allocator = new UnpooledByteBufAllocator(true, true);
        var in = direct ? allocator.directBuffer() : allocator.heapBuffer();
        in.writeBytes(conversation);
        var counter = new Counter();
        var decoder = new BackendDecoder(WireLimits.defaults(), counter);

        var allocated = allocatedBy(() -> decoder.feed(in.readerIndex(0)));

        assertThat(counter.events).isEqualTo(2L * ROUNDS * (1 + 2 + 10 + 1 + 1));
        assertThat(allocated).isLessThan(TOLERATED_BYTES);
        in.release();
    }

    /** As they come where several statements are under way. */
    @Test
    void readsOfManySizesAllocateNothing() {
        var in = new UnpooledByteBufAllocator(true, true).directBuffer();
        var message = dataRow("1", "two", "three");
        for (var bytes = 0; bytes < 2_000; bytes += message.length) {
            in.writeBytes(message);
        }
        var decoder = new BackendDecoder(WireLimits.defaults(), new Counter());
        var whole = in.writerIndex();

        var allocated = allocatedBy(() -> {
            decoder.feed(in.setIndex(0, message.length));
            decoder.feed(in.setIndex(0, whole));
        });

        assertThat(allocated).isLessThan(TOLERATED_BYTES);
        in.release();
    }

    @Test
    void encodingAllocatesNothing() {
        var parameters = new byte[] {0, 1, 0, 1, 0, 1, 0, 0, 0, 4, 0, 0, 0, 7};
        var formats = new byte[] {0, 1, 0, 1};
        var out = Unpooled.buffer(1_024);

        var allocated = allocatedBy(() -> {
            out.clear();
            FrontendEncoder.bind(out, "", "S_1", parameters, parameters.length, formats);
            FrontendEncoder.execute(out, "", 0);
            FrontendEncoder.sync(out);
            FrontendEncoder.executeAndSync(out);
            FrontendEncoder.copyData(out, parameters, 0, 4);
        });

        // With assertions, each Bind is walked over by two ByteBuffers.
        var checks = BindSections.class.desiredAssertionStatus() ? 2L * ROUNDS * 64 : 0;
        assertThat(allocated).isLessThan(TOLERATED_BYTES + checks);
        out.release();
    }

    private long allocatedBy(Runnable round) {
        for (var i = 0; i < ROUNDS; i++) {
            round.run();
        }
        var thread = Thread.currentThread().getId();
        var before = threads.getThreadAllocatedBytes(thread);
        for (var i = 0; i < ROUNDS; i++) {
            round.run();
        }
        return threads.getThreadAllocatedBytes(thread) - before;
    }
}
