package io.penstock.internal.codec.search;

import io.penstock.codec.Codec;
import io.penstock.internal.codec.form.RenderedCodec;
import java.util.List;

/** The codecs of the full text search. */
public final class SearchCodecs {
    private SearchCodecs() {}

    /** Text alone: what a lexeme and its positions mean is for the server to say. */
    public static List<Codec<?>> all() {
        return List.of(new RenderedCodec<>(new SearchVectorCodec()), new RenderedCodec<>(new SearchQueryCodec()));
    }
}
