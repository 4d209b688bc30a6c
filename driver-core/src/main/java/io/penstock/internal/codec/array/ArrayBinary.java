package io.penstock.internal.codec.array;

import io.penstock.codec.Codec;
import io.penstock.codec.Format;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.codec.PgWriter;
import io.penstock.internal.codec.form.CodecErrors;
import java.lang.reflect.Array;
import org.jspecify.annotations.Nullable;

/**
 * The binary form of arrays.
 *
 * <pre>
 * +------------+----------------------+-------------------+-------------------------------------------+
 * | int32 ndim | int32 1 if any NULLs | int32 element OID | ndim * ( int32 length, int32 lower bound) |
 * +------------+----------------------+-------------------+-------------------------------------------+
 * | elements * ( int32 length, or -1 for NULL; bytes )                                                |
 * +---------------------------------------------------------------------------------------------------+
 * </pre>
 *
 * @see <a href="https://github.com/postgres/postgres/blob/master/src/backend/utils/adt/arrayfuncs.c">array_recv</a>
 */
final class ArrayBinary {
    private static final int NULL_LENGTH = -1;

    private ArrayBinary() {}

    /** Reads elements one by one as a codec has them; the elements have the codec's class. */
    static <E> ArrayValue read(PgReader in, PgType type, Codec<E> codec) {
        ArrayShape shape = readShape(in, type);
        @Nullable Object[] elements = (Object[]) Array.newInstance(codec.javaType(), shape.count);
        PgReader element = in.slice(0);
        for (int i = 0; i < elements.length; i++) {
            if (nextElement(in, element, type)) {
                elements[i] = codec.decode(element, Format.BINARY);
                element.requireEnd();
            }
        }
        return new ArrayValue(shape, elements);
    }

    /** Reads what comes before the elements, and makes sure that there is room for as many as it says. */
    static ArrayShape readShape(PgReader in, PgType type) {
        int dimensions = in.readInt();
        int flags = in.readInt();
        int elementOid = in.readInt();
        if (dimensions < 0 || dimensions > ArrayShape.MAX_DIMENSIONS) {
            throw CodecErrors.malformedBinary(type, dimensions + " dimensions");
        }
        if (flags != 0 && flags != 1) {
            throw CodecErrors.malformedBinary(type, "unknown flags");
        }
        if (elementOid != type.elementOid()) {
            throw CodecErrors.malformedBinary(type, "elements of " + PgType.unknown(elementOid));
        }
        int[] lengths = new int[dimensions];
        int[] lowerBounds = new int[dimensions];
        long count = dimensions == 0 ? 0 : 1;
        for (int i = 0; i < dimensions; i++) {
            lengths[i] = in.readInt();
            lowerBounds[i] = in.readInt();
            if (lengths[i] < 0 || (long) lowerBounds[i] + lengths[i] - 1 > Integer.MAX_VALUE) {
                throw CodecErrors.malformedBinary(type, "a dimension out of bounds");
            }
            // Saturates: six lengths of 31 bits overflow a long, and no array has that many elements.
            count = lengths[i] == 0 ? 0 : count > Integer.MAX_VALUE ? count : count * lengths[i];
        }
        if (count > in.remaining() / Integer.BYTES) {
            throw CodecErrors.malformedBinary(type, count + " elements in " + in.remaining() + " bytes");
        }
        return count == 0 ? ArrayShape.EMPTY : new ArrayShape(lengths, lowerBounds);
    }

    /** Points {@code element} at the next one, unless that is NULL. */
    static boolean nextElement(PgReader in, PgReader element, PgType type) {
        int length = in.readInt();
        if (length == NULL_LENGTH) {
            return false;
        }
        if (length < 0) {
            throw CodecErrors.malformedBinary(type, "an element of " + length + " bytes");
        }
        in.slice(length, element);
        return true;
    }

    static void write(ArrayValue value, PgType type, Codec<Object> codec, PgWriter out) {
        writeShape(value.shape, value.hasNull() ? 1 : 0, type, out);
        for (Object element : value.elements) {
            int start = out.position();
            out.writeInt(NULL_LENGTH);
            if (element != null) {
                codec.encode(element, Format.BINARY, out);
                out.patchInt(start, out.position() - start - Integer.BYTES);
            }
        }
    }

    static void writeShape(ArrayShape shape, int flags, PgType type, PgWriter out) {
        out.writeInt(shape.dimensions());
        out.writeInt(flags);
        out.writeInt(type.elementOid());
        for (int i = 0; i < shape.dimensions(); i++) {
            out.writeInt(shape.lengths[i]);
            out.writeInt(shape.lowerBounds[i]);
        }
    }
}
