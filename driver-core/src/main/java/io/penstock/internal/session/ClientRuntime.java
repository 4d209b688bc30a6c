package io.penstock.internal.session;

import static java.util.Objects.requireNonNull;

import io.penstock.Penstock;
import io.penstock.codec.CodecRegistry;
import io.penstock.concurrent.ExecutionStrategy;
import io.penstock.config.ConnectionOptions;
import io.penstock.config.HostAddress;
import io.penstock.config.LoopMonitoring;
import io.penstock.config.Transport;
import io.penstock.error.Outcome;
import io.penstock.error.PgClosedException;
import io.penstock.error.PgException;
import io.penstock.internal.exchange.StatementTally;
import io.penstock.internal.flow.ByteBudget;
import io.penstock.internal.flow.DroppedErrors;
import io.penstock.internal.flow.FallbackThread;
import io.penstock.internal.flow.LoopExecutor;
import io.penstock.internal.flow.Offload;
import io.penstock.internal.flow.OffloadExecutor;
import io.penstock.internal.flow.SerialDispatcher;
import io.penstock.internal.observe.ClientMeters;
import io.penstock.internal.observe.LoopMonitor;
import io.penstock.internal.transport.EventLoops;
import io.penstock.internal.transport.LoopLinks;
import io.penstock.internal.types.TypeCatalog;
import io.penstock.observe.CancelOutcome;
import io.penstock.observe.ClientMetrics;
import io.penstock.observe.DriverListener;
import io.penstock.observe.LoopMetrics;
import io.penstock.observe.OperationTracer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
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

        /** Adds what it is at to what others are at. */
        default void addTo(Load load) {}

        /** Takes in what a server has said while nobody is in a call. Does not wait. */
        default void lookAfter() {}
    }

    /** Told of parts that come and go. Must neither block nor throw. */
    public interface PartFollower {

        void came(Live part);

        void went(Live part);
    }

    /** How soon it is found out that a server has ended a connection that its callers run, while nobody is in a call on it. */
    private static final Duration IDLE_CARE_PERIOD = Duration.ofSeconds(1);

    /** Written by the client's class before there is a client. */
    private static volatile @Nullable Function<Penstock, ClientRuntime> insideOf;

    private final String name;
    private final ExecutionStrategy strategy;
    private final CodecRegistry codecs;
    private final ClientMeters meters = new ClientMeters();
    private final StatementTally statements = new StatementTally();
    private final LoopMonitor monitor;
    private final @Nullable OperationTracer tracer;
    private final EventLoops loops;
    private final Offload offload;

    /** Stand in for callers at their blocking sockets. A virtual thread would leave such a socket in non-blocking mode for good: two more calls of the kernel for a read. */
    private final OffloadExecutor standIns = OffloadExecutor.platform("penstock-socket-");

    private final ClientEvents events;
    private final ByteBudget receiveBudget;
    private final CancelSlots cancelSlots = new CancelSlots();
    private final TypeCatalogs types = new TypeCatalogs(this);
    private final SecureRandom random = new SecureRandom();
    private final Set<Live> connections = ConcurrentHashMap.newKeySet();
    private final List<PartFollower> followers = new CopyOnWriteArrayList<>();
    private final Beat idleCare = new Beat(this, IDLE_CARE_PERIOD, this::lookAfterAll);
    private final AtomicBoolean caresForIdle = new AtomicBoolean();
    private volatile boolean closed;

    /** What a client is made of. */
    public record Settings(
            String name,
            ExecutionStrategy strategy,
            CodecRegistry codecs,
            DriverListener listener,
            @Nullable OperationTracer tracer,
            Transport transport,
            int eventLoops,
            LoopMonitoring monitoring,
            long receiveBudgetBytes) {}

    public ClientRuntime(Settings settings) {
        this.name = settings.name();
        this.strategy = settings.strategy();
        this.codecs = settings.codecs();
        this.tracer = settings.tracer();
        this.receiveBudget = new ByteBudget(settings.receiveBudgetBytes());
        var listener = settings.listener();
        var fallback = new FallbackThread();
        var executor = OffloadExecutor.create();
        var dropped = new DroppedErrors(listener, executor, fallback, System::nanoTime);
        this.events = new ClientEvents(listener, meters);
        this.offload = new Offload(executor, fallback, dropped, events, System::nanoTime);
        this.events.deliverThrough(offload, strategy);
        if (tracer != null) {
            offload.carryContexts(tracer);
        }
        this.monitor = new LoopMonitor(
                settings.monitoring(),
                meters,
                System::nanoTime,
                () -> ThreadLocalRandom.current().nextDouble(),
                event -> tell(told -> told.loopBlocked(event)));
        var watched = settings.monitoring().mode() == LoopMonitoring.Mode.ON;
        this.loops = EventLoops.create(settings.transport(), settings.eventLoops(), watched ? monitor : null);
    }

    /** How the inside of a client is found; told by the client's class, which shows it to nobody else. */
    public static void isInside(Function<Penstock, ClientRuntime> access) {
        insideOf = access;
    }

    /** What is inside a client. */
    public static ClientRuntime of(Penstock client) {
        return requireNonNull(insideOf, "BUG: a client before its class").apply(client);
    }

    /** The client's name, for meters. */
    public String name() {
        return name;
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

    /** The event loops. */
    public EventLoops loops() {
        return loops;
    }

    /** What happens, and who wants to know how long it took. */
    public ClientMeters meters() {
        return meters;
    }

    /** How the connections' statement caches serve. */
    StatementTally statements() {
        return statements;
    }

    @Nullable
    OperationTracer tracer() {
        return tracer;
    }

    /** Runs user code that no loop may run: in order with the connection's signals, where these are off the loop themselves. */
    void offLoop(SerialDispatcher dispatcher, Runnable task) {
        if (strategy.mode() != ExecutionStrategy.Mode.EVENT_LOOP) {
            dispatcher.execute(task);
        } else {
            offload.execute(task);
        }
    }

    public Offload offload() {
        return offload;
    }

    OffloadExecutor standIns() {
        return standIns;
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

    // ---- its numbers

    /** What is and what has been, now. */
    public ClientMetrics metrics() {
        var load = new Load();
        connections.forEach(live -> live.addTo(load));
        return new ClientMetrics(
                name,
                monitor.metrics(),
                load.connections(),
                load.inFlight(),
                load.queued(),
                receiveBudget.heldBytes(),
                offload.executor().active(),
                offload.executor().queued(),
                totals());
    }

    /** How the loops are doing that are watched. */
    public List<LoopMetrics> loopMetrics() {
        return monitor.metrics();
    }

    private ClientMetrics.Totals totals() {
        return new ClientMetrics.Totals(
                loops.traffic().receivedBytes(),
                loops.traffic().sentBytes(),
                meters.drainedBytes(),
                meters.rejections(),
                new ClientMetrics.Statements(
                        statements.hits(), statements.misses(), statements.evicted(), statements.invalidated()),
                new ClientMetrics.Cancels(
                        meters.cancels(CancelOutcome.DELIVERED),
                        meters.cancels(CancelOutcome.TOO_LATE),
                        meters.cancels(CancelOutcome.FAILED)),
                meters.offloadRejections(),
                offload.droppedErrors().count(),
                events.dropped());
    }

    /**
     * Tells which parts there are, and which come and go from now on, on the thread that makes or ends them; until the returned handle is run. A part
     * that comes at this moment may be told twice.
     */
    public Runnable follow(PartFollower follower) {
        followers.add(follower);
        connections.forEach(follower::came);
        return () -> followers.remove(follower);
    }

    // ---- the connections

    /** A connection that comes while the client is being closed is missed by {@link #close}, or seen twice: never neither. */
    public void opened(Live connection) {
        connections.add(connection);
        followers.forEach(follower -> follower.came(connection));
        if (closed) {
            connection.closeNow();
        }
    }

    public void closed(Live connection) {
        connections.remove(connection);
        followers.forEach(follower -> follower.went(connection));
    }

    /** From the first connection on that its callers run: looks after all of them, until the client is closed. */
    void lookAfterCallers() {
        if (!caresForIdle.getAndSet(true)) {
            idleCare.start();
        }
    }

    private void lookAfterAll() {
        connections.forEach(Live::lookAfter);
    }

    public boolean isClosed() {
        return closed;
    }

    /** What those are told whose connection or listener ends with its client. */
    static PgException wasClosed() {
        return new PgClosedException("the client was closed", "08003", Outcome.UNKNOWN, null);
    }

    /** Ends every connection and every thread. Idempotent; waits for the loops' end, but not on a loop. */
    @Override
    public void close() {
        closed = true;
        idleCare.stop();
        for (var connection : connections) {
            connection.closeNow();
        }
        monitor.close();
        loops.close();
        try {
            loops.awaitClosed(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        offload.close();
        standIns.close();
    }
}
