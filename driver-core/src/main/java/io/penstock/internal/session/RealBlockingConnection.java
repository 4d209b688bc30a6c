package io.penstock.internal.session;

import static java.util.Objects.requireNonNull;

import io.penstock.Answers;
import io.penstock.Batch;
import io.penstock.BlockingConnection;
import io.penstock.BlockingCopyIn;
import io.penstock.BlockingCopyOut;
import io.penstock.BlockingWork;
import io.penstock.Description;
import io.penstock.Flight;
import io.penstock.ListenEvent;
import io.penstock.Query;
import io.penstock.Result;
import io.penstock.RowCursor;
import io.penstock.ServerInfo;
import io.penstock.TransactionOptions;
import io.penstock.TransactionStatus;
import io.penstock.codec.PgType;
import io.penstock.error.ErrorFields;
import io.penstock.error.Outcome;
import io.penstock.error.PgClosedException;
import io.penstock.error.PgException;
import io.penstock.error.PgTimeoutException;
import io.penstock.error.SqlState;
import io.penstock.internal.codec.ParameterEncoder;
import io.penstock.internal.exchange.Exchange;
import io.penstock.internal.exchange.ExtendedQueryExchange;
import io.penstock.internal.exchange.PrepareExchange;
import io.penstock.internal.exchange.ResultSink;
import io.penstock.internal.exchange.SimpleQueryExchange;
import io.penstock.internal.exchange.StatementRun;
import io.penstock.internal.flow.BlockingGuard;
import io.penstock.internal.flow.Deadline;
import io.penstock.internal.transport.CallerLink;
import io.penstock.internal.types.TypeQuery;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Flow;
import java.util.concurrent.locks.Lock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A connection that its callers run. */
public final class RealBlockingConnection implements BlockingConnection, ClientRuntime.Live, Lendable {

    private final ConnectionCore core;
    private final SessionState state;
    private final CallerLink link;
    private final Occupancy occupancy;

    private final CallerNotifications heard;

    /** What one statement after the other is run with; whoever has {@linkplain SpareStatement#take taken} it has it. */
    private volatile @Nullable SpareStatement spare;

    /** What is told of the server's notices; written by the owner. */
    private @Nullable RealAnswers answering;

    private int portals;

    private RealBlockingConnection(ConnectionCore core, SessionState state, CallerLink link) {
        this.core = core;
        this.state = state;
        this.link = link;
        this.occupancy = new Occupancy(core);
        this.heard = new CallerNotifications(this, core, state, link);
    }

    static RealBlockingConnection of(SessionBuilder session) {
        if (!(session.link() instanceof CallerLink link)) {
            throw new AssertionError("BUG: not a link of a caller");
        }
        var core = session.core();
        core.canceller().onSettled(link::proceed);
        var connection = new RealBlockingConnection(core, session.state(), link);
        session.state()
                .receiver(new CallerSignals(connection, core, session.pipeline().queue()));
        return connection;
    }

    // ---- statements

    @Override
    public Result query(Query query) {
        var rows = new RowCollector(core, null);
        var call = call("query", query.sql());
        var claimed = enterWithSpare();
        try {
            run(claimed.run(query, rows), call, rows, timeout(query.timeout()));
        } finally {
            leave(claimed);
        }
        return collected(rows, call);
    }

    @Override
    public Result query(String sql, @Nullable Object... values) {
        requireNonNull(values, "values");
        var rows = new RowCollector(core, null);
        var call = call("query", requireNonNull(sql, "sql"));
        var claimed = enterWithSpare();
        try {
            run(claimed.run(sql, values, rows), call, rows, timeout(null));
        } finally {
            leave(claimed);
        }
        return collected(rows, call);
    }

    private static void run(StatementRun run, BlockingCall call, RowCollector rows, @Nullable Duration timeout) {
        call.run(new ExtendedQueryExchange(run, call), timeout, rows);
    }

    private SpareStatement enterWithSpare() {
        enterFree();
        try {
            return claimSpare();
        } catch (Throwable unclaimed) {
            leave();
            throw unclaimed;
        }
    }

