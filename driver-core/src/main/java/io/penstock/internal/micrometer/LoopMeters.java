package io.penstock.internal.micrometer;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.penstock.internal.session.ClientRuntime;
import io.penstock.observe.LoopMetrics;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The event loops' meters, each with the loop's name and the client's. */
final class LoopMeters {

    private LoopMeters() {}

    /** The timers of the lags, by the names of the loops. */
    static Map<String, Timer> bind(ClientRuntime runtime, Tags group, OwnMeters meters) {
        var lags = new HashMap<String, Timer>();
        for (var executor : runtime.loops().executors()) {
            // It has started: who binds has waited for that.
            var name = requireNonNull(runtime.loops().nameOf(executor));
            var tags = group.and("name", name);
            lags.put(
                    name,
                    meters.timer(
                            "netty.eventexecutor.lag",
                            tags,
                            "How late a probe ran on the loop; a stall counts as all probes that it kept from running",
                            OwnMeters.DELAYS));
            meters.timeGauge(
                    "netty.eventexecutor.stall",
                    tags,
                    "How long the loop's next probe has been overdue; grows while the loop is stuck",
                    runtime,
                    read(name, LoopMetrics::stallNanos));
            meters.gauge(
                    "netty.eventexecutor.utilization",
                    tags,
                    "ratio",
                    "The share of the last second in which the loop was at work",
                    runtime,
                    read(name, LoopMetrics::utilization));
            meters.counter(
                    "netty.eventexecutor.blocked",
                    tags,
                    "stalls",
                    "How often the loop has been stuck for longer than the threshold",
                    runtime,
                    read(name, LoopMetrics::blocks));
        }
        return Map.copyOf(lags);
    }

    private static ToDoubleFunction<ClientRuntime> read(String name, ToDoubleFunction<LoopMetrics> value) {
        return runtime -> {
            for (var loop : runtime.loopMetrics()) {
                if (loop.name().equals(name)) {
                    return value.applyAsDouble(loop);
                }
            }
            return 0;
        };
    }
}
