package io.penstock.internal.types;

import io.penstock.codec.CodecRegistry;
import io.penstock.codec.PgType;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is known of a database's types at one moment. Immutable.
 *
 * @param codecs the client's codecs with these types
 * @param loaded the types that were found, by OID
 * @param absent the OIDs that were looked for and not found
 */
record Knowledge(CodecRegistry codecs, Map<Integer, PgType> loaded, Set<Integer> absent) {

    static Knowledge none(CodecRegistry base) {
        return new Knowledge(base, Map.of(), Set.of());
    }

    /** Whether a look-up has nothing to add. */
    boolean settles(int oid) {
        return codecs.knows(oid) || absent.contains(oid);
    }

    /** With an answer in the place of all that was known of the types asked for. */
    Knowledge with(CodecRegistry base, Collection<Integer> asked, List<PgType> found) {
        Map<Integer, PgType> types = new LinkedHashMap<>(loaded);
        types.keySet().removeAll(asked);
        found.forEach(type -> types.put(type.oid(), type));
        boolean fits = types.size() <= TypeCatalog.MAX_LOADED;
        Map<Integer, PgType> kept = fits ? Collections.unmodifiableMap(types) : loaded;
        Set<Integer> missing = new HashSet<>(absent.size() < TypeCatalog.MAX_ABSENT ? absent : Set.of());
        missing.addAll(asked);
        missing.removeAll(kept.keySet());
        return new Knowledge(fits ? base.withTypes(kept.values()) : codecs, kept, Set.copyOf(missing));
    }

    /** With another chance for what was not found. */
    Knowledge withoutAbsent() {
        return new Knowledge(codecs, loaded, Set.of());
    }
}
