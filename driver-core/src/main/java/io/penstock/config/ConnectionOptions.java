package io.penstock.config;

import static java.util.Objects.requireNonNull;

import io.penstock.error.PgConfigException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that is needed to make a connection: where, as whom, how safely, and how much it may cost.
 *
 * <pre>{@code
 * ConnectionOptions.builder().host("db").database("app").user("app").password("…").build();
 * ConnectionOptions.parse("postgresql://app@db1,db2/app?target_session_attrs=read-write");
 * }</pre>
 *
 * <p>Immutable; may be shared by any number of connections and threads. Two are equal if all parts are;
 * {@link #toString()} shows no secret.
 */
public final class ConnectionOptions {
    private final List<HostAddress> hosts;
    private final String database;
    private final String user;
    private final PasswordSource password;
    private final TlsOptions tls;
    private final AuthPolicy requireAuth;
    private final ChannelBinding channelBinding;
    private final int scramMaxIterations;
    private final TargetSessionAttrs targetSessionAttrs;
    private final LoadBalanceHosts loadBalanceHosts;
    private final String applicationName;
    private final Map<String, String> parameters;
    private final ProtocolVersion minProtocolVersion;
    private final ProtocolVersion maxProtocolVersion;
    private final TcpOptions tcp;
    private final Timeouts timeouts;
    private final Limits limits;
    private final StatementCacheOptions statementCache;
    private final CallerFrames callerFrames;
    private final Transport transport;

    private ConnectionOptions(Builder builder) {
        hosts = builder.allHosts();
        user = builder.user != null ? builder.user : System.getProperty("user.name", "postgres");
        database = builder.database != null ? builder.database : user;
        password = builder.password;
        tls = builder.tls;
        requireAuth = builder.requireAuth;
        channelBinding = builder.channelBinding;
        scramMaxIterations = builder.scramMaxIterations;
        targetSessionAttrs = builder.targetSessionAttrs;
        loadBalanceHosts = builder.loadBalanceHosts;
        applicationName = builder.applicationName;
        parameters = Map.copyOf(builder.parameters);
        minProtocolVersion = builder.minProtocolVersion;
        maxProtocolVersion = builder.maxProtocolVersion;
        tcp = builder.tcp;
        timeouts = builder.timeouts;
        limits = builder.limits;
        statementCache = builder.statementCache;
        callerFrames = builder.callerFrames;
        transport = builder.transport;
        check();
    }

    /** All defaults: {@code localhost:5432}, the operating system's user, a database of that name. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * From a trusted connection string; see {@link ConnectionUri}. The environment is not read.
     *
     * @throws PgConfigException if it is malformed, has an unknown keyword or a value that cannot be
     */
    public static ConnectionOptions parse(String connectionString) {
        return ConnectionUri.parse(connectionString, UriTrust.TRUSTED);
    }

    /** A builder with these values, to change some. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** The servers to try, in order unless {@link #loadBalanceHosts()} says otherwise; at least one. */
    public List<HostAddress> hosts() {
        return hosts;
    }

    /** Name of the database; default: that of the user. */
    public String database() {
        return database;
    }

    /** Name of the database user; default: that of the operating system's user. */
    public String user() {
        return user;
    }

    /** Where the password comes from; default: none. */
    public PasswordSource password() {
        return password;
    }

    /** Encryption; default: if the server has it. */
    public TlsOptions tls() {
        return tls;
    }

    /** Which authentication methods the client goes along with. */
    public AuthPolicy requireAuth() {
        return requireAuth;
    }

    /** Whether SCRAM is tied to the TLS channel; default: where possible. */
    public ChannelBinding channelBinding() {
        return channelBinding;
    }

    /** The most iterations of PBKDF2 that a server may ask for; default 100,000. */
    public int scramMaxIterations() {
        return scramMaxIterations;
    }

    /** What kind of server is wanted; default: any. */
    public TargetSessionAttrs targetSessionAttrs() {
        return targetSessionAttrs;
    }

    /** In which order hosts are tried; default: as listed. */
    public LoadBalanceHosts loadBalanceHosts() {
        return loadBalanceHosts;
    }

    /** What {@code pg_stat_activity} shows; empty (default) sends none. */
    public String applicationName() {
        return applicationName;
    }

    /** Run-time parameters for the start of the session, such as {@code search_path} and {@code options}. */
    public Map<String, String> parameters() {
        return parameters;
    }

    /** The oldest protocol version that is good enough; default 3.0. */
    public ProtocolVersion minProtocolVersion() {
        return minProtocolVersion;
    }

    /** The newest protocol version that is asked for; default 3.0, which every server and pooler knows. */
    public ProtocolVersion maxProtocolVersion() {
        return maxProtocolVersion;
    }

    /** Keep-alive and friends. */
    public TcpOptions tcp() {
        return tcp;
    }

    /** Deadlines. */
    public Timeouts timeouts() {
        return timeouts;
    }

    /** Bounds on memory and queues. */
    public Limits limits() {
        return limits;
    }

    /** The cache of prepared statements. */
    public StatementCacheOptions statementCache() {
        return statementCache;
    }

    /** Whether exceptions carry the caller's frames; default: yes. */
    public CallerFrames callerFrames() {
        return callerFrames;
    }

    /** What moves the bytes; default: the best that loads. */
    public Transport transport() {
        return transport;
    }

    /** One of the hosts for the reader of a log: {@code host:port/database as user}. */
    public String describe(HostAddress address) {
        return address + "/" + database + " as " + user;
    }

    private void check() {
        tls.check();
        if (channelBinding == ChannelBinding.REQUIRE && tls.mode() == SslMode.DISABLE) {
            throw new PgConfigException("channel_binding=require cannot work with sslmode=disable");
        }
        if (minProtocolVersion.compareTo(maxProtocolVersion) > 0) {
            throw new PgConfigException("min_protocol_version is above max_protocol_version");
        }
    }

    private List<Object> parts() {
        return Arrays.asList(
                hosts,
                database,
                user,
                password,
                tls,
                requireAuth,
                channelBinding,
                scramMaxIterations,
                targetSessionAttrs,
                loadBalanceHosts,
                applicationName,
                parameters,
                minProtocolVersion,
                maxProtocolVersion,
                tcp,
                timeouts,
                limits,
                statementCache,
                callerFrames,
                transport);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ConnectionOptions that && parts().equals(that.parts());
    }

    @Override
    public int hashCode() {
        return parts().hashCode();
    }

    /** Where and as whom, and how safely; no password, no parameters. */
    @Override
    public String toString() {
        return "ConnectionOptions[" + hosts + "/" + database + " as " + user + ", sslmode "
                + tls.mode().keyword() + "]";
    }

    /**
     * Collects options. Setters have no order and check at once; combinations are checked by {@link #build()}.
     * Not thread-safe.
     */
    public static final class Builder {
        private @Nullable String host;
        private @Nullable Integer port;
        private List<HostAddress> hosts = List.of();
        private @Nullable String database;
        private @Nullable String user;
        private PasswordSource password = PasswordSource.none();
        private TlsOptions tls = TlsOptions.defaults();
        private AuthPolicy requireAuth = AuthPolicy.defaults();
        private ChannelBinding channelBinding = ChannelBinding.PREFER;
        private int scramMaxIterations = 100_000;
        private TargetSessionAttrs targetSessionAttrs = TargetSessionAttrs.ANY;
        private LoadBalanceHosts loadBalanceHosts = LoadBalanceHosts.DISABLE;
        private String applicationName = "";
        private final Map<String, String> parameters = new LinkedHashMap<>();
        private ProtocolVersion minProtocolVersion = ProtocolVersion.V3_0;
        private ProtocolVersion maxProtocolVersion = ProtocolVersion.V3_0;
        private TcpOptions tcp = TcpOptions.defaults();
        private Timeouts timeouts = Timeouts.defaults();
        private Limits limits = Limits.defaults();
        private StatementCacheOptions statementCache = StatementCacheOptions.defaults();
        private CallerFrames callerFrames = CallerFrames.CAPTURED;
        private Transport transport = Transport.AUTO;

        private Builder() {}

        private Builder(ConnectionOptions from) {
            hosts = from.hosts;
            database = from.database;
            user = from.user;
            password = from.password;
            tls = from.tls;
            requireAuth = from.requireAuth;
            channelBinding = from.channelBinding;
            scramMaxIterations = from.scramMaxIterations;
            targetSessionAttrs = from.targetSessionAttrs;
            loadBalanceHosts = from.loadBalanceHosts;
            applicationName = from.applicationName;
            parameters.putAll(from.parameters);
            minProtocolVersion = from.minProtocolVersion;
            maxProtocolVersion = from.maxProtocolVersion;
            tcp = from.tcp;
            timeouts = from.timeouts;
            limits = from.limits;
            statementCache = from.statementCache;
            callerFrames = from.callerFrames;
            transport = from.transport;
        }

        /** The one host to connect to, by the rule of {@link HostAddress#of(String, int)}; replaces a list. */
        public Builder host(String host) {
            this.host = Checks.text("host", host);
            hosts = List.of();
            return this;
        }

        /** The port of the one host, 1 to 65,535; default 5432. */
        public Builder port(int port) {
            this.port = Checks.port(port);
            return this;
        }

        /** The hosts to try; replaces {@link #host} and {@link #port}. */
        public Builder hosts(List<HostAddress> hosts) {
            if (hosts.isEmpty()) {
                throw new PgConfigException("hosts must not be empty");
            }
            this.hosts = List.copyOf(hosts);
            host = null;
            port = null;
            return this;
        }

        /** See {@link ConnectionOptions#database()}. */
        public Builder database(String database) {
            this.database = Checks.text("database", database);
            return this;
        }

        /** See {@link ConnectionOptions#user()}. */
        public Builder user(String user) {
            this.user = Checks.text("user", user);
            return this;
        }

        /** A fixed password. */
        public Builder password(String password) {
            return password(PasswordSource.of(Secret.of(Checks.noNul("password", password))));
        }

        /** A fixed password, of which a copy is kept; the caller may wipe its own. */
        public Builder password(char[] password) {
            return password(PasswordSource.of(password));
        }

        /** Where to ask for the password, once for each physical connection. */
        public Builder password(PasswordSource source) {
            password = requireNonNull(source, "source");
            return this;
        }

        /** See {@link SslMode}. */
        public Builder sslMode(SslMode mode) {
            tls = tls.withMode(mode);
            return this;
        }

        /** PEM file with the authorities to trust. */
        public Builder sslRootCert(Path file) {
            tls = tls.withTrust(TlsTrust.pemFile(file));
            return this;
        }

        /** All about TLS at once. */
        public Builder tls(TlsOptions tls) {
            this.tls = requireNonNull(tls, "tls");
            return this;
        }

        /** See {@link ConnectionOptions#requireAuth()}. */
        public Builder requireAuth(AuthPolicy policy) {
            requireAuth = requireNonNull(policy, "policy");
            return this;
        }

        /** See {@link ConnectionOptions#channelBinding()}. */
        public Builder channelBinding(ChannelBinding channelBinding) {
            this.channelBinding = requireNonNull(channelBinding, "channelBinding");
            return this;
        }

        /** See {@link ConnectionOptions#scramMaxIterations()}; 4,096 to 10,000,000. */
        public Builder scramMaxIterations(int iterations) {
            scramMaxIterations = (int) Checks.range("scramMaxIterations", iterations, 4_096, 10_000_000);
            return this;
        }

        /** See {@link ConnectionOptions#targetSessionAttrs()}. */
        public Builder targetSessionAttrs(TargetSessionAttrs attrs) {
            targetSessionAttrs = requireNonNull(attrs, "attrs");
            return this;
        }

        /** See {@link ConnectionOptions#loadBalanceHosts()}. */
        public Builder loadBalanceHosts(LoadBalanceHosts order) {
            loadBalanceHosts = requireNonNull(order, "order");
            return this;
        }

        /** See {@link ConnectionOptions#applicationName()}. */
        public Builder applicationName(String name) {
            applicationName = Checks.noNul("application_name", name);
            return this;
        }

        /**
         * A run-time parameter for the start of the session, such as {@code search_path}. {@code DateStyle} and {@code extra_float_digits} are
         * the driver's, which relies on them to read text; an empty {@code extra_float_digits} leaves that one to the server, for a
         * pooler that refuses it.
         */
        public Builder parameter(String name, String value) {
            parameters.put(StartupParameter.checkName(name), Checks.noNul(name, value));
            return this;
        }

        /** Command-line options for the server process, such as {@code -c geqo=off}. */
        public Builder options(String options) {
            parameters.put("options", Checks.noNul("options", options));
            return this;
        }

        /** The oldest and the newest protocol version to settle for. */
        public Builder protocolVersions(ProtocolVersion min, ProtocolVersion max) {
            minProtocolVersion = requireNonNull(min, "min");
            maxProtocolVersion = requireNonNull(max, "max");
            return this;
        }

        /** See {@link Timeouts#connect()}. */
        public Builder connectTimeout(Duration timeout) {
            timeouts = timeouts.withConnect(timeout);
            return this;
        }

        /** See {@link Timeouts#statement()}. */
        public Builder statementTimeout(@Nullable Duration timeout) {
            timeouts = timeouts.withStatement(timeout);
            return this;
        }

        /** All deadlines at once. */
        public Builder timeouts(Timeouts timeouts) {
            this.timeouts = requireNonNull(timeouts, "timeouts");
            return this;
        }

        /** See {@link ConnectionOptions#limits()}. */
        public Builder limits(Limits limits) {
            this.limits = requireNonNull(limits, "limits");
            return this;
        }

        /** See {@link ConnectionOptions#statementCache()}. */
        public Builder statementCache(StatementCacheOptions statementCache) {
            this.statementCache = requireNonNull(statementCache, "statementCache");
            return this;
        }

        /** See {@link ConnectionOptions#tcp()}. */
        public Builder tcp(TcpOptions tcp) {
            this.tcp = requireNonNull(tcp, "tcp");
            return this;
        }

        /** See {@link ConnectionOptions#callerFrames()}. */
        public Builder callerFrames(CallerFrames callerFrames) {
            this.callerFrames = requireNonNull(callerFrames, "callerFrames");
            return this;
        }

        /** See {@link ConnectionOptions#transport()}. */
        public Builder transport(Transport transport) {
            this.transport = requireNonNull(transport, "transport");
            return this;
        }

        /**
         * The options.
         *
         * @throws PgConfigException if some do not go together
         */
        public ConnectionOptions build() {
            return new ConnectionOptions(this);
        }

        private List<HostAddress> allHosts() {
            if (hosts.isEmpty()) {
                String name = host != null ? host : "localhost";
                return List.of(HostAddress.of(name, port != null ? port : HostAddress.DEFAULT_PORT));
            }
            if (port != null) {
                throw new PgConfigException("port goes with host(); in a list each host has its own");
            }
            return hosts;
        }
    }
}
