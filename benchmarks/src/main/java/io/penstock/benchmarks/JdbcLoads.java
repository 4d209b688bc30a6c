package io.penstock.benchmarks;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.UUID;
import javax.sql.DataSource;

/** What is done through {@code java.sql}, whoever implements it. */
final class JdbcLoads {

    private static final String SELECT = Workload.SELECT.replace("$1", "?");

    private JdbcLoads() {}

    static Load.Select select(Connection connection) throws SQLException {
        var statement = connection.prepareStatement(SELECT);
        return id -> select(statement, id);
    }

    /** A connection borrowed for each. */
    static Load.Select select(DataSource pool) {
        return id -> {
            try (var connection = pool.getConnection();
                    var statement = connection.prepareStatement(SELECT)) {
                return select(statement, id);
            }
        };
    }

    private static int select(PreparedStatement statement, int id) throws SQLException {
        statement.setInt(1, id);
        try (var rows = statement.executeQuery()) {
            rows.next();
            return rows.getInt(1) + rows.getInt(2);
        }
    }

    /** @param fetchSize 0 for the driver's own way */
    static Load scan(Connection connection, int fetchSize) throws SQLException {
        connection.setAutoCommit(fetchSize == 0);
        var statement = connection.prepareStatement(Workload.SCAN);
        statement.setFetchSize(fetchSize);
        return Load.once(() -> {
            var count = 0L;
            var sum = 0L;
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    sum += read(rows);
                    count++;
                }
            }
            if (fetchSize > 0) {
                connection.commit();
            }
            return sum == 0 ? 0 : count;
        });
    }

    /** Every column through the getter of its type. */
    private static long read(ResultSet row) throws SQLException {
        return row.getInt(1)
                + row.getLong(2)
                + (long) row.getDouble(3)
                + row.getBigDecimal(4).scale()
                + row.getString(5).length()
                + row.getTimestamp(6).getNanos()
                + requireNonNull(row.getObject(7, UUID.class)).version();
    }

    /** A millisecond for each row. */
    static void readSlowly(Connection connection, int fetchSize, long nanos) throws Exception {
        connection.setAutoCommit(fetchSize == 0);
        var statement = connection.prepareStatement(Workload.COUNTED_SCAN);
        statement.setFetchSize(fetchSize);
        var end = System.nanoTime() + nanos;
        var rows = statement.executeQuery();
        while (System.nanoTime() - end < 0 && rows.next()) {
            Worker.rest();
        }
    }

    static Load insert(Connection connection) throws SQLException {
        var statement = connection.prepareStatement("insert into filled(a, b, c, d) values (?, ?, ?, ?)");
        var truncate = connection.prepareStatement("truncate filled");
        return Load.once(() -> {
            truncate.execute();
            for (var row = 0; row < Workload.INSERTED; row++) {
                statement.setInt(1, row);
                statement.setLong(2, row * 7L);
                statement.setString(3, "row number " + row);
                statement.setTimestamp(4, Timestamp.from(Instant.ofEpochSecond(1_700_000_000L + row)));
                statement.addBatch();
                if (row % Workload.BATCH == Workload.BATCH - 1) {
                    statement.executeBatch();
                }
            }
            return Workload.INSERTED;
        });
    }
}
