package io.penstock.internal.codec.search;

import io.penstock.codec.Codec;
import io.penstock.codec.Format;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.codec.PgTypes;
import io.penstock.codec.PgWriter;
import io.penstock.internal.codec.form.TextScanner;

/** {@code tsquery}; the middle between its bytes and its text. */
final class SearchQueryCodec implements Codec<SearchQuery> {

    @Override
    public PgType type() {
        return PgTypes.TSQUERY;
    }

    @Override
    public Class<SearchQuery> javaType() {
        return SearchQuery.class;
    }

    @Override
    public void encode(SearchQuery value, Format format, PgWriter out) {
        switch (format) {
            case TEXT -> SearchQueryText.write(value, out);
            case BINARY -> value.writeBinary(out);
        }
    }

    @Override
    public SearchQuery decode(PgReader in, Format format) {
        return switch (format) {
            case TEXT -> new SearchQueryScanner(new TextScanner(in, PgTypes.TSQUERY)).read();
            case BINARY -> SearchQuery.readBinary(in);
        };
    }
}
