package io.penstock.internal.micrometer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.netty4.NettyAllocatorMetrics;
import io.micrometer.core.instrument.binder.netty4.NettyEventExecutorMetrics;
import io.penstock.internal.transport.EventLoops;

/**
 * Micrometer's own binders for Netty: {@code netty.eventexecutor.tasks.pending} and {@code netty.allocator.*}. The allocator is the process's, not the
 * client's: its meters stay.
 */
final class NettyMeters {

    private NettyMeters() {}

    /** Blocks until every loop has started. */
    static void bind(EventLoops loops, Tags group, MeterRegistry registry, OwnMeters meters) {
        new NettyEventExecutorMetrics(loops.executors(), group).bindTo(registry);
        registry.getMeters().stream()
                .filter(meter -> meter.getId().getName().startsWith("netty.eventexecutor."))
                .filter(meter -> group.stream()
                        .allMatch(tag -> tag.getValue().equals(meter.getId().getTag(tag.getKey()))))
                .forEach(meter -> meters.keep(() -> meter));
        new NettyAllocatorMetrics(EventLoops.allocator()).bindTo(registry);
    }
}
