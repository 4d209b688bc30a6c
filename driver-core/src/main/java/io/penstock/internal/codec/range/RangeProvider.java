package io.penstock.internal.codec.range;

import io.penstock.codec.Codec;
import io.penstock.codec.CodecProvider;
import io.penstock.codec.CodecRegistry;
import io.penstock.codec.Multirange;
import io.penstock.codec.PgType;
import io.penstock.codec.PgTypes;
import io.penstock.codec.Range;
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
            case RANGE -> rangeCodec(type, javaType, registry);
            case MULTIRANGE -> multirangeCodec(type, javaType, registry);
            case PSEUDO -> type.oid() == PgTypes.UNKNOWN.oid() ? literalCodec(javaType, registry) : null;
            case BASE, ARRAY, COMPOSITE, DOMAIN, ENUM -> null;
        };
    }

    private static @Nullable Codec<?> rangeCodec(PgType type, Class<?> javaType, CodecRegistry registry) {
        PgType subtype = registry.type(type.elementOid());
        BoundCodecs sent = new BoundCodecs(registry, subtype);
        if (javaType == Object.class || javaType == Range.class) {
            return new RangeCodec(type, registry.forDecoding(subtype.oid()), sent);
        }
        if (javaType == String.class) {
            return new RenderedCodec<>(new RangeCodec(type, registry.forDecoding(subtype.oid(), String.class), sent));
        }
        return null;
    }

    private static @Nullable Codec<?> multirangeCodec(PgType type, Class<?> javaType, CodecRegistry registry) {
        PgType range = registry.type(type.elementOid());
        PgType subtype = registry.type(range.elementOid());
        BoundCodecs sent = new BoundCodecs(registry, subtype);
        if (javaType == Object.class || javaType == Multirange.class) {
            return new MultirangeCodec(type, range, registry.forDecoding(subtype.oid()), sent);
        }
        if (javaType == String.class) {
            Codec<String> bounds = registry.forDecoding(subtype.oid(), String.class);
            return new RenderedCodec<>(new MultirangeCodec(type, range, bounds, sent));
        }
        return null;
    }

    private static @Nullable Codec<?> literalCodec(Class<?> javaType, CodecRegistry registry) {
        BoundCodecs sent = new BoundCodecs(registry, PgTypes.UNKNOWN);
        Codec<?> text = registry.forDecoding(PgTypes.UNKNOWN.oid());
        if (javaType == Range.class) {
            return new RangeCodec(PgTypes.UNKNOWN, text, sent);
        }
        return javaType == Multirange.class ? new MultirangeCodec(PgTypes.UNKNOWN, PgTypes.UNKNOWN, text, sent) : null;
    }
}
