package io.penstock.internal.codec.extension;

import io.penstock.codec.Codec;
import io.penstock.codec.Format;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.codec.PgWriter;
import io.penstock.codec.SparseVector;
import io.penstock.error.PgCodecException;
import io.penstock.internal.codec.form.AsciiText;
import io.penstock.internal.codec.form.CodecErrors;
import io.penstock.internal.codec.form.ShortestDecimal;
import io.penstock.internal.codec.form.TextScanner;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * {@code sparsevec} as {@code SparseVector}. Its text is <code>{1:1.5,3:2}/5</code>, with indices from 1.
 *
 * <pre>
 * +------------------+-------------+---------+-----------------------------+----------------+
 * | int32 dimensions | int32 count | int32 0 | count * int32 index, from 0 | count * float4 |
 * +------------------+-------------+---------+-----------------------------+----------------+
 * </pre>
 *
 * @see <a href="https://github.com/pgvector/pgvector/blob/master/src/sparsevec.c">sparsevec_send</a>
 */
record SparseVectorCodec(PgType type) implements Codec<SparseVector> {
    private static final int ELEMENT_BYTES = Integer.BYTES + Float.BYTES;

    @Override
    public Class<SparseVector> javaType() {
        return SparseVector.class;
    }

    @Override
    public void encode(SparseVector value, Format format, PgWriter out) {
        switch (format) {
            case TEXT -> writeText(value, out);
            case BINARY -> writeBinary(value, out);
        }
    }

    private static void writeBinary(SparseVector value, PgWriter out) {
        out.writeInt(value.dimensions());
        out.writeInt(value.size());
        out.writeInt(0);
        for (int i = 0; i < value.size(); i++) {
            out.writeInt(value.index(i));
        }
        for (int i = 0; i < value.size(); i++) {
            out.writeFloat(value.value(i));
        }
    }

    private static void writeText(SparseVector value, PgWriter out) {
        out.writeByte('{');
        for (int i = 0; i < value.size(); i++) {
            if (i > 0) {
                out.writeByte(',');
            }
            AsciiText.write(value.index(i) + 1L, out);
            out.writeByte(':');
            ShortestDecimal.write(value.value(i), out);
        }
        out.writeUtf8("}/");
        AsciiText.write(value.dimensions(), out);
    }

    @Override
    public SparseVector decode(PgReader in, Format format) {
        return switch (format) {
            case TEXT -> readText(in);
            case BINARY -> readBinary(in);
        };
    }

    private SparseVector readBinary(PgReader in) {
        int dimensions = in.readInt();
        int count = in.readInt();
        if (in.readInt() != 0 || count < 0 || (long) count * ELEMENT_BYTES != in.remaining()) {
            throw CodecErrors.malformed(type, Format.BINARY);
        }
        int[] indices = new int[count];
        for (int i = 0; i < count; i++) {
            indices[i] = in.readInt();
        }
        Map<Integer, Float> elements = new LinkedHashMap<>();
        for (int index : indices) {
            elements.put(index, in.readFloat());
        }
        return vector(dimensions, elements, count, CodecErrors.malformed(type, Format.BINARY));
    }

    private SparseVector readText(PgReader in) {
        TextScanner text = new TextScanner(in, type);
        PgWriter number = new PgWriter(0);
        Map<Integer, Float> elements = new LinkedHashMap<>();
        int count = 0;
        text.skip('{');
        if (!text.skipIf('}')) {
            do {
                int index = whole(text) - 1;
                text.skip(':');
                elements.put(index, VectorCodec.number(text, number, type));
                count++;
            } while (text.skipIf(','));
            text.skip('}');
        }
        text.skip('/');
        int dimensions = whole(text);
        text.requireEnd();
        return vector(dimensions, elements, count, text.malformed());
    }

    private static int whole(TextScanner text) {
        long value = text.wholeNumber();
        if (value > Integer.MAX_VALUE) {
            throw text.malformed();
        }
        return (int) value;
    }

    private static SparseVector vector(
            int dimensions, Map<Integer, Float> elements, int count, PgCodecException malformed) {
        if (elements.size() != count) {
            throw malformed;
        }
        try {
            return SparseVector.of(dimensions, elements);
        } catch (IllegalArgumentException e) {
            throw malformed;
        }
    }
}
