package io.penstock.internal.session;

import io.penstock.CommandTag;
import io.penstock.ServerInfo;
import io.penstock.TransactionStatus;
import io.penstock.codec.CodecRegistry;
import io.penstock.concurrent.ExecutionStrategy;
import io.penstock.config.CallerFrames;
import io.penstock.config.ConnectionOptions;
import io.penstock.config.HostAddress;
import io.penstock.error.ErrorContext;
import io.penstock.error.Outcome;
import io.penstock.error.PgClosedException;
import io.penstock.error.PgException;
import io.penstock.error.PgRejectedException;
import io.penstock.error.PgTimeoutException;
import io.penstock.error.SqlState;
import io.penstock.internal.exchange.Exchange;
import io.penstock.internal.exchange.ExchangeQueue;
import io.penstock.internal.exchange.Operation;
import io.penstock.internal.exchange.RowShape;
import io.penstock.internal.exchange.StatementCache;
import io.penstock.internal.flow.CallSite;
import io.penstock.internal.flow.LoopExecutor;
import io.penstock.internal.flow.SerialDispatcher;
import io.penstock.internal.transport.Link;
import io.penstock.internal.types.TypeCatalog;
import io.penstock.internal.types.TypeChanges;
import io.penstock.observe.RejectedEvent;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What the calls of one connection share: admission of new work, the way from an end to its stage, the words for errors.
 *
 * <p><b>Admission.</b> Every operation counts from its submission to its end; a batch is one, however many statements it has. Above
 * {@code maxInFlight + maxQueued} a call is refused at once, {@code NOT_SENT}: work does not pile up in front of a server that has
 * stopped answering.
 *
 * <p>Safe from any thread.
 */
final class ConnectionCore {

    /** How many shapes' columns are remembered; a power of two. */
    private static final int SHAPES = 32;

    private final ClientRuntime runtime;
    private final ConnectionOptions options;
    private final ServerInfo server;
    private final Link link;
    private final LoopExecutor loop;
    private final TypeCatalog types;
    private final ExchangeQueue exchanges;
    private final StatementCache statements;
    private final SerialDispatcher dispatcher;
    private final Reception reception;
    private final Drain drain;
    private final Canceller canceller;
    private final OperationMeter operationMeter;
    private final SharedEncoder encoder = new SharedEncoder();
    private final PoolWatch watch = new PoolWatch();
    private final HeldEnds heldEnds = new HeldEnds(this);
    private final int maxPending;

    /** Exchanges submitted and not ended, and scopes that are open. */
    private final AtomicInteger pending = new AtomicInteger();

    /** Operations admitted and not ended; most are one exchange. */
    private final AtomicInteger operations = new AtomicInteger();

    private final AtomicInteger resetsDue = new AtomicInteger();

    /** The clock of those that wait: written by the owner, read by whoever submits. */
    private volatile int sweep;

    /** Confined to the owner; one copy at a time has the connection. */
    private @Nullable Runnable whenWritable;

    /** A statement has ended after which types may be others, when its transaction has ended too. Written by the owner. */
    private volatile boolean altersTypes;

    private volatile TransactionStatus status = TransactionStatus.IDLE;
    private volatile @Nullable PgException closed;
    private volatile boolean closing;

    /** The last tag; the next one is most often the same. Racing readers parse it again. */
    private volatile CommandTag lastTag = CommandTag.EMPTY_QUERY;

    /** Of the last shapes asked for; a bounded table in which the newer takes the older's place. Racing readers make them again. */
    private final @Nullable ResultColumns[] columnsOf = new ResultColumns[SHAPES];

    ConnectionCore(
            ClientRuntime runtime,
            ConnectionOptions options,
            ServerInfo server,
            Link link,
            LoopExecutor loop,
            TypeCatalog types,
            ExchangeQueue queue,
            SerialDispatcher dispatcher,
            Canceller canceller) {
        this.runtime = runtime;
        this.options = options;
        this.server = server;
        this.link = link;
        this.loop = loop;
        this.types = types;
        this.exchanges = queue;
        this.statements = queue.statements();
        this.dispatcher = dispatcher;
        this.canceller = canceller;
        this.reception = new Reception(this, queue, runtime.receiveBudget());
        this.drain = new Drain(this, queue);
        this.operationMeter = new OperationMeter(this);
        this.maxPending = options.limits().maxInFlight() + options.limits().maxQueued();
    }

