package io.penstock.internal.codec.array;

import io.penstock.codec.Format;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.codec.PgTypes;
import io.penstock.codec.PgWriter;
import io.penstock.internal.codec.number.PrimitiveAccess;
import org.jspecify.annotations.Nullable;

/** The one-dimensional arrays of primitives, which go to and from the binary form without a box around each element. */
enum PrimitiveArray {
    BOOLEAN(boolean[].class, Byte.BYTES),
    SHORT(short[].class, Short.BYTES),
    INT(int[].class, Integer.BYTES),
    LONG(long[].class, Long.BYTES),
    FLOAT(float[].class, Float.BYTES),
    DOUBLE(double[].class, Double.BYTES);

    private final Class<?> arrayClass;
    private final int elementBytes;

    PrimitiveArray(Class<?> arrayClass, int elementBytes) {
        this.arrayClass = arrayClass;
        this.elementBytes = elementBytes;
    }

    static @Nullable PrimitiveArray of(Class<?> arrayClass) {
        for (PrimitiveArray candidate : values()) {
            if (candidate.arrayClass == arrayClass) {
                return candidate;
            }
        }
        return null;
    }

    /** Whether {@link #read} can read arrays of this type. */
    boolean reads(PgType type) {
        return this == BOOLEAN
                ? PrimitiveAccess.isBoolean(type.elementOid())
                : PrimitiveAccess.isNumber(type.elementOid());
    }

    /** The type that {@link #write} writes. */
    PgType sentAs() {
        return switch (this) {
            case BOOLEAN -> PgTypes.BOOL_ARRAY;
            case SHORT -> PgTypes.INT2_ARRAY;
            case INT -> PgTypes.INT4_ARRAY;
            case LONG -> PgTypes.INT8_ARRAY;
            case FLOAT -> PgTypes.FLOAT4_ARRAY;
            case DOUBLE -> PgTypes.FLOAT8_ARRAY;
        };
    }

    /** Whether {@link #write} writes arrays of this type. */
    boolean writes(PgType type) {
        return type.oid() == sentAs().oid();
    }

    /** Reads the binary form. */
    Object read(PgReader in, PgType type) {
        ArrayShape shape = ArrayBinary.readShape(in, type);
        if (shape.dimensions() > 1) {
            throw ArrayContainers.wrongDimensions(type, shape.dimensions(), arrayClass);
        }
        Object array = newArray(shape.count);
        PgReader element = in.slice(0);
        for (int i = 0; i < shape.count; i++) {
            if (!ArrayBinary.nextElement(in, element, type)) {
                throw ArrayContainers.hasNull(type, arrayClass);
            }
            set(array, i, element.array(), element.position(), element.remaining(), type.elementOid());
        }
        return array;
    }

    /** Writes the binary form. */
    void write(Object array, PgWriter out) {
        int length = java.lang.reflect.Array.getLength(array);
        ArrayShape shape = length == 0 ? ArrayShape.EMPTY : ArrayShape.of(new int[] {length});
        ArrayBinary.writeShape(shape, 0, sentAs(), out);
        for (int i = 0; i < length; i++) {
            out.writeInt(elementBytes);
            writeElement(array, i, out);
        }
    }

    private Object newArray(int length) {
        return switch (this) {
            case BOOLEAN -> new boolean[length];
            case SHORT -> new short[length];
            case INT -> new int[length];
            case LONG -> new long[length];
            case FLOAT -> new float[length];
            case DOUBLE -> new double[length];
        };
    }

    private void set(Object array, int i, byte[] data, int at, int length, int oid) {
        Format format = Format.BINARY;
        switch (this) {
            case BOOLEAN -> ((boolean[]) array)[i] = PrimitiveAccess.getBoolean(data, at, length, oid, format);
            case SHORT -> ((short[]) array)[i] = PrimitiveAccess.getShort(data, at, length, oid, format);
            case INT -> ((int[]) array)[i] = PrimitiveAccess.getInt(data, at, length, oid, format);
            case LONG -> ((long[]) array)[i] = PrimitiveAccess.getLong(data, at, length, oid, format);
            case FLOAT -> ((float[]) array)[i] = PrimitiveAccess.getFloat(data, at, length, oid, format);
            case DOUBLE -> ((double[]) array)[i] = PrimitiveAccess.getDouble(data, at, length, oid, format);
        }
    }

    private void writeElement(Object array, int i, PgWriter out) {
        switch (this) {
            case BOOLEAN -> out.writeByte(((boolean[]) array)[i] ? 1 : 0);
            case SHORT -> out.writeShort(((short[]) array)[i]);
            case INT -> out.writeInt(((int[]) array)[i]);
            case LONG -> out.writeLong(((long[]) array)[i]);
            case FLOAT -> out.writeFloat(((float[]) array)[i]);
            case DOUBLE -> out.writeDouble(((double[]) array)[i]);
        }
    }
}
