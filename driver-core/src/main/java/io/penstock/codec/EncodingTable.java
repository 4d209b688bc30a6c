package io.penstock.codec;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which codec sends the values of a class when nobody has said as what: the class's default type. */
final class EncodingTable {
    private final Map<Class<?>, Codec<?>> registered = new HashMap<>();
    private final FoundCodecs found;

    /**
     * A table of registered codecs.
     *
     * @param mapped classes whose codec is made, and kept with {@link #keep}
     */
    EncodingTable(List<CodecRegistry.Registration> registrations, Set<Class<?>> mapped) {
        for (CodecRegistry.Registration registration : registrations) {
            Codec<?> codec = registration.codec();
            Codec<?> before = registered.get(codec.javaType());
            if (before == null
                    || registration.rank() == CodecRegistry.Rank.DEFAULT
                    || sameType(before.type(), codec.type())) {
                registered.put(codec.javaType(), codec);
            }
        }
        Map<Class<?>, Codec<?>> known = new HashMap<>(registered);
        known.keySet().removeAll(mapped);
        found = new FoundCodecs(known);
    }

    /** What has been found for the class before. */
    @Nullable
    Codec<?> known(Class<?> javaType) {
        return found.get(javaType);
    }

    /** What was registered for the class or what it inherits from. */
    @Nullable
    Codec<?> inherited(Class<?> javaType) {
        return nearest(javaType, registered);
    }

    /** Remembers a codec for the class. */
    Codec<?> keep(Class<?> javaType, Codec<?> codec) {
        return found.keep(javaType, codec);
    }

    /** What the class has, or its nearest superclass, or else its nearest interface. */
    static <V> @Nullable V nearest(Class<?> javaType, Map<Class<?>, V> byClass) {
        for (Class<?> c = javaType; c != null && c != Object.class; c = c.getSuperclass()) {
            V value = byClass.get(c);
            if (value != null) {
                return value;
            }
        }
        for (Class<?> c : interfacesOf(javaType)) {
            V value = byClass.get(c);
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    /** All interfaces, those nearest to the class first. */
    private static Set<Class<?>> interfacesOf(Class<?> javaType) {
        Set<Class<?>> all = new LinkedHashSet<>();
        Deque<Class<?>> open = new ArrayDeque<>();
        for (Class<?> c = javaType; c != null; c = c.getSuperclass()) {
            open.addAll(List.of(c.getInterfaces()));
        }
        while (!open.isEmpty()) {
            Class<?> next = open.remove();
            if (all.add(next)) {
                open.addAll(List.of(next.getInterfaces()));
            }
        }
        return all;
    }

    private static boolean sameType(PgType one, PgType other) {
        return one.oid() == other.oid()
                && (one.oid() != 0
                        || (one.name().equals(other.name()) && one.schema().equals(other.schema())));
    }
}
