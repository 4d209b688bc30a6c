package io.penstock.testing;

import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakTracker;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** Netty's leak detector for one kind of resource, which tells of each leak instead of logging it. */
final class RecordingLeakDetector<T> extends ResourceLeakDetector<T> {

    private final LongAdder tracked;
    private final Consumer<String> leaks;

    RecordingLeakDetector(Class<?> resource, int samplingInterval, LongAdder tracked, Consumer<String> leaks) {
        super(resource, samplingInterval);
        this.tracked = tracked;
        this.leaks = leaks;
    }

    /** Netty looks for leaks only while it tracks something: so let it track something. */
    @SuppressWarnings("unchecked") // the detector keeps no more than the identity of what it tracks
    void look() {
        T probe = (T) new Object();
        super.trackForcibly(probe).close(probe);
    }

    @Override
    public ResourceLeakTracker<T> track(T resource) {
        tracked.increment();
        return super.track(resource);
    }

    @Override
    public ResourceLeakTracker<T> trackForcibly(T resource) {
        tracked.increment();
        return super.trackForcibly(resource);
    }

    @Override
    protected boolean needReport() {
        return true;
    }

    @Override
    protected void reportTracedLeak(String resource, String records) {
        leaks.accept(resource + " was not released before it was garbage." + records);
    }

    @Override
    protected void reportUntracedLeak(String resource) {
        leaks.accept(resource + " was not released before it was garbage.");
    }
}
