package io.penstock.r2dbc;

import static java.util.Objects.requireNonNull;

import io.penstock.reactive.operator.ConcatMapPublisher;
import io.penstock.reactive.operator.DroppedErrors;
import io.penstock.reactive.operator.SelectPublisher;
import io.r2dbc.spi.Readable;
import io.r2dbc.spi.Result;
import io.r2dbc.spi.Row;
import io.r2dbc.spi.RowMetadata;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/**
 * One statement's segments, consumed once, by one of the methods here. Rows that a mapping function gets are valid during the call; those of {@link
 * #flatMap} stay valid. An error of the statement is a message segment: {@link #flatMap} hands it on, {@link #filter} may take it out, for the
 * others it is the end.
 */
final class RealResult implements Result {

    private final Publisher<Segment> segments;
    private final DroppedErrors dropped;
    private final AtomicBoolean consumed;

    RealResult(Publisher<Segment> segments, DroppedErrors dropped) {
        this(segments, dropped, new AtomicBoolean());
    }

    private RealResult(Publisher<Segment> segments, DroppedErrors dropped, AtomicBoolean consumed) {
        this.segments = segments;
        this.dropped = dropped;
        this.consumed = consumed;
    }

    @Override
    public Publisher<Long> getRowsUpdated() {
        consume();
        return new UpdateCounts(segments, dropped);
    }

    @Override
    public <T> Publisher<T> map(BiFunction<Row, RowMetadata, ? extends T> mappingFunction) {
        SpiArguments.present(mappingFunction, "mappingFunction");
        return select(segment -> segment instanceof RowView row
                ? requireNonNull(mappingFunction.apply(row, row.getMetadata()), "the mapping function returned null")
                : null);
    }

    @Override
    public <T> Publisher<T> map(Function<? super Readable, ? extends T> mappingFunction) {
        SpiArguments.present(mappingFunction, "mappingFunction");
        return select(segment -> segment instanceof Readable readable
                ? requireNonNull(mappingFunction.apply(readable), "the mapping function returned null")
                : null);
    }

    @SuppressWarnings("NullAway") // null leaves a segment out; the analysis does not see through the wildcard
    private <T> Publisher<T> select(Function<Segment, @Nullable T> function) {
        consume();
        return new SelectPublisher<Segment, T>(
                segments,
                segment -> {
                    if (segment instanceof Message message) {
                        throw message.exception();
                    }
                    return function.apply(segment);
                },
                dropped);
    }

    @Override
    public Result filter(Predicate<Segment> filter) {
        SpiArguments.present(filter, "filter");
        checkNotConsumed();
        var passing = new SelectPublisher<Segment, Segment>(
                segments, segment -> filter.test(segment) ? segment : null, dropped);
        return new RealResult(passing, dropped, consumed);
    }

    @Override
    public <T> Publisher<T> flatMap(Function<Segment, ? extends Publisher<? extends T>> mappingFunction) {
        SpiArguments.present(mappingFunction, "mappingFunction");
        consume();
        return new ConcatMapPublisher<Segment, T>(
                segments,
                segment -> mappingFunction.apply(segment instanceof RowView row ? row.detach() : segment),
                dropped);
    }

    private void consume() {
        if (!consumed.compareAndSet(false, true)) {
            throw new IllegalStateException("a result can be consumed once");
        }
    }

    private void checkNotConsumed() {
        if (consumed.get()) {
            throw new IllegalStateException("a result can be consumed once");
        }
    }
}
