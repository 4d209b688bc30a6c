package io.penstock;

import static java.util.Objects.requireNonNull;

import io.penstock.codec.CodecRegistry;
import io.penstock.concurrent.ExecutionStrategy;
import io.penstock.config.ConnectionOptions;
import io.penstock.config.LoopMonitoring;
import io.penstock.config.Transport;
import io.penstock.internal.codec.BuiltinCodecs;
import io.penstock.internal.session.CallerConnect;
import io.penstock.internal.session.ClientRuntime;
import io.penstock.internal.session.LoopConnect;
import io.penstock.internal.session.RealListener;
import io.penstock.observe.ClientMetrics;
import io.penstock.observe.DriverListener;
import io.penstock.observe.OperationTracer;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A client: it makes connections, and owns the threads that they need. One for an application is enough; it is thread-safe.
 *
 * <p>Threads: event loops (by default one for each processor, daemons), which run the driver's code only, and the threads of the {@link
 * ExecutionStrategy}, which run yours. Both start when they are first needed and end with {@link #close()}.
 */
public final class Penstock implements AutoCloseable {

    static {
        ClientRuntime.isInside(client -> client.runtime);
    }

    /** Numbers those that are given no name. */
    private static final AtomicInteger CLIENTS = new AtomicInteger();

    private final ClientRuntime runtime;

    private Penstock(Builder builder) {
        runtime = new ClientRuntime(new ClientRuntime.Settings(
                builder.name == null ? "penstock-" + CLIENTS.incrementAndGet() : builder.name,
                builder.strategy,
                builder.codecs,
                builder.listener,
                builder.tracer,
                builder.transport,
                builder.eventLoops,
                builder.loopMonitoring,
                builder.receiveBudgetBytes));
    }

    /** A client with the defaults. */
    public static Penstock create() {
        return builder().build();
    }

    /** A client to be set up. */
    public static Builder builder() {
        return new Builder();
    }

    /** Opens a connection; as {@link #connect(ConnectionOptions)} with {@link ConnectionOptions#parse}. */
    public CompletionStage<PgConnection> connect(String connectionString) {
        return connect(ConnectionOptions.parse(connectionString));
    }

    /**
     * Opens a connection to the first of the options' servers that lets us in and is what {@code targetSessionAttrs} asks for.
     *
     * @return fails within the connect timeout, which spans name resolution, connecting, TLS and authentication; with a {@link
     *     io.penstock.error.PgConnectException} that has one suppressed failure for each address tried, or the server's own
     *     error where there was but one
     */
    public CompletionStage<PgConnection> connect(ConnectionOptions options) {
        return LoopConnect.connect(runtime, requireNonNull(options, "options"));
    }

    /**
     * Opens a connection that the calling thread runs; blocks.
     *
     * @throws io.penstock.error.PgException as the stage of {@link #connect(ConnectionOptions)} fails
     * @throws IllegalStateException on one of the driver's event loops
     */
    public BlockingConnection connectBlocking(ConnectionOptions options) {
        return CallerConnect.connect(runtime, requireNonNull(options, "options"));
    }

    /** A listener on a connection of its own, with the default bounds; it connects when a channel is added. */
    public Listener listener(ConnectionOptions options) {
        return listener(options, ListenerOptions.defaults());
    }

    /** A listener on a connection of its own; it connects when a channel is added. */
    public Listener listener(ConnectionOptions options, ListenerOptions bounds) {
        return RealListener.of(runtime, requireNonNull(options, "options"), requireNonNull(bounds, "bounds"));
    }

    /** The codecs of parameters and values, with the types that have been loaded by now. */
    public CodecRegistry codecs() {
        return runtime.codecs();
    }

    /** What the client has and what has happened in it; read from its state now. Any thread. */
    public ClientMetrics metrics() {
        return runtime.metrics();
    }

    /**
     * Takes an error that nobody receives, such as one that a subscriber has thrown: it is counted, logged, and told to the listener. For what
     * stands on the client. Any thread may call; never throws.
     *
     * @param source a few words that say where it came from, without any value
     */
    public void reportDropped(String source, Throwable error) {
        runtime.offload().droppedErrors().report(requireNonNull(source, "source"), requireNonNull(error, "error"));
    }

    /**
     * Ends the client: its connections at once, whatever is under way on them (each operation ends with a typed error), then its threads. Waits for
     * the event loops' end, at most ten seconds. Idempotent. {@link PgConnection#close()} is the gentle way.
     */
    @Override
    public void close() {
        runtime.close();
    }

    /** What a client is made of. Not thread-safe. */
    public static final class Builder {

        private ExecutionStrategy strategy = ExecutionStrategy.offloadAll();
        private CodecRegistry codecs = BuiltinCodecs.REGISTRY;
        private @Nullable String name;
        private DriverListener listener = DriverListener.NONE;
        private @Nullable OperationTracer tracer;
        private LoopMonitoring loopMonitoring = LoopMonitoring.defaults();
        private Transport transport = Transport.AUTO;
        private int eventLoops = Runtime.getRuntime().availableProcessors();
        private long receiveBudgetBytes = 64L << 20;

        private Builder() {}

        /** Who runs your continuations and handlers; default {@link ExecutionStrategy#offloadAll()}. */
        public Builder executionStrategy(ExecutionStrategy newStrategy) {
            strategy = requireNonNull(newStrategy, "newStrategy");
            return this;
        }

        /** The codecs of parameters and values; default: those of PostgreSQL's own types. */
        public Builder codecs(CodecRegistry newCodecs) {
            codecs = requireNonNull(newCodecs, "newCodecs");
            return this;
        }

        /** Who is told what happens inside; default: nobody. */
        public Builder listener(DriverListener newListener) {
            listener = requireNonNull(newListener, "newListener");
            return this;
        }

        /** The client's name in meters; default {@code penstock-1}, {@code penstock-2}, …, as clients are made. Not empty. */
        public Builder name(String newName) {
            if (requireNonNull(newName, "newName").isEmpty()) {
                throw new IllegalArgumentException("a client's name must not be empty");
            }
            name = newName;
            return this;
        }

        /** Who follows single operations, for traces; default: nobody. */
        public Builder tracer(OperationTracer newTracer) {
            tracer = requireNonNull(newTracer, "newTracer");
            return this;
        }

        /** How closely the event loops are watched; default {@link LoopMonitoring#defaults()}. */
        public Builder loopMonitoring(LoopMonitoring newMonitoring) {
            loopMonitoring = requireNonNull(newMonitoring, "newMonitoring");
            return this;
        }

        /** What moves the bytes; default {@link Transport#AUTO}. */
        public Builder transport(Transport newTransport) {
            transport = requireNonNull(newTransport, "newTransport");
            return this;
        }

        /** How many event loops; default: one for each processor. At least 1, at most 1,024. */
        public Builder eventLoops(int count) {
            if (count < 1 || count > 1_024) {
                throw new IllegalArgumentException("eventLoops must be 1 to 1024: " + count);
            }
            eventLoops = count;
            return this;
        }

        /**
         * How many bytes all of the client's connections together may hold of streams and copies whose consumers are slower than the
         * server, 64 KiB to 1 TiB; default 64 MiB. Above it nothing fails and nobody waits for somebody else's consumer: the
         * receive window of each connection narrows to one read of its socket, until the client is within the budget again. So no
         * connection starves, a row that is larger than all of it still comes through, and what is held at the most is the budget,
         * and for each connection one read and one row.
         */
        public Builder receiveBudgetBytes(long bytes) {
            if (bytes < 64L << 10 || bytes > 1L << 40) {
                throw new IllegalArgumentException("receiveBudgetBytes must be 64 KiB to 1 TiB: " + bytes);
            }
            receiveBudgetBytes = bytes;
            return this;
        }

        /** The registry of the codecs for PostgreSQL's own types, to be extended and given to {@link #codecs}. */
        public static CodecRegistry builtinCodecs() {
            return BuiltinCodecs.REGISTRY;
        }

        public Penstock build() {
            return new Penstock(this);
        }
    }
}
