package io.penstock.internal.codec.array;

import io.penstock.codec.Codec;
import io.penstock.codec.Format;
import io.penstock.codec.PgType;
import io.penstock.codec.PgWriter;
import io.penstock.internal.codec.form.AsciiText;
import org.jspecify.annotations.Nullable;

/**
 * Writes the text form of arrays as the server does: <code>{1,2,NULL}</code>, <code>{"a b","c\"d"}</code>, with bounds that are
 * not the usual ones <code>[0:1]={7,8}</code>.
 *
 * @see <a href="https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO">Array Input and Output Syntax</a>
 */
final class ArrayText {
    private static final String NULL = "NULL";
    private static final int INITIAL_ELEMENT_BYTES = 32;

    private final ArrayValue value;
    private final Codec<Object> codec;
    private final byte delimiter;
    private final PgWriter out;
    private final PgWriter element = new PgWriter(INITIAL_ELEMENT_BYTES);
    private int next;

    private ArrayText(ArrayValue value, PgType type, Codec<Object> codec, PgWriter out) {
        this.value = value;
        this.codec = codec;
        this.delimiter = (byte) type.delimiter();
        this.out = out;
    }

    static void write(ArrayValue value, PgType type, Codec<Object> codec, PgWriter out) {
        if (value.elements.length == 0) {
            out.writeUtf8("{}");
            return;
        }
        ArrayText text = new ArrayText(value, type, codec, out);
        text.writeBounds();
        text.writeDimension(0);
    }

    private void writeBounds() {
        boolean usual = true;
        for (int lowerBound : value.shape.lowerBounds) {
            usual &= lowerBound == 1;
        }
        if (usual) {
            return;
        }
        for (int i = 0; i < value.shape.dimensions(); i++) {
            long lowerBound = value.shape.lowerBounds[i];
            out.writeByte('[');
            AsciiText.write(lowerBound, out);
            out.writeByte(':');
            AsciiText.write(lowerBound + value.shape.lengths[i] - 1, out);
            out.writeByte(']');
        }
        out.writeByte('=');
    }

    private void writeDimension(int dimension) {
        boolean innermost = dimension == value.shape.dimensions() - 1;
        out.writeByte('{');
        for (int i = 0; i < value.shape.lengths[dimension]; i++) {
            if (i > 0) {
                out.writeByte(delimiter);
            }
            if (innermost) {
                writeElement(value.elements[next++]);
            } else {
                writeDimension(dimension + 1);
            }
        }
        out.writeByte('}');
    }

    private void writeElement(@Nullable Object object) {
        if (object == null) {
            out.writeUtf8(NULL);
            return;
        }
        element.clear();
        codec.encode(object, Format.TEXT, element);
        byte[] bytes = element.array();
        int length = element.size();
        if (!needsQuotes(bytes, length)) {
            out.writeBytes(bytes, 0, length);
            return;
        }
        out.writeByte('"');
        for (int i = 0; i < length; i++) {
            if (bytes[i] == '"' || bytes[i] == '\\') {
                out.writeByte('\\');
            }
            out.writeByte(bytes[i]);
        }
        out.writeByte('"');
    }

    private boolean needsQuotes(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            if (bytes[i] == delimiter) {
                return true;
            }
            switch (bytes[i]) {
                case '"', '\\', '{', '}', ' ', '\t', '\n', '\r', '\f', 0x0B -> {
                    return true;
                }
                default -> {}
            }
        }
        return length == 0 || isNullWord(bytes, length);
    }

    /** In any case: the server takes them all for NULL. */
    private static boolean isNullWord(byte[] bytes, int length) {
        boolean same = length == NULL.length();
        for (int i = 0; same && i < length; i++) {
            same = (bytes[i] & ~0x20) == NULL.charAt(i);
        }
        return same;
    }
}
