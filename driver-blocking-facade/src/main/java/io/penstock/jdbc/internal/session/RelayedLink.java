package io.penstock.jdbc.internal.session;

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
import io.penstock.TransactionOptions;
import io.penstock.codec.PgType;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/** A connection whose work another one does. Who it is, and what is told of it, is each kind's own. */
public interface RelayedLink extends BlockingConnection {

    /** The one that does the work, where this one may be used. */
    BlockingConnection link();

    @Override
    default Result query(Query query) {
        return link().query(query);
    }

    @Override
    default RowCursor stream(Query query) {
        return link().stream(query);
    }

    @Override
    default List<Result> batch(Batch batch) {
        return link().batch(batch);
    }

    @Override
    default Answers run(Flight flight) {
        return link().run(flight);
    }

    @Override
    default Description describe(String sql, @Nullable Duration timeout, int... parameterTypes) {
        return link().describe(sql, timeout, parameterTypes);
    }

    @Override
    default List<Result> script(String sql) {
        return link().script(sql);
    }

    @Override
    default BlockingCopyIn copyIn(String sql) {
        return link().copyIn(sql);
    }

    @Override
    default BlockingCopyOut copyOut(String sql) {
        return link().copyOut(sql);
    }

    @Override
    default <T extends @Nullable Object, E extends Exception> T inTransaction(
            TransactionOptions options, BlockingWork<T, E> work) throws E {
        return link().inTransaction(options, work);
    }

    @Override
    default @Nullable ListenEvent pollNotification(Duration timeout) {
        return link().pollNotification(timeout);
    }

    @Override
    default Flow.Publisher<ListenEvent> notifications() {
        return link().notifications();
    }

    @Override
    default Lock turn() {
        return link().turn();
    }

    @Override
    default void cancel() {
        link().cancel();
    }

    @Override
    default void ping(Duration timeout) {
        link().ping(timeout);
    }

    @Override
    default void loadTypes(PgType... types) {
        link().loadTypes(types);
    }
}
