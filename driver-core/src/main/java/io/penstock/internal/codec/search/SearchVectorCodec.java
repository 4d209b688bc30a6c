package io.penstock.internal.codec.search;

import io.penstock.codec.Codec;
import io.penstock.codec.Format;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.codec.PgTypes;
import io.penstock.codec.PgWriter;
import io.penstock.internal.codec.form.TextScanner;

/** {@code tsvector}; the middle between its bytes and its text. */
final class SearchVectorCodec implements Codec<SearchVector> {

    @Override
    public PgType type() {
        return PgTypes.TSVECTOR;
    }

    @Override
    public Class<SearchVector> javaType() {
        return SearchVector.class;
    }

    @Override
    public void encode(SearchVector value, Format format, PgWriter out) {
        switch (format) {
            case TEXT -> value.write(out);
            case BINARY -> value.writeBinary(out);
        }
    }

    @Override
    public SearchVector decode(PgReader in, Format format) {
        return switch (format) {
            case TEXT -> SearchVector.read(new TextScanner(in, PgTypes.TSVECTOR));
            case BINARY -> SearchVector.readBinary(in);
        };
    }
}
