package io.penstock.internal.pool;

import io.penstock.config.ConnectionOptions;
import io.penstock.internal.flow.OffloadExecutor;
import io.penstock.internal.session.ClientRuntime;
import io.penstock.internal.session.LoopOpening;
import io.penstock.internal.session.Opening;
import io.penstock.internal.session.RealConnection;
import java.time.Duration;
import java.util.List;

/** Connections that event loops run: they answer by themselves, and tell when they are gone. Safe from any thread. */
final class LoopKind implements Kind<RealConnection> {

    private final ClientRuntime runtime;
    private final ConnectionOptions options;
    private final Refusals refusals;

    /** For what blocks while connecting; apart from the threads that run the users' code, who may all be waiting for this very pool. */
    private final OffloadExecutor threads = Pools.threads();

    LoopKind(ClientRuntime runtime, ConnectionOptions options, Refusals refusals) {
        this.runtime = runtime;
        this.options = options;
        this.refusals = refusals;
    }

    @Override
    public void open(Opening<RealConnection> opening) {
        LoopOpening.start(runtime, options, threads, opening);
    }

    @Override
    public long glanceAfterNanos() {
        return Long.MAX_VALUE;
    }

    @Override
    public boolean sendsByItself() {
        return true;
    }

    @Override
    public boolean wantsWriter() {
        return Pools.wantsWriter(options);
    }

    @Override
    public void settle(RealConnection connection, Duration patience, Runnable told) {
        var stop = connection.schedule(() -> connection.forsake(refusals.unsettled(patience)), patience);
        connection.whenQuiet(() -> {
            stop.run();
            told.run();
        });
    }

    @Override
    public void reset(RealConnection connection, List<String> statements, Runnable told) {
        connection.resetAhead(statements);
        connection.whenQuiet(told);
    }

    @Override
    public void probe(RealConnection connection, Duration timeout, Runnable told) {
        connection.probe(timeout, told);
    }

    @Override
    public void close(RealConnection connection) {
        connection.close();
    }

    @Override
    public void shutDown() {
        threads.close();
    }
}
