package io.penstock.internal.codec.composite;

import io.penstock.codec.Codec;
import io.penstock.codec.Format;
import io.penstock.codec.Multirange;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.codec.PgWriter;
import io.penstock.codec.Range;
import io.penstock.error.PgCodecException;
import io.penstock.error.SqlState;
import io.penstock.internal.codec.range.RangeProvider;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The codecs that read attributes as the components of records, whose types may say what is in a collection or a range: a {@code
 * List<Address>} has {@code Address}es in it, whatever the default class of the elements is.
 */
final class ComponentCodecs {
    private ComponentCodecs() {}

    static Codec<?> of(RowType row, int attribute, Type component) {
        if (component instanceof Class<?> javaType) {
            return row.codec(attribute, javaType);
        }
        if (component instanceof ParameterizedType generic && generic.getRawType() instanceof Class<?> raw) {
            if (raw.isAssignableFrom(List.class) && Collection.class.isAssignableFrom(raw)) {
                return list(row, attribute, component);
            }
            if ((raw == Range.class || raw == Multirange.class) && row instanceof DeclaredRow declared) {
                Class<?> bounds = classOf(row, attribute, generic.getActualTypeArguments()[0]);
                PgType type = declared.registry()
                        .baseType(declared.type().attributes().get(attribute).typeOid());
                Codec<?> codec = RangeProvider.codec(type, raw, bounds, declared.registry());
                if (codec != null) {
                    return codec;
                }
            }
            return row.codec(attribute, raw);
        }
        throw unreadable(row, attribute, component);
    }

    /** By way of an array, whose class tells that of its elements. */
    private static Codec<?> list(RowType row, int attribute, Type component) {
        Type element = component;
        int depth = 0;
        while (element instanceof ParameterizedType generic
                && generic.getRawType() instanceof Class<?> raw
                && raw.isAssignableFrom(List.class)) {
            element = generic.getActualTypeArguments()[0];
            depth++;
        }
        Class<?> arrayClass = classOf(row, attribute, element);
        for (int i = 0; i < depth; i++) {
            arrayClass = arrayClass.arrayType();
        }
        return new ListOfArray<>(row.codec(attribute, arrayClass), depth);
    }

    private static Class<?> classOf(RowType row, int attribute, Type type) {
        if (type instanceof Class<?> javaType) {
            return javaType.isPrimitive()
                    ? MethodType.methodType(javaType).wrap().returnType()
                    : javaType;
        }
        if (type instanceof ParameterizedType generic && generic.getRawType() instanceof Class<?> raw) {
            if (raw != Range.class && raw != Multirange.class) {
                return raw;
            }
        }
        throw unreadable(row, attribute, type);
    }

    private static PgCodecException unreadable(RowType row, int attribute, Type type) {
        return new PgCodecException(
                "no codec reads the " + row.label(attribute) + " of " + row.type() + " as " + type.getTypeName(),
                SqlState.CANNOT_COERCE,
                null);
    }

    /** An array as a list, nested as deep as the array's class is. */
    @SuppressWarnings("rawtypes") // a class literal has no type arguments
    private record ListOfArray<A>(Codec<A> arrays, int depth) implements Codec<List> {

        @Override
        public PgType type() {
            return arrays.type();
        }

        @Override
        public Class<List> javaType() {
            return List.class;
        }

        @Override
        public boolean supports(Format format) {
            return arrays.supports(format);
        }

        @Override
        public void encode(List value, Format format, PgWriter out) {
            throw new AssertionError("BUG: made for reading");
        }

        @Override
        public List<@Nullable Object> decode(PgReader in, Format format) {
            return toList(arrays.decode(in, format), depth);
        }

        private static List<@Nullable Object> toList(Object array, int depth) {
            int length = Array.getLength(array);
            List<@Nullable Object> elements = new ArrayList<>(length);
            for (int i = 0; i < length; i++) {
                Object element = Array.get(array, i);
                elements.add(depth > 1 && element != null ? toList(element, depth - 1) : element);
            }
            return Collections.unmodifiableList(elements);
        }
    }
}
