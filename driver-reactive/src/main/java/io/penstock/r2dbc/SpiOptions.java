package io.penstock.r2dbc;

import io.penstock.config.ChannelBinding;
import io.penstock.config.ConnectionOptions;
import io.penstock.config.SslMode;
import io.penstock.config.SslNegotiation;
import io.penstock.config.TargetSessionAttrs;
import io.r2dbc.spi.ConnectionFactoryOptions;
import io.r2dbc.spi.Option;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * The options of a connection factory, by name, and what each sets. The names are those of the SPI and of r2dbc-postgresql.
 *
 * <p>Values may be of the option's own class or text, as a URL has them. No message quotes a value.
 */
final class SpiOptions {

    /** Read elsewhere: by who chooses the driver, by the provider, or with its neighbour. */
    private static final List<String> READ_ELSEWHERE = List.of("driver", "protocol", "client", "port", "sslPassword");

    /** What the driver does by itself, always or never: there is nothing to set. */
    private static final List<String> WITHOUT_EFFECT = List.of(
            "autodetectExtensions",
            "compatibilityMode",
            "errorResponseLogLevel",
            "fetchSize",
            "forceBinary",
            "hostRecheckTime",
            "loopResources",
            "maxMessageSize",
            "noticeLogLevel",
            "preferAttachedBuffers",
            "tcpNoDelay");

    /** Of r2dbc-pool and r2dbc-proxy, which leave their own in what they hand on. */
    private static final List<String> OF_OTHERS = List.of(
            "acquireRetry",
            "backgroundEvictionInterval",
            "initialSize",
            "maxAcquireTime",
            "maxCreateConnectionTime",
            "maxIdleTime",
            "maxLifeTime",
            "maxSize",
            "maxValidationTime",
            "minIdle",
            "poolName",
            "postAllocate",
            "preRelease",
            "proxyListener",
            "registerJmx",
            "validationDepth",
            "validationQuery");

    /** What would have to be done and is not: safety and codecs are not left out in silence. */
    private static final Map<String, String> REFUSED = Map.of(
            "sslContextBuilderCustomizer", "sslRootCert, sslCert and sslKey, or PenstockConnectionFactory.of",
            "sslHostnameVerifier", "sslMode verify-full, or PenstockConnectionFactory.of",
            "extensions", "the codecs of a client given as option client");

    private static final Map<String, BiConsumer<OptionTarget, OptionValue>> SETTERS = setters();

    private SpiOptions() {}

