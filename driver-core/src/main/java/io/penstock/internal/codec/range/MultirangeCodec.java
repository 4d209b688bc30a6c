package io.penstock.internal.codec.range;

import io.penstock.codec.Codec;
import io.penstock.codec.Format;
import io.penstock.codec.Multirange;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.codec.PgWriter;
import io.penstock.codec.Range;
import io.penstock.internal.codec.array.PartEncoding;
import io.penstock.internal.codec.form.QuotedFields;
import java.util.ArrayList;
import java.util.List;

/**
 * A multirange type as {@code Multirange}. Its text is <code>{[1,6),[8,)}</code>.
 *
 * <pre>
 * +-------------+---------------------------------------+
 * | int32 count | count * ( int32 length; range's bytes)|
 * +-------------+---------------------------------------+
 * </pre>
 *
 * @see <a href="https://github.com/postgres/postgres/blob/master/src/backend/utils/adt/multirangetypes.c">multirange_recv</a>
 */
@SuppressWarnings("rawtypes") // a class literal has no type arguments
record MultirangeCodec(PgType type, PgType range, Codec<?> bounds, PartEncoding sent) implements Codec<Multirange> {

    /** A length, and the flags of an empty range. */
    private static final int MIN_RANGE_BYTES = Integer.BYTES + 1;

    @Override
    public Class<Multirange> javaType() {
        return Multirange.class;
    }

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
    public void encode(Multirange value, Format format, PgWriter out) {
        List<Range<?>> ranges = rangesOf(value);
        switch (format) {
            case TEXT -> writeText(ranges, out);
            case BINARY -> writeBinary(ranges, out);
        }
    }

    @SuppressWarnings("unchecked") // what it is a multirange of does not matter here
    private static List<Range<?>> rangesOf(Multirange value) {
        return value.ranges();
    }

    private void writeText(List<Range<?>> ranges, PgWriter out) {
        out.writeByte('{');
        for (int i = 0; i < ranges.size(); i++) {
            if (i > 0) {
                out.writeByte(',');
            }
            RangeText.write(ranges.get(i), sent, out);
        }
        out.writeByte('}');
    }

    private void writeBinary(List<Range<?>> ranges, PgWriter out) {
        out.writeInt(ranges.size());
        for (Range<?> each : ranges) {
            int start = out.position();
            out.writeInt(0);
            RangeBinary.write(each, sent, out);
            out.patchInt(start, out.position() - start - Integer.BYTES);
        }
    }

    @Override
    public Multirange decode(PgReader in, Format format) {
        return switch (format) {
            case TEXT -> readText(in, bounds);
            case BINARY -> readBinary(in, bounds);
        };
    }

    private <T> Multirange<T> readText(PgReader in, Codec<T> codec) {
        PgReader bound = in.slice(0);
        QuotedFields text = new QuotedFields(in, type, RangeText.SPECIAL);
        List<Range<T>> ranges = new ArrayList<>();
        text.skip('{');
        if (!text.skipIf('}')) {
            do {
                ranges.add(RangeText.read(text, bound, codec));
            } while (text.skipIf(','));
            text.skip('}');
        }
        text.requireEnd();
        return new Multirange<>(ranges);
    }

    private <T> Multirange<T> readBinary(PgReader in, Codec<T> codec) {
        int count = in.readIntCount(MIN_RANGE_BYTES);
        List<Range<T>> ranges = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            PgReader bytes = in.slice(in.readInt());
            ranges.add(RangeBinary.read(bytes, range, codec));
            bytes.requireEnd();
        }
        return new Multirange<>(ranges);
    }
}
