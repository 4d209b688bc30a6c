package io.penstock.config;

import io.penstock.error.PgConfigException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Turns libpq's keywords into options. What libpq would do and Penstock cannot is refused, unless the value
 * asks for nothing: silently weaker security or another server is worse than an error.
 *
 * <p>Empty values mean "not said" where libpq takes them so, and are errors where libpq says so.
 */
final class LibpqSettings {
    private final Map<LibpqKeyword, String> settings;
    private final ConnectionOptions.Builder options = ConnectionOptions.builder();

    private LibpqSettings(Map<LibpqKeyword, String> settings) {
        this.settings = settings;
    }

    /**
     * A builder with all that the settings say.
     *
     * @throws PgConfigException for a value that cannot be, or that Penstock cannot honour
     */
    static ConnectionOptions.Builder toBuilder(Map<LibpqKeyword, String> settings) {
        var reader = new LibpqSettings(settings);
        settings.forEach(NarrowedKeywords::check);
        reader.target();
        reader.authentication();
        reader.session();
        reader.protocolVersions();
        reader.options.tls(new LibpqTlsSettings(reader).toTls());
        reader.connectTimeout();
        reader.options.tcp(reader.tcp());
        return reader.options;
    }

    /** The value, or null if nothing is said. */
    @Nullable
    String value(LibpqKeyword keyword) {
        return settings.get(keyword);
    }

    /** The value, or null if it is empty or nothing is said. */
    @Nullable
    String text(LibpqKeyword keyword) {
        String value = settings.get(keyword);
        return value == null || value.isEmpty() ? null : value;
    }

    /** The constant that the value names, or {@code otherwise}; an empty value names none. */
    <E extends Enum<E>> E word(LibpqKeyword keyword, E otherwise, Function<E, String> toKeyword) {
        String value = settings.get(keyword);
        if (value == null) {
            return otherwise;
        }
        return Keywords.of(otherwise.getDeclaringClass(), toKeyword, keyword.word(), value);
    }

    /** The path that the value names, or null. */
    @Nullable
    Path path(LibpqKeyword keyword) {
        String value = text(keyword);
        try {
            return value == null ? null : Path.of(value);
        } catch (InvalidPathException e) {
            throw new PgConfigException(keyword.word() + " is not a path", e);
        }
    }

    private int number(LibpqKeyword keyword, int otherwise) {
        String value = settings.get(keyword);
        return value == null ? otherwise : Checks.number(keyword.word(), value);
    }

    private void unlessEmpty(LibpqKeyword keyword, Consumer<String> setter) {
        String value = text(keyword);
        if (value != null) {
            setter.accept(value);
        }
    }

    private void target() {
        options.hosts(HostList.of(settings));
        unlessEmpty(LibpqKeyword.DBNAME, options::database);
        unlessEmpty(LibpqKeyword.USER, options::user);
        options.targetSessionAttrs(
                word(LibpqKeyword.TARGET_SESSION_ATTRS, TargetSessionAttrs.ANY, TargetSessionAttrs::keyword));
        options.loadBalanceHosts(
                word(LibpqKeyword.LOAD_BALANCE_HOSTS, LoadBalanceHosts.DISABLE, LoadBalanceHosts::keyword));
    }

    private void authentication() {
        String password = text(LibpqKeyword.PASSWORD);
        Path passwordFile = path(LibpqKeyword.PASSFILE);
        if (password != null) {
            options.password(password);
        } else if (passwordFile != null) {
            options.password(PasswordFile.at(passwordFile));
        }
        unlessEmpty(LibpqKeyword.REQUIRE_AUTH, methods -> options.requireAuth(AuthPolicy.parse(methods)));
        options.channelBinding(word(LibpqKeyword.CHANNEL_BINDING, ChannelBinding.PREFER, ChannelBinding::keyword));
    }

    private void session() {
        unlessEmpty(LibpqKeyword.FALLBACK_APPLICATION_NAME, options::applicationName);
        unlessEmpty(LibpqKeyword.APPLICATION_NAME, options::applicationName);
        unlessEmpty(LibpqKeyword.OPTIONS, options::options);
    }

    /** A minimum alone raises the maximum to the latest, as in libpq. */
    private void protocolVersions() {
        ProtocolVersion min = version(LibpqKeyword.MIN_PROTOCOL_VERSION, ProtocolVersion.V3_0);
        ProtocolVersion max = version(
                LibpqKeyword.MAX_PROTOCOL_VERSION,
                min == ProtocolVersion.V3_0 ? ProtocolVersion.V3_0 : ProtocolVersion.LATEST);
        options.protocolVersions(min, max);
    }

    private ProtocolVersion version(LibpqKeyword keyword, ProtocolVersion otherwise) {
        return "latest".equals(value(keyword))
                ? ProtocolVersion.LATEST
                : word(keyword, otherwise, ProtocolVersion::keyword);
    }

    /** Whole seconds; 0 and less mean "for ever" in libpq, here the longest there is. */
    private void connectTimeout() {
        if (value(LibpqKeyword.CONNECT_TIMEOUT) != null) {
            int seconds = number(LibpqKeyword.CONNECT_TIMEOUT, 0);
            Duration asked = seconds > 0 ? Duration.ofSeconds(seconds) : Timeouts.LONGEST;
            options.connectTimeout(asked.compareTo(Timeouts.LONGEST) < 0 ? asked : Timeouts.LONGEST);
        }
    }

    /** For the numbers, 0 and less mean the default. */
    private TcpOptions tcp() {
        TcpOptions tcp = TcpOptions.defaults();
        if (number(LibpqKeyword.KEEPALIVES, 1) == 0) {
            tcp = tcp.withKeepAlive(TcpOptions.KeepAlive.OFF);
        }
        int idle = number(LibpqKeyword.KEEPALIVES_IDLE, 0);
        int interval = number(LibpqKeyword.KEEPALIVES_INTERVAL, 0);
        int count = number(LibpqKeyword.KEEPALIVES_COUNT, 0);
        tcp = tcp.withProbes(
                idle > 0 ? Duration.ofSeconds(idle) : tcp.keepAliveIdle(),
                interval > 0 ? Duration.ofSeconds(interval) : tcp.keepAliveInterval(),
                count > 0 ? count : tcp.keepAliveCount());
        int userTimeout = number(LibpqKeyword.TCP_USER_TIMEOUT, 0);
        return userTimeout > 0 ? tcp.withUserTimeout(Duration.ofMillis(userTimeout)) : tcp;
    }
}
