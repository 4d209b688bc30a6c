package io.penstock.internal.transport;

import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A loop's I/O, and how long the loop is at work: in tasks, which is the time between two runs of the I/O, and in I/O that has come, which Netty's
 * handlers measure if they are asked to. The rest it waits.
 *
 * <p>Confined to the loop, but for {@link #thread()}.
 */
final class MeteredIoHandler extends WrappedIoHandler implements IoHandlerContext {

    private final LongSupplier ticker;

    private volatile @Nullable Thread thread;

    private @Nullable IoHandlerContext context;
    private long busy;

    /** When the last run of the I/O returned. */
    private long left;

    MeteredIoHandler(IoHandler handler, LongSupplier ticker) {
        super(handler);
        this.ticker = ticker;
    }

    /** Any thread: who runs the loop; null before it has started. */
    @Nullable
    Thread thread() {
        return thread;
    }

    /** How long the loop has been at work, in nanoseconds. */
    long busyNanos() {
        return busy + (ticker.getAsLong() - left);
    }

    // ---- the loop's side

    @Override
    public void initialize() {
        thread = Thread.currentThread();
        left = ticker.getAsLong();
        super.initialize();
    }

    @Override
    public int run(IoHandlerContext loop) {
        busy += ticker.getAsLong() - left;
        context = loop;
        var handled = handler.run(this);
        left = ticker.getAsLong();
        return handled;
    }

    // ---- the I/O's side

    private IoHandlerContext loop() {
        var current = context;
        if (current == null) {
            throw new AssertionError("BUG: I/O without a loop");
        }
        return current;
    }

    @Override
    public boolean canBlock() {
        return loop().canBlock();
    }

    @Override
    public long delayNanos(long now) {
        return loop().delayNanos(now);
    }

    @Override
    public long deadlineNanos() {
        return loop().deadlineNanos();
    }

    @Override
    public boolean shouldReportActiveIoTime() {
        return true;
    }

    @Override
    public void reportActiveIoTime(long activeNanos) {
        busy += activeNanos;
        if (loop().shouldReportActiveIoTime()) {
            loop().reportActiveIoTime(activeNanos);
        }
    }
}