    // ---- its surroundings

    ClientRuntime runtime() {
        return runtime;
    }

    ConnectionOptions options() {
        return options;
    }

    ServerInfo server() {
        return server;
    }

    /** As it was dialled. */
    HostAddress host() {
        return canceller.host();
    }

    /** For their numbers; all else is the owner's. */
    ExchangeQueue exchanges() {
        return exchanges;
    }

    Link link() {
        return link;
    }

    /** The client's codecs, with what is known of the database's types by now. */
    CodecRegistry codecs() {
        return types.codecs();
    }

    /** Encodes the parameters of its statements. */
    SharedEncoder encoder() {
        return encoder;
    }

    TypeCatalog types() {
        return types;
    }

    /** Whether floats in texts may have been rounded. */
    boolean roundsFloats() {
        return statements.roundsFloats();
    }

    /** As a user sees it: a session that is being reset is as good as new. */
    TransactionStatus status() {
        return resetsDue.get() > 0 ? TransactionStatus.IDLE : status;
    }

    /** As the server said last. */
    TransactionStatus lastStatus() {
        return status;
    }

    /** Statements that make the session fit for its next user, and have not ended. */
    AtomicInteger resetsDue() {
        return resetsDue;
    }

    /** The connection's own dispatcher, or one for a query that has a strategy of its own. */
    SerialDispatcher dispatcher(@Nullable ExecutionStrategy strategy) {
        return strategy == null ? dispatcher : runtime.dispatcher(strategy, loop);
    }

    /** One for a subscription, whose signals must not wait for those of others. */
    SerialDispatcher separateDispatcher(@Nullable ExecutionStrategy strategy) {
        return runtime.dispatcher(strategy == null ? runtime.strategy() : strategy, loop);
    }

    // ---- admission

    /**
     * Submits a call's exchange, or fails the call. Inside a scope that is open work goes on while the connection closes.
     *
     * @param tenure under which it is submitted; null for the connection's own user
     */
    void submit(Exchange exchange, Call<?> call, @Nullable Tenure tenure) {
        call.runsAs(exchange);
        var refusal = refusal(closing && !exchange.isScoped(), tenure);
        if (refusal != null) {
            exchange.refused();
            call.failed(refusal);
            return;
        }
        exchange.operationEnd();
        measure(exchange, call.operation(), call.sql());
        submitCounted(exchange);
    }

    /** Submits exchanges that are one operation, each with the call at the same position; or fails all calls. */
    void submitAll(List<? extends Exchange> exchanges, List<? extends Call<?>> calls, @Nullable Tenure tenure) {
        if (exchanges.isEmpty()) {
            return;
        }
        for (var i = 0; i < exchanges.size(); i++) {
            calls.get(i).runsAs(exchanges.get(i));
        }
        var last = exchanges.get(exchanges.size() - 1);
        var refusal = refusal(closing && !last.isScoped(), tenure);
        if (refusal != null) {
            exchanges.forEach(Exchange::refused);
            calls.forEach(call -> call.failed(refusal));
            return;
        }
        last.operationEnd();
        pending.addAndGet(exchanges.size() - 1);
        var whole = new Operation();
        for (var i = 0; i < exchanges.size(); i++) {
            exchanges.get(i).partOf(whole);
            measure(exchanges.get(i), calls.get(i).operation(), calls.get(i).sql());
            submitCounted(exchanges.get(i));
        }
    }

    /** Whether anybody wants to know how long operations take. */
    boolean isMeasured() {
        return operationMeter.isWanted();
    }

    /** The calling thread, before an exchange is submitted: its operation is measured, if anybody wants to know. */
    void measure(Exchange exchange, String operation, @Nullable String sql) {
        operationMeter.follow(exchange, operation, sql);
    }

    private void submitCounted(Exchange exchange) {
        exchange.counted();
        exchange.submittedAt(sweep);
        link.submit(exchange);
    }

    /** Owner: time goes by for those that wait to be sent. */
    int nextSweep() {
        var next = sweep + 1;
        sweep = next;
        return next;
    }

    /** Submits an exchange that belongs to a call already admitted: the end of a transaction, say. */
    void submitAdmitted(Exchange exchange) {
        pending.incrementAndGet();
        submitCounted(exchange);
    }

