package io.penstock.internal.codec.text;

import io.penstock.codec.Codec;
import io.penstock.codec.CodecProvider;
import io.penstock.codec.CodecRegistry;
import io.penstock.codec.PgType;
import io.penstock.codec.PgType.Kind;
import io.penstock.internal.codec.form.RenderedCodec;
import io.penstock.internal.codec.form.TextCodec;
import org.jspecify.annotations.Nullable;

/**
 * Makes the codecs of enum types, which are {@code String} by default, and of any Java enum for any type whose text is all that there is
 * to it: a label is the name of the constant, to the letter.
 */
public final class EnumProvider implements CodecProvider {

    @Override
    public @Nullable Codec<?> codec(PgType type, Class<?> javaType, CodecRegistry registry) {
        if (type.kind() == Kind.ENUM && (javaType == Object.class || javaType == String.class)) {
            return new TextCodec(type);
        }
        if (!Enum.class.isAssignableFrom(javaType) || javaType == Enum.class) {
            return null;
        }
        // A constant with a body has a class of its own, below the enum's.
        Class<?> enumClass = javaType.isEnum() ? javaType : javaType.getSuperclass();
        int oid = registry.baseType(type.oid()).oid();
        if (!registry.decodes(oid, String.class)) {
            return null;
        }
        Codec<String> text = registry.forDecoding(oid, String.class);
        return text instanceof RenderedCodec ? null : codec(text, enumClass.asSubclass(Enum.class));
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // an enum's class says so
    private static Codec<?> codec(Codec<String> text, Class<? extends Enum> enumClass) {
        return new EnumCodec(text, enumClass);
    }
}
