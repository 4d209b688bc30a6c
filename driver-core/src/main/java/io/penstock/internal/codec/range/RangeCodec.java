package io.penstock.internal.codec.range;

import io.penstock.codec.Codec;
import io.penstock.codec.Format;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.codec.PgWriter;
import io.penstock.codec.Range;
import io.penstock.internal.codec.array.PartEncoding;
import io.penstock.internal.codec.form.QuotedFields;

/** A range type as {@code Range}, with bounds that one codec reads. */
@SuppressWarnings("rawtypes") // a class literal has no type arguments
record RangeCodec(PgType type, Codec<?> bounds, PartEncoding sent) implements Codec<Range> {

    @Override
    public Class<Range> javaType() {
        return Range.class;
    }

    /** As the codec of the bounds does: the same is asked for the type as a whole. */
    @Override
    public boolean supports(Format format) {
        return sent.supports(format) && bounds.supports(format);
    }

    /** Text: then a bound of any class that text is sent for reaches the subtype. */
    @Override
    public Format encodeFormat() {
        return Format.TEXT;
    }

    @Override
    public void encode(Range value, Format format, PgWriter out) {
        switch (format) {
            case TEXT -> RangeText.write(value, sent, out);
            case BINARY -> RangeBinary.write(value, sent, out);
        }
    }

    @Override
    public Range decode(PgReader in, Format format) {
        return switch (format) {
            case TEXT -> {
                PgReader bound = in.slice(0);
                yield RangeText.readAll(new QuotedFields(in, type, RangeText.SPECIAL), bound, bounds);
            }
            case BINARY -> RangeBinary.read(in, type, bounds);
        };
    }
}
