package io.penstock.internal.codec.text;

import io.penstock.codec.Codec;
import io.penstock.codec.CodecProvider;
import io.penstock.codec.CodecRegistry;
import io.penstock.codec.PgType;
import org.jspecify.annotations.Nullable;

/** Makes a codec for any Java enum and any type that is read as a {@code String}: an enum's label is the constant's name. */
public final class EnumProvider implements CodecProvider {

    @Override
    public @Nullable Codec<?> codec(PgType type, Class<?> javaType, CodecRegistry registry) {
        if (!Enum.class.isAssignableFrom(javaType) || javaType == Enum.class) {
            return null;
        }
        // A constant with a body has a class of its own, below the enum's.
        Class<?> enumClass = javaType.isEnum() ? javaType : javaType.getSuperclass();
        Codec<?> text = registry.forDecoding(type.oid());
        return text.javaType() == String.class ? codec(text, enumClass.asSubclass(Enum.class)) : null;
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // the types are compared one call above
    private static Codec<?> codec(Codec<?> text, Class<? extends Enum> enumClass) {
        return new EnumCodec(text, enumClass);
    }
}
