package io.penstock.jdbc;

import static java.util.Objects.requireNonNull;

import io.penstock.error.PgException;
import io.penstock.jdbc.internal.errors.SqlErrors;
import io.penstock.jdbc.internal.url.JdbcOptions;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.Properties;
import java.util.logging.Logger;
import javax.naming.Reference;
import javax.naming.Referenceable;
import javax.naming.StringRefAddr;
import javax.sql.CommonDataSource;
import org.jspecify.annotations.Nullable;

/**
 * What containers set of a data source, as properties of a bean. Either a URL, with all that it can say, or a server, a port and a database; and beside it any property that
 * {@link PenstockDriver} takes.
 *
 * <p>A directory keeps it as a {@link Reference}: its properties, the password among them, and the name of {@link PenstockObjectFactory}, which makes it again.
 *
 * <p>Set by one thread before the first connection is asked for.
 */
public abstract sealed class PenstockCommonDataSource implements CommonDataSource, Referenceable
        permits PenstockConnectionPoolDataSource, PenstockXADataSource {

    private static final String NO_URL = "jdbc:penstock:///";

    private final Properties properties = new Properties();
    private String url = NO_URL;

    PenstockCommonDataSource() {}

    /** All that was set, for one connection. */
    final JdbcOptions options() throws SQLException {
        return options(properties);
    }

    private JdbcOptions options(Properties set) throws SQLException {
        try {
            return JdbcOptions.of(url, set);
        } catch (PgException e) {
            throw SqlErrors.of(e);
        }
    }

    /** The same as another user. */
    final JdbcOptions options(String user, String password) throws SQLException {
        var others = new Properties();
        others.putAll(properties);
        others.setProperty("user", requireNonNull(user, "user"));
        others.setProperty("password", requireNonNull(password, "password"));
        return options(others);
    }

    /** {@code jdbc:penstock:} or {@code jdbc:postgresql:}; what it says wins over the properties. */
    public final void setUrl(String newUrl) {
        url = requireNonNull(newUrl, "newUrl");
    }

    public final String getUrl() {
        return url;
    }

    /** As {@link #setUrl}; some containers spell it so. */
    public final void setURL(String newUrl) {
        setUrl(newUrl);
    }

    public final String getURL() {
        return url;
    }

    /** Any property, by the name that it has in a URL. */
    public final void setProperty(String name, String value) {
        properties.setProperty(requireNonNull(name, "name"), requireNonNull(value, "value"));
    }

    /** What a property was set to; null where it was not. Never the password. */
    public final @Nullable String getProperty(String name) {
        return name.equals("password") ? null : properties.getProperty(name);
    }

    public final void setUser(String user) {
        setProperty("user", user);
    }

    public final @Nullable String getUser() {
        return getProperty("user");
    }

    /** There is no getter. */
    public final void setPassword(String password) {
        setProperty("password", password);
    }

    /** One host, or several with commas between them. */
    public final void setServerName(String hosts) {
        setProperty("PGHOST", hosts);
    }

    public final @Nullable String getServerName() {
        return getProperty("PGHOST");
    }

    public final void setPortNumber(int port) {
        setProperty("PGPORT", String.valueOf(port));
    }

    public final void setDatabaseName(String database) {
        setProperty("PGDBNAME", database);
    }

    public final @Nullable String getDatabaseName() {
        return getProperty("PGDBNAME");
    }

    public final void setApplicationName(String name) {
        setProperty("ApplicationName", name);
    }

    public final @Nullable String getApplicationName() {
        return getProperty("ApplicationName");
    }

    public final void setCurrentSchema(String schema) {
        setProperty("currentSchema", schema);
    }

    public final @Nullable String getCurrentSchema() {
        return getProperty("currentSchema");
    }

    public final void setSslMode(String mode) {
        setProperty("sslmode", mode);
    }

    public final @Nullable String getSslMode() {
        return getProperty("sslmode");
    }

    /** @param seconds 0 for the longest that there is */
    @Override
    public final void setLoginTimeout(int seconds) {
        setProperty("loginTimeout", String.valueOf(seconds));
    }

    @Override
    public final int getLoginTimeout() {
        return Integer.parseInt(properties.getProperty("loginTimeout", "0"));
    }

    @Override
    public final @Nullable PrintWriter getLogWriter() {
        return null;
    }

    /** Logging is {@link System.Logger}'s. */
    @Override
    public final void setLogWriter(@Nullable PrintWriter out) throws SQLException {
        throw SqlErrors.unsupported("setLogWriter");
    }

    // ---- in a directory

    @Override
    public final Reference getReference() {
        var reference = new Reference(getClass().getName(), PenstockObjectFactory.class.getName(), null);
        reference.add(new StringRefAddr("url", url));
        properties.forEach((name, value) -> reference.add(
                name.equals("password")
                        ? new SecretAddress((String) name, (String) value)
                        : new StringRefAddr((String) name, (String) value)));
        return reference;
    }

    /** Sets what a reference has under this name: a property's, or a bean's. */
    final void set(String name, String value) {
        switch (name) {
            case "url", "URL" -> setUrl(value);
            case "serverName" -> setServerName(value);
            case "portNumber" -> setProperty("PGPORT", value);
            case "databaseName" -> setDatabaseName(value);
            case "applicationName" -> setApplicationName(value);
            case "sslMode" -> setSslMode(value);
            default -> setProperty(name, value);
        }
    }

    // ---- for all of them

    /** As {@link PenstockDriver}'s. */
    @Override
    public final Logger getParentLogger() {
        return PenstockDriver.logger();
    }
}
