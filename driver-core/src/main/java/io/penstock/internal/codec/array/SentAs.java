package io.penstock.internal.codec.array;

import io.penstock.codec.Codec;
import io.penstock.codec.CodecRegistry;
import io.penstock.codec.PgType;
import io.penstock.codec.PgTypes;
import org.jspecify.annotations.Nullable;

/**
 * Which codec sends one value: the registry knows by the class of most, and of collections and arrays what is in them tells. Null where
 * there is none.
 */
public final class SentAs {
    private SentAs() {}

    /** As the default type of its class, which may be left to the server. */
    public static @Nullable Codec<Object> itself(CodecRegistry registry, Object value) {
        Codec<?> codec = registry.forEncoding(value.getClass());
        return unchecked(isContainer(value, codec) ? ArrayEncoding.inferred(registry, value) : codec);
    }

    /** As a type that the server has asked for. */
    public static @Nullable Codec<Object> type(CodecRegistry registry, int oid, Object value) {
        Codec<?> codec = registry.forEncoding(oid, value.getClass());
        return unchecked(isContainer(value, codec) ? array(registry, oid, value) : codec);
    }

    /** Whether this codec was found by what is in a value, so that another value of its class may need another. */
    public static boolean isByContent(Codec<?> codec) {
        return codec instanceof ArrayEncoding;
    }

    private static boolean isContainer(Object value, @Nullable Codec<?> found) {
        return found instanceof ArrayCodec || (found == null && ArrayFlattening.isContainer(value));
    }

    private static @Nullable Codec<?> array(CodecRegistry registry, int oid, Object value) {
        PgType type = registry.baseType(oid);
        if (type.kind() == PgType.Kind.ARRAY) {
            return ArrayEncoding.of(registry, type, value);
        }
        if (registry.knows(type.oid())) {
            return null;
        }
        // The server may know an array type that the registry does not: a literal in text fits any.
        ArrayEncoding inferred = ArrayEncoding.inferred(registry, value);
        return inferred.type().oid() == PgTypes.UNKNOWN.oid() ? inferred : null;
    }

    @SuppressWarnings("unchecked") // the codec was found by the value's class
    private static @Nullable Codec<Object> unchecked(@Nullable Codec<?> codec) {
        return (Codec<Object>) codec;
    }
}
