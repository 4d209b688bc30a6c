package io.penstock.internal.codec.array;

import io.penstock.codec.Codec;
import io.penstock.codec.CodecRegistry;
import io.penstock.codec.Format;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.codec.PgTypes;
import io.penstock.codec.PgWriter;
import io.penstock.error.PgCodecException;
import io.penstock.error.SqlState;
import io.penstock.internal.codec.form.CodecErrors;
import org.jspecify.annotations.Nullable;

/**
 * How one collection or Java array is sent: as which type, and with which codec for its elements. That depends on what is in it,
 * and so each is made for one value.
 *
 * <p>The first element that is not null decides for all. Where there is none, the class of the array does, and else the
 * server. Elements that are sent as text make an array literal in text, of a type that the server chooses.
 */
final class ArrayEncoding implements Codec<Object> {
    private final PgType type;
    private final Codec<Object> elements;
    private final @Nullable ArrayValue value;
    private final @Nullable PrimitiveArray primitive;

    private ArrayEncoding(
            PgType type, Codec<?> elements, @Nullable ArrayValue value, @Nullable PrimitiveArray primitive) {
        this.type = type;
        this.elements = unchecked(elements);
        this.value = value;
        this.primitive = primitive;
    }

    /** For a container that the server wants as this array type. */
    static ArrayEncoding of(CodecRegistry registry, PgType type, Object container) {
        PrimitiveArray primitive = PrimitiveArray.of(container.getClass());
        Codec<?> byDefault = registry.forDecoding(type.elementOid());
        if (primitive != null && primitive.writes(type)) {
            return new ArrayEncoding(type, byDefault, null, primitive);
        }
        ArrayValue value = ArrayFlattening.flatten(container, c -> registry.forEncoding(type.elementOid(), c) != null);
        Class<?> elementClass = firstClass(value);
        Codec<?> codec = elementClass == null ? byDefault : registry.forEncoding(type.elementOid(), elementClass);
        if (codec == null) {
            throw unknownElements(elementClass, registry.type(type.elementOid()).name());
        }
        return new ArrayEncoding(type, codec, value, null);
    }

    /** For a container whose type nobody has said. */
    static ArrayEncoding inferred(CodecRegistry registry, Object container) {
        PrimitiveArray primitive = PrimitiveArray.of(container.getClass());
        if (primitive != null) {
            PgType sentAs = primitive.sentAs();
            return new ArrayEncoding(sentAs, registry.forDecoding(sentAs.elementOid()), null, primitive);
        }
        ArrayValue value = ArrayFlattening.flatten(container, c -> registry.forEncoding(c) != null);
        Class<?> elementClass = firstClass(value);
        if (elementClass == null) {
            elementClass = declaredClass(registry, container);
        }
        Codec<?> codec = registry.forEncoding(elementClass);
        if (codec == null) {
            throw unknownElements(elementClass, "any type");
        }
        PgType elementType = registry.resolve(codec.type());
        if (elementType.oid() == 0 || elementType.oid() == PgTypes.UNKNOWN.oid()) {
            return new ArrayEncoding(PgTypes.UNKNOWN, codec, value, null);
        }
        int arrayOid = registry.type(elementType.oid()).arrayOid();
        if (arrayOid == 0) {
            throw CodecErrors.cannotSend(
                    "no array type is known for elements of " + elementType, SqlState.CANNOT_COERCE);
        }
        return new ArrayEncoding(registry.type(arrayOid), codec, value, null);
    }

    @Override
    public PgType type() {
        return type;
    }

    @Override
    public Class<Object> javaType() {
        return Object.class;
    }

    @Override
    public boolean supports(Format format) {
        return isFitting(format) && elements.supports(format);
    }

    @Override
    public Format encodeFormat() {
        if (primitive != null) {
            return Format.BINARY;
        }
        return isFitting(Format.BINARY) ? elements.encodeFormat() : Format.TEXT;
    }

    /** Nothing can be binary whose type is not known. */
    private boolean isFitting(Format format) {
        return format == Format.TEXT || type.oid() != PgTypes.UNKNOWN.oid();
    }

    @Override
    public void encode(Object container, Format format, PgWriter out) {
        if (primitive != null && format == Format.BINARY) {
            primitive.write(container, out);
            return;
        }
        ArrayValue sent = value != null ? value : ArrayFlattening.flatten(container, c -> false);
        requireOneClass(sent);
        switch (format) {
            case TEXT -> ArrayText.write(sent, type, elements, out);
            case BINARY -> ArrayBinary.write(sent, type, elements, out);
        }
    }

    @Override
    public Object decode(PgReader in, Format format) {
        throw new AssertionError("BUG: made for writing one value");
    }

    private void requireOneClass(ArrayValue all) {
        for (Object element : all.elements) {
            if (element != null && !elements.javaType().isInstance(element)) {
                throw CodecErrors.cannotSend(
                        "array has elements of " + elements.javaType().getTypeName() + " and of "
                                + element.getClass().getTypeName(),
                        SqlState.DATATYPE_MISMATCH);
            }
        }
    }

    private static @Nullable Class<?> firstClass(ArrayValue value) {
        for (Object element : value.elements) {
            if (element != null) {
                return element.getClass();
            }
        }
        return null;
    }

    /** The class that the array was declared for; {@code String}, and so any type, for one that tells nothing. */
    private static Class<?> declaredClass(CodecRegistry registry, Object container) {
        Class<?> c = container.getClass();
        while (c.isArray()) {
            c = c.getComponentType();
            if (registry.forEncoding(c) != null) {
                return c;
            }
        }
        return String.class;
    }

    private static PgCodecException unknownElements(@Nullable Class<?> elementClass, String target) {
        String name = elementClass == null ? "null" : elementClass.getTypeName();
        return CodecErrors.cannotSend("no codec sends elements of " + name + " as " + target, SqlState.CANNOT_COERCE);
    }

    @SuppressWarnings("unchecked") // every element is checked before it is handed over
    private static Codec<Object> unchecked(Codec<?> codec) {
        return (Codec<Object>) codec;
    }
}
