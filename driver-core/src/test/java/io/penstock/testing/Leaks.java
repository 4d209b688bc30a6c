package io.penstock.testing;

import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;

/**
 * The buffers that were dropped without a release, anywhere in this JVM.
 *
 * <p>A leak shows when the garbage collector has found the buffer, its reference has been queued, and Netty has looked at the
 * queue. {@link #find} forces all three, so its answer is complete for what was unreachable when it was called.
 */
final class Leaks {

    private static final long GC_PATIENCE_MILLIS = 10_000;

    /** Frames that are the same in every test. */
    private static final Pattern TEST_ENGINE_FRAMES = Pattern.compile(
            "\\n\\t(org\\.junit\\.|org\\.apache\\.maven\\.|java\\.base/(java\\.lang\\.reflect|jdk\\.internal)\\.).*");

    private static final Queue<RecordingLeakDetector<?>> DETECTORS = new ConcurrentLinkedQueue<>();
    private static final Queue<String> FOUND = new ConcurrentLinkedQueue<>();
    private static final LongAdder TRACKED = new LongAdder();
    private static final AtomicLong TRACKED_AT_LAST_LOOK = new AtomicLong();

    private Leaks() {}

    /** Must come before the first buffer: Netty asks for its detectors once. */
    static void watch() {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(new Factory());
    }

    /** What has leaked since the last call. Costs two garbage collections if a buffer was made meanwhile, else nothing. */
    static List<String> find() {
        long tracked = TRACKED.sum();
        if (TRACKED_AT_LAST_LOOK.getAndSet(tracked) != tracked) {
            look();
        }
        return taken();
    }

    /** The same, whether or not a buffer was made: one of an earlier class may have been dropped since. */
    static List<String> findAll() {
        look();
        return taken();
    }

    private static void look() {
        // References found by one collection are queued in no particular order, but before those of the next.
        awaitGarbageCollection();
        awaitGarbageCollection();
        DETECTORS.forEach(RecordingLeakDetector::look);
    }

    private static List<String> taken() {
        List<String> leaks = new ArrayList<>();
        for (String leak = FOUND.poll(); leak != null; leak = FOUND.poll()) {
            leaks.add(TEST_ENGINE_FRAMES.matcher(leak).replaceAll(""));
        }
        return leaks;
    }

    private static void awaitGarbageCollection() {
        var queue = new ReferenceQueue<Object>();
        var garbage = new WeakReference<>(new Object(), queue);
        System.gc();
        try {
            if (queue.remove(GC_PATIENCE_MILLIS) != garbage) {
                throw new AssertionError(
                        "no garbage collection within " + GC_PATIENCE_MILLIS + " ms, so leaks cannot be seen");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for a garbage collection", e);
        }
    }

    private static final class Factory extends ResourceLeakDetectorFactory {

        @Override
        @Deprecated // by Netty, which leaves it abstract all the same
        public <T> ResourceLeakDetector<T> newResourceLeakDetector(
                Class<T> resource, int samplingInterval, long maxActive) {
            return newResourceLeakDetector(resource, samplingInterval);
        }

        @Override
        public <T> ResourceLeakDetector<T> newResourceLeakDetector(Class<T> resource, int samplingInterval) {
            var detector = new RecordingLeakDetector<T>(resource, samplingInterval, TRACKED, FOUND::add);
            DETECTORS.add(detector);
            return detector;
        }
    }
}
