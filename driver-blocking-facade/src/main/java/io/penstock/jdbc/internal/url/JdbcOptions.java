package io.penstock.jdbc.internal.url;

import static io.penstock.jdbc.internal.url.ConnectionProperty.APPLICATION_NAME;
import static io.penstock.jdbc.internal.url.ConnectionProperty.CANCEL_SIGNAL_TIMEOUT;
import static io.penstock.jdbc.internal.url.ConnectionProperty.CHANNEL_BINDING;
import static io.penstock.jdbc.internal.url.ConnectionProperty.CONNECT_TIMEOUT;
import static io.penstock.jdbc.internal.url.ConnectionProperty.CURRENT_SCHEMA;
import static io.penstock.jdbc.internal.url.ConnectionProperty.LOAD_BALANCE_HOSTS;
import static io.penstock.jdbc.internal.url.ConnectionProperty.LOGIN_TIMEOUT;
import static io.penstock.jdbc.internal.url.ConnectionProperty.OPTIONS;
import static io.penstock.jdbc.internal.url.ConnectionProperty.PASSWORD;
import static io.penstock.jdbc.internal.url.ConnectionProperty.PG_DBNAME;
import static io.penstock.jdbc.internal.url.ConnectionProperty.PG_HOST;
import static io.penstock.jdbc.internal.url.ConnectionProperty.PG_PORT;
import static io.penstock.jdbc.internal.url.ConnectionProperty.PREPARED_STATEMENT_CACHE_QUERIES;
import static io.penstock.jdbc.internal.url.ConnectionProperty.PREPARED_STATEMENT_CACHE_SIZE_MIB;
import static io.penstock.jdbc.internal.url.ConnectionProperty.PROTOCOL_VERSION;
import static io.penstock.jdbc.internal.url.ConnectionProperty.REQUIRE_AUTH;
import static io.penstock.jdbc.internal.url.ConnectionProperty.SCRAM_MAX_ITERATIONS;
import static io.penstock.jdbc.internal.url.ConnectionProperty.TARGET_SERVER_TYPE;
import static io.penstock.jdbc.internal.url.ConnectionProperty.USER;

import io.penstock.config.AuthPolicy;
import io.penstock.config.ChannelBinding;
import io.penstock.config.ConnectionOptions;
import io.penstock.config.HostAddress;
import io.penstock.config.LoadBalanceHosts;
import io.penstock.config.ProtocolVersion;
import io.penstock.config.StatementCacheOptions;
import io.penstock.config.TargetSessionAttrs;
import io.penstock.config.Timeouts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/**
 * All that a URL and the properties given with it say.
 *
 * @param connection for the core
 * @param facade for the facade
 */
public record JdbcOptions(ConnectionOptions connection, FacadeOptions facade) {

    /**
     * Reads a URL and the properties beside it; those in the URL win.
     *
     * @throws io.penstock.error.PgConfigException if something is malformed, unknown or refused
     */
    public static JdbcOptions of(String url, Properties properties) {
        var parsed = JdbcUrl.parse(url);
        var settings = Settings.of(parsed, properties);
        var facade = FacadeSettings.of(settings);
        return new JdbcOptions(connection(parsed, settings, facade), facade);
    }

    private static ConnectionOptions connection(JdbcUrl url, Settings settings, FacadeOptions facade) {
        var builder = ConnectionOptions.builder().hosts(url.hosts().isEmpty() ? hosts(settings) : url.hosts());
        var user = settings.text(USER);
        if (user != null) {
            builder.user(user);
        }
        var database = url.database() != null ? url.database() : settings.text(PG_DBNAME);
        if (database != null) {
            builder.database(database);
        }
        var password = settings.text(PASSWORD);
        if (password != null) {
            builder.password(password);
        }
        session(builder, settings);
        if (facade.access() == FacadeOptions.Access.READ_ONLY && facade.readOnlyMode() == ReadOnlyMode.ALWAYS) {
            builder.parameter("default_transaction_read_only", "on");
        }
        security(builder, settings);
        bounds(builder, settings);
        return builder.build();
    }

