package io.penstock.benchmarks;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.penstock.internal.wire.BackendDecoder;
import io.penstock.internal.wire.BackendMessageHandler;
import io.penstock.internal.wire.DataRows;
import io.penstock.internal.wire.WireLimits;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A result of any number of rows on the event loop: reads of 64 KiB, framed and copied out in one piece each. README.md has the command, with
 * the allocation profiler. Figures are for one row.
 *
 * <p>{@code frameOnly} must allocate nothing; {@code frameAndCopy} what the rows weigh, and nothing for each of them.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class FramingBenchmark {

    private static final int ROWS = 560;

    private ByteBuf read = PooledByteBufAllocator.DEFAULT.buffer(0, 0);
    private BackendDecoder framing = new BackendDecoder(WireLimits.defaults(), handler(rows -> {}));
    private BackendDecoder copying = framing;
    private byte[] copy = {};

    /** A read of the socket: rows of seven columns, 115 bytes each. */
    @Setup
    public void fill() {
        read = PooledByteBufAllocator.DEFAULT.directBuffer(64 * 1024);
        for (var i = 0; i < ROWS; i++) {
            row(read, i);
        }
        copying = new BackendDecoder(WireLimits.defaults(), handler(rows -> {
            copy = new byte[rows.byteLength()];
            rows.copyTo(copy, 0);
        }));
        framing.authenticated();
        copying.authenticated();
    }

    private static void row(ByteBuf out, int id) {
        var start = out.writerIndex();
        out.writeByte('D').writeInt(0).writeShort(7);
        out.writeInt(4).writeInt(id);
        out.writeInt(8).writeLong(id);
        out.writeInt(8).writeDouble(id);
        out.writeInt(12).writeZero(12);
        out.writeInt(24).writeZero(24);
        out.writeInt(8).writeLong(id);
        out.writeInt(16).writeZero(16);
        out.setInt(start + 1, out.writerIndex() - start - 1);
    }

    @TearDown
    public void release() {
        read.release();
        framing.close();
        copying.close();
    }

    /** Finds and checks the rows of one read. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public void frameOnly() {
        framing.feed(read.readerIndex(0));
    }

    /** As the driver does it for a result: one copy for a read. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public byte[] frameAndCopy() {
        copying.feed(read.readerIndex(0));
        return copy;
    }

    private interface Rows {
        void accept(DataRows rows);
    }

    /** A handler of rows alone; there is no other message in the data. */
    private static BackendMessageHandler handler(Rows target) {
        return new RowsOnly(target);
    }

    private static final class RowsOnly extends NoMessages {

        private final Rows target;

        RowsOnly(Rows target) {
            this.target = target;
        }

        @Override
        public void onDataRows(DataRows rows) {
            target.accept(rows);
        }
    }
}
