package io.penstock.benchmarks;

import io.netty.util.internal.PlatformDependent;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.util.Collection;

/** What a connection holds that has been used once and is idle: heap, and direct memory. */
final class IdleConnections {

    private static final int SETTLING = 5;

    private IdleConnections() {}

    interface Opening {
        Collection<?> open(int count) throws Exception;
    }

    static Load of(Opening opening) {
        return Load.once(() -> {
            opening.open(1);
            var before = held();
            var connections = opening.open(Workload.IDLE);
            try {
                return (held() - before) / Workload.IDLE;
            } finally {
                Reference.reachabilityFence(connections);
            }
        });
    }

    private static long held() throws InterruptedException {
        for (var i = 0; i < SETTLING; i++) {
            System.gc();
            Worker.rest();
        }
        var heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        var direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
        return heap + direct + Math.max(0, PlatformDependent.usedDirectMemory());
    }
}
