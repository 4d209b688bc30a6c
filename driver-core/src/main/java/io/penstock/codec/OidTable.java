package io.penstock.codec;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An immutable map from OIDs that is asked once per value, and so boxes nothing: open addressing, half full at most. */
final class OidTable<V> {
    private final int[] oids;
    private final @Nullable Object[] values;

    OidTable(Map<Integer, V> entries) {
        int slots = Integer.highestOneBit(Math.max(4, entries.size() * 2)) << 1;
        oids = new int[slots];
        values = new Object[slots];
        entries.forEach((oid, value) -> {
            int slot = slotOf(oid);
            oids[slot] = oid;
            values[slot] = value;
        });
    }

    @SuppressWarnings("unchecked") // only values of V get in
    @Nullable
    V get(int oid) {
        return (V) values[slotOf(oid)];
    }

    /** The slot of an OID, or the free one where it would go. */
    private int slotOf(int oid) {
        int mask = oids.length - 1;
        int slot = (oid * 0x9E3779B9) >>> 7 & mask;
        while (values[slot] != null && oids[slot] != oid) {
            slot = slot + 1 & mask;
        }
        return slot;
    }
}
