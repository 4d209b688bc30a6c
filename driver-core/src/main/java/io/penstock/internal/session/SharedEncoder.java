package io.penstock.internal.session;

import io.penstock.Query;
import io.penstock.codec.CodecRegistry;
import io.penstock.internal.codec.EncodedParameters;
import io.penstock.internal.codec.ParameterEncoder;
import io.penstock.internal.exchange.ExtendedQueryExchange;
import io.penstock.internal.exchange.ResultSink;
import io.penstock.internal.exchange.StatementRun;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Encodes parameters for whoever calls: with the connection's one encoder, whose room serves again and again, or with a new one while another thread has
 * that, or a codec in the middle of it asks for another statement.
 *
 * <p>Safe from any thread. Holds at most one encoder.
 */
final class SharedEncoder {

    private final AtomicReference<@Nullable ParameterEncoder> kept = new AtomicReference<>();

    EncodedParameters encode(CodecRegistry codecs, Query query) {
        if (query.size() == 0) {
            return EncodedParameters.NONE;
        }
        var encoder = take(codecs);
        try {
            return encoder.detached(QueryRuns.encoded(encoder, query));
        } finally {
            kept.set(encoder);
        }
    }

    /** What a query runs as, by itself. */
    ExtendedQueryExchange exchange(CodecRegistry codecs, Query query, QueryCall call) {
        if (query.size() == 0) {
            return new ExtendedQueryExchange(QueryRuns.of(query, EncodedParameters.NONE, call), call);
        }
        var encoder = take(codecs);
        try {
            var parameters = encoder.shared(QueryRuns.encoded(encoder, query));
            return new ExtendedQueryExchange(QueryRuns.of(query, parameters, call), encoder.sharedUse(), call);
        } finally {
            kept.set(encoder);
        }
    }

    /** What a statement runs as, by itself. */
    ExtendedQueryExchange exchange(CodecRegistry codecs, String sql, @Nullable Object[] values, QueryCall call) {
        SessionOperations.checked(sql);
        if (values.length == 0) {
            return new ExtendedQueryExchange(new StatementRun(sql, EncodedParameters.NONE, call), call);
        }
        var encoder = take(codecs);
        try {
            var parameters = encoder.shared(encoder.encodeNext(values));
            return new ExtendedQueryExchange(new StatementRun(sql, parameters, call), encoder.sharedUse(), call);
        } finally {
            kept.set(encoder);
        }
    }

    /** The runs of queries whose answers go to one sink. */
    List<StatementRun> runs(CodecRegistry codecs, List<Query> queries, ResultSink all) {
        var encoder = take(codecs);
        try {
            return AlikeQueries.runs(encoder, queries, all);
        } finally {
            kept.set(encoder);
        }
    }

    private ParameterEncoder take(CodecRegistry codecs) {
        var taken = kept.getAndSet(null);
        return taken != null && taken.isOf(codecs) ? taken : new ParameterEncoder(codecs);
    }
}
