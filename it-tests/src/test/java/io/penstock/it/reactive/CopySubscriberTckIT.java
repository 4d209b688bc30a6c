package io.penstock.it.reactive;

import io.penstock.PgConnection;
import io.penstock.it.invariant.Await;
import io.penstock.it.invariant.TestClient;
import io.penstock.it.server.PostgresTest;
import io.penstock.reactive.operator.CopyInSubscriber;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import org.reactivestreams.tck.SubscriberBlackboxVerification;
import org.reactivestreams.tck.SubscriberWhiteboxVerification;

/** Who sends a publisher's bytes as a copy keeps the rules of Reactive Streams for subscribers. */
@PostgresTest(versions = 18)
class CopySubscriberTckIT {

    private TestClient client;

    @BeforeEach
    void remember(TestClient testClient) {
        client = testClient;
    }

    /** On a connection of its own, which ends with the client: the kit does not end what it begins. */
    private CopyInSubscriber subscriber() {
        PgConnection connection =
                Await.get(client.penstock().connect(client.options().build()));
        Await.get(connection.query("create temp table t(line text)"));
        return new CopyInSubscriber(Await.get(connection.copyIn("copy t from stdin")));
    }

    @TestFactory
    Stream<DynamicTest> asSeenFromOutside() {
        return TckTests.of(() -> new Blackbox(this), Set.of());
    }

    @TestFactory
    Stream<DynamicTest> asSeenFromInside() {
        return TckTests.of(() -> new Whitebox(this), Set.of());
    }

    /** Public, for the kit's methods are called by reflection. */
    public static final class Blackbox extends SubscriberBlackboxVerification<ByteBuffer> {

        private final CopySubscriberTckIT suite;

        Blackbox(CopySubscriberTckIT suite) {
            super(TckPublisher.environment());
            this.suite = suite;
        }

        @Override
        public Subscriber<ByteBuffer> createSubscriber() {
            return suite.subscriber();
        }

        @Override
        public ByteBuffer createElement(int element) {
            return ByteBuffer.wrap((element + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
    }

    /** Public, for the kit's methods are called by reflection. */
    public static final class Whitebox extends SubscriberWhiteboxVerification<ByteBuffer> {

        private final CopySubscriberTckIT suite;

        Whitebox(CopySubscriberTckIT suite) {
            super(TckPublisher.environment());
            this.suite = suite;
        }

        @Override
        public Subscriber<ByteBuffer> createSubscriber(WhiteboxSubscriberProbe<ByteBuffer> probe) {
            return new Probed(suite.subscriber(), probe);
        }

        @Override
        public ByteBuffer createElement(int element) {
            return ByteBuffer.wrap((element + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
    }

    /** The subscriber, and the kit's probe behind each of its methods. */
    private record Probed(
            CopyInSubscriber subscriber, SubscriberWhiteboxVerification.WhiteboxSubscriberProbe<ByteBuffer> probe)
            implements Subscriber<ByteBuffer> {

        @Override
        public void onSubscribe(Subscription subscription) {
            subscriber.onSubscribe(subscription);
            probe.registerOnSubscribe(new SubscriberWhiteboxVerification.SubscriberPuppet() {
                @Override
                public void triggerRequest(long elements) {
                    subscription.request(elements);
                }

                @Override
                public void signalCancel() {
                    subscription.cancel();
                }
            });
        }

        @Override
        public void onNext(ByteBuffer bytes) {
            subscriber.onNext(bytes);
            probe.registerOnNext(bytes);
        }

        @Override
        public void onError(Throwable error) {
            subscriber.onError(error);
            probe.registerOnError(error);
        }

        @Override
        public void onComplete() {
            subscriber.onComplete();
            probe.registerOnComplete();
        }
    }
}
