package io.penstock.internal.session;

import io.penstock.Query;
import io.penstock.codec.CodecRegistry;
import io.penstock.internal.codec.ParameterEncoder;
import io.penstock.internal.exchange.ResultSink;
import io.penstock.internal.exchange.StatementRun;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What a connection needs for a statement and can use again for the next: where parameters are encoded, the statement's part of the conversation, and room
 * for rows that are gone when they have been read.
 *
 * <p>Serves one statement at a time. Whoever runs one takes it from the connection, and gives it back when the exchange has ended and nobody reads the
 * rows any more; where it is not there, because a codec calls meanwhile or a result is still open, another one is made.
 */
final class SpareStatement {

    private final ParameterEncoder encoder;
    private final StatementRun run = StatementRun.ofNone();
    private final RowRoom room = new RowRoom();
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
        return run.renew(checked(sql), encoder.encodeNext(values), sink);
    }

    /** The run of a statement, until the next. */
    StatementRun run(Query query, ResultSink sink) {
        var parameters = QueryRuns.encoded(encoder, query);
        return QueryRuns.bounded(run.renew(checked(query.sql()), parameters, sink), query);
    }

    /** A text that is run again and again is looked at once. */
    private String checked(String sql) {
        return sql == run.sql() ? sql : SessionOperations.checked(sql);
    }

    /** The run of one of several statements. */
    StatementRun runOfMany(Query query, ResultSink sink) {
        return QueryRuns.of(query, encoder.detached(QueryRuns.encoded(encoder, query)), sink);
    }

    /** Encodes the values of several statements. */
    ParameterEncoder encoder() {
        return encoder;
    }

    /** The connection's owner: takes it, where nobody has. Whoever made it has it. */
    boolean take() {
        var free = !taken.getAcquire();
        if (free) {
            taken.setPlain(true);
        }
        return free;
    }

    /** Lets go of who was told of the answers, before it is given back: for one who is not told of the next ones too. */
    void forgetSink() {
        run.forgetSink();
    }

    /** Lets go of what is large; the next may take it. Any thread. */
    void giveBack() {
        room.shrink();
        run.trim();
        taken.setRelease(false);
    }

    /** Where its rows lie until they are read. */
    RowRoom room() {
        return room;
    }
}
