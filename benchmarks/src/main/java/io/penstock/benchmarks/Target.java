package io.penstock.benchmarks;

import java.util.List;

/**
 * What is to be reached.
 *
 * @param peer against whom; the subject itself where the figure stands alone
 */
record Target(Workload workload, Contender subject, Contender peer, Metric metric, double bound) {

    /** What is compared. */
    enum Metric {
        RATE("rate"),
        CPU("CPU"),
        BYTES("bytes allocated"),
        P99("p99"),
        /** Of the subject alone. */
        P99_TO_P50("p99 / p50"),
        /** Where there is no rate: less is better. */
        AMOUNT("amount"),
        /** Of the subject alone, in KiB. */
        KIB("KiB");

        private final String label;

        Metric(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }

        boolean isAtLeast() {
            return this == RATE;
        }

        double of(Figures subject, Figures peer) {
            return switch (this) {
                case RATE, AMOUNT -> subject.rateAgainst(peer);
                case CPU -> subject.clientNanos() / peer.clientNanos();
                case BYTES -> subject.bytes() / peer.bytes();
                case P99 -> subject.p99Micros() / peer.p99Micros();
                case P99_TO_P50 -> subject.p99Micros() / subject.p50Micros();
                case KIB -> subject.rate() / 1024;
            };
        }

        boolean standsAlone() {
            return this == P99_TO_P50 || this == KIB;
        }
    }

