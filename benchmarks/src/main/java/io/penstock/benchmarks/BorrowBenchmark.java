package io.penstock.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.penstock.Penstock;
import io.penstock.config.ConnectionOptions;
import io.penstock.config.PoolOptions;
import io.penstock.pool.BlockingPool;
import java.io.PrintWriter;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it costs to borrow a connection and to return it, without using it: for one thread, and for two that never have to wait. HikariCP's
 * connection is a proxy that does nothing; Penstock's is a real one, to a server that only greets.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
@State(Scope.Benchmark)
public class BorrowBenchmark {

    /** A pool, as something that borrows and returns. */
    public enum Kind {
        PENSTOCK {
            @Override
            Borrowing open() {
                var server = new GreetingServer();
                var penstock = Penstock.create();
                var options = PoolOptions.builder().maxSize(SIZE).minSize(SIZE).build();
                var pool = BlockingPool.create(penstock, ConnectionOptions.parse(server.url()), options);
                return new Borrowing() {
                    @Override
                    public boolean borrowAndReturn() {
                        try (var connection = pool.acquire()) {
                            return connection.isOpen();
                        }
                    }

                    @Override
                    public void close() {
                        pool.close();
                        penstock.close();
                        server.close();
                    }
                };
            }
        },

        HIKARICP {
            @Override
            Borrowing open() {
                var config = new HikariConfig();
                config.setDataSource(new IdleSource());
                config.setMaximumPoolSize(SIZE);
                var pool = new HikariDataSource(config);
                return new Borrowing() {
                    @Override
                    public boolean borrowAndReturn() {
                        try (var connection = pool.getConnection()) {
                            return !connection.isClosed();
                        } catch (SQLException e) {
                            throw new AssertionError(e);
                        }
                    }

                    @Override
                    public void close() {
                        pool.close();
                    }
                };
            }
        };

        abstract Borrowing open();
    }

    private static final int SIZE = 8;

    /** What is measured. */
    interface Borrowing extends AutoCloseable {

        boolean borrowAndReturn();

        @Override
        void close();
    }

    @Param
    Kind kind = Kind.PENSTOCK;

    private @Nullable Borrowing pool;

    @Setup
    public void open() {
        pool = kind.open();
    }

    @TearDown
    public void close() {
        pool().close();
    }

    private Borrowing pool() {
        var opened = pool;
        if (opened == null) {
            throw new AssertionError("not set up");
        }
        return opened;
    }

    @Benchmark
    @Threads(1)
    public boolean oneThread() {
        return pool().borrowAndReturn();
    }

    @Benchmark
    @Threads(2)
    public boolean twoThreads() {
        return pool().borrowAndReturn();
    }

    /** Connections that do nothing. */
    private static final class IdleSource implements DataSource {

        @Override
        public Connection getConnection() {
            return (Connection) Proxy.newProxyInstance(
                    Connection.class.getClassLoader(),
                    new Class<?>[] {Connection.class},
                    (proxy, method, arguments) -> {
                        var type = method.getReturnType();
                        if (type == boolean.class) {
                            return method.getName().equals("isValid")
                                    || method.getName().equals("getAutoCommit");
                        }
                        return type == int.class ? 0 : null;
                    });
        }

        @Override
        public Connection getConnection(String user, String password) {
            return getConnection();
        }

        @Override
        public @Nullable PrintWriter getLogWriter() {
            return null;
        }

        @Override
        public void setLogWriter(@Nullable PrintWriter out) {}

        @Override
        public void setLoginTimeout(int seconds) {}

        @Override
        public int getLoginTimeout() {
            return 0;
        }

        @Override
        public Logger getParentLogger() {
            return Logger.getGlobal();
        }

        @Override
        public <T> T unwrap(Class<T> type) throws SQLException {
            throw new SQLException("not a wrapper");
        }

        @Override
        public boolean isWrapperFor(Class<?> type) {
            return false;
        }
    }
}
