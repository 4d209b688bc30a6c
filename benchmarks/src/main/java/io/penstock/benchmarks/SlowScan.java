package io.penstock.benchmarks;

import java.sql.DriverManager;

/** How much the server has sent to a consumer that takes a row in a millisecond: a sequence counts the rows. */
final class SlowScan {

    private static final long NANOS = 5_000_000_000L;

    private SlowScan() {}

    interface Reading {
        void read(long nanos) throws Exception;
    }

    static Load of(Server server, Reading reading) throws Exception {
        var watch = DriverManager.getConnection(server.jdbcUrl("postgresql"));
        return Load.once(() -> {
            try (var statement = watch.createStatement()) {
                statement.execute("select setval('taken', 1)");
                reading.read(NANOS);
                try (var rows = statement.executeQuery("select last_value from taken")) {
                    rows.next();
                    return (rows.getLong(1) * Workload.COUNTED_ROW_BYTES) >> 10;
                }
            }
        });
    }
}
