package io.penstock.jdbc.internal.session;

import java.util.LinkedHashMap;
import java.util.Map;

/** A map of at most so many entries: the one that was used longest ago gives way to a new one. */
final class EldestGivesWay<K, V> extends LinkedHashMap<K, V> {

    private static final long serialVersionUID = 1L;

    private final int most;

    EldestGivesWay(int most) {
        super(16, 0.75f, true);
        this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > most;
    }
}
