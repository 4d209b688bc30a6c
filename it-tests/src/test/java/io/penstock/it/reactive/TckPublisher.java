package io.penstock.it.reactive;

import io.penstock.it.invariant.TestClient;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.tck.PublisherVerification;
import org.reactivestreams.tck.TestEnvironment;

/** The kit's verification of one kind of publisher. Public, for the kit's methods are called by reflection. */
public final class TckPublisher<T> extends PublisherVerification<T> implements AutoCloseable {

    /** How long a signal may take, and how long none is awaited where none must come. */
    private static final int TIMEOUT_MILLIS = 10_000;

    private static final int SILENCE_MILLIS = 50;

    private static final int POLL_MILLIS = 20;

    private static final int COLLECTED_MILLIS = 1_000;

    /** A rule that is verified a hundred times makes a publisher each time, and is done with those before it. */
    private static final int MAX_SESSIONS = 4;

    private final Subject<T> subject;
    private final TestClient test;
    private final Deque<TckSession> sessions = new ArrayDeque<>();

    TckPublisher(Subject<T> subject, TestClient test) {
        super(environment(), COLLECTED_MILLIS);
        this.subject = subject;
        this.test = test;
    }

    static TestEnvironment environment() {
        return new TestEnvironment(TIMEOUT_MILLIS, SILENCE_MILLIS, POLL_MILLIS);
    }

    private TckSession nextSession() {
        if (sessions.size() == MAX_SESSIONS) {
            sessions.remove().close();
        }
        var next = new TckSession(test);
        sessions.add(next);
        return next;
    }

    /** A kind of publisher. */
    interface Subject<T> {

        /** One of so many elements. */
        Publisher<T> publisher(TckSession session, long elements);

        /** One that fails when it is subscribed to, or null where none does. */
        default @Nullable Publisher<T> failed(TckSession session) {
            return null;
        }

        /** How many elements one can have; {@link Long#MAX_VALUE} for one that does not end. */
        default long most() {
            return Long.MAX_VALUE - 1;
        }
    }

    @Override
    public Publisher<T> createPublisher(long elements) {
        return subject.publisher(nextSession(), elements);
    }

    @Override
    public @Nullable Publisher<T> createFailedPublisher() {
        return subject.failed(nextSession());
    }

    @Override
    public long maxElementsFromPublisher() {
        return subject.most();
    }

    @Override
    public void close() {
        sessions.forEach(TckSession::close);
    }
}