    private static List<HostAddress> hosts(Settings settings) {
        var ports = settings.text(PG_PORT, "").split(",", -1);
        var hosts = new ArrayList<HostAddress>();
        var names = settings.text(PG_HOST, "localhost").split(",", -1);
        for (var i = 0; i < names.length; i++) {
            hosts.add(HostAddress.of(names[i], JdbcUrl.port(ports[Math.min(i, ports.length - 1)])));
        }
        return hosts;
    }

    /** The server's session speaks the time zone of this JVM, as pgjdbc has it. */
    private static void session(ConnectionOptions.Builder builder, Settings settings) {
        builder.applicationName(settings.text(APPLICATION_NAME, "Penstock JDBC"));
        builder.parameter("TimeZone", zone(TimeZone.getDefault().getID()));
        var schema = settings.text(CURRENT_SCHEMA);
        if (schema != null) {
            builder.parameter("search_path", schema);
        }
        var options = settings.text(OPTIONS);
        if (options != null) {
            builder.options(options);
        }
        builder.targetSessionAttrs(target(settings));
        builder.loadBalanceHosts(
                settings.isTrue(LOAD_BALANCE_HOSTS, "false") ? LoadBalanceHosts.RANDOM : LoadBalanceHosts.DISABLE);
        var version = settings.text(PROTOCOL_VERSION, "3");
        builder.protocolVersions(
                ProtocolVersion.V3_0, version.equals("3.2") ? ProtocolVersion.V3_2 : ProtocolVersion.V3_0);
    }

    /** Java and POSIX count the hours of a zone without a name from different sides. */
    private static String zone(String id) {
        if (!id.startsWith("GMT") || id.length() < 5) {
            return id;
        }
        return switch (id.charAt(3)) {
            case '+' -> "GMT-" + id.substring(4);
            case '-' -> "GMT+" + id.substring(4);
            default -> id;
        };
    }

    private static TargetSessionAttrs target(Settings settings) {
        var word = settings.word(
                TARGET_SERVER_TYPE,
                "any",
                "any",
                "primary",
                "master",
                "slave",
                "secondary",
                "preferSlave",
                "preferSecondary",
                "preferPrimary");
        return switch (word) {
            case "primary", "master" -> TargetSessionAttrs.PRIMARY;
            case "slave", "secondary" -> TargetSessionAttrs.STANDBY;
            case "preferSlave", "preferSecondary" -> TargetSessionAttrs.PREFER_STANDBY;
            default -> TargetSessionAttrs.ANY;
        };
    }

    private static void security(ConnectionOptions.Builder builder, Settings settings) {
        builder.tls(TlsSettings.of(settings));
        var binding = settings.word(CHANNEL_BINDING, "prefer", "disable", "prefer", "require");
        builder.channelBinding(ChannelBinding.valueOf(binding.toUpperCase(Locale.ROOT)));
        var methods = settings.text(REQUIRE_AUTH);
        if (methods != null) {
            builder.requireAuth(AuthPolicy.parse(methods));
        }
        if (settings.has(SCRAM_MAX_ITERATIONS)) {
            builder.scramMaxIterations(settings.number(SCRAM_MAX_ITERATIONS, 100_000));
        }
    }

    private static void bounds(ConnectionOptions.Builder builder, Settings settings) {
        var connect = settings.seconds(CONNECT_TIMEOUT, 10);
        var login = settings.seconds(LOGIN_TIMEOUT, 0);
        var cancel = settings.seconds(CANCEL_SIGNAL_TIMEOUT, 10);
        builder.timeouts(Timeouts.defaults()
                .withConnect(shorter(connect == null ? Timeouts.LONGEST : connect, login))
                .withCancel(cancel == null ? Timeouts.LONGEST : cancel));
        builder.statementCache(StatementCacheOptions.defaults()
                .withMaxEntries(settings.number(PREPARED_STATEMENT_CACHE_QUERIES, 256))
                .withMaxBytes((long) settings.number(PREPARED_STATEMENT_CACHE_SIZE_MIB, 5) << 20));
    }

    private static Duration shorter(Duration one, @Nullable Duration other) {
        return other != null && other.compareTo(one) < 0 ? other : one;
    }
}
