package io.penstock.internal.codec.array;

import io.penstock.codec.Codec;
import io.penstock.codec.CodecRegistry;
import io.penstock.codec.Format;
import io.penstock.codec.PgArray;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.codec.PgWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An array type as one Java class: {@code List}, an array class with one or more dimensions, or {@code PgArray}. All but the last
 * drop the lower bounds of the server's array, for Java has none.
 *
 * <p>Reading uses the element codec that was found for the class. Writing chooses by the elements that the value has; see {@link
 * ArrayEncoding}.
 */
final class ArrayCodec<T> implements Codec<T> {
    private final CodecRegistry registry;
    private final PgType type;
    private final Class<T> javaType;
    private final int depth;
    private final Codec<?> elements;
    private final @Nullable PrimitiveArray primitive;

    /**
     * @param depth how many dimensions the array class has before its elements; for other classes it says nothing
     */
    ArrayCodec(CodecRegistry registry, PgType type, Class<T> javaType, int depth, Codec<?> elements) {
        this.registry = registry;
        this.type = type;
        this.javaType = javaType;
        this.depth = depth;
        this.elements = elements;
        PrimitiveArray candidate = PrimitiveArray.of(javaType);
        this.primitive = candidate != null && candidate.reads(type) ? candidate : null;
    }

    @Override
    public PgType type() {
        return type;
    }

    @Override
    public Class<T> javaType() {
        return javaType;
    }

    /** As the codecs of the elements do: the same is asked for the type as a whole. */
    @Override
    public boolean supports(Format format) {
        return elements.supports(format);
    }

    @Override
    public void encode(T value, Format format, PgWriter out) {
        ArrayEncoding.of(registry, type, value).encode(value, format, out);
    }

    @Override
    public T decode(PgReader in, Format format) {
        if (primitive != null && format == Format.BINARY) {
            return javaType.cast(primitive.read(in, type));
        }
        ArrayValue value = read(in, format, type, elements);
        if (javaType == List.class) {
            return javaType.cast(ArrayContainers.toList(value));
        }
        return javaType == PgArray.class
                ? javaType.cast(ArrayContainers.toPgArray(value))
                : ArrayContainers.toArray(value, javaType, depth, type);
    }

    static ArrayValue read(PgReader in, Format format, PgType type, Codec<?> elements) {
        return switch (format) {
            case TEXT -> new ArrayTextScanner(in, type).read(elements);
            case BINARY -> ArrayBinary.read(in, type, elements);
        };
    }
}
