package io.penstock.r2dbc;

import io.penstock.CommandTag;
import io.penstock.ListenEvent;
import io.penstock.Penstock;
import io.penstock.PgConnection;
import io.penstock.config.ConnectionOptions;
import io.penstock.reactive.ReactiveConnection;
import io.penstock.reactive.operator.StagePublisher;
import io.r2dbc.spi.ConnectionMetadata;
import io.r2dbc.spi.IsolationLevel;
import io.r2dbc.spi.Option;
import io.r2dbc.spi.TransactionDefinition;
import io.r2dbc.spi.ValidationDepth;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/** A connection as the SPI has it: every method hands on to the part that does it. Nothing is sent before the first demand. */
final class RealConnection implements PenstockConnection {

    private static final TransactionDefinition PLAIN = new TransactionDefinition() {
        @Override
        public <T> @Nullable T getAttribute(Option<T> option) {
            return null;
        }
    };

    private final PgConnection connection;
    private final SpiSession session;
    private final Transactions transactions;
    private final ReactiveConnection reactive;

    RealConnection(Penstock client, ConnectionOptions options, PgConnection connection) {
        this.connection = connection;
        this.session = new SpiSession(client, connection);
        this.transactions = new Transactions(connection);
        this.reactive = ReactiveConnection.of(client, options, connection);
    }

    // ---- statements

    @Override
    public RealStatement createStatement(String sql) {
        return new RealStatement(session, SpiArguments.present(sql, "sql"));
    }

    @Override
    public RealBatch createBatch() {
        return new RealBatch(session);
    }

    // ---- transactions

    @Override
    public Publisher<Void> beginTransaction() {
        return beginTransaction(PLAIN);
    }

    @Override
    public Publisher<Void> beginTransaction(TransactionDefinition definition) {
        TransactionWords.begin(SpiArguments.present(definition, "definition"));
        return session.done(() -> transactions.begin(definition));
    }

    @Override
    public Publisher<Void> commitTransaction() {
        return session.done(transactions::commit);
    }

    @Override
    public Publisher<Void> rollbackTransaction() {
        return session.done(transactions::rollback);
    }

    @Override
    public boolean isAutoCommit() {
        return !transactions.isOpen();
    }

    @Override
    public Publisher<Void> setAutoCommit(boolean autoCommit) {
        var mode = autoCommit ? Transactions.Mode.ON : Transactions.Mode.OFF;
        return session.done(() -> transactions.autoCommit(mode));
    }

    @Override
    public Publisher<Void> createSavepoint(String name) {
        var quoted = SqlNames.quoted(SpiArguments.present(name, "name"));
        return session.done(() -> transactions.savepoint(quoted));
    }

    @Override
    public Publisher<Void> releaseSavepoint(String name) {
        var quoted = SqlNames.quoted(SpiArguments.present(name, "name"));
        return session.done(() -> transactions.release(quoted));
    }

    @Override
    public Publisher<Void> rollbackTransactionToSavepoint(String name) {
        var quoted = SqlNames.quoted(SpiArguments.present(name, "name"));
        return session.done(() -> transactions.rollbackTo(quoted));
    }

    @Override
    public IsolationLevel getTransactionIsolationLevel() {
        return transactions.level();
    }

    @Override
    public Publisher<Void> setTransactionIsolationLevel(IsolationLevel isolationLevel) {
        var level = TransactionWords.checked(SpiArguments.present(isolationLevel, "isolationLevel"));
        return session.done(() -> transactions.level(level));
    }

    // ---- settings

    @Override
    public Publisher<Void> setLockWaitTimeout(Duration timeout) {
        return set("lock_timeout", SpiArguments.present(timeout, "timeout"));
    }

    @Override
    public Publisher<Void> setStatementTimeout(Duration timeout) {
        return set("statement_timeout", SpiArguments.present(timeout, "timeout"));
    }

    private Publisher<Void> set(String parameter, Duration timeout) {
        var millis = TransactionWords.millis(timeout);
        return session.done(() -> connection.query("select set_config($1, $2, false)", parameter, millis + "ms"));
    }

    @Override
    public ConnectionMetadata getMetadata() {
        return new Metadata(connection.server().version());
    }

    private record Metadata(String version) implements ConnectionMetadata {

        @Override
        public String getDatabaseProductName() {
            return PenstockConnectionFactory.PRODUCT;
        }

        @Override
        public String getDatabaseVersion() {
            return version;
        }
    }

    // ---- its life

    @Override
    public Publisher<Boolean> validate(ValidationDepth depth) {
        SpiArguments.present(depth, "depth");
        return StagePublisher.of(
                () -> switch (depth) {
                    case LOCAL -> CompletableFuture.completedFuture(connection.isOpen());
                    case REMOTE -> connection.script("").handle((results, error) -> error == null);
                },
                valid -> valid,
                session.dropped());
    }

    @Override
    public Publisher<Void> postAllocate() {
        return session.done(() -> CompletableFuture.completedFuture(true));
    }

    /** What nobody reads any more is ended, and what was begun is rolled back. */
    @Override
    public Publisher<Void> preRelease() {
        return session.done(() -> {
            session.stopAll();
            return transactions.rollback();
        });
    }

    @Override
    public Publisher<Void> close() {
        return session.done(() -> {
            session.stopAll();
            return connection.close();
        });
    }

    // ---- beyond the SPI

    @Override
    public Publisher<CommandTag> copyIn(String sql, Publisher<? extends ByteBuffer> data) {
        return new TranslatedErrors<>(reactive.copyIn(sql, data));
    }

    @Override
    public Publisher<ByteBuffer> copyOut(String sql) {
        return new TranslatedErrors<>(reactive.copyOut(sql));
    }

    @Override
    public Publisher<ListenEvent> listen(String... channels) {
        return new TranslatedErrors<>(reactive.listen(channels));
    }

    @Override
    public Publisher<Void> cancel() {
        return new TranslatedErrors<>(reactive.cancel());
    }

    @Override
    public ReactiveConnection reactive() {
        return reactive;
    }

    @Override
    public PgConnection unwrap() {
        return connection;
    }

    @Override
    public <E> @Nullable E unwrap(Class<E> targetClass) {
        SpiArguments.present(targetClass, "targetClass");
        return targetClass.isInstance(this)
                ? targetClass.cast(this)
                : targetClass.isInstance(connection) ? targetClass.cast(connection) : null;
    }

    @Override
    public String toString() {
        return "R2dbc" + connection;
    }
}