    private void leave(SpareStatement claimed) {
        try {
            claimed.forgetSink();
            claimed.giveBack();
        } finally {
            leave();
        }
    }

    /** Owner: the connection's own, or another one where a codec calls meanwhile, or a result is open. */
    SpareStatement claimSpare() {
        var codecs = core.codecs();
        var known = spare;
        if (known != null && known.isOf(codecs) && known.take()) {
            return known;
        }
        var made = new SpareStatement(codecs);
        spare = made;
        return made;
    }

    StatementRun run(Query query, ResultSink rows) {
        return QueryRuns.of(query, QueryRuns.encoded(new ParameterEncoder(core.codecs()), query), rows);
    }

    Result collected(RowCollector rows, BlockingCall call) {
        awaitTypes(rows.changingTypes());
        try {
            return rows.result();
        } catch (PgException e) {
            throw failed(call, e);
        }
    }

    List<Result> collected(ResultsInTurn results, BlockingCall call) {
        awaitTypes(results.changingTypes());
        try {
            return results.results();
        } catch (PgException e) {
            throw failed(call, e);
        }
    }

    private static PgException failed(BlockingCall call, PgException error) {
        call.failed(error);
        call.check();
        return error;
    }

    @Override
    public RowCursor stream(Query query) {
        return stream(query, null);
    }

    /** As {@link #stream(Query)}, for as long as a tenure lasts. */
    public RowCursor stream(Query query, @Nullable Tenure tenure) {
        requireFree();
        return new RealRowCursor(this, tenure, query, timeout(query.timeout()));
    }

    @Override
    public Answers run(Flight flight) {
        return run(flight, null);
    }

    /** As {@link #run(Flight)}, for as long as a tenure lasts. */
    public Answers run(Flight flight, @Nullable Tenure tenure) {
        enterFree();
        try {
            var answers = new RealAnswers(this, tenure, flight);
            answers.run();
            return answers;
        } finally {
            leave();
        }
    }

    void occupiedBy(RealAnswers answers) {
        if (occupancy.pass(answers)) {
            answering = answers;
        }
    }

    /** A name for a portal, not used before on this connection. */
    String newPortal() {
        return "pen_" + ++portals;
    }

    /** Whether the server may have suspended portals. */
    boolean hasPortals() {
        return core.isOpen() && core.lastStatus() != TransactionStatus.IDLE;
    }

    /** Owner: the server says something. */
    void noticed(ErrorFields notice) {
        var target = answering;
        if (target != null) {
            target.noticed(notice);
        }
    }

    @Override
    public Description describe(String sql, @Nullable Duration timeout, int... parameterTypes) {
        var call = call("describe", sql);
        var exchange = PrepareExchange.cached(SessionOperations.checked(sql), parameterTypes.clone(), call);
        runFree(call, exchange, timeout(timeout), () -> false);
        return new Description(
                Arrays.stream(exchange.parameterOids()).boxed().toList(),
                core.resultColumns(exchange.shape()).list());
    }

    @Override
    public List<Result> batch(Batch batch) {
        enterFree();
        try {
            return new BlockingBatch(this, timeout(BatchDeadline.of(batch.timeout(), batch.queries()))).run(batch);
        } finally {
            leave();
        }
    }

    @Override
    public List<Result> script(String sql) {
        var results = new ResultsInTurn(core, null, 1);
        var call = call("script", sql);
        var exchange = new SimpleQueryExchange("script", SessionOperations.checked(sql), results, call);
        runFree(call, exchange, timeout(null), results);
        return collected(results, call);
    }

    private void runFree(BlockingCall call, Exchange exchange, @Nullable Duration timeout, BooleanSupplier tooMuch) {
        enterFree();
        try {
            call.run(exchange, timeout, tooMuch);
        } finally {
            leave();
        }
    }

    /** What is handed over can be read. */
    private void awaitTypes(int[] types) {
        AwaitedTypes.afterChange(core, core.lastStatus());
        AwaitedTypes.of(core, types);
    }

