package io.penstock.codec;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The codecs of one type: those that were registered, and those that have been found since, apart for the two directions.
 * A codec that reads a type as {@code Integer} serves a caller who asks for a {@code Number}, but cannot send every
 * {@code Number}.
 */
final class TypeCodecs {
    final PgType type;

    /** The registered default; null leaves it to the providers. */
    final @Nullable Codec<?> byDefault;

    final Map<Class<?>, Codec<?>> registered;
    final FoundCodecs decoding;
    final FoundCodecs encoding;

    private TypeCodecs(PgType type, @Nullable Codec<?> byDefault, Map<Class<?>, Codec<?>> registered) {
        this.type = type;
        this.byDefault = byDefault;
        this.registered = Map.copyOf(registered);
        this.decoding = new FoundCodecs(registered);
        this.encoding = new FoundCodecs(registered);
    }

    /** Of a type that nobody has registered anything for. */
    static TypeCodecs none(PgType type) {
        return new TypeCodecs(type, null, Map.of());
    }

    /** Collects what is registered for a type. Confined to the constructor of a registry. */
    static final class Draft {
        private final PgType type;
        private final Map<Class<?>, Codec<?>> registered = new HashMap<>();
        private @Nullable Codec<?> byDefault;

        Draft(PgType type) {
            this.type = type;
        }

        void add(Codec<?> codec, CodecRegistry.Rank rank) {
            registered.put(codec.javaType(), codec);
            if (rank == CodecRegistry.Rank.DEFAULT || byDefault == null || byDefault.javaType() == codec.javaType()) {
                byDefault = codec;
            }
        }

        TypeCodecs fix() {
            return new TypeCodecs(type, byDefault, registered);
        }
    }
}
