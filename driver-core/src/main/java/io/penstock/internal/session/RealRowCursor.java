package io.penstock.internal.session;

import io.penstock.Column;
import io.penstock.CommandTag;
import io.penstock.Query;
import io.penstock.Row;
import io.penstock.RowCursor;
import io.penstock.internal.exchange.ExtendedQueryExchange;
import io.penstock.internal.exchange.ResultSink;
import io.penstock.internal.exchange.RowShape;
import io.penstock.internal.exchange.StreamExchange;
import io.penstock.internal.wire.DataRows;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A cursor over rows that its caller reads from the socket. One read of the socket is held at a time; the statement is sent by the first
 * {@link #next}.
 */
final class RealRowCursor implements RowCursor, ResultSink, Occupant {

    private final RealBlockingConnection connection;
    private final @Nullable Tenure tenure;
    private final BlockingCall call;
    private final ExtendedQueryExchange exchange;
    private final @Nullable Duration timeout;
    private final ArrayDeque<RowBatch> batches = new ArrayDeque<>();
    private final RowRoom room = new RowRoom();

    private RowShape shape = RowShape.NONE;
    private CommandTag tag = CommandTag.EMPTY_QUERY;
    private @Nullable RealRow row;
    private @Nullable RowBatch batch;
    private int position;
    private boolean started;
    private boolean closed;

    /**
     * @param tenure under which it is used; null for the connection's own user
     * @param timeout the longest silence of the server; null for no limit
     */
    RealRowCursor(RealBlockingConnection connection, @Nullable Tenure tenure, Query query, @Nullable Duration timeout) {
        this.connection = connection;
        this.tenure = tenure;
        this.timeout = timeout;
        this.call = new BlockingCall(connection.core(), connection.link(), "stream", query.sql());
        this.exchange = new StreamExchange(connection.run(query, this), StreamExchange.Sharing.EXCLUSIVE, call);
    }

    @Override
    public boolean isOpen() {
        return started && !closed && !exchange.ended();
    }

    // ---- the caller

    @Override
    public boolean next() {
        requireLent();
        if (closed) {
            return false;
        }
        start();
        while (true) {
            var current = batch;
            if (current != null && position < current.end()) {
                var frame = position;
                position = current.next(frame);
                view().at(current.data(), frame);
                return true;
            }
            if (current != null) {
                room.free(current);
            }
            batch = batches.poll();
            position = batch == null ? 0 : batch.start();
            if (batch == null && !fetch()) {
                end();
                return false;
            }
        }
    }

    private void requireLent() {
        connection.core().requireLent(tenure, "stream");
    }

    private void start() {
        if (started) {
            return;
        }
        connection.enterFree();
        try {
            requireLent();
            connection.occupancy().pass(this);
            started = true;
            call.measure(exchange);
            connection.link().begin(exchange);
        } finally {
            connection.leave();
        }
    }

    /** The statement's deadline is for the server: it counts while that is waited for, each time anew. */
    private void awaitRows() {
        var deadline = CallDeadline.of(connection.core(), exchange, timeout);
        connection.link().await(exchange, () -> !batches.isEmpty());
        if (deadline.stop()) {
            call.overdue(deadline.timeout());
        }
    }

    /** Reads until there are rows; false when there are none any more. */
    private boolean fetch() {
        awaitRows();
        if (!batches.isEmpty()) {
            if (row == null) {
                AwaitedTypes.of(connection.core(), shape.changingTypes());
            }
            return true;
        }
        call.check();
        return false;
    }

    private RealRow view() {
        var view = row;
        if (view == null) {
            view = new RealRow(connection.core().resultColumns(shape));
            row = view;
        }
        return view;
    }

    private void end() {
        if (row != null) {
            row.clear();
        }
    }

    @Override
    public Row row() {
        var current = row;
        if (current == null) {
            throw new IllegalStateException("no row yet: call next first");
        }
        return current;
    }

    @Override
    public List<Column> columns() {
        return connection.core().resultColumns(shape).list();
    }

    @Override
    public CommandTag tag() {
        return tag;
    }

    /** Once the connection is returned the cursor is its pool's to close. */
    @Override
    public void close() {
        if (!Tenure.hasEnded(tenure)) {
            settle();
        }
    }

    @Override
    public void settle() {
        if (closed) {
            return;
        }
        var wasOpen = isOpen();
        closed = true;
        batch = null;
        batches.clear();
        end();
        if (wasOpen) {
            call.drain(exchange);
        }
    }

    // ---- the link, in the caller's thread

    @Override
    public void onColumns(RowShape columns) {
        shape = columns;
    }

    @Override
    public void onRows(DataRows rows) {
        batches.add(room.copyOf(rows));
    }

    @Override
    public void onTag(String text) {
        tag = connection.core().ended(text);
    }
}
