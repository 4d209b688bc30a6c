package io.penstock.jdbc;

import static java.util.Objects.requireNonNull;

import io.penstock.config.ConnectionOptions;
import io.penstock.error.PgException;
import io.penstock.jdbc.internal.connection.DriverClient;
import io.penstock.jdbc.internal.errors.SqlErrors;
import io.penstock.jdbc.internal.session.DriverVersion;
import io.penstock.jdbc.internal.url.ConnectionProperty;
import io.penstock.jdbc.internal.url.JdbcOptions;
import io.penstock.jdbc.internal.url.JdbcUrl;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Properties;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The driver that {@link DriverManager} finds: {@code jdbc:penstock:} and {@code jdbc:postgresql:}, with pgjdbc's grammar and properties.
 *
 * <pre>
 *   jdbc:postgresql://host1:5432,host2:5432/database?user=app&amp;targetServerType=primary
 * </pre>
 *
 * <p>Where pgjdbc is on the class path too, {@code jdbc:postgresql:} stays its own: nobody's driver changes because a jar was added.
 *
 * <p>Its connections are run by the threads that call them. What they share is a client, made with the first of them, and ended with the last or when the
 * driver is deregistered: no thread stays behind an application that has closed its connections.
 */
public final class PenstockDriver implements Driver {

    /** pgjdbc's connection: the name of its driver may be a bridge's, which leads here. */
    private static final String OTHER_DRIVER = "org.postgresql.jdbc.PgConnection";

    static {
        try {
            DriverManager.registerDriver(new PenstockDriver(), DriverClient::close);
        } catch (SQLException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** For {@link java.util.ServiceLoader}. */
    public PenstockDriver() {}

    @Override
    public @Nullable Connection connect(String url, @Nullable Properties info) throws SQLException {
        if (!acceptsURL(url)) {
            return null;
        }
        try {
            return DriverClient.open(JdbcOptions.of(url, info == null ? new Properties() : info));
        } catch (PgException e) {
            throw SqlErrors.of(e);
        }
    }

    /**
     * What a URL says of the connection itself, for the core: a {@link io.penstock.Penstock#listener}, a {@link io.penstock.PgConnection} whose calls are stages, or a
     * pool of them, beside JDBC's connections.
     *
     * @param url of this driver or of pgjdbc
     * @throws SQLException if the URL or a property is malformed, unknown or refused
     */
    public static ConnectionOptions connectionOptions(String url, Properties properties) throws SQLException {
        try {
            return JdbcOptions.of(requireNonNull(url, "url"), requireNonNull(properties, "properties"))
                    .connection();
        } catch (PgException e) {
            throw SqlErrors.of(e);
        }
    }

    @Override
    public boolean acceptsURL(String url) throws SQLException {
        if (url == null) {
            throw new SQLException("the URL is null", "22023");
        }
        return JdbcUrl.isOwn(url) || (JdbcUrl.isPostgresql(url) && !OtherDriver.IS_THERE);
    }

    /** Looked up once; nothing of it is run. */
    private static final class OtherDriver {

        static final boolean IS_THERE = isThere();

        private static boolean isThere() {
            try {
                Class.forName(OTHER_DRIVER, false, PenstockDriver.class.getClassLoader());
                return true;
            } catch (ClassNotFoundException e) {
                return false;
            }
        }
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, @Nullable Properties info) {
        return Arrays.stream(ConnectionProperty.values())
                .map(property -> propertyInfo(property, info))
                .toArray(DriverPropertyInfo[]::new);
    }

    private static DriverPropertyInfo propertyInfo(ConnectionProperty property, @Nullable Properties info) {
        var told =
                new DriverPropertyInfo(property.keyword(), info == null ? null : info.getProperty(property.keyword()));
        told.description = property.note();
        return told;
    }

    @Override
    public int getMajorVersion() {
        return DriverVersion.MAJOR;
    }

    @Override
    public int getMinorVersion() {
        return DriverVersion.MINOR;
    }

    /** As little as other drivers of PostgreSQL: parts of SQL-92's entry level are not there. */
    @Override
    public boolean jdbcCompliant() {
        return false;
    }

    /** The one above the driver's own, where {@link System.Logger} logs through {@code java.util.logging}, as it does by default. */
    @Override
    public Logger getParentLogger() {
        return logger();
    }

    static Logger logger() {
        return Logger.getLogger("io.penstock");
    }
}
