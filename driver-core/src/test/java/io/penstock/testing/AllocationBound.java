package io.penstock.testing;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Holds a piece of work to a number of bytes on the heap, whoever gave it its input. */
public final class AllocationBound {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private AllocationBound() {}

    /** Runs it on this thread, and fails if it has allocated more, also when the classes that it needs are loaded. */
    public static void hold(long maxBytes, Runnable work) {
        if (allocated(work) > maxBytes) {
            long again = allocated(work);
            if (again > maxBytes) {
                throw new AssertionError(again + " bytes were allocated, " + maxBytes + " are the bound");
            }
        }
    }

    private static long allocated(Runnable work) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        work.run();
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}
