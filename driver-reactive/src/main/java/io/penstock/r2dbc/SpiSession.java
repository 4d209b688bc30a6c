package io.penstock.r2dbc;

import io.penstock.Penstock;
import io.penstock.PgConnection;
import io.penstock.Result;
import io.penstock.codec.CodecRegistry;
import io.penstock.reactive.operator.DroppedErrors;
import io.penstock.reactive.operator.StagePublisher;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/**
 * What the statements of one connection have in common, and which results are still to be read. Safe from any thread.
 *
 * <p>Bound of the results: each has a place among the connection's operations or one kept row, and {@link #stopAll} ends all of them.
 */
final class SpiSession {

    private final Penstock client;
    private final PgConnection connection;
    private final Set<StreamedSegments> open = ConcurrentHashMap.newKeySet();

    SpiSession(Penstock client, PgConnection connection) {
        this.client = client;
        this.connection = connection;
    }

    Penstock client() {
        return client;
    }

    PgConnection connection() {
        return connection;
    }

    CodecRegistry codecs() {
        return client.codecs();
    }

    DroppedErrors dropped() {
        return client::reportDropped;
    }

    /** Publishes that a stage has ended; its error as the SPI has it. */
    <V extends @Nullable Object> Publisher<Void> done(Supplier<? extends CompletionStage<V>> operation) {
        return StagePublisher.<V, Void>ofEnd(operation, dropped()).tellingErrorsAs(SpiErrors::of);
    }

    /** Collected results, as the SPI has them. */
    List<io.r2dbc.spi.Result> results(List<Result> results, Segments.Rows rows) {
        return results.stream().map(result -> result(result, rows)).toList();
    }

    private io.r2dbc.spi.Result result(Result result, Segments.Rows rows) {
        return new RealResult(
                StagePublisher.ofAll(
                        () -> CompletableFuture.completedFuture(result), new Segments(codecs(), rows)::of, dropped()),
                dropped());
    }

    void opened(StreamedSegments segments) {
        open.add(segments);
    }

    void ended(StreamedSegments segments) {
        open.remove(segments);
    }

    /** Ends what is still to be read: its reader has gone, or the session is over. */
    void stopAll() {
        open.forEach(StreamedSegments::abort);
    }
}
