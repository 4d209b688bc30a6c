package io.penstock.internal.codec;

import io.penstock.codec.Format;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.codec.PgTypes;
import io.penstock.codec.PgWriter;
import org.jspecify.annotations.Nullable;

/** The one-dimensional arrays of primitives, which go to and from the binary form without a box around each element. */
enum PrimitiveArray {
    BOOLEAN(boolean[].class, PgTypes.BOOL_ARRAY, Byte.BYTES),
    SHORT(short[].class, PgTypes.INT2_ARRAY, Short.BYTES),
    INT(int[].class, PgTypes.INT4_ARRAY, Integer.BYTES),
    LONG(long[].class, PgTypes.INT8_ARRAY, Long.BYTES),
    FLOAT(float[].class, PgTypes.FLOAT4_ARRAY, Float.BYTES),
    DOUBLE(double[].class, PgTypes.FLOAT8_ARRAY, Double.BYTES);

    private static final int[] USUAL_LOWER_BOUNDS = {1};

    private final Class<?> arrayClass;
    private final PgType sentAs;
    private final int elementBytes;

    PrimitiveArray(Class<?> arrayClass, PgType sentAs, int elementBytes) {
        this.arrayClass = arrayClass;
        this.sentAs = sentAs;
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
        return this == BOOLEAN ? type.elementOid() == BoolCodec.BOOL_OID : NumberType.of(type.elementOid()) != null;
    }

    /** The type that {@link #write} writes. */
    PgType sentAs() {
        return sentAs;
    }

    /** Whether {@link #write} writes arrays of this type. */
    boolean writes(PgType type) {
        return type.oid() == sentAs.oid();
    }

    /** Reads the binary form. */
    Object read(PgReader in, PgType type) {
        ArrayBinary.Shape shape = ArrayBinary.readShape(in, type);
        if (shape.lengths().length > 1) {
            return ArrayContainers.toArray(
                    new ArrayValue(shape.lengths(), shape.lowerBounds(), new Object[0]), arrayClass, 1, type);
        }
        Object array = newArray(shape.count());
        PgReader element = in.slice(0);
        for (int i = 0; i < shape.count(); i++) {
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
        int[] lengths = length == 0 ? new int[0] : new int[] {length};
        ArrayBinary.writeShape(lengths, USUAL_LOWER_BOUNDS, 0, sentAs, out);
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
