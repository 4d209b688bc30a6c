package io.penstock.internal.session;

import io.penstock.Query;
import io.penstock.codec.CodecRegistry;
import io.penstock.internal.codec.ParameterEncoder;
import io.penstock.internal.exchange.ResultSink;
import io.penstock.internal.exchange.StatementRun;
import io.penstock.internal.wire.DataRows;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What a connection needs for a statement and can use again for the next: where parameters are encoded, the statement's part of the conversation, and room
 * for rows that are gone when they have been read.
 *
 * <p>Serves one statement at a time. Whoever runs one takes it from the connection, and gives it back when the exchange has ended and nobody reads the
 * rows any more; where it is not there, because a second thread or a codec calls meanwhile or a result is still open, another one is made.
 *
 * <p>Bounds: between two statements it keeps room for {@value #MAX_KEPT_BYTES} bytes of rows at the most, and while one is read {@value #MAX_ROOM_BYTES}; a
 * larger run of rows has room of its own.
 */
final class SpareStatement {

    private static final int MAX_KEPT_BYTES = 16 * 1024;
    private static final int MAX_ROOM_BYTES = 128 * 1024;
    private static final int LEAST_ROOM_BYTES = 256;

    private final ParameterEncoder encoder;
    private final StatementRun run = StatementRun.ofNone();
    private RowBatch room = RowBatch.NONE;

    /** Whether rows lie in the room that somebody reads. */
    private boolean roomTaken;

    private final AtomicBoolean taken = new AtomicBoolean(true);

    SpareStatement(CodecRegistry codecs) {
        encoder = new ParameterEncoder(codecs);
    }

    /** Whether it knows the types that are known now. */
    boolean isOf(CodecRegistry codecs) {
        return encoder.isOf(codecs);
    }

    /** The run of a statement, until the next. */
    StatementRun run(String sql, @Nullable Object[] values, ResultSink sink) {
        return run.renew(SessionOperations.checked(sql), encoder.encodeNext(values), sink);
    }

    /** The run of a statement, until the next. */
    StatementRun run(Query query, ResultSink sink) {
        var parameters = QueryRuns.encoded(encoder, query);
        return QueryRuns.bounded(run.renew(SessionOperations.checked(query.sql()), parameters, sink), query);
    }

    /** The run of one of several statements. */
    StatementRun runOfMany(Query query, ResultSink sink) {
        return QueryRuns.of(query, encoder.detached(QueryRuns.encoded(encoder, query)), sink);
    }

    /** Takes it, where nobody has. Whoever made it has it. */
    boolean take() {
        return !taken.getAndSet(true);
    }

    /** Lets go of the statement's values, and of who was told of its answers; the next may take it. */
    void giveBack() {
        roomTaken = false;
        if (room.data().length > MAX_KEPT_BYTES) {
            room = RowBatch.NONE;
        }
        run.release();
        taken.setRelease(false);
    }

    /** Copies a run of rows, into the room if that is free and large enough. */
    RowBatch copyOf(DataRows rows) {
        var length = rows.byteLength();
        if (roomTaken || length > MAX_ROOM_BYTES) {
            return RowBatch.copyOf(rows);
        }
        roomTaken = true;
        var data = room.data().length < length
                ? new byte[Math.max(LEAST_ROOM_BYTES, Integer.highestOneBit(length - 1) << 1)]
                : room.data();
        rows.copyTo(data, 0);
        if (room.data() != data || room.length() != length || room.count() != rows.count()) {
            room = new RowBatch(data, length, rows.count());
        }
        return room;
    }

    /** Nobody reads these rows any more: the next may lie where they did. */
    void free(RowBatch read) {
        if (read.data() == room.data()) {
            roomTaken = false;
        }
    }
}
