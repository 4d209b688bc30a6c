package io.penstock.it.reactive;

import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.tck.PublisherVerification;
import org.reactivestreams.tck.TestEnvironment;

/** The kit's verification of one kind of publisher. */
public final class TckPublisher<T> extends PublisherVerification<T> {

    /** How long a signal may take, and how long none is awaited where none must come. */
    private static final int TIMEOUT_MILLIS = 10_000;

    private static final int SILENCE_MILLIS = 50;

    private final LongFunction<Publisher<T>> publisher;
    private final Supplier<? extends @Nullable Publisher<T>> failed;
    private final long most;

    /**
     * @param publisher makes one of so many elements
     * @param failed makes one that fails when it is subscribed to, or null where none does
     * @param most how many elements one can have
     */
    TckPublisher(LongFunction<Publisher<T>> publisher, Supplier<? extends @Nullable Publisher<T>> failed, long most) {
        super(environment(), 2_000);
        this.publisher = publisher;
        this.failed = failed;
        this.most = most;
    }

    static TestEnvironment environment() {
        return new TestEnvironment(TIMEOUT_MILLIS, SILENCE_MILLIS);
    }

    @Override
    public Publisher<T> createPublisher(long elements) {
        return publisher.apply(elements);
    }

    @Override
    public @Nullable Publisher<T> createFailedPublisher() {
        return failed.get();
    }

    @Override
    public long maxElementsFromPublisher() {
        return most;
    }
}