    private @Nullable PgException refusal(boolean closes, @Nullable Tenure tenure) {
        var reason = closed;
        if (reason != null) {
            return notOpen(reason);
        }
        if (closes) {
            return new PgClosedException("the connection is being closed", "08003", Outcome.NOT_SENT, null);
        }
        if (operations.incrementAndGet() > maxPending) {
            operations.decrementAndGet();
            runtime.meters().operationRejected();
            var event = new RejectedEvent(server.address(), "maxInFlight + maxQueued", maxPending);
            runtime.events().tell(listener -> listener.rejected(event));
            return new PgRejectedException(
                    maxPending + " operations are under way on this connection (maxInFlight + maxQueued)",
                    SqlState.CONFIGURATION_LIMIT_EXCEEDED,
                    Outcome.NOT_SENT);
        }
        pending.incrementAndGet();
        // Counted first, asked second: who ends the tenure first and looks at the count second sees one of the two.
        if (Tenure.hasEnded(tenure)) {
            operations.decrementAndGet();
            pending.decrementAndGet();
            link.execute(this::tellIfQuiet);
            return returned();
        }
        return null;
    }

    /** What those are told who use a connection that they have returned. */
    static PgException returned() {
        return new PgClosedException(
                "the connection was returned to its pool", SqlState.CONNECTION_DOES_NOT_EXIST, Outcome.NOT_SENT, null);
    }

    /** Refuses an operation under a tenure that is over. */
    void requireLent(@Nullable Tenure tenure, String operation) {
        if (Tenure.hasEnded(tenure)) {
            throw returned().in(context(operation, null));
        }
    }

    static PgException notOpen(PgException reason) {
        return new PgClosedException(
                "the connection is closed: " + reason.problem(), reason.sqlState(), Outcome.NOT_SENT, reason);
    }

    /** A scope has begun: the connection stays open until it is {@link #release released}. */
    void hold() {
        pending.incrementAndGet();
    }

    /** A scope has ended. */
    void release() {
        pending.decrementAndGet();
        link.execute(() -> {
            terminateIfIdle();
            tellIfQuiet();
        });
    }

    /** Owner: an exchange has ended. */
    void exchangeEnded(Exchange exchange, TransactionStatus newStatus) {
        if (status != newStatus) {
            status = newStatus;
        }
        canceller.onEnded(exchange);
        drain.onEnded(exchange);
        watch.ended(exchange.error());
        runtime.meters().drained(exchange.discardedBytes());
        if (exchange.isCounted()) {
            pending.decrementAndGet();
        }
        if (exchange.isOperationEnd()) {
            operations.decrementAndGet();
        }
        terminateIfIdle();
        tellIfQuiet();
    }

    /** Operations submitted and not ended; a gauge. */
    int pending() {
        return pending.get();
    }

    /** Any thread: tells once, on the owner, when nothing is under way. */
    void whenQuiet(Runnable told) {
        link.execute(() -> {
            watch.whenQuiet(told);
            tellIfQuiet();
        });
    }

    private void tellIfQuiet() {
        if (isQuiet()) {
            watch.quiet();
        }
    }

    /** Whether nothing is under way, neither an operation nor a cancel request that could hit the next one. */
    boolean isQuiet() {
        return pending.get() == 0 && !canceller.isPending();
    }

    PoolWatch watch() {
        return watch;
    }

    /** Any thread: nobody wants the answer any more. */
    void abandon(Exchange exchange) {
        link.interject(() -> drain.abandon(exchange));
    }

    /** What has arrived and is not consumed. */
    Reception reception() {
        return reception;
    }

    /** Owner: what is being thrown away, and how long that may go on. */
    Drain drain() {
        return drain;
    }

    /** Owner: something to run once when the socket takes more bytes again. */
    void onWritable(Runnable action) {
        whenWritable = action;
    }

    void writable() {
        var action = whenWritable;
        whenWritable = null;
        if (action != null) {
            action.run();
        }
    }

    /** Any thread: whether dropping the rest of an answer costs more than asking the server to stop. */
    boolean exceedsDrain(Exchange exchange) {
        return exchange.discardedBytes() > options.limits().drainBytes();
    }

    Canceller canceller() {
        return canceller;
    }

