package io.penstock.internal.session;

import io.penstock.Query;
import io.penstock.codec.CodecRegistry;
import io.penstock.internal.codec.EncodedParameters;
import io.penstock.internal.codec.ParameterEncoder;
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
        encoder.expect(query.size());
        for (var i = 0; i < query.size(); i++) {
            encoder.give(i, query.value(i), 0);
        }
        return encoded(encoder);
    }

    EncodedParameters encode(CodecRegistry codecs, @Nullable Object[] values) {
        if (values.length == 0) {
            return EncodedParameters.NONE;
        }
        var encoder = take(codecs);
        encoder.expect(values.length);
        for (var i = 0; i < values.length; i++) {
            encoder.give(i, values[i], 0);
        }
        return encoded(encoder);
    }

    private ParameterEncoder take(CodecRegistry codecs) {
        var taken = kept.getAndSet(null);
        return taken != null && taken.isOf(codecs) ? taken : new ParameterEncoder(codecs);
    }

    private EncodedParameters encoded(ParameterEncoder encoder) {
        try {
            return encoder.detached(encoder.encodeGiven());
        } finally {
            kept.set(encoder);
        }
    }
}
