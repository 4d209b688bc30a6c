package io.penstock.internal.session;

import static java.util.Objects.requireNonNull;

import io.penstock.Penstock;
import io.penstock.codec.CodecRegistry;
import io.penstock.concurrent.ExecutionStrategy;
import io.penstock.config.ConnectionOptions;
import io.penstock.config.HostAddress;
import io.penstock.config.Transport;
import io.penstock.internal.flow.ByteBudget;
import io.penstock.internal.flow.DroppedErrors;
import io.penstock.internal.flow.FallbackThread;
import io.penstock.internal.flow.LoopExecutor;
import io.penstock.internal.flow.Offload;
import io.penstock.internal.flow.OffloadExecutor;
import io.penstock.internal.flow.SerialDispatcher;
import io.penstock.internal.transport.EventLoops;
import io.penstock.internal.transport.LoopLinks;
import io.penstock.internal.types.TypeCatalog;
import io.penstock.observe.DriverListener;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What all connections of one client share: loops, off-load threads, codecs, the listener. Owns the threads and ends them.
 */
public final class ClientRuntime implements AutoCloseable {

    /** A connection, the making of one, or a pool: what ends with its client. */
    public interface Live {

        /** Without waiting for what is under way. */
        void closeNow();
    }

    /** Written by the client's class before there is a client. */
    private static volatile @Nullable Function<Penstock, ClientRuntime> insideOf;

    private final ExecutionStrategy strategy;
    private final CodecRegistry codecs;
    private final EventLoops loops;
    private final Offload offload;
    private final ClientEvents events;
    private final ByteBudget receiveBudget;
    private final CancelSlots cancelSlots = new CancelSlots();
    private final TypeCatalogs types = new TypeCatalogs(this);
    private final SecureRandom random = new SecureRandom();
    private final Set<Live> connections = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    public ClientRuntime(
            ExecutionStrategy strategy,
            CodecRegistry codecs,
            DriverListener listener,
            Transport transport,
            int eventLoops,
            long receiveBudgetBytes) {
        this.strategy = strategy;
        this.codecs = codecs;
        this.receiveBudget = new ByteBudget(receiveBudgetBytes);
        var fallback = new FallbackThread();
        var executor = OffloadExecutor.create();
        var dropped = new DroppedErrors(listener, executor, fallback, System::nanoTime);
        this.events = new ClientEvents(listener);
        this.offload = new Offload(executor, fallback, dropped, events, System::nanoTime);
        this.events.deliverThrough(offload, strategy);
        this.loops = EventLoops.create(transport, eventLoops);
    }

    /** How the inside of a client is found; told by the client's class, which shows it to nobody else. */
    public static void isInside(Function<Penstock, ClientRuntime> access) {
        insideOf = access;
    }

    /** What is inside a client. */
    public static ClientRuntime of(Penstock client) {
        return requireNonNull(insideOf, "BUG: a client before its class").apply(client);
    }

    ExecutionStrategy strategy() {
        return strategy;
    }

    public CodecRegistry codecs() {
        return codecs;
    }

    /** What is known of the types of the database that a connection to this server is connected to. */
    TypeCatalog types(ConnectionOptions options, HostAddress server) {
        return types.of(options, server);
    }

    EventLoops loops() {
        return loops;
    }

    public Offload offload() {
        return offload;
    }

    ClientEvents events() {
        return events;
    }

    /** What all connections may hold for consumers that are slower than their servers. */
    ByteBudget receiveBudget() {
        return receiveBudget;
    }

    CancelSlots cancelSlots() {
        return cancelSlots;
    }

    public SecureRandom random() {
        return random;
    }

    SerialDispatcher dispatcher(ExecutionStrategy wanted, LoopExecutor loop) {
        return offload.dispatcher(wanted, loop);
    }

    /** Makes dispatchers for stages that belong to no connection yet; event-loop strategies run them on one loop. */
    public Supplier<SerialDispatcher> dispatchers() {
        var home = LoopLinks.next(loops, offload.executor());
        return () -> dispatcher(strategy, home);
    }

    /** Runs driver code on some loop after a delay; the handle stops it. */
    public Runnable schedule(Runnable task, Duration delay) {
        return loops.schedule(task, delay);
    }

    /** Any thread: tells the client's listener, later and elsewhere. */
    public void tell(Consumer<DriverListener> event) {
        events.tell(event);
    }

    // ---- the connections

    /** A connection that comes while the client is being closed is missed by {@link #close}, or seen twice: never neither. */
    public void opened(Live connection) {
        connections.add(connection);
        if (closed) {
            connection.closeNow();
        }
    }

    public void closed(Live connection) {
        connections.remove(connection);
    }

    public boolean isClosed() {
        return closed;
    }

    /** Ends every connection and every thread. Idempotent; waits for the loops' end, but not on a loop. */
    @Override
    public void close() {
        closed = true;
        for (var connection : connections) {
            connection.closeNow();
        }
        loops.close();
        try {
            loops.awaitClosed(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        offload.close();
    }
}
