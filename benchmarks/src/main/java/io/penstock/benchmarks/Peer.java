package io.penstock.benchmarks;

import io.penstock.Penstock;
import io.penstock.config.ConnectionOptions;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Tuple;
import java.sql.DriverManager;

/** A driver, or a floor, as something that does W1: one prepared select by primary key, and the sum of its two columns. */
enum Peer {
    /** A bare blocking socket that sends prepared bytes and decodes nothing. */
    FLOOR {
        @Override
        Select connect(String host, int port, String user, String database) throws Exception {
            return new SocketFloor(host, port, user, database);
        }
    },

    /** Penstock, the pipeline run by the caller. */
    PENSTOCK_CALLER {
        @Override
        Select connect(String host, int port, String user, String database) {
            var connection = Penstock.create().connectBlocking(options(host, port, user, database));
            return id -> {
                var row = connection.query(SELECT, id).single();
                return row.getInt(0) + row.getInt(1);
            };
        }
    },

    /** Penstock, the pipeline run by an event loop, the caller waiting for each stage. */
    PENSTOCK_LOOP {
        @Override
        Select connect(String host, int port, String user, String database) {
            var connection = Penstock.create()
                    .connect(options(host, port, user, database))
                    .toCompletableFuture()
                    .join();
            return id -> {
                var row = connection
                        .query(SELECT, id)
                        .toCompletableFuture()
                        .join()
                        .single();
                return row.getInt(0) + row.getInt(1);
            };
        }
    },

    PGJDBC {
        @Override
        Select connect(String host, int port, String user, String database) throws Exception {
            var connection = DriverManager.getConnection(
                    "jdbc:postgresql://" + host + ":" + port + "/" + database + "?sslmode=disable&user=" + user);
            var statement = connection.prepareStatement(SELECT.replace("$1", "?"));
            return id -> {
                statement.setInt(1, id);
                try (var rows = statement.executeQuery()) {
                    rows.next();
                    return rows.getInt(1) + rows.getInt(2);
                }
            };
        }
    },

    /** vertx-pg-client, the caller waiting for each future. */
    VERTX {
        @Override
        Select connect(String host, int port, String user, String database) throws Exception {
            var options = new PgConnectOptions()
                    .setHost(host)
                    .setPort(port)
                    .setUser(user)
                    .setDatabase(database)
                    .setCachePreparedStatements(true);
            var connection = PgConnection.connect(Vertx.vertx(), options)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get();
            var query = connection.preparedQuery(SELECT);
            return id -> {
                var row = query.execute(Tuple.of(id))
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get()
                        .iterator()
                        .next();
                return row.getInteger(0) + row.getInteger(1);
            };
        }
    };

    static final String SELECT = "select id, randomnumber from world where id = $1";

    /** One operation. */
    interface Select {
        int run(int id) throws Exception;
    }

    abstract Select connect(String host, int port, String user, String database) throws Exception;

    private static ConnectionOptions options(String host, int port, String user, String database) {
        return ConnectionOptions.parse(
                "postgresql://" + user + "@" + host + ":" + port + "/" + database + "?sslmode=disable");
    }
}