    static final List<Target> ALL = List.of(
            of(Workload.W1, Contender.PENSTOCK_JDBC, Contender.PGJDBC, Metric.RATE, 1.00),
            of(Workload.W1, Contender.PENSTOCK_JDBC, Contender.PGJDBC, Metric.CPU, 1.00),
            of(Workload.W1, Contender.PENSTOCK_JDBC, Contender.PGJDBC, Metric.BYTES, 0.5),
            of(Workload.W1, Contender.PENSTOCK_JDBC, Contender.FLOOR, Metric.RATE, 0.95),
            of(Workload.W1V, Contender.PENSTOCK_JDBC, Contender.PGJDBC, Metric.RATE, 1.10),
            of(Workload.W1A, Contender.PENSTOCK, Contender.VERTX, Metric.RATE, 1.05),
            of(Workload.W1A, Contender.PENSTOCK, Contender.VERTX, Metric.BYTES, 0.5),
            of(Workload.W2, Contender.PENSTOCK_JDBC, Contender.PGJDBC, Metric.RATE, 1.3),
            of(Workload.W2, Contender.PENSTOCK_JDBC, Contender.PGJDBC, Metric.CPU, 0.6),
            of(Workload.W2, Contender.PENSTOCK_JDBC, Contender.PGJDBC, Metric.P99, 0.2),
            of(Workload.W2, Contender.PENSTOCK_MULTIPLEXING, Contender.PGJDBC, Metric.RATE, 1.3),
            of(Workload.W2, Contender.PENSTOCK_MULTIPLEXING, Contender.PGJDBC, Metric.CPU, 0.6),
            of(Workload.W2, Contender.PENSTOCK_MULTIPLEXING, Contender.PGJDBC, Metric.P99, 0.2),
            of(Workload.W2V, Contender.PENSTOCK_JDBC, Contender.PGJDBC, Metric.RATE, 1.3),
            of(Workload.W2V, Contender.PENSTOCK_JDBC, Contender.PGJDBC, Metric.CPU, 0.6),
            of(Workload.W2V, Contender.PENSTOCK_JDBC, Contender.PENSTOCK_JDBC, Metric.P99_TO_P50, 3),
            of(Workload.W2V, Contender.PENSTOCK_MULTIPLEXING, Contender.PGJDBC, Metric.RATE, 1.3),
            of(Workload.W2V, Contender.PENSTOCK_MULTIPLEXING, Contender.PGJDBC, Metric.CPU, 0.6),
            of(Workload.W2V, Contender.PENSTOCK_MULTIPLEXING, Contender.PENSTOCK_MULTIPLEXING, Metric.P99_TO_P50, 3),
            of(Workload.W2A, Contender.PENSTOCK, Contender.VERTX, Metric.RATE, 1.10),
            of(Workload.W2A, Contender.PENSTOCK, Contender.VERTX, Metric.CPU, 0.7),
            of(Workload.W3, Contender.PENSTOCK, Contender.VERTX, Metric.RATE, 1.00),
            of(Workload.W3, Contender.PENSTOCK, Contender.VERTX, Metric.CPU, 0.75),
            of(Workload.W3, Contender.PENSTOCK, Contender.VERTX, Metric.BYTES, 0.4),
            of(Workload.W3, Contender.PENSTOCK, Contender.FLOOR, Metric.RATE, 0.97),
            of(Workload.W3, Contender.PENSTOCK, Contender.PENSTOCK_ON_LOOP, Metric.RATE, 0.97),
            of(Workload.W3B, Contender.PENSTOCK, Contender.FLOOR, Metric.RATE, 0.85),
            of(Workload.W4, Contender.PENSTOCK_JDBC, Contender.PGJDBC, Metric.RATE, 1.2),
            of(Workload.W4, Contender.PENSTOCK_JDBC, Contender.PGJDBC, Metric.CPU, 0.6),
            of(Workload.W4, Contender.PENSTOCK_JDBC, Contender.PGJDBC, Metric.BYTES, 0.25),
            of(Workload.W4, Contender.PENSTOCK_JDBC, Contender.FLOOR, Metric.RATE, 0.9),
            of(Workload.W4, Contender.PENSTOCK_REACTIVE, Contender.VERTX, Metric.RATE, 1.3),
            of(Workload.W4S, Contender.PENSTOCK_JDBC, Contender.PGJDBC, Metric.AMOUNT, 1.00),
            of(Workload.W4S, Contender.PENSTOCK_FETCHING, Contender.PGJDBC, Metric.AMOUNT, 1.00),
            of(Workload.W5, Contender.PENSTOCK_JDBC, Contender.VERTX, Metric.RATE, 1.05),
            of(Workload.W5, Contender.PENSTOCK_JDBC, Contender.PGJDBC, Metric.RATE, 1.3),
            of(Workload.W5, Contender.PENSTOCK_REWRITING, Contender.PGJDBC_REWRITING, Metric.RATE, 1.2),
            of(Workload.W6_IN, Contender.PENSTOCK_BLOCKING, Contender.PSQL, Metric.RATE, 0.98),
            of(Workload.W6_IN, Contender.PENSTOCK_BLOCKING, Contender.PGJDBC, Metric.RATE, 0.98),
            of(Workload.W6_IN, Contender.PENSTOCK_BLOCKING, Contender.PGJDBC, Metric.CPU, 0.8),
            of(Workload.W6_OUT, Contender.PENSTOCK_BLOCKING, Contender.PSQL, Metric.RATE, 0.98),
            of(Workload.W6_OUT, Contender.PENSTOCK_BLOCKING, Contender.PGJDBC, Metric.RATE, 0.98),
            of(Workload.W6_OUT, Contender.PENSTOCK_BLOCKING, Contender.PGJDBC, Metric.CPU, 0.8),
            of(Workload.MEMORY, Contender.PENSTOCK_BLOCKING, Contender.PENSTOCK_BLOCKING, Metric.KIB, 32),
            of(Workload.MEMORY, Contender.PENSTOCK, Contender.PENSTOCK, Metric.KIB, 32));

    private static Target of(Workload workload, Contender subject, Contender peer, Metric metric, double bound) {
        return new Target(workload, subject, peer, metric, bound);
    }

    boolean isMetBy(double reached) {
        return metric.isAtLeast() ? reached >= bound : reached <= bound;
    }
}
