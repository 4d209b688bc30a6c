package io.penstock.internal.session;

import io.penstock.CommandTag;
import io.penstock.Result;
import io.penstock.internal.exchange.ExtendedQueryExchange;
import io.penstock.internal.exchange.ResultSink;
import io.penstock.internal.exchange.RowShape;
import io.penstock.internal.flow.CallSite;
import io.penstock.internal.flow.SerialDispatcher;
import io.penstock.internal.wire.DataRows;
import io.penstock.internal.wire.ReadyStatus;
import org.jspecify.annotations.Nullable;

/**
 * A statement whose rows are collected, within the bound of {@code maxResultBytes}. Most results come in one run of rows, which it keeps itself; a {@link
 * RowCollector} takes over where there is more, or where other results are bounded together with it.
 */
final class QueryCall extends Call<Result> implements ResultSink {

    // Confined to the connection's owner once it is submitted.

    /** The frames of the one run of rows, then the result; or the collector that has taken over; null where there is none of these. */
    private @Nullable Object collected;

    QueryCall(ConnectionCore core, SerialDispatcher dispatcher) {
        super(core, dispatcher);
    }

    /** One of several that are asked for in one go. */
    QueryCall(ConnectionCore core, SerialDispatcher dispatcher, CallSite site) {
        super(core, dispatcher, site);
    }

    /** One of several that are asked for in one go, and whose results are bounded together. */
    QueryCall(ConnectionCore core, SerialDispatcher dispatcher, QueryCall before) {
        this(core, dispatcher, before.site());
        this.collected = before.collector().next(this);
    }

    private RowCollector collector() {
        if (collected instanceof RowCollector known) {
            return known;
        }
        var taking = new RowCollector(core(), this);
        var rows = (byte[]) collected;
        taking.begin(shape(), rows, RowBatch.count(rows));
        collected = taking;
        return taking;
    }

    /** The columns, which the exchange knows as long as they are asked for. */
    private RowShape shape() {
        return running() instanceof ExtendedQueryExchange exchange ? exchange.shape() : RowShape.NONE;
    }

    @Override
    public void onColumns(RowShape shape) {
        if (collected instanceof RowCollector collector) {
            collector.onColumns(shape);
        }
    }

    @Override
    public void onRows(DataRows run) {
        if (collected == null && core().collects(run.byteLength())) {
            collected = RowBatch.bytesOf(run);
        } else {
            collector().onRows(run);
        }
    }

    @Override
    public void onTag(String text) {
        if (collected instanceof RowCollector collector) {
            collector.onTag(text);
        } else {
            collected = result(core().ended(text));
        }
    }

    private RealResult result(CommandTag tag) {
        var rows = (byte[]) collected;
        return RealResult.of(core().resultColumns(shape()), rows, RowBatch.count(rows), tag);
    }

    @Override
    int[] changingTypes() {
        return collected instanceof RowCollector collector ? collector.changingTypes() : shape().changingTypes();
    }

    @Override
    Result value(ReadyStatus status) {
        if (collected instanceof RowCollector collector) {
            return collector.result();
        }
        var result = collected instanceof RealResult ended ? ended : result(CommandTag.EMPTY_QUERY);
        collected = null;
        return result.with(core().resultColumns(result.shape()));
    }

    @Override
    String operation() {
        return "query";
    }

    @Override
    @Nullable
    String sql() {
        var running = running();
        return running == null ? null : running.sql();
    }
}
