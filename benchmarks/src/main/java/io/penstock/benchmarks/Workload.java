package io.penstock.benchmarks;

import static io.penstock.benchmarks.Contender.FLOOR;
import static io.penstock.benchmarks.Contender.PENSTOCK;
import static io.penstock.benchmarks.Contender.PENSTOCK_BLOCKING;
import static io.penstock.benchmarks.Contender.PENSTOCK_FETCHING;
import static io.penstock.benchmarks.Contender.PENSTOCK_JDBC;
import static io.penstock.benchmarks.Contender.PENSTOCK_MULTIPLEXING;
import static io.penstock.benchmarks.Contender.PENSTOCK_ON_LOOP;
import static io.penstock.benchmarks.Contender.PENSTOCK_R2DBC;
import static io.penstock.benchmarks.Contender.PENSTOCK_REACTIVE;
import static io.penstock.benchmarks.Contender.PENSTOCK_REWRITING;
import static io.penstock.benchmarks.Contender.PGJDBC;
import static io.penstock.benchmarks.Contender.PGJDBC_REWRITING;
import static io.penstock.benchmarks.Contender.PSQL;
import static io.penstock.benchmarks.Contender.R2DBC_POSTGRESQL;
import static io.penstock.benchmarks.Contender.VERTX;
import static io.penstock.benchmarks.Contender.VERTX_POOL;

import java.util.List;

/** What is measured. */
enum Workload {
    W1(
            "one caller, one connection, one prepared select after the other",
            Unit.OPERATION,
            List.of(FLOOR, PENSTOCK_JDBC, PENSTOCK_BLOCKING, PGJDBC, VERTX, R2DBC_POSTGRESQL)),
    W1V("the same in a virtual thread", Unit.OPERATION, List.of(FLOOR, PENSTOCK_JDBC, PGJDBC)),
    W1A(
            "the same, each issued by the completion of the one before",
            Unit.OPERATION,
            List.of(PENSTOCK, PENSTOCK_ON_LOOP, PENSTOCK_REACTIVE, PENSTOCK_R2DBC, VERTX, R2DBC_POSTGRESQL)),
    W2(
            "64 platform threads, 8 connections, one borrowed for each select",
            Unit.OPERATION,
            List.of(PENSTOCK_JDBC, PENSTOCK_MULTIPLEXING, PENSTOCK_BLOCKING, PGJDBC)),
    W2V(
            "1,000 virtual threads, 8 connections, one borrowed for each select",
            Unit.OPERATION,
            List.of(PENSTOCK_JDBC, PENSTOCK_MULTIPLEXING, PGJDBC)),
    W2A(
            "64 asynchronous callers over 8 connections",
            Unit.OPERATION,
            List.of(PENSTOCK, PENSTOCK_ON_LOOP, VERTX, VERTX_POOL, R2DBC_POSTGRESQL)),
    W3("256 selects in flight on one connection", Unit.OPERATION, List.of(FLOOR, PENSTOCK, PENSTOCK_ON_LOOP, VERTX)),
    W3B("256 selects with one Sync", Unit.OPERATION, List.of(FLOOR, PENSTOCK)),
    W4(
            "a scan, every column read",
            Unit.ROW,
            List.of(
                    FLOOR,
                    PENSTOCK_JDBC,
                    PGJDBC,
                    PENSTOCK,
                    PENSTOCK_REACTIVE,
                    PENSTOCK_R2DBC,
                    VERTX,
                    R2DBC_POSTGRESQL)),
    W4S(
            "a consumer of 1 ms for a row: taken from the server in 5 s",
            Unit.KIB_TAKEN,
            List.of(PENSTOCK_JDBC, PENSTOCK_FETCHING, PGJDBC)),
    W5(
            "rows inserted in batches of 1,000",
            Unit.ROW,
            List.of(PENSTOCK_JDBC, PENSTOCK_REWRITING, PGJDBC, PGJDBC_REWRITING, VERTX)),
    W6_IN("COPY in", Unit.KIB, List.of(PENSTOCK_BLOCKING, PGJDBC, PSQL)),
    W6_OUT("COPY out", Unit.KIB, List.of(PENSTOCK_BLOCKING, PGJDBC, PSQL)),
    MEMORY(
            "idle connections: heap and direct memory of each",
            Unit.BYTES_HELD,
            List.of(PENSTOCK_BLOCKING, PENSTOCK, PGJDBC));

    /** What is counted. */
    enum Unit {
        OPERATION,
        ROW,
        KIB,
        /** Not a rate: what the server had sent, all in all. */
        KIB_TAKEN,
        /** Not a rate: what one connection holds. */
        BYTES_HELD;

        boolean isRate() {
            return switch (this) {
                case OPERATION, ROW, KIB -> true;
                case KIB_TAKEN, BYTES_HELD -> false;
            };
        }

        String label() {
            return switch (this) {
                case OPERATION -> "operation";
                case ROW -> "row";
                case KIB -> "KiB";
                case KIB_TAKEN -> "KiB taken";
                case BYTES_HELD -> "bytes held";
            };
        }
    }

    static final String SELECT = "select id, randomnumber from world where id = $1";
    static final String SCAN = "select id, a, b, c, d, e, f from big";

    /** The sequence tells how far the server has come. */
    static final String COUNTED_SCAN = "select nextval('taken'), d, repeat('x', 64) from big";

    /** What a row of it takes on the wire, about. */
    static final int COUNTED_ROW_BYTES = 7 + 3 * 4 + 8 + 24 + 64;

    static final int INSERTED = 100_000;
    static final int BATCH = 1_000;
    static final int CALLERS = 64;
    static final int VIRTUAL_CALLERS = 1_000;
    static final int CONNECTIONS = 8;
    static final int IN_FLIGHT = 256;
    static final int IDLE = 1_000;

    private final String title;
    private final Unit unit;
    private final List<Contender> contenders;

    Workload(String title, Unit unit, List<Contender> contenders) {
        this.title = title;
        this.unit = unit;
        this.contenders = contenders;
    }

    /** As the page names it. */
    String label() {
        return switch (this) {
            case W6_IN -> "W6 in";
            case W6_OUT -> "W6 out";
            case MEMORY -> "Memory";
            case W1V -> "W1v";
            case W1A -> "W1a";
            case W2V -> "W2v";
            case W2A -> "W2a";
            case W3B -> "W3b";
            case W4S -> "W4s";
            case W1, W2, W3, W4, W5 -> name();
        };
    }

    String title() {
        return title;
    }

    Unit unit() {
        return unit;
    }

    List<Contender> contenders() {
        return contenders;
    }

    /** Whether a wake-up across processors would drown what is measured: client and server share one. */
    boolean isSequential() {
        return switch (this) {
            case W1, W1V, W1A -> true;
            case W2, W2V, W2A, W3, W3B, W4, W4S, W5, W6_IN, W6_OUT, MEMORY -> false;
        };
    }

    boolean needsVirtualThreads() {
        return this == W1V || this == W2V;
    }

    /** The heap of a client, as the JVM is told. */
    String heap() {
        return this == W4 ? "-Xmx64m" : "-Xmx1g";
    }
}
