package org.postgresql;

import io.penstock.jdbc.PenstockDriver;
import java.sql.Connection;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * {@link PenstockDriver} under the class name that frameworks derive from {@code jdbc:postgresql:} URLs.
 *
 * <p>It is not registered with {@link java.sql.DriverManager}: loading it registers {@link PenstockDriver}, which answers to the same URLs. Where pgjdbc is on
 * the class path as well it depends on chance whose {@code Driver} is loaded; this one then refuses to connect, and says what to leave out.
 */
public final class Driver implements java.sql.Driver {

    private static final String CONNECTION_EXCEPTION = "08001";

    private final PenstockDriver driver = new PenstockDriver();

    /** For those who load it by name. */
    public Driver() {}

    /**
     * @throws SQLException as {@link PenstockDriver#connect}, and where pgjdbc is on the class path as well
     */
    @Override
    public @Nullable Connection connect(String url, @Nullable Properties info) throws SQLException {
        var connection = driver.connect(url, info);
        if (connection == null && url.startsWith("jdbc:postgresql:")) {
            throw new SQLException(
                    "pgjdbc is on the class path, and so is penstock-pgjdbc-bridge, which stands in for it: leave one of them out",
                    CONNECTION_EXCEPTION);
        }
        return connection;
    }

    @Override
    public boolean acceptsURL(String url) throws SQLException {
        return driver.acceptsURL(url);
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, @Nullable Properties info) {
        return driver.getPropertyInfo(url, info);
    }

    @Override
    public int getMajorVersion() {
        return driver.getMajorVersion();
    }

    @Override
    public int getMinorVersion() {
        return driver.getMinorVersion();
    }

    @Override
    public boolean jdbcCompliant() {
        return driver.jdbcCompliant();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return driver.getParentLogger();
    }
}
