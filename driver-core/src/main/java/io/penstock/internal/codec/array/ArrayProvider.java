package io.penstock.internal.codec.array;

import io.penstock.codec.Codec;
import io.penstock.codec.CodecProvider;
import io.penstock.codec.CodecRegistry;
import io.penstock.codec.PgArray;
import io.penstock.codec.PgType;
import io.penstock.codec.PgType.Kind;
import io.penstock.internal.codec.form.RenderedCodec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the codecs of all array types out of those of their elements: {@code List}, which is the default, array classes of any
 * class that the elements can be read as, {@code PgArray}, and {@code String}.
 */
public final class ArrayProvider implements CodecProvider {

    @Override
    public @Nullable Codec<?> codec(PgType type, Class<?> javaType, CodecRegistry registry) {
        if (type.kind() != Kind.ARRAY || type.elementOid() == 0) {
            return null;
        }
        PgType element = registry.type(type.elementOid());
        if (element.kind() == Kind.ARRAY) {
            return null; // no server has such a type; a catalog that says so could go round in circles
        }
        if (javaType == Object.class || javaType == List.class) {
            return new ArrayCodec<>(registry, type, List.class, 0, registry.forDecoding(element.oid()));
        }
        if (javaType == PgArray.class) {
            return new ArrayCodec<>(registry, type, PgArray.class, 0, registry.forDecoding(element.oid()));
        }
        if (javaType == String.class) {
            return new RenderedCodec<>(new ArrayValueCodec(type, registry.forDecoding(element.oid(), String.class)));
        }
        return javaType.isArray() ? arrayCodec(type, javaType, registry) : null;
    }

    private static @Nullable Codec<?> arrayCodec(PgType type, Class<?> javaType, CodecRegistry registry) {
        int depth = 0;
        for (Class<?> c = javaType; c.isArray() && depth < ArrayShape.MAX_DIMENSIONS; ) {
            c = c.getComponentType();
            depth++;
            // An array class may be an element's class too, as byte[] is of bytea; the outermost wins.
            if (registry.decodes(type.elementOid(), c)) {
                return new ArrayCodec<>(registry, type, javaType, depth, registry.forDecoding(type.elementOid(), c));
            }
        }
        return null;
    }
}
