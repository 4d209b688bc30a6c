package io.penstock.internal.session;

import io.penstock.ServerInfo;
import io.penstock.TransactionStatus;
import io.penstock.config.ConnectionOptions;
import io.penstock.config.StatementMode;
import io.penstock.config.TargetSessionAttrs;
import io.penstock.error.PgConnectException;
import io.penstock.error.PgException;
import io.penstock.error.SqlState;
import io.penstock.internal.exchange.StartupExchange;
import io.penstock.internal.exchange.StatementCache;
import io.penstock.internal.exchange.StatementNames;
import io.penstock.internal.transport.Dial;
import io.penstock.internal.transport.Link;
import io.penstock.internal.transport.Links;
import io.penstock.internal.transport.Pipeline;
import io.penstock.internal.types.TypeCatalog;
import io.penstock.internal.wire.ReadyStatus;
import io.penstock.internal.wire.WireLimits;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a session from an opened socket on: its pipeline and link at once, the rest when the server has let us in.
 *
 * <p>Confined to the connection's owner.
 */
final class SessionBuilder {

    private final Connector connector;
    private final ConnectionOptions options;
    private final Dial dial;
    private final Links.Opened opened;
    private final StartupExchange startup;
    private final TypeCatalog types;
    private final SessionState state = new SessionState();
    private final Pipeline pipeline;
    private final Link link;

    SessionBuilder(Connector connector, Dial dial, Links.Opened opened, StartupExchange startup) {
        this.connector = connector;
        this.options = connector.options();
        this.dial = dial;
        this.opened = opened;
        this.startup = startup;
        this.types = connector.runtime().types(options, dial.host());
        this.pipeline = connector.links().pipeline(opened, statements(), state, bounds());
        this.link = connector.links().link(opened, pipeline, state);
    }

    private StatementCache statements() {
        var runtime = connector.runtime();
        var cache = options.statementCache();
        var statements = new StatementCache(
                types::codecs,
                new StatementNames(runtime.random().nextLong()),
                naming(cache.mode()),
                cache.maxEntries(),
                cache.maxBytes(),
                state::onUnnamed);
        return statements.countedBy(runtime.statements());
    }

    private static StatementCache.Naming naming(StatementMode mode) {
        return switch (mode) {
            case AUTO -> StatementCache.Naming.ADAPTIVE;
            case NAMED -> StatementCache.Naming.NAMED;
            case UNNAMED -> StatementCache.Naming.UNNAMED;
        };
    }

    private Pipeline.Bounds bounds() {
        var limits = options.limits();
        var maxRowBytes =
                (int) Math.min(limits.maxResultBytes(), WireLimits.defaults().maxRowBytes());
        return new Pipeline.Bounds(
                WireLimits.defaults().withMaxRowBytes(maxRowBytes), limits.maxInFlight(), limits.maxInFlightBytes());
    }

    Pipeline pipeline() {
        return pipeline;
    }

    Link link() {
        return link;
    }

    /** What is said where the server speaks an older protocol than is good enough; null where it does not. */
    @Nullable
    PgException tooOld() {
        var least = options.minProtocolVersion();
        return startup.negotiatedMinor() >= least.minor()
                ? null
                : unsuitable("speaks protocol 3." + startup.negotiatedMinor() + ", and min_protocol_version is "
                        + least.keyword());
    }

    /** What the server is not that it should be; null where it is as wanted. */
    @Nullable
    PgException mismatch(TargetSessionAttrs wanted) {
        if (wanted == TargetSessionAttrs.ANY) {
            return null;
        }
        var standby = state.parameter("in_hot_standby");
        var readOnly = state.parameter("default_transaction_read_only");
        if (standby == null || readOnly == null) {
            return unsuitable("does not tell its role, which PostgreSQL 14 and later do");
        }
        var isStandby = standby.equals("on");
        var isReadOnly = isStandby || readOnly.equals("on");
        return switch (wanted) {
            case ANY, PREFER_STANDBY -> null;
            case READ_WRITE ->
                isReadOnly ? unsuitable("is read-only, and target_session_attrs=" + wanted.keyword()) : null;
            case READ_ONLY ->
                isReadOnly ? null : unsuitable("is not read-only, and target_session_attrs=" + wanted.keyword());
            case PRIMARY -> isStandby ? unsuitable("is a standby, and target_session_attrs=" + wanted.keyword()) : null;
            case STANDBY ->
                isStandby ? null : unsuitable("is not a standby, and target_session_attrs=" + wanted.keyword());
        };
    }

    private PgException unsuitable(String what) {
        return new PgConnectException(
                "the server at " + dial.host() + " " + what,
                SqlState.SQLCLIENT_UNABLE_TO_ESTABLISH_SQLCONNECTION,
                (Throwable) null);
    }

    /** What the calls of the connection share, after the startup has ended well. */
    ConnectionCore core() {
        var runtime = connector.runtime();
        var canceller = new Canceller(
                runtime,
                options,
                dial,
                server(),
                startup.secretKey(),
                link,
                pipeline.queue().quarantine());
        var dispatcher = runtime.dispatcher(runtime.strategy(), connector.links());
        return new ConnectionCore(
                runtime, options, server(), link, connector.links(), types, pipeline.queue(), dispatcher, canceller);
    }

    /** The connection as the asynchronous API has it. */
    RealConnection connection() {
        var core = core();
        core.canceller().onSettled(() -> link.execute(core::cancelSettled));
        var connection = new RealConnection(core, state);
        QueueDeadline.keep(core, pipeline.queue());
        state.receiver(new ConnectionSignals(connection, pipeline.queue(), core.dispatcher(null)));
        return connection;
    }

    /** What is weak about the way in. */
    List<String> warnings() {
        return startup.warnings();
    }

    SessionState state() {
        return state;
    }

    ServerInfo server() {
        var version = state.parameter("server_version");
        return new ServerInfo(
                dial.host().toString(),
                options.database(),
                options.user(),
                startup.processId(),
                version == null ? "" : version,
                "3." + startup.negotiatedMinor(),
                opened.secured().protocol());
    }

    static TransactionStatus status(ReadyStatus status) {
        return switch (status) {
            case IDLE -> TransactionStatus.IDLE;
            case IN_TRANSACTION -> TransactionStatus.IN_TRANSACTION;
            case FAILED -> TransactionStatus.FAILED;
        };
    }
}