    static ConnectionOptions read(ConnectionFactoryOptions options) {
        var target = new OptionTarget();
        var unknown = new TreeSet<String>();
        for (var option : all(options)) {
            var name = option.name();
            var setter = SETTERS.get(name);
            if (REFUSED.containsKey(name)) {
                throw new IllegalArgumentException(
                        "option " + name + " of r2dbc-postgresql is not supported; use " + REFUSED.get(name));
            }
            if (setter != null) {
                setter.accept(target, new OptionValue(name, options.getValue(option)));
            } else if (!isSilent(name)) {
                unknown.add(name);
            }
        }
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "unknown option " + String.join(", ", unknown) + "; known are " + String.join(", ", known()));
        }
        readTogether(options, target);
        return target.build();
    }

    private static boolean isSilent(String name) {
        return READ_ELSEWHERE.contains(name) || WITHOUT_EFFECT.contains(name) || OF_OTHERS.contains(name);
    }

    /** The options that there are, which only a filter gets to see. */
    private static List<Option<?>> all(ConnectionFactoryOptions options) {
        var all = new ArrayList<Option<?>>();
        ConnectionFactoryOptions.builder().from(options, all::add).build();
        return all;
    }

    /** The options' names, in alphabetical order. */
    static List<String> known() {
        var names = new TreeSet<>(SETTERS.keySet());
        names.addAll(READ_ELSEWHERE);
        names.addAll(WITHOUT_EFFECT);
        return List.copyOf(names);
    }

    private static void readTogether(ConnectionFactoryOptions options, OptionTarget target) {
        var port = options.getValue(ConnectionFactoryOptions.PORT);
        if (port != null) {
            target.port(new OptionValue("port", port).integer());
        }
        var password = options.getValue(Option.valueOf("sslPassword"));
        if (password != null) {
            target.sslPassword(new OptionValue("sslPassword", password).text());
        }
    }

    private static Map<String, BiConsumer<OptionTarget, OptionValue>> setters() {
        var setters = new TreeMap<String, BiConsumer<OptionTarget, OptionValue>>();
        setters.put("host", (target, value) -> target.hosts(value.text()));
        setters.put("socket", (target, value) -> target.socket(value.text()));
        setters.put("database", (target, value) -> target.builder().database(value.text()));
        setters.put("user", (target, value) -> target.builder().user(value.text()));
        setters.put("password", (target, value) -> target.password(value.object()));
        setters.put("applicationName", (target, value) -> target.builder().applicationName(value.text()));
        setters.put("schema", (target, value) -> target.builder().parameter("search_path", value.text()));
        setters.put("currentSchema", (target, value) -> target.builder().parameter("search_path", value.text()));
        setters.put("options", (target, value) -> value.pairs().forEach(target.builder()::parameter));
        setters.put("timeZone", (target, value) -> target.builder().parameter("TimeZone", zone(value)));
        setters.put("connectTimeout", (target, value) -> target.builder().connectTimeout(value.duration()));
        setters.put("statementTimeout", (target, value) -> target.timeout("statement_timeout", value.duration()));
        setters.put("lockWaitTimeout", (target, value) -> target.timeout("lock_timeout", value.duration()));
        setters.put("tcpKeepAlive", (target, value) -> target.keepAlive(value.truth()));
        setters.put("preparedStatementCacheQueries", (target, value) -> target.statementCache(value.integer()));
        setters.put("targetServerType", (target, value) -> target.builder().targetSessionAttrs(serverType(value)));
        setters.put("loadBalanceHosts", (target, value) -> target.loadBalance(value.truth()));
        security(setters);
        return setters;
    }

    private static void security(Map<String, BiConsumer<OptionTarget, OptionValue>> setters) {
        setters.put("ssl", (target, value) -> target.ssl(value.truth()));
        BiConsumer<OptionTarget, OptionValue> mode =
                (target, value) -> target.sslMode(value.word(SslMode.class, SslMode::keyword));
        setters.put("sslMode", mode);
        setters.put("sslmode", mode);
        BiConsumer<OptionTarget, OptionValue> negotiation =
                (target, value) -> target.sslNegotiation(value.word(SslNegotiation.class, SslNegotiation::keyword));
        setters.put("sslNegotiation", negotiation);
        setters.put("sslnegotiation", negotiation);
        BiConsumer<OptionTarget, OptionValue> binding = (target, value) ->
                target.builder().channelBinding(value.word(ChannelBinding.class, ChannelBinding::keyword));
        setters.put("channelBinding", binding);
        setters.put("channel_binding", binding);
        setters.put("sslRootCert", (target, value) -> target.sslRootCert(Path.of(value.text())));
        setters.put("sslCert", (target, value) -> target.sslCert(Path.of(value.text())));
        setters.put("sslKey", (target, value) -> target.sslKey(Path.of(value.text())));
        setters.put("sslSni", (target, value) -> target.serverName(value.truth()));
    }

    private static String zone(OptionValue value) {
        return value.object() instanceof TimeZone zone ? zone.getID() : value.text();
    }

    /** The words of r2dbc-postgresql, and those of libpq. */
    private static TargetSessionAttrs serverType(OptionValue value) {
        return switch (value.plainWord()) {
            case "any" -> TargetSessionAttrs.ANY;
            case "primary", "master" -> TargetSessionAttrs.PRIMARY;
            case "secondary", "standby" -> TargetSessionAttrs.STANDBY;
            case "prefersecondary", "preferstandby" -> TargetSessionAttrs.PREFER_STANDBY;
            case "readwrite" -> TargetSessionAttrs.READ_WRITE;
            case "readonly" -> TargetSessionAttrs.READ_ONLY;
            default -> throw value.refused("any, primary, secondary, preferSecondary, readWrite or readOnly");
        };
    }
}
