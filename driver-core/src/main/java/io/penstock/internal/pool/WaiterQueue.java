package io.penstock.internal.pool;

import io.penstock.internal.session.Lendable;
import org.jspecify.annotations.Nullable;

/**
 * Who waits, first come first served. An intrusive list, so that somebody who gives up leaves it at once wherever he stands.
 *
 * <p>Confined to the pool's writer; its length and the time of its head may be asked by anybody. Bounded by whoever adds.
 */
final class WaiterQueue<C extends Lendable> {

    private volatile @Nullable Waiter<C> head;
    private @Nullable Waiter<C> tail;
    private volatile int size;

    void add(Waiter<C> waiter) {
        var last = tail;
        waiter.ahead = last;
        waiter.queued = true;
        tail = waiter;
        if (last == null) {
            head = waiter;
        } else {
            last.behind = waiter;
        }
        size = length(1);
    }

    /** The one who has waited longest; he is out. Null where nobody waits. */
    @Nullable
    Waiter<C> poll() {
        var first = head;
        if (first != null) {
            remove(first);
        }
        return first;
    }

    /** False if he is not in it any more. */
    boolean remove(Waiter<C> waiter) {
        if (!waiter.queued) {
            return false;
        }
        waiter.queued = false;
        var ahead = waiter.ahead;
        var behind = waiter.behind;
        if (ahead == null) {
            head = behind;
        } else {
            ahead.behind = behind;
        }
        if (behind == null) {
            tail = ahead;
        } else {
            behind.ahead = ahead;
        }
        waiter.ahead = null;
        waiter.behind = null;
        size = length(-1);
        return true;
    }

    /** Only the writer writes it. */
    private int length(int more) {
        return size + more;
    }

    boolean isEmpty() {
        return head == null;
    }

    /** Any thread. */
    int size() {
        return size;
    }

    /** Any thread: the one who has waited longest. */
    @Nullable
    Waiter<C> head() {
        return head;
    }
}
