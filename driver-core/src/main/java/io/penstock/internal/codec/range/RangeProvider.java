package io.penstock.internal.codec.range;

import io.penstock.codec.Codec;
import io.penstock.codec.CodecProvider;
import io.penstock.codec.CodecRegistry;
import io.penstock.codec.Multirange;
import io.penstock.codec.PgType;
import io.penstock.codec.PgTypes;
import io.penstock.codec.Range;
import io.penstock.internal.codec.array.PartEncoding;
import io.penstock.internal.codec.form.RenderedCodec;
import org.jspecify.annotations.Nullable;

/**
 * Makes the codecs of range and multirange types out of those of their subtypes: {@code Range} and {@code Multirange}, which are the
 * defaults, and {@code String}. A range whose type nobody has said is sent as text, of a type that the server chooses.
 */
public final class RangeProvider implements CodecProvider {

    @Override
    public @Nullable Codec<?> codec(PgType type, Class<?> javaType, CodecRegistry registry) {
        return switch (type.kind()) {
            case RANGE -> codecAs(Range.class, type, javaType, registry);
            case MULTIRANGE -> codecAs(Multirange.class, type, javaType, registry);
            case PSEUDO -> type.oid() == PgTypes.UNKNOWN.oid() ? literalCodec(javaType, registry) : null;
            case BASE, ARRAY, COMPOSITE, DOMAIN, ENUM -> null;
        };
    }

    private static @Nullable Codec<?> codecAs(Class<?> own, PgType type, Class<?> javaType, CodecRegistry registry) {
        if (javaType == Object.class || javaType == own) {
            return codec(type, own, Object.class, registry);
        }
        Codec<?> texts = javaType == String.class ? codec(type, own, String.class, registry) : null;
        return texts == null ? null : new RenderedCodec<>(texts);
    }

    /**
     * The codec that reads a range or multirange with bounds of a class.
     *
     * @param bounds the class of the bounds; {@code Object.class} asks for the default class of the subtype
     * @return null if the type is neither
     */
    public static @Nullable Codec<?> codec(PgType type, Class<?> javaType, Class<?> bounds, CodecRegistry registry) {
        boolean isRange = type.kind() == PgType.Kind.RANGE && javaType == Range.class;
        boolean isMultirange = type.kind() == PgType.Kind.MULTIRANGE && javaType == Multirange.class;
        if (!isRange && !isMultirange) {
            return null;
        }
        PgType range = isRange ? type : registry.type(type.elementOid());
        PgType subtype = registry.type(range.elementOid());
        Codec<?> codec = registry.forDecoding(subtype.oid(), bounds);
        PartEncoding sent = new PartEncoding(registry, subtype);
        return isRange ? new RangeCodec(type, codec, sent) : new MultirangeCodec(type, range, codec, sent);
    }

    private static @Nullable Codec<?> literalCodec(Class<?> javaType, CodecRegistry registry) {
        PartEncoding sent = new PartEncoding(registry, PgTypes.UNKNOWN);
        Codec<?> text = registry.forDecoding(PgTypes.UNKNOWN.oid());
        if (javaType == Range.class) {
            return new RangeCodec(PgTypes.UNKNOWN, text, sent);
        }
        return javaType == Multirange.class ? new MultirangeCodec(PgTypes.UNKNOWN, PgTypes.UNKNOWN, text, sent) : null;
    }
}
