package io.penstock.internal.session;

import static java.util.Objects.requireNonNull;

import io.penstock.Batch;
import io.penstock.CopyIn;
import io.penstock.CopyOut;
import io.penstock.Listening;
import io.penstock.Notification;
import io.penstock.PgConnection;
import io.penstock.Query;
import io.penstock.Result;
import io.penstock.RowStream;
import io.penstock.ServerInfo;
import io.penstock.Statement;
import io.penstock.Transaction;
import io.penstock.TransactionOptions;
import io.penstock.TransactionStatus;
import io.penstock.error.Outcome;
import io.penstock.error.PgClosedException;
import io.penstock.error.PgException;
import io.penstock.internal.flow.DriverFuture;
import io.penstock.internal.transport.CancelSender;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A connection as its user sees it: every method hands on to the part that does it. */
final class RealConnection implements PgConnection, ClientRuntime.Live {

    private final ConnectionCore core;
    private final SessionState state;
    private final SessionOperations operations;
    private final Listeners listeners;
    private final DriverFuture<@Nullable Void> closed;

    RealConnection(ConnectionCore core, SessionState state) {
        this.core = core;
        this.state = state;
        this.operations = new SessionOperations(core, null);
        this.listeners = new Listeners(core, operations);
        this.closed = new DriverFuture<>(core.dispatcher(null));
    }

    ConnectionCore core() {
        return core;
    }

    Listeners listeners() {
        return listeners;
    }

    DriverFuture<@Nullable Void> closedFuture() {
        return closed;
    }

    // ---- statements

    @Override
    public CompletionStage<Result> query(Query query) {
        return operations.query(query);
    }

    @Override
    public RowStream stream(Query query) {
        return operations.stream(query);
    }

    @Override
    public CompletionStage<List<Result>> batch(Batch batch) {
        return operations.batch(batch);
    }

    @Override
    public List<CompletionStage<Result>> batchEach(Batch batch) {
        return operations.batchEach(batch);
    }

    @Override
    public CompletionStage<List<Result>> script(String sql) {
        return operations.script(sql);
    }

    @Override
    public CompletionStage<Statement> prepare(String sql) {
        return operations.prepare(sql);
    }

    @Override
    public CompletionStage<CopyIn> copyIn(String sql) {
        return operations.copyIn(sql);
    }

    @Override
    public CopyOut copyOut(String sql) {
        return operations.copyOut(sql);
    }

    // ---- transactions and notifications

    @Override
    public <T> CompletionStage<T> inTransaction(
            TransactionOptions options, Function<? super Transaction, ? extends CompletionStage<T>> work) {
        return ScopedWork.transaction(core, requireNonNull(options, "options"), requireNonNull(work, "work"));
    }

    @Override
    public CompletionStage<Listening> listen(String channel, Consumer<? super Notification> handler) {
        return listeners.listen(requireNonNull(channel, "channel"), requireNonNull(handler, "handler"));
    }

    @Override
    public CompletionStage<@Nullable Void> cancel() {
        var future = new DriverFuture<@Nullable Void>(core.dispatcher(null));
        var site = core.callSite();
        core.canceller().send(new CancelSender.Outcome() {
            @Override
            public void delivered() {
                future.succeed(null);
            }

            @Override
            public void failed(PgException error) {
                future.fail(site.stamp(error.in(core.context("cancel", null))));
            }
        });
        return future;
    }

    // ---- state

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

    // ---- the end

    @Override
    public CompletionStage<@Nullable Void> close() {
        core.closeWhenIdle();
        return closed;
    }

    @Override
    public CompletionStage<@Nullable Void> closed() {
        return closed;
    }

    @Override
    public void closeNow() {
        core.link().close(new PgClosedException("the client was closed", "08003", Outcome.UNKNOWN, null));
    }

    @Override
    public String toString() {
        return "PgConnection[" + server().address() + "/" + server().database() + ", process " + server().processId()
                + (isOpen() ? "]" : ", closed]");
    }
}
