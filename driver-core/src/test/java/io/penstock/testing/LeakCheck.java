package io.penstock.testing;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.lang.ref.WeakReference;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test class after which a buffer was garbage that nobody had released. Registered for all tests by the service loader.
 *
 * <p>The detector looks for garbage when something is allocated, so a collection is forced and then buffers are allocated.
 */
public final class LeakCheck implements AfterAllCallback {

    private static final int MAX_COLLECTIONS = 20;

    @Override
    public void afterAll(ExtensionContext context) {
        collectGarbage();
        for (var i = 0; i < 8; i++) {
            PooledByteBufAllocator.DEFAULT.buffer(1).release();
            UnpooledByteBufAllocator.DEFAULT.buffer(1).release();
        }
        var leaks = RecordingLeakDetector.takeLeaks();
        if (!leaks.isEmpty()) {
            throw new AssertionError(leaks.size() + " buffers leaked by " + context.getDisplayName()
                    + " or a class before it:\n" + String.join("\n", leaks));
        }
    }

    /** Returns when an object that is garbage has been collected. */
    private static void collectGarbage() {
        var canary = new WeakReference<>(new Object());
        for (var i = 0; i < MAX_COLLECTIONS && canary.get() != null; i++) {
            System.gc();
        }
    }
}