    /** Owner: a cancel request has run its course; what waited for that goes on. */
    void cancelSettled() {
        link.flush();
        drain.look();
        tellIfQuiet();
    }

    /** Owner: the queue has sent a sentinel, which counts as work until it has ended. */
    void sentinelSent(Exchange sentinel) {
        sentinel.counted();
        pending.incrementAndGet();
        canceller.watch(sentinel);
    }

    // ---- its life

    boolean isOpen() {
        return closed == null && !closing;
    }

    boolean isClosing() {
        return closing;
    }

    /** Refuses new work, and ends the session when the work under way is done, or has taken too long. */
    void closeWhenIdle() {
        closing = true;
        link.execute(this::terminateIfIdle);
        link.schedule(this::closeAtLast, options.timeouts().close());
    }

    private void closeAtLast() {
        if (closed == null) {
            canceller.cancelLost();
            link.close(new PgTimeoutException(
                    "the connection was closed, and this had not ended within "
                            + options.timeouts().close(),
                    SqlState.QUERY_CANCELED,
                    Outcome.UNKNOWN));
        }
    }

    private void terminateIfIdle() {
        if (closing && pending.get() == 0) {
            link.terminate(options.timeouts().close());
        }
    }

    void closed(PgException cause) {
        closed = cause;
    }

    /** Why it is closed; null while it is not. */
    @Nullable
    PgException ending() {
        return closed;
    }

    // ---- answers

    CallSite callSite() {
        return callSite(options);
    }

    /** The same for a call whose stage's dependents run through this dispatcher: of one that is made by such a dependent it is known already. */
    CallSite callSite(SerialDispatcher hop) {
        var begun = options.callerFrames() == CallerFrames.CAPTURED ? hop.site() : null;
        return begun != null ? begun : callSite(options);
    }

    /** Where the call comes from, unless that is not wanted. */
    static CallSite callSite(ConnectionOptions options) {
        return switch (options.callerFrames()) {
            case CAPTURED, OF_EACH_CALL -> CallSite.capture();
            case OMITTED -> CallSite.omitted();
        };
    }

    /** What was tried and on whom. */
    ErrorContext context(String operation, @Nullable String sql) {
        return new ErrorContext(operation, server.address() + "/" + server.database(), sql);
    }

    /** Whether results of so many bytes, those of one operation together, may be collected. */
    boolean collects(long bytes) {
        return bytes <= options.limits().maxResultBytes();
    }

    /** What the rows of a result of this shape share, with the types that are known now; made once where a statement is run again. */
    ResultColumns resultColumns(RowShape shape) {
        var slot = System.identityHashCode(shape) & (columnsOf.length - 1);
        var known = columnsOf[slot];
        if (known == null || !known.serve(shape, this)) {
            known = ResultColumns.of(shape, this);
            columnsOf[slot] = known;
        }
        return known;
    }

    /** A tag, parsed once where the server repeats itself. */
    CommandTag tag(String text) {
        var last = lastTag;
        if (last.text().equals(text)) {
            return last;
        }
        var tag = CommandTag.parse(text);
        lastTag = tag;
        return tag;
    }

    // ---- types

    /** Owner: the ends of calls, in their order. */
    HeldEnds heldEnds() {
        return heldEnds;
    }

    /** Owner: a statement has ended, with this tag. */
    CommandTag ended(String text) {
        var tag = tag(text);
        // No command that alters a type has a count.
        if (tag.rows() == CommandTag.NO_COUNT && TypeChanges.follow(tag.command())) {
            altersTypes = true;
        }
        return tag;
    }

    /** Whether types may be others than before, now that no transaction is open; once for each time. */
    boolean takeAlteredTypes(TransactionStatus now) {
        if (!altersTypes || now != TransactionStatus.IDLE) {
            return false;
        }
        altersTypes = false;
        return true;
    }

    /** Owner: an operation that has ended goes on counting, until its end is told. */
    void holdOperation() {
        operations.incrementAndGet();
        pending.incrementAndGet();
    }

    /** Owner. */
    void releaseOperation() {
        operations.decrementAndGet();
        release();
    }

    void reportDropped(@Nullable PgException error) {
        if (error != null) {
            runtime.offload().droppedErrors().report("type look-up", error);
        }
    }
}
