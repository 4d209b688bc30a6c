package io.penstock.it.jdbc;

import io.penstock.config.PoolOptions;
import io.penstock.config.ResetPolicy;
import io.penstock.jdbc.PenstockDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/** Connections whose statements share sessions, those of one URL with each other. */
final class SharingSources implements SideBySide.Opener, AutoCloseable {

    private static final int SHARED_SESSIONS = 2;

    private final Map<String, PenstockDataSource> sources = new HashMap<>();

    @Override
    public Connection open(String url, Properties user) throws SQLException {
        var source = sources.get(url);
        if (source == null) {
            var own = PoolOptions.builder().resetPolicy(ResetPolicy.DISCARD_ALL).build();
            source = PenstockDataSource.multiplexing("jdbc:penstock:" + url, user, own, SHARED_SESSIONS);
            sources.put(url, source);
        }
        return source.getConnection();
    }

    @Override
    public void close() {
        sources.values().forEach(PenstockDataSource::close);
    }
}
