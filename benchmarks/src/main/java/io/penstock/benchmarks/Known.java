package io.penstock.benchmarks;

import java.util.List;

/**
 * How peers stood to each other when they were first measured, by other programs, on JDK 25 and a faster machine: what this harness says of
 * them must be like it, or it measures something else. Rates differ with the machine; bytes must not, but for those by which one JVM
 * optimizes more than another.
 *
 * @param figure of the subject against the peer
 */
record Known(Workload workload, Contender subject, Contender peer, Target.Metric metric, double figure) {

    static final List<Known> ALL = List.of(
            rate(Workload.W1, Contender.PGJDBC, Contender.FLOOR, 0.94),
            rate(Workload.W1, Contender.VERTX, Contender.PGJDBC, 0.56),
            rate(Workload.W1, Contender.R2DBC_POSTGRESQL, Contender.PGJDBC, 0.55),
            bytes(Workload.W1, Contender.VERTX, Contender.PGJDBC, 1.61),
            bytes(Workload.W1, Contender.R2DBC_POSTGRESQL, Contender.PGJDBC, 13.9),
            rate(Workload.W1A, Contender.R2DBC_POSTGRESQL, Contender.VERTX, 0.78),
            bytes(Workload.W1A, Contender.R2DBC_POSTGRESQL, Contender.VERTX, 10.7),
            rate(Workload.W2A, Contender.VERTX, Contender.VERTX_POOL, 1.71),
            rate(Workload.W2A, Contender.R2DBC_POSTGRESQL, Contender.VERTX_POOL, 0.57),
            bytes(Workload.W2A, Contender.R2DBC_POSTGRESQL, Contender.VERTX, 8.17),
            rate(Workload.W3, Contender.VERTX, Contender.FLOOR, 0.98),
            rate(Workload.W4, Contender.VERTX, Contender.PGJDBC, 0.90),
            rate(Workload.W4, Contender.R2DBC_POSTGRESQL, Contender.PGJDBC, 0.20),
            bytes(Workload.W4, Contender.VERTX, Contender.PGJDBC, 1.34),
            bytes(Workload.W4, Contender.R2DBC_POSTGRESQL, Contender.PGJDBC, 7.53),
            rate(Workload.W5, Contender.PGJDBC_REWRITING, Contender.PGJDBC, 2.48),
            rate(Workload.W5, Contender.VERTX, Contender.PGJDBC, 1.29),
            rate(Workload.W6_IN, Contender.PGJDBC, Contender.PSQL, 1.01),
            rate(Workload.W6_OUT, Contender.PGJDBC, Contender.PSQL, 1.06));

    private static Known rate(Workload workload, Contender subject, Contender peer, double figure) {
        return new Known(workload, subject, peer, Target.Metric.RATE, figure);
    }

    private static Known bytes(Workload workload, Contender subject, Contender peer, double figure) {
        return new Known(workload, subject, peer, Target.Metric.BYTES, figure);
    }
}
