package io.penstock.internal.micrometer;

import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.penstock.error.PgException;
import io.penstock.error.PgServerException;
import io.penstock.internal.observe.Recorder;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * {@code db.client.operation.duration}, with the attributes of OpenTelemetry's conventions for databases. One timer for each combination of tags, made
 * when it first occurs.
 *
 * <p>Bounds: {@value #MAX_DATABASES} databases; in each, the names of operations, which are few, and {@value #MAX_ERRORS} pairs of a name and a
 * SQLSTATE: a function may raise any it likes. What comes beyond is {@code other}.
 */
final class OperationTimers {

    static final int MAX_DATABASES = 64;
    static final int MAX_ERRORS = 100;

    /** What Micrometer's own instrumentation says where an attribute has no value. */
    private static final String NONE = "none";

    private static final String BEYOND = "other";

    /** Those of the conventions, in milliseconds. */
    private static final long[] BUCKETS = {1, 5, 10, 50, 100, 500, 1_000, 5_000, 10_000};

    private final OwnMeters meters;
    private final Duration[] buckets;
    private final Map<Tags, Database> databases = new ConcurrentHashMap<>();

    OperationTimers(OwnMeters meters) {
        this.meters = meters;
        this.buckets = new Duration[BUCKETS.length];
        for (var i = 0; i < buckets.length; i++) {
            buckets[i] = Duration.ofMillis(BUCKETS[i]);
        }
    }

    Recorder.Operations of(String host, int port, String database) {
        var isFull = databases.size() >= MAX_DATABASES;
        var tags = tags(host, Integer.toString(port), database);
        var known = databases.get(tags);
        return known != null
                ? known
                : databases.computeIfAbsent(isFull ? tags(BEYOND, BEYOND, BEYOND) : tags, Database::new);
    }

    private static Tags tags(String host, String port, String database) {
        return Tags.of(
                "db.system.name", "postgresql", "db.namespace", database, "server.address", host, "server.port", port);
    }

    /** The operations on one database. */
    private final class Database implements Recorder.Operations {

        /** How an operation has failed. */
        private record Failure(String name, String status, String type) {}

        private final Tags tags;
        private final Map<String, Timer> successes = new ConcurrentHashMap<>();
        private final Map<Failure, Timer> failures = new ConcurrentHashMap<>();

        Database(Tags tags) {
            this.tags = tags;
        }

        @Override
        public void ended(String name, @Nullable PgException error, long nanos) {
            var timer = error == null ? success(name) : failure(name, error);
            timer.record(nanos, TimeUnit.NANOSECONDS);
        }

        private Timer success(String name) {
            var known = successes.get(name);
            return known != null ? known : successes.computeIfAbsent(name, any -> timer(any, NONE, NONE));
        }

        private Timer failure(String name, PgException error) {
            var failure = error instanceof PgServerException
                    ? new Failure(name, error.sqlState(), error.sqlState())
                    : new Failure(name, NONE, error.getClass().getName());
            var known = failures.get(failure);
            if (known != null) {
                return known;
            }
            var told = failures.size() < MAX_ERRORS ? failure : new Failure(name, BEYOND, BEYOND);
            return failures.computeIfAbsent(told, any -> timer(any.name(), any.status(), any.type()));
        }

        private Timer timer(String name, String status, String type) {
            return meters.timer(
                    "db.client.operation.duration",
                    tags.and("db.operation.name", name, "db.response.status_code", status, "error.type", type),
                    "How long operations took, from their call to their end",
                    buckets);
        }
    }
}
