package io.penstock.codec;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The types that a registry has been told of, by OID and by name. Immutable.
 *
 * <p>What it holds is sound: no type is made of itself, by whatever detour, and none goes deeper than {@link #MAX_DEPTH}. A
 * description that says otherwise, which no honest catalog gives, is cut down to the type's name, and its values are read as text. So
 * nothing that follows the parts of a type, or the values in a value, can run in circles or out of stack.
 */
final class TypeTable {

    /** How many types may be within one another: an array of composites with a domain is three. */
    static final int MAX_DEPTH = 100;

    private static final String CATALOG = "pg_catalog";

    private final Map<Integer, PgType> byOid;
    private final Map<String, List<PgType>> byName = new HashMap<>();

    TypeTable(Collection<PgType> types) {
        Map<Integer, PgType> all = new LinkedHashMap<>();
        for (PgType type : types) {
            if (type.oid() == 0) {
                throw new IllegalArgumentException("type has no OID: " + type.name());
            }
            all.put(type.oid(), type);
        }
        this.byOid = sound(all);
        for (PgType type : byOid.values()) {
            byName.computeIfAbsent(type.name(), name -> new ArrayList<>(1)).add(type);
        }
    }

    /** With more types, or with other descriptions of types that are there. */
    TypeTable with(Collection<PgType> more) {
        List<PgType> all = new ArrayList<>(byOid.values());
        all.addAll(more);
        return new TypeTable(all);
    }

    /** All of them, in the order in which they were told first. */
    Collection<PgType> all() {
        return byOid.values();
    }

    boolean has(int oid) {
        return byOid.containsKey(oid);
    }

    /** The type of a name: the catalog's own, which comes first on every search path, or the only one of that name. */
    @Nullable
    PgType get(String name) {
        List<PgType> found = byName.getOrDefault(name, List.of());
        for (PgType type : found) {
            if (type.schema().equals(CATALOG)) {
                return type;
            }
        }
        return found.size() == 1 ? found.get(0) : null;
    }

    /** The type with its OID, if it was given without one and it is clear which one is meant. */
    PgType resolve(PgType type) {
        if (type.oid() != 0) {
            return type;
        }
        PgType found = null;
        if (type.schema().isEmpty()) {
            found = get(type.name());
        } else {
            List<PgType> matching = matching(type);
            found = matching.isEmpty() ? null : matching.get(0);
        }
        return found == null ? type : found;
    }

    /** All types that are meant: itself, or those that have its name and, if it says one, its schema. */
    List<PgType> matching(PgType type) {
        if (type.oid() != 0) {
            return List.of(type);
        }
        List<PgType> found = byName.getOrDefault(type.name(), List.of());
        return type.schema().isEmpty()
                ? found
                : found.stream()
                        .filter(each -> each.schema().equals(type.schema()))
                        .toList();
    }

    /** Goes up from what has no parts, a level a round; what is not reached is unsound. */
    private static Map<Integer, PgType> sound(Map<Integer, PgType> all) {
        Map<Integer, PgType> sound = new LinkedHashMap<>();
        List<PgType> open = new ArrayList<>(all.values());
        for (int level = 0; level < MAX_DEPTH && !open.isEmpty(); level++) {
            List<PgType> reached = new ArrayList<>();
            List<PgType> left = new ArrayList<>();
            for (PgType type : open) {
                boolean complete =
                        partsOf(type).stream().allMatch(part -> sound.containsKey(part) || !all.containsKey(part));
                (complete ? reached : left).add(type);
            }
            reached.forEach(type -> sound.put(type.oid(), type));
            open = left;
            if (reached.isEmpty()) {
                break;
            }
        }
        open.forEach(type -> sound.put(type.oid(), cutDown(type)));
        return inOrder(all, sound);
    }

    private static List<Integer> partsOf(PgType type) {
        List<Integer> parts = new ArrayList<>();
        if (type.elementOid() != 0) {
            parts.add(type.elementOid());
        }
        type.attributes().forEach(attribute -> parts.add(attribute.typeOid()));
        return parts;
    }

    private static PgType cutDown(PgType type) {
        return new PgType(
                type.oid(),
                type.schema(),
                type.name(),
                PgType.Kind.BASE,
                0,
                type.arrayOid(),
                type.delimiter(),
                List.of());
    }

    private static Map<Integer, PgType> inOrder(Map<Integer, PgType> order, Map<Integer, PgType> types) {
        Map<Integer, PgType> ordered = new LinkedHashMap<>();
        order.keySet().forEach(oid -> ordered.put(oid, types.get(oid)));
        return ordered;
    }
}
