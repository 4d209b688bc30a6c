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

    EncodingTable(List<CodecRegistry.Registration> registrations) {
        for (CodecRegistry.Registration registration : registrations) {
            Codec<?> codec = registration.codec();
            Codec<?> before = registered.get(codec.javaType());
            if (before == null
                    || registration.rank() == CodecRegistry.Rank.DEFAULT
                    || sameType(before.type(), codec.type())) {
                registered.put(codec.javaType(), codec);
            }
        }
        found = new FoundCodecs(registered);
    }

    @Nullable
    Codec<?> get(Class<?> javaType) {
        Codec<?> known = found.get(javaType);
        if (known != null) {
            return known;
        }
        Codec<?> inherited = nearest(javaType, registered);
        return inherited == null ? null : found.keep(javaType, inherited);
    }

    /** The codec of the class, or of its nearest superclass, or else of its nearest interface. */
    static @Nullable Codec<?> nearest(Class<?> javaType, Map<Class<?>, Codec<?>> codecs) {
        for (Class<?> c = javaType; c != null && c != Object.class; c = c.getSuperclass()) {
            Codec<?> codec = codecs.get(c);
            if (codec != null) {
                return codec;
            }
        }
        for (Class<?> c : interfacesOf(javaType)) {
            Codec<?> codec = codecs.get(c);
            if (codec != null) {
                return codec;
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
        return one.oid() == other.oid() && (one.oid() != 0 || one.name().equals(other.name()));
    }
}
