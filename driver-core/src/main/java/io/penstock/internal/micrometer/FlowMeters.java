package io.penstock.internal.micrometer;

import io.micrometer.core.instrument.Tags;
import io.penstock.internal.session.ClientRuntime;
import io.penstock.observe.ClientMetrics;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Off-load, back-pressure, admission, statement cache, cancel requests, dropped errors, bytes: all that a client's snapshot has. */
final class FlowMeters {

    private final ClientRuntime runtime;
    private final Tags client;
    private final OwnMeters meters;

    private FlowMeters(ClientRuntime runtime, Tags client, OwnMeters meters) {
        this.runtime = runtime;
        this.client = client;
        this.meters = meters;
    }

    static void bind(ClientRuntime runtime, Tags client, OwnMeters meters) {
        var flow = new FlowMeters(runtime, client, meters);
        flow.gauges();
        flow.counters();
        flow.statements();
        flow.cancels();
        flow.bytes();
    }

    private void gauges() {
        gauge(
                "penstock.offload.active",
                "tasks",
                "Tasks on the client's threads for user code",
                ClientMetrics::offloadActive);
        gauge("penstock.offload.queued", "tasks", "Tasks that wait for such a thread", ClientMetrics::offloadQueued);
        gauge(
                "penstock.rx.buffered",
                "bytes",
                "Received of streams and copies and not taken by their consumers",
                ClientMetrics::bufferedBytes);
        gauge(
                "penstock.inflight",
                "operations",
                "Operations that are written and not answered",
                ClientMetrics::inFlight);
        gauge("penstock.queue.size", "operations", "Operations that wait to be written", ClientMetrics::queued);
        gauge(
                "penstock.connections",
                "connections",
                "Open connections, and attempts to connect",
                ClientMetrics::connections);
    }

    private void counters() {
        counter(
                "penstock.offload.rejected",
                client,
                "tasks",
                "Tasks that an executor has refused",
                totals -> totals.offloadRejected());
        counter(
                "penstock.drained",
                client,
                "bytes",
                "Received when nobody wanted it any more",
                totals -> totals.drainedBytes());
        counter(
                "penstock.rejected",
                client,
                "operations",
                "Operations that were declined because a bound was reached",
                totals -> totals.rejected());
        counter(
                "penstock.errors.dropped",
                client,
                "errors",
                "Errors that nobody received",
                totals -> totals.errorsDropped());
        counter(
                "penstock.events.dropped",
                client,
                "events",
                "Events that found no room in front of a slow listener",
                totals -> totals.eventsDropped());
    }

    private void statements() {
        statements("hit", statements -> statements.hits());
        statements("miss", statements -> statements.misses());
        statements("evicted", statements -> statements.evicted());
        statements("invalidated", statements -> statements.invalidated());
    }

    private void statements(String result, ToDoubleFunction<ClientMetrics.Statements> count) {
        counter(
                "penstock.statement.cache",
                client.and("result", result),
                "statements",
                "How the statement caches have served",
                totals -> count.applyAsDouble(totals.statements()));
    }

    private void cancels() {
        cancels("delivered", cancels -> cancels.delivered());
        cancels("too_late", cancels -> cancels.tooLate());
        cancels("failed", cancels -> cancels.failed());
    }

    private void cancels(String outcome, ToDoubleFunction<ClientMetrics.Cancels> count) {
        counter(
                "penstock.cancel",
                client.and("outcome", outcome),
                "requests",
                "How cancel requests have ended",
                totals -> count.applyAsDouble(totals.cancels()));
    }

    private void bytes() {
        var help = "What was exchanged with servers, without what TLS adds";
        counter("penstock.bytes", client.and("direction", "received"), null, help, totals -> totals.receivedBytes());
        counter("penstock.bytes", client.and("direction", "sent"), null, help, totals -> totals.sentBytes());
    }

    private void gauge(String name, String unit, String help, ToDoubleFunction<ClientMetrics> value) {
        meters.gauge(name, client, unit, help, runtime, from -> value.applyAsDouble(from.metrics()));
    }

    private void counter(
            String name, Tags tags, @Nullable String unit, String help, ToDoubleFunction<ClientMetrics.Totals> count) {
        meters.counter(
                name,
                tags,
                unit,
                help,
                runtime,
                from -> count.applyAsDouble(from.metrics().totals()));
    }
}
