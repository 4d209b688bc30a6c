package io.penstock.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.penstock.config.PoolOptions;
import io.penstock.jdbc.PenstockDataSource;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Properties;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/** The two implementations of {@code java.sql}, each with the pool that it is used with. */
final class JdbcContenders {

    private static final int FETCH_SIZE = 1_000;

    /** As many as the server has processors. */
    private static final int SHARED_SESSIONS = 2;

    private final Contender contender;
    private final Server server;

    private JdbcContenders(Contender contender, Server server) {
        this.contender = contender;
        this.server = server;
    }

    static Load of(Contender contender, Workload workload, Server server) throws Exception {
        return new JdbcContenders(contender, server).load(workload);
    }

    private Load load(Workload workload) throws Exception {
        return switch (workload) {
            case W1 -> Callers.one(JdbcLoads.select(connect()));
            case W1V -> Callers.virtual(1, JdbcLoads.select(connect()));
            case W2 -> Callers.platform(Workload.CALLERS, JdbcLoads.select(pool()));
            case W2V -> Callers.virtual(Workload.VIRTUAL_CALLERS, JdbcLoads.select(pool()));
            case W4 -> JdbcLoads.scan(connect(), fetchSize());
            case W4S -> SlowScan.of(server, nanos -> JdbcLoads.readSlowly(connect(), fetchSize(), nanos));
            case W5 -> JdbcLoads.insert(connect());
            case W6_IN -> copyIn(connect().unwrap(PGConnection.class));
            case W6_OUT -> copyOut(connect().unwrap(PGConnection.class));
            case MEMORY ->
                IdleConnections.of(count -> {
                    var connections = new ArrayList<Connection>();
                    for (var i = 0; i < count; i++) {
                        connections.add(connect());
                    }
                    return connections;
                });
            case W1A, W2A, W3, W3B -> throw Contender.absent(workload);
        };
    }

    private Load copyIn(PGConnection connection) throws Exception {
        var copies = connection.getCopyAPI();
        return Copies.in(server, data -> copies.copyIn(Copies.IN, data));
    }

    private static Load copyOut(PGConnection connection) throws SQLException {
        var copies = connection.getCopyAPI();
        return Load.once(() -> {
            var counted = new Counted();
            copies.copyOut(Copies.OUT, counted);
            return counted.bytes >> 10;
        });
    }

    private static final class Counted extends OutputStream {

        private long bytes;

        @Override
        public void write(int one) throws IOException {
            bytes++;
        }

        @Override
        public void write(byte[] data, int offset, int length) throws IOException {
            bytes += length;
        }
    }

    private boolean isPenstock() {
        return contender.isPenstock();
    }

    /** Without one pgjdbc holds the whole result; Penstock streams as it is, unless it is told to fetch. */
    private int fetchSize() {
        return isPenstock() && contender != Contender.PENSTOCK_FETCHING ? 0 : FETCH_SIZE;
    }

    private String url() {
        var rewriting = contender == Contender.PENSTOCK_REWRITING || contender == Contender.PGJDBC_REWRITING;
        return server.jdbcUrl(isPenstock() ? "penstock" : "postgresql")
                + (rewriting ? "&reWriteBatchedInserts=true" : "");
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(url());
    }

    private DataSource pool() throws SQLException {
        return isPenstock() ? penstock() : hikari();
    }

    private DataSource penstock() throws SQLException {
        var options = PoolOptions.builder().maxSize(Workload.CONNECTIONS).maxPending(1 << 20);
        return contender == Contender.PENSTOCK_MULTIPLEXING
                ? PenstockDataSource.multiplexing(url(), new Properties(), options.build(), SHARED_SESSIONS)
                : PenstockDataSource.of(
                        url(),
                        new Properties(),
                        options.minSize(Workload.CONNECTIONS).build());
    }

    private DataSource hikari() {
        var config = new HikariConfig();
        config.setJdbcUrl(url() + "&prepareThreshold=1");
        config.setMaximumPoolSize(Workload.CONNECTIONS);
        config.setConnectionTimeout(60_000);
        return new HikariDataSource(config);
    }
}
