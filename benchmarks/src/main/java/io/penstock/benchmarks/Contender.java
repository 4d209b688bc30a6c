package io.penstock.benchmarks;

/** A driver, or one way to use it, or a floor, which does the least that could be done. */
enum Contender {
    FLOOR("floor"),
    PENSTOCK_JDBC("Penstock JDBC"),
    PENSTOCK_REWRITING("Penstock JDBC, rewriting"),
    PENSTOCK_MULTIPLEXING("PenstockDataSource, multiplexing"),
    PENSTOCK_FETCHING("Penstock JDBC, fetch size 1,000"),
    PENSTOCK_BLOCKING("Penstock, blocking"),
    PENSTOCK("Penstock, asynchronous"),
    PENSTOCK_ON_LOOP("Penstock, not off-loaded"),
    PENSTOCK_REACTIVE("Penstock reactive"),
    PENSTOCK_R2DBC("Penstock R2DBC"),
    PGJDBC("pgjdbc"),
    PGJDBC_REWRITING("pgjdbc, rewriting"),
    VERTX("vertx-pg-client"),
    VERTX_POOL("vertx-pg-client's pool"),
    R2DBC_POSTGRESQL("r2dbc-postgresql"),
    PSQL("psql");

    private final String label;

    Contender(String label) {
        this.label = label;
    }

    /** As a reader knows it; a pool in front of it is named with the workload. */
    String label(Workload workload) {
        var pooled = workload == Workload.W2 || workload == Workload.W2V;
        return switch (this) {
            case PENSTOCK_JDBC -> pooled ? "PenstockDataSource" : label;
            case PENSTOCK_BLOCKING -> pooled ? "Penstock BlockingPool" : label;
            case PGJDBC -> pooled ? "HikariCP, pgjdbc" : label;
            case R2DBC_POSTGRESQL -> workload == Workload.W2A ? "r2dbc-pool, r2dbc-postgresql" : label;
            case FLOOR,
                    PENSTOCK_REWRITING,
                    PENSTOCK_MULTIPLEXING,
                    PENSTOCK_FETCHING,
                    PENSTOCK,
                    PENSTOCK_ON_LOOP,
                    PENSTOCK_REACTIVE,
                    PENSTOCK_R2DBC,
                    PGJDBC_REWRITING,
                    VERTX,
                    VERTX_POOL,
                    PSQL -> label;
        };
    }

    boolean isPenstock() {
        return name().startsWith("PENSTOCK");
    }

    /** What it does in a workload. */
    Load load(Workload workload, Server server) throws Exception {
        return switch (this) {
            case FLOOR -> FloorLoads.of(workload, server);
            case PENSTOCK_JDBC,
                    PENSTOCK_REWRITING,
                    PENSTOCK_MULTIPLEXING,
                    PENSTOCK_FETCHING,
                    PGJDBC,
                    PGJDBC_REWRITING -> JdbcContenders.of(this, workload, server);
            case PENSTOCK_BLOCKING, PENSTOCK, PENSTOCK_ON_LOOP -> CoreLoads.of(this, workload, server);
            case PENSTOCK_REACTIVE -> ReactiveLoads.of(workload, server);
            case PENSTOCK_R2DBC, R2DBC_POSTGRESQL -> R2dbcLoads.of(this, workload, server);
            case VERTX, VERTX_POOL -> VertxLoads.of(this, workload, server);
            case PSQL -> PsqlLoads.of(workload, server);
        };
    }

    /** A contender that does not take part. */
    static AssertionError absent(Workload workload) {
        return new AssertionError("BUG: not in " + workload);
    }
}