    /** Before anybody gets it: looks up the types that the client's codecs name, or that may have changed. */
    void loadDueTypes() {
        var question = core.types().due();
        if (question == null) {
            return;
        }
        var rows = new RowCollector(core, null);
        var call = call("look types up", null);
        call.run(TypeLookUp.exchange(question.query(), rows, call), TypeLookUp.TIMEOUT, () -> !rows.fits());
        core.types().learn(question, TypeQuery.read(rows.result()));
    }

    @Override
    public void loadTypes(PgType... types) {
        AwaitedTypes.loaded(core, List.of(types));
    }

    @Override
    public BlockingCopyIn copyIn(String sql) {
        return copyIn(sql, null);
    }

    /** As {@link #copyIn(String)}, for as long as a tenure lasts. */
    public BlockingCopyIn copyIn(String sql, @Nullable Tenure tenure) {
        var copy = new RealBlockingCopyIn(this, tenure, SessionOperations.checked(sql), timeout(null));
        copy.begin();
        return copy;
    }

    @Override
    public BlockingCopyOut copyOut(String sql) {
        return copyOut(sql, null);
    }

    /** As {@link #copyOut(String)}, for as long as a tenure lasts. */
    public BlockingCopyOut copyOut(String sql, @Nullable Tenure tenure) {
        requireFree();
        return new RealBlockingCopyOut(this, tenure, SessionOperations.checked(sql), timeout(null));
    }

    @Override
    public <T extends @Nullable Object, E extends Exception> T inTransaction(
            TransactionOptions options, BlockingWork<T, E> work) throws E {
        return BlockingTransaction.run(this, requireNonNull(options, "options"), requireNonNull(work, "work"));
    }

    // ---- notifications

    CallerNotifications heard() {
        return heard;
    }

    @Override
    public @Nullable ListenEvent pollNotification(Duration timeout) {
        return pollNotification(timeout, null);
    }

    /** As {@link #pollNotification(Duration)}, for as long as a tenure lasts. */
    public @Nullable ListenEvent pollNotification(Duration timeout, @Nullable Tenure tenure) {
        return heard.poll(timeout, tenure);
    }

    @Override
    public Flow.Publisher<ListenEvent> notifications() {
        return notifications(null);
    }

    /** As {@link #notifications()}, for as long as a tenure lasts. */
    public Flow.Publisher<ListenEvent> notifications(@Nullable Tenure tenure) {
        return subscriber -> heard.subscribe(subscriber, tenure);
    }

    /** What was pushed under it is not pushed any more. */
    public void endPush(Tenure tenure) {
        heard.endUnder(tenure);
    }

    // ---- calls

    BlockingCall call(String operation, @Nullable String sql) {
        return new BlockingCall(core, link, operation, sql);
    }

    @Nullable
    Duration timeout(@Nullable Duration own) {
        return own != null ? own : core.options().timeouts().statement();
    }

    /** As {@link #enter()}, where neither a cursor nor a copy is open: asked behind the wait, in which one may have been opened. */
    void enterFree() {
        BlockingGuard.check();
        enter();
        try {
            occupancy.requireFree();
        } catch (Throwable refused) {
            leave();
            throw refused;
        }
    }

    /** For what is sent later, and asks again then. */
    private void requireFree() {
        enterFree();
        leave();
    }

    Occupancy occupancy() {
        return occupancy;
    }

    // ---- state

    ConnectionCore core() {
        return core;
    }

    CallerLink link() {
        return link;
    }

    @Override
    public TransactionStatus status() {
        return core.status();
    }

    @Override
    public ServerInfo server() {
        return core.server();
    }

    @Override
    public Map<String, String> parameters() {
        return state.parameters();
    }

    @Override
    public boolean isOpen() {
        return core.isOpen();
    }

    // ---- between two borrowers

    /** Makes the calling thread the one that runs the connection until {@link #leave}; another one waits. */
    public void enter() {
        link.enter();
    }

