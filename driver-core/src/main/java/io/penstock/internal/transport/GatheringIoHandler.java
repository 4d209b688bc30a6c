package io.penstock.internal.transport;

import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A loop's I/O that pauses where its connections have agreed to ({@link Gathering}). A task that somebody gives to the loop ends the pause, and so does a timer that falls due.
 *
 * <p>Confined to the loop, but for {@link #wakeup}.
 */
final class GatheringIoHandler extends WrappedIoHandler {

    private final Gathering gathering = new Gathering();

    /** The loop's thread while it pauses. Written before it looks for tasks a last time; who brings one adds that first and looks here second. */
    private volatile @Nullable Thread pausing;

    GatheringIoHandler(IoHandler handler) {
        super(handler);
    }

    /** What the loop's connections agree on. */
    Gathering gathering() {
        return gathering;
    }

    @Override
    public int run(IoHandlerContext loop) {
        var nanos = gathering.take();
        if (nanos > 0) {
            pause(loop, nanos);
        }
        return handler.run(loop);
    }

    private void pause(IoHandlerContext loop, long nanos) {
        pausing = Thread.currentThread();
        if (loop.canBlock()) {
            LockSupport.parkNanos(this, Math.min(nanos, loop.delayNanos(System.nanoTime())));
        }
        pausing = null;
    }

    @Override
    public void wakeup() {
        var thread = pausing;
        if (thread != null) {
            LockSupport.unpark(thread);
        }
        super.wakeup();
    }
}
