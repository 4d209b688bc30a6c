package io.penstock.reactive.operator;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * One subscriber at the lower end of a flow: told one thing at a time, ended once, forgotten then.
 *
 * <p>Elements come from one thread at a time; the end may come from another one, while an element is being taken. It is told then by whoever
 * comes out of the subscriber.
 *
 * @param <T> what the subscriber takes
 */
public final class Downstream<T> {

    /** What a well end looks like in {@link #end}. */
    private static final Object COMPLETED = new Object();

    private final DroppedErrors dropped;
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicReference<@Nullable Object> end = new AtomicReference<>();

    /** Null behind the end, and behind a cancel. */
    private volatile @Nullable Subscriber<? super T> subscriber;

    public Downstream(Subscriber<? super T> subscriber, DroppedErrors dropped) {
        this.subscriber = subscriber;
        this.dropped = dropped;
    }

    /** Hands the subscription over. What the subscriber asks for meanwhile is passed on when it has returned (rule 1.3). */
    public void start(Subscription subscription) {
        var receiver = subscriber;
        if (receiver != null) {
            var opening = new Opening(subscription);
            receiver.onSubscribe(opening);
            opening.open();
        }
    }

    /** Whether it still takes anything. */
    public boolean isOpen() {
        return subscriber != null;
    }

    /**
     * Hands an element over.
     *
     * @return false where it is not taken any more: the source is to be cancelled
     */
    public boolean next(T element) {
        var receiver = subscriber;
        if (receiver == null || !inside.compareAndSet(0, 1)) {
            return false;
        }
        try {
            receiver.onNext(element);
        } catch (Throwable thrown) {
            forget();
            dropped.report("subscriber", thrown);
        }
        if (inside.decrementAndGet() != 0) {
            tellEnd();
        }
        return subscriber != null;
    }

    /** All elements were handed over. */
    public void complete() {
        end(COMPLETED);
    }

    /** Something went wrong; an error that comes behind the end is dropped. */
    public void fail(Throwable error) {
        if (!end(error)) {
            dropped.report("a flow that had ended", error);
        }
    }

    /** The subscriber has cancelled: nothing is told any more. */
    public void forget() {
        subscriber = null;
    }

    private boolean end(Object how) {
        var first = subscriber != null && end.compareAndSet(null, how);
        if (first && inside.getAndIncrement() == 0) {
            tellEnd();
        }
        return first;
    }

    private void tellEnd() {
        var receiver = subscriber;
        subscriber = null;
        if (receiver == null) {
            return;
        }
        try {
            if (end.get() instanceof Throwable error) {
                receiver.onError(error);
            } else {
                receiver.onComplete();
            }
        } catch (Throwable thrown) {
            dropped.report("subscriber", thrown);
        }
    }
}
