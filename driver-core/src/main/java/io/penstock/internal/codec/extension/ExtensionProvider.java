package io.penstock.internal.codec.extension;

import io.penstock.codec.Codec;
import io.penstock.codec.CodecProvider;
import io.penstock.codec.CodecRegistry;
import io.penstock.codec.PgType;
import io.penstock.codec.PgType.Kind;
import io.penstock.codec.SparseVector;
import io.penstock.internal.codec.form.RenderedCodec;
import io.penstock.internal.codec.form.TextCodec;
import io.penstock.internal.codec.form.VersionedTextCodec;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the codecs of extensions' types. Each has its own class, which is the default, and {@code String}. */
public final class ExtensionProvider implements CodecProvider {

    @Override
    public @Nullable Codec<?> codec(PgType type, Class<?> javaType, CodecRegistry registry) {
        if (type.kind() != Kind.BASE) {
            return null;
        }
        return switch (type.name()) {
            case "hstore" -> codec(new HstoreCodec(type), Map.class, javaType);
            case "vector" -> codec(new VectorCodec(type, VectorElement.FLOAT), float[].class, javaType);
            case "halfvec" -> codec(new VectorCodec(type, VectorElement.HALF), float[].class, javaType);
            case "sparsevec" -> codec(new SparseVectorCodec(type), SparseVector.class, javaType);
            case "citext" -> text(new TextCodec(type), javaType);
            case "ltree", "lquery", "ltxtquery" -> text(new VersionedTextCodec(type), javaType);
            default -> null;
        };
    }

    private static @Nullable Codec<?> codec(Codec<?> codec, Class<?> own, Class<?> javaType) {
        // The class of a map that is sent says nothing: any will do.
        if (javaType == Object.class || own.isAssignableFrom(javaType)) {
            return codec;
        }
        return javaType == String.class ? new RenderedCodec<>(codec) : null;
    }

    private static @Nullable Codec<?> text(Codec<String> codec, Class<?> javaType) {
        return javaType == Object.class || javaType == String.class ? codec : null;
    }
}
