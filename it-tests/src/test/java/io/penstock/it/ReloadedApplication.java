package io.penstock.it;

import static java.util.Objects.requireNonNull;

import io.penstock.Penstock;
import io.penstock.config.ConnectionOptions;
import io.penstock.config.PoolOptions;
import io.penstock.config.SslMode;
import io.penstock.jdbc.PenstockDataSource;
import io.penstock.jdbc.PenstockDriver;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.function.BiFunction;

/**
 * An application that {@link ReloadMain} deploys, with the driver in its class loader: it uses the driver in each way, on the container's threads, and closes what
 * it has opened.
 */
public final class ReloadedApplication implements BiFunction<List<String>, ExecutorService, String> {

    @Override
    public String apply(List<String> server, ExecutorService threads) {
        try {
            var options = ConnectionOptions.builder()
                    .host(server.get(0))
                    .port(Integer.parseInt(server.get(1)))
                    .database(server.get(2))
                    .user(server.get(3))
                    .password(server.get(4))
                    .sslMode(SslMode.valueOf(server.get(5)))
                    .applicationName("penstock-it")
                    .build();
            return Integer.toString(overCore(options, threads) + overJdbc(server));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static int overCore(ConnectionOptions options, ExecutorService threads) throws Exception {
        try (var client = Penstock.create()) {
            var connection = await(client.connect(options));
            int sum = await(connection.query("select $1::int", 1)).single().getInt(0);
            await(connection.close());
            // On two threads of the container's.
            return sum
                    + blocking(client, options)
                    + threads.submit(() -> blocking(client, options)).get();
        }
    }

    private static int blocking(Penstock client, ConnectionOptions options) {
        try (var connection = client.connectBlocking(options)) {
            return connection.query("select $1::int", 2).single().getInt(0);
        }
    }

    private static <T> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    private static int overJdbc(List<String> server) throws Exception {
        Class.forName(PenstockDriver.class.getName());
        var url = "jdbc:penstock://" + server.get(0) + ":" + server.get(1) + "/" + server.get(2);
        var user = new Properties();
        user.setProperty("user", server.get(3));
        user.setProperty("password", server.get(4));
        user.setProperty("sslmode", server.get(5).toLowerCase(Locale.ROOT));
        user.setProperty("ApplicationName", "penstock-it");
        int sum;
        try (var connection = DriverManager.getConnection(url, user)) {
            sum = ask(connection, "select 3");
        }
        try (var source = PenstockDataSource.of(
                        url, user, PoolOptions.builder().maxSize(2).build());
                var connection = source.getConnection()) {
            sum += ask(connection, "select 4");
        }
        // As a container does that minds its drivers: those of this loader.
        for (var driver : DriverManager.drivers().toList()) {
            DriverManager.deregisterDriver(requireNonNull(driver));
        }
        return sum;
    }

    private static int ask(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
