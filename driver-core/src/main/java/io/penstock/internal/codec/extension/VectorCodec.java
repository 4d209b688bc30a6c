package io.penstock.internal.codec.extension;

import io.penstock.codec.Codec;
import io.penstock.codec.Format;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.codec.PgWriter;
import io.penstock.error.SqlState;
import io.penstock.internal.codec.form.CodecErrors;
import io.penstock.internal.codec.form.DecimalText;
import io.penstock.internal.codec.form.ShortestDecimal;
import io.penstock.internal.codec.form.TextScanner;
import java.util.Arrays;

/**
 * {@code vector} and {@code halfvec} as {@code float[]}. Their text is {@code [1,2.5,-3]}.
 *
 * <pre>
 * +------------------+---------+-------------------------------------+
 * | int16 dimensions | int16 0 | dimensions * float4, or 2-byte half |
 * +------------------+---------+-------------------------------------+
 * </pre>
 *
 * @see <a href="https://github.com/pgvector/pgvector/blob/master/src/vector.c">vector_send</a>
 * @see <a href="https://github.com/pgvector/pgvector/blob/master/src/halfvec.c">halfvec_send</a>
 */
record VectorCodec(PgType type, VectorElement elements) implements Codec<float[]> {
    private static final int MAX_DIMENSIONS = Short.MAX_VALUE;

    @Override
    public Class<float[]> javaType() {
        return float[].class;
    }

    @Override
    public void encode(float[] value, Format format, PgWriter out) {
        if (value.length > MAX_DIMENSIONS) {
            throw CodecErrors.cannotSend(
                    type + " cannot have " + value.length + " dimensions", SqlState.PROGRAM_LIMIT_EXCEEDED);
        }
        switch (format) {
            case TEXT -> writeText(value, out);
            case BINARY -> {
                out.writeShort(value.length);
                out.writeShort(0);
                for (float element : value) {
                    elements.write(element, type, out);
                }
            }
        }
    }

    private static void writeText(float[] value, PgWriter out) {
        out.writeByte('[');
        for (int i = 0; i < value.length; i++) {
            if (i > 0) {
                out.writeByte(',');
            }
            ShortestDecimal.write(value[i], out);
        }
        out.writeByte(']');
    }

    @Override
    public float[] decode(PgReader in, Format format) {
        return switch (format) {
            case TEXT -> readText(in);
            case BINARY -> {
                int dimensions = in.readShort();
                if (in.readShort() != 0 || in.remaining() != dimensions * elements.bytes()) {
                    throw CodecErrors.malformed(type, format);
                }
                float[] value = new float[dimensions];
                for (int i = 0; i < dimensions; i++) {
                    value[i] = elements.read(in);
                }
                yield value;
            }
        };
    }

    private float[] readText(PgReader in) {
        TextScanner text = new TextScanner(in, type);
        PgWriter number = new PgWriter(0);
        float[] value = new float[8];
        int dimensions = 0;
        text.skip('[');
        do {
            if (dimensions == value.length) {
                value = Arrays.copyOf(value, dimensions * 2);
            }
            value[dimensions++] = number(text, number, type);
        } while (text.skipIf(','));
        text.skip(']');
        text.requireEnd();
        return Arrays.copyOf(value, dimensions);
    }

    /** Reads up to what no number has. */
    static float number(TextScanner text, PgWriter digits, PgType type) {
        digits.clear();
        while (isOfNumber(text.peek())) {
            digits.writeByte(text.next());
        }
        return DecimalText.parseFloat(digits.array(), 0, digits.size(), type);
    }

    private static boolean isOfNumber(int c) {
        return (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '+' || c == 'e';
    }
}
