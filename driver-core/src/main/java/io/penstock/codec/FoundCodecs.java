package io.penstock.codec;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A memory of codecs by Java class, so that each is looked for once.
 *
 * <p>The map is replaced as a whole: readers need no lock, and two threads that find one codec at the same time do no
 * harm. It holds at most {@link #MAX_CLASSES}; a codec beyond them is not kept and looked for each time.
 */
final class FoundCodecs {
    private static final int MAX_CLASSES = 256;

    private volatile Map<Class<?>, Codec<?>> byClass;

    FoundCodecs(Map<Class<?>, Codec<?>> known) {
        byClass = Map.copyOf(known);
    }

    @Nullable
    Codec<?> get(Class<?> javaType) {
        return byClass.get(javaType);
    }

    Codec<?> keep(Class<?> javaType, Codec<?> codec) {
        Map<Class<?>, Codec<?>> known = byClass;
        if (known.size() < MAX_CLASSES) {
            Map<Class<?>, Codec<?>> more = new HashMap<>(known);
            more.put(javaType, codec);
            byClass = Map.copyOf(more);
        }
        return codec;
    }
}
