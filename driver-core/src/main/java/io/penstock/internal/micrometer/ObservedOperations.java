package io.penstock.internal.micrometer;

import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import io.penstock.error.PgException;
import io.penstock.error.PgServerException;
import io.penstock.observe.CallContext;
import io.penstock.observe.OperationStart;
import io.penstock.observe.OperationTracer;
import org.jspecify.annotations.Nullable;

/** Operations as Micrometer's observations, with the attributes of OpenTelemetry's conventions for databases. Safe from any thread. */
public final class ObservedOperations implements OperationTracer {

    private static final String NAME = "db.client.operation";
    private static final String SYSTEM = "postgresql";

    /** Whether texts are told. */
    private enum SqlText {
        TOLD,
        LEFT_OUT
    }

    private final ObservationRegistry registry;
    private final SqlText sqlText;

    private ObservedOperations(ObservationRegistry registry, SqlText sqlText) {
        this.registry = registry;
        this.sqlText = sqlText;
    }

    /** Without {@code db.query.text}. */
    public static ObservedOperations withoutSqlText(ObservationRegistry registry) {
        return new ObservedOperations(registry, SqlText.LEFT_OUT);
    }

    /** With {@code db.query.text}. */
    public static ObservedOperations withSqlText(ObservationRegistry registry) {
        return new ObservedOperations(registry, SqlText.TOLD);
    }

    @Override
    public Span begin(OperationStart operation) {
        var observation = Observation.createNotStarted(NAME, () -> context(operation), registry)
                .contextualName(operation.name() + " " + operation.database())
                .lowCardinalityKeyValues(attributes(operation));
        var text = operation.sql();
        if (text != null && sqlText == SqlText.TOLD) {
            observation.highCardinalityKeyValue("db.query.text", text);
        }
        observation.start();
        return error -> end(observation, error);
    }

    /** What goes out is no header: a server of PostgreSQL continues no trace. */
    private static Observation.Context context(OperationStart operation) {
        var context = new SenderContext<>((carrier, key, value) -> {}, Kind.CLIENT);
        context.setCarrier(operation);
        context.setRemoteServiceName(SYSTEM);
        context.setRemoteServiceAddress(operation.host() + ":" + operation.port());
        return context;
    }

    private static KeyValues attributes(OperationStart operation) {
        return KeyValues.of(
                "db.system.name",
                SYSTEM,
                "db.namespace",
                operation.database(),
                "db.operation.name",
                operation.name(),
                "server.address",
                operation.host(),
                "server.port",
                Integer.toString(operation.port()));
    }

    private static void end(Observation observation, @Nullable PgException error) {
        if (error != null) {
            var status = error instanceof PgServerException ? error.sqlState() : null;
            observation.error(error);
            observation.lowCardinalityKeyValue(
                    "error.type", status == null ? error.getClass().getName() : status);
            if (status != null) {
                observation.lowCardinalityKeyValue("db.response.status_code", status);
            }
        }
        observation.stop();
    }

    @Override
    public @Nullable CallContext capture() {
        var current = registry.getCurrentObservation();
        return current == null ? null : task -> restored(current, task);
    }

    private void restored(Observation current, Runnable task) {
        if (current == registry.getCurrentObservation()) {
            task.run();
            return;
        }
        var scope = current.openScope();
        try {
            task.run();
        } finally {
            scope.close();
        }
    }
}
