package io.penstock.observe.micrometer;

import static java.util.Objects.requireNonNull;

import io.micrometer.observation.ObservationRegistry;
import io.penstock.internal.micrometer.ObservedOperations;
import io.penstock.observe.OperationTracer;

/**
 * Follows single operations through Micrometer's Observation API, and with it through whatever hangs on that: traces by Micrometer Tracing, say.
 *
 * <pre>{@code
 * var penstock = Penstock.builder().tracer(PenstockObservations.tracer(observations)).build();
 * }</pre>
 *
 * <p>An operation is an observation {@code db.client.operation}, called as OpenTelemetry's conventions want a database's spans to be called, such as {@code
 * SELECT shop}, with their attributes. Its parent is the observation that is current on the thread that makes the call; and that parent, not the
 * operation itself, is current again in continuations, row handlers and subscribers, whichever threads run them.
 *
 * <p>SQL text is left out, since it may hold values; {@link #withSqlText} tells it.
 */
@SuppressWarnings("exports") // a module that uses this has to require Micrometer itself, so that others need not
public final class PenstockObservations {

    private PenstockObservations() {}

    /** Observations without SQL text. */
    public static OperationTracer tracer(ObservationRegistry registry) {
        return ObservedOperations.withoutSqlText(requireNonNull(registry, "registry"));
    }

    /** Observations with SQL text, as {@code db.query.text}: for those whose statements have parameters instead of values. */
    public static OperationTracer withSqlText(ObservationRegistry registry) {
        return ObservedOperations.withSqlText(requireNonNull(registry, "registry"));
    }
}