    public void leave() {
        link.leave();
    }

    @Override
    public Lock turn() {
        return link.turn();
    }

    @Override
    public boolean isQuiet() {
        return occupancy.isFree() && !link.isEntered();
    }

    @Override
    public void lookAfter() {
        link.lookAfter(occupancy::isFree);
    }

    @Override
    public TransactionStatus lastStatus() {
        return core.lastStatus();
    }

    @Override
    public boolean isListening() {
        return state.isListening();
    }

    @Override
    public boolean refusesWrites() {
        return core.watch().refusesWrites(state);
    }

    @Override
    public boolean glance() {
        return link.glance() && core.isOpen();
    }

    @Override
    public void resetAhead(List<String> statements) {
        if (core.resetsDue().get() == 0) {
            link.ahead(
                    statements.stream().map(sql -> SessionReset.of(core, sql)).toList());
            heard.forget();
        }
    }

    /** Blocks: the same, in a flight of its own. */
    public void resetNow(List<String> statements) {
        var resets = statements.stream().map(sql -> SessionReset.of(core, sql)).toList();
        heard.forget();
        link.submitAll(resets);
    }

    /** Blocks: ends what its last user has left open. A call that some other thread is in costs the connection. */
    public void settle() {
        if (link.isEntered()) {
            abort(new PgClosedException(
                    "the connection was returned to its pool while a thread was in a call on it",
                    SqlState.CONNECTION_DOES_NOT_EXIST,
                    Outcome.UNKNOWN,
                    null));
        } else {
            occupancy.settle();
        }
    }

    /** Blocks: a round trip, or the end of the connection when it takes longer than it may. */
    public void probe(Duration timeout) {
        var stop = core.runtime().loops().schedule(() -> abort(SessionProbe.tooLate(timeout)), timeout);
        try {
            link.submit(SessionProbe.of(core));
        } finally {
            stop.run();
        }
    }

    @Override
    public void whenGone(Runnable told) {
        core.watch().whenGone(told);
    }

    @Override
    public @Nullable PgException ending() {
        return core.ending();
    }

    @Override
    public void cancelRunning() {
        core.canceller().cancel(link.latest(), Canceller.UNHEARD);
    }

    @Override
    public void abort(PgException cause) {
        link.close(cause);
    }

    // ---- any thread

    @Override
    public void cancel() {
        core.canceller().cancelNow(link.latest(), core.context("cancel", null));
    }

    @Override
    public void ping(Duration timeout) {
        ping(timeout, null);
    }

    /** As {@link #ping(Duration)}, for as long as a tenure lasts. */
    public void ping(Duration timeout, @Nullable Tenure tenure) {
        BlockingGuard.check();
        var deadline = Deadline.after(RealConnection.positive(timeout), System::nanoTime);
        if (!link.tryEnter(timeout)) {
            throw new PgTimeoutException(
                            "a thread was in a call on the connection for " + timeout,
                            SqlState.CONNECTION_FAILURE,
                            Outcome.NOT_SENT)
                    .in(core.context("ping", null));
        }
        try {
            core.requireLent(tenure, "ping");
            occupancy.requireFree();
            probe(deadline.remaining());
        } finally {
            leave();
        }
        var ending = core.ending();
        if (ending != null) {
            throw (deadline.expired() ? SessionProbe.tooLate(timeout) : ending).in(core.context("ping", null));
        }
    }

    @Override
    public void abort() {
        link.close(new PgClosedException("the connection was aborted", "08003", Outcome.UNKNOWN, null));
    }

    @Override
    public void addTo(Load load) {
        load.add(core);
    }

    @Override
    public void closeNow() {
        link.close(ClientRuntime.wasClosed());
    }

    @Override
    public void close() {
        heard.end(null);
        link.terminate(core.options().timeouts().close());
    }

    @Override
    public String toString() {
        return "BlockingConnection[" + server().address() + "/" + server().database() + ", process "
                + server().processId() + (isOpen() ? "]" : ", closed]");
    }
}
