package io.penstock.jdbc.internal.session;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What was found out before, for many to look up.
 *
 * <p>It lies in two generations. What is asked for is in the younger one from then on; when that has its number of entries it becomes the elder one, and the
 * elder one is forgotten: who asks takes no lock, and what is used again and again stays.
 *
 * <p>Bound: two generations of so many entries, and a few more where threads meet. Safe from any thread.
 */
public final class TwoGenerations<K, V> {

    private final int most;
    private volatile Generations<K, V> generations = new Generations<>(new ConcurrentHashMap<>(), Map.of());

    private record Generations<K, V>(ConcurrentHashMap<K, V> younger, Map<K, V> elder) {}

    /** @param most entries to a generation */
    public TwoGenerations(int most) {
        this.most = most;
    }

    public @Nullable V find(K key) {
        var present = generations;
        var known = present.younger().get(key);
        return known != null ? known : broughtIn(present, key);
    }

    private @Nullable V broughtIn(Generations<K, V> present, K key) {
        var known = present.elder().get(key);
        if (known != null) {
            keep(key, known);
        }
        return known;
    }

    public void keep(K key, V value) {
        var present = generations;
        present.younger().put(key, value);
        if (present.younger().size() >= most && present == generations) {
            // Where two threads meet, one turn of the generations is lost in the other: no more than that.
            generations = new Generations<>(new ConcurrentHashMap<>(), present.younger());
        }
    }
}
