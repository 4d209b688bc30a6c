package io.penstock.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.PgConnection;
import io.penstock.Transaction;
import io.penstock.TransactionOptions;
import io.penstock.TransactionOptions.Access;
import io.penstock.TransactionOptions.Isolation;
import io.penstock.TransactionStatus;
import io.penstock.error.Outcome;
import io.penstock.error.PgException;
import io.penstock.error.PgRejectedException;
import io.penstock.it.invariant.Await;
import io.penstock.it.invariant.Nonce;
import io.penstock.it.invariant.TestClient;
import io.penstock.it.proxy.Cut;
import io.penstock.it.proxy.Direction;
import io.penstock.it.proxy.FaultyProxy;
import io.penstock.it.server.PostgresServer;
import io.penstock.it.server.PostgresTest;
import io.penstock.observe.ConnectionClosedEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Transactions end in a commit or a rollback, and tell which. */
@PostgresTest
class TransactionIT {

    private final PostgresServer server;
    private TestClient client;
    private PgConnection connection;

    TransactionIT(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void connect(TestClient testClient) {
        client = testClient;
        connection = client.connect();
        Await.get(connection.script("create temp table t (n int unique)"));
    }

    @Test
    void commitsWhenTheWorkSucceeds() {
        String value = Await.get(connection.inTransaction(
                tx -> insert(tx, 1).thenCompose(done -> insert(tx, 2)).thenApply(done -> "done")));

        assertThat(value).isEqualTo("done");
        assertThat(count()).isEqualTo(2);
        assertThat(connection.status()).isEqualTo(TransactionStatus.IDLE);
    }

    @Test
    void rollsBackWhenTheStageFails() {
        var reason = new IllegalStateException("no");

        assertThatThrownBy(() -> Await.get(connection.inTransaction(
                        tx -> insert(tx, 1).thenCompose(done -> CompletableFuture.failedFuture(reason)))))
                .isSameAs(reason);

        assertThat(count()).isZero();
    }

    @Test
    void rollsBackWhenTheFunctionThrows() {
        var reason = new IllegalStateException("no");

        assertThatThrownBy(() -> Await.get(connection.inTransaction(tx -> {
                    insert(tx, 1);
                    throw reason;
                })))
                .isSameAs(reason);

        assertThat(count()).isZero();
    }

    @Test
    void rollsBackWhenAStatementFails() {
        PgException failure = Await.failure(
                connection.inTransaction(tx -> insert(tx, 1).thenCompose(done -> tx.query("select 1/0"))));

        assertThat(failure.sqlState()).isEqualTo("22012");
        assertThat(failure.isSafeToRetry()).isTrue();
        assertThat(count()).isZero();
    }

    @Test
    void tellsThatAConflictWasRolledBack() throws SQLException {
        var serializable = TransactionOptions.DEFAULT.withIsolation(Isolation.REPEATABLE_READ);
        try (Connection admin = server.jdbc();
                Statement statement = admin.createStatement()) {
            statement.execute("create table contended (n int)");
            statement.execute("insert into contended values (1)");
            try {
                PgException failure = Await.failure(connection.inTransaction(
                        serializable,
                        tx -> tx.query("select n from contended")
                                .thenAccept(done -> execute(statement, "update contended set n = 2"))
                                .thenCompose(done -> tx.query("update contended set n = 3"))));

                assertThat(failure.sqlState()).isEqualTo("40001");
                assertThat(failure.outcome()).isEqualTo(Outcome.ROLLED_BACK);
                assertThat(failure.isTransient()).isTrue();
            } finally {
                statement.execute("drop table contended");
            }
        }
    }

    private static void execute(Statement statement, String sql) {
        try {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void refusesStatementsAfterAFailedOne() {
        var second = new AtomicReference<PgException>();

        Await.failure(connection.inTransaction(tx -> {
            CompletionStage<?> first = tx.query("select 1/0");
            CompletionStage<?> behind = tx.query("select 1");
            return first.handle((value, error) -> null)
                    .thenCompose(any -> behind.handle((value, error) -> {
                        second.set((PgException) unwrap(error));
                        return null;
                    }))
                    .thenCompose(any -> CompletableFuture.failedFuture(second.get()));
        }));

        assertThat(second.get().sqlState()).isEqualTo("25P02");
        Nonce.echoes(connection);
    }

    /** A commit of a failed transaction is answered by ROLLBACK, without any error of the server's. */
    @Test
    void tellsThatACommitWasARollback() {
        PgException failure = Await.failure(connection.inTransaction(
                tx -> insert(tx, 1).thenCompose(done -> tx.query("select 1/0")).handle((value, error) -> "swallowed")));

        assertThat(failure.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(count()).isZero();
        Nonce.echoes(connection);
    }

    @Test
    void tellsThatADeferredConstraintFailedTheCommit() {
        Await.get(connection.script("create temp table child (n int references t (n) initially deferred)"));

        PgException failure = Await.failure(connection.inTransaction(tx -> tx.query("insert into child values (7)")));

        assertThat(failure.sqlState()).isEqualTo("23503");
        assertThat(failure.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        Nonce.echoes(connection);
    }

    @Test
    void rollsBackOnRequest() {
        String value = Await.get(connection.inTransaction(tx -> {
            tx.setRollbackOnly();
            return insert(tx, 1).thenApply(done -> "tried");
        }));

        assertThat(value).isEqualTo("tried");
        assertThat(count()).isZero();
    }

    @Test
    void goesOnAfterASavepointThatFailed() {
        Await.get(connection.inTransaction(tx -> insert(tx, 1)
                .thenCompose(
                        done -> tx.inSavepoint(inner -> insert(inner, 2).thenCompose(any -> inner.query("select 1/0"))))
                .handle((value, error) -> ((PgException) unwrap(error)).sqlState())
                .thenCompose(state -> {
                    assertThat(state).isEqualTo("22012");
                    return tx.inSavepoint(inner ->
                            insert(inner, 3).thenCompose(any -> inner.inSavepoint(innermost -> insert(innermost, 4))));
                })));

        assertThat(Await.get(connection.query("select n from t order by n")))
                .extracting(row -> row.getInt(0))
                .containsExactly(1, 3, 4);
    }

    @Test
    void beginsAsItIsTold() {
        var options =
                TransactionOptions.DEFAULT.withIsolation(Isolation.SERIALIZABLE).withAccess(Access.READ_ONLY);

        String isolation = Await.get(connection.inTransaction(options, tx -> tx.query("show transaction_isolation")))
                .single()
                .getString(0);
        PgException failure =
                Await.failure(connection.inTransaction(options, tx -> tx.query("create table no (n int)")));

        assertThat(isolation).isEqualTo("serializable");
        assertThat(failure.sqlState()).isEqualTo("25006");
    }

    @Test
    void showsWhereItStands() {
        var inside = new AtomicReference<TransactionStatus>();

        Await.get(connection.inTransaction(tx -> insert(tx, 1).thenAccept(done -> inside.set(connection.status()))));

        assertThat(inside).hasValue(TransactionStatus.IN_TRANSACTION);
        assertThat(connection.status()).isEqualTo(TransactionStatus.IDLE);
    }

    @Test
    void letsOthersWaitForItsEnd() {
        var goOn = new CompletableFuture<Void>();
        var begun = new CountDownLatch(1);
        CompletionStage<?> transaction =
                connection.inTransaction(tx -> insert(tx, 1).thenCompose(done -> {
                    begun.countDown();
                    return goOn.thenCompose(any -> insert(tx, 2));
                }));
        Await.signal(begun);

        var outside = connection.query("select count(*) from t");
        var second = connection.inTransaction(tx -> tx.query("select count(*) from t"));
        assertThat(outside.toCompletableFuture()).isNotDone();
        goOn.complete(null);

        Await.get(transaction);
        assertThat(Await.get(outside).single().getLong(0)).isEqualTo(2);
        assertThat(Await.get(second).single().getLong(0)).isEqualTo(2);
    }

    @Test
    void refusesWorkAfterItsEnd() {
        var escaped = new AtomicReference<Transaction>();
        Await.get(connection.inTransaction(tx -> {
            escaped.set(tx);
            return insert(tx, 1);
        }));

        PgException failure = Await.failure(escaped.get().query("select 1"));

        assertThat(failure).isInstanceOf(PgRejectedException.class);
        assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
        Nonce.echoes(connection);
    }

    @Test
    void endsWhenItsBackendIsKilled() {
        PgConnection other = client.connect();

        PgException failure = Await.failure(connection.inTransaction(tx -> insert(tx, 1)
                .thenCompose(done -> other.query(
                        "select pg_terminate_backend($1)", connection.server().processId()))
                .thenCompose(done -> connection.closed())
                .thenCompose(done -> tx.query("select 1"))));

        assertThat(failure.outcome().safeToRetry()).isTrue();
        Await.get(connection.closed());
    }

    /** Nobody asks anything of it when the server loses patience: its next statement, and its end, are told why. */
    @Test
    void endsWhenTheServerLosesPatienceWithAnIdleTransaction() {
        var idle = client.connect(client.options().options("-c idle_in_transaction_session_timeout=50ms"));

        PgException failure = Await.failure(idle.inTransaction(tx ->
                tx.query("select 1").thenCompose(done -> idle.closed()).thenCompose(done -> tx.query("select 2"))));

        assertThat(failure).hasStackTraceContaining("25P03");
        assertThat(failure.outcome().safeToRetry()).isTrue();
        assertThat(idle.isOpen()).isFalse();
        assertThat(client.events().await(ConnectionClosedEvent.class).failure())
                .isNotNull()
                .extracting(PgException::sqlState)
                .isEqualTo("25P03");
    }

    @Test
    void doesNotKnowWhatBecameOfACommitThatGotNoAnswer() {
        try (var proxy = FaultyProxy.to(server)) {
            PgConnection fragile = client.connect(proxy.through(client.options()));

            CompletionStage<?> transaction = fragile.inTransaction(tx ->
                    tx.query("select 1").thenAccept(done -> proxy.connection().stall(Direction.TO_CLIENT)));
            Await.until(
                    "the server has committed", () -> isIdle(fragile.server().processId()));
            proxy.connection().cut(Cut.RESET);

            PgException failure = Await.failure(transaction);
            assertThat(failure.sqlState()).isEqualTo("08007");
            assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
        }
    }

    private boolean isIdle(int processId) {
        return Await.get(connection.query(
                                "select count(*) from pg_stat_activity where pid = $1 and state = 'idle' and query ilike 'commit%'",
                                processId))
                        .single()
                        .getLong(0)
                == 1;
    }

    private static CompletionStage<?> insert(Transaction transaction, int n) {
        Nonce nonce = Nonce.next();
        return transaction
                .query("insert into t values ($1) returning n, $2::text as nonce", n, nonce.text())
                .thenAccept(nonce::in);
    }

    private static Throwable unwrap(Throwable error) {
        return error.getCause() != null && !(error instanceof PgException) ? error.getCause() : error;
    }

    private long count() {
        return Await.get(connection.query("select count(*) from t")).single().getLong(0);
    }
}
