package io.penstock.codec;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An immutable map from OIDs that is asked once per value, and so boxes nothing: open addressing, half full at most. */
final class OidTable<V> {
    private final int[] oids;
    private final @Nullable Object[] values;
    private final int size;

    OidTable(Map<Integer, V> entries) {
        this(entries.size());
        entries.forEach(this::put);
    }

    private OidTable(int size) {
        int slots = Integer.highestOneBit(Math.max(4, size * 2)) << 1;
        this.oids = new int[slots];
        this.values = new Object[slots];
        this.size = size;
    }

    @SuppressWarnings("unchecked") // only values of V get in
    @Nullable
    V get(int oid) {
        return (V) values[slotOf(oid)];
    }

    int size() {
        return size;
    }

    /** A table with one more OID, which is not in this one. */
    OidTable<V> with(int oid, V value) {
        OidTable<V> copy = new OidTable<>(size + 1);
        for (int i = 0; i < oids.length; i++) {
            if (values[i] != null) {
                copy.put(oids[i], values[i]);
            }
        }
        copy.put(oid, value);
        return copy;
    }

    private void put(int oid, Object value) {
        int slot = slotOf(oid);
        oids[slot] = oid;
        values[slot] = value;
    }

    /** The slot of an OID, or the free one where it would go. */
    private int slotOf(int oid) {
        int mask = oids.length - 1;
        int slot = ((oid * 0x9E3779B9) >>> 7) & mask;
        while (values[slot] != null && oids[slot] != oid) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }
}
