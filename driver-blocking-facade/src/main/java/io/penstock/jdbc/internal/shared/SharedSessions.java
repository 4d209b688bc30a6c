package io.penstock.jdbc.internal.shared;

import io.penstock.BlockingConnection;
import io.penstock.Penstock;
import io.penstock.config.CallerFrames;
import io.penstock.config.ConnectionOptions;
import io.penstock.config.PoolOptions;
import io.penstock.pool.PgPool;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A fixed number of sessions that all callers share. They are lent by a pool, for good: it knows how long to wait and how often to try. Safe
 * from any thread.
 */
public final class SharedSessions implements AutoCloseable {

    private final PgPool pool;
    private final List<SharedSession> sessions;
    private final AtomicInteger turn = new AtomicInteger();
    private final SharedTexts texts = new SharedTexts();

    /** @param count how many, from 1 */
    public SharedSessions(Penstock client, ConnectionOptions connection, PoolOptions options, int count) {
        // Whoever waits has the caller's frames in the error that he is thrown.
        pool = PgPool.create(
                client,
                connection.toBuilder().callerFrames(CallerFrames.OMITTED).build(),
                options.toBuilder()
                        .name(options.name() + " shared")
                        .minSize(0)
                        .maxSize(count)
                        .leakThreshold(null)
                        .build());
        sessions = Stream.generate(() -> new SharedSession(pool)).limit(count).toList();
    }

    /** A caller's connection over them; waits where the session whose turn it is has to be opened. */
    public BlockingConnection lend(Supplier<BlockingConnection> own) {
        return new SharedLink(this, own);
    }

    /** Which statements they may run. */
    SharedTexts texts() {
        return texts;
    }

    /** Of the two whose turn it is the one that has less to do: one that is stuck gets no more for long. */
    SharedSession next() {
        var first = Math.floorMod(turn.getAndIncrement(), sessions.size());
        var second = first + 1 == sessions.size() ? 0 : first + 1;
        var one = sessions.get(first);
        var other = sessions.get(second);
        return other.load() < one.load() ? other : one;
    }

    /** Waits for what is under way, as its options say. */
    @Override
    public void close() {
        sessions.forEach(SharedSession::close);
        Waiting.on(pool.close());
    }
}
