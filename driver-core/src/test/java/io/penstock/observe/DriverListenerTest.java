package io.penstock.observe;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.penstock.error.ErrorFields;
import io.penstock.error.PgConnectException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DriverListenerTest {
    @Test
    void doesNothingUnlessOverridden() {
        DriverListener listener = DriverListener.NONE;
        var failure = new PgConnectException("refused", "08001", (Throwable) null);
        assertThatCode(() -> {
                    listener.connectionOpened(new ConnectionOpenedEvent("db", 1, "18.1", Duration.ZERO, List.of()));
                    listener.connectFailed(new ConnectFailedEvent(failure, Duration.ZERO));
                    listener.connectionClosed(new ConnectionClosedEvent("db", 1, null, Duration.ZERO));
                    listener.notice(new NoticeEvent("db", 1, ErrorFields.of("NOTICE", "00000", "hi")));
                    listener.cancelSent(new CancelSentEvent("db", 1, CancelOutcome.DELIVERED));
                    listener.rejected(new RejectedEvent("db", "maxQueued", 1_024));
                    listener.connectionEvicted(
                            new ConnectionEvictedEvent("p", "db", 1, EvictionReason.IDLE, Duration.ZERO));
                    listener.acquireFailed(new AcquireFailedEvent("p", failure, Duration.ZERO));
                    listener.leakSuspected(new LeakSuspectedEvent("p", "db", 1, Duration.ZERO, failure));
                    listener.offloadRejected(new OffloadRejectedEvent("completion", failure));
                    listener.loopBlocked(new LoopBlockedEvent("loop", Duration.ZERO, List.of()));
                    listener.errorDropped(new DroppedErrorEvent("row callback", failure));
                })
                .doesNotThrowAnyException();
    }

    static Stream<Runnable> incompleteEvents() {
        return Stream.of(
                () -> new ConnectionOpenedEvent("db", 1, null, Duration.ZERO, List.of()),
                () -> new ConnectFailedEvent(null, Duration.ZERO),
                () -> new ConnectionClosedEvent(null, 1, null, Duration.ZERO),
                () -> new NoticeEvent("db", 1, null),
                () -> new CancelSentEvent("db", 1, null),
                () -> new RejectedEvent("db", null, 1),
                () -> new ConnectionEvictedEvent("p", "db", 1, null, Duration.ZERO),
                () -> new AcquireFailedEvent(null, null, Duration.ZERO),
                () -> new LeakSuspectedEvent("p", "db", 1, Duration.ZERO, null),
                () -> new OffloadRejectedEvent("completion", null),
                () -> new LoopBlockedEvent("loop", null, List.of()),
                () -> new DroppedErrorEvent(null, new IllegalStateException()));
    }

    @ParameterizedTest
    @MethodSource("incompleteEvents")
    void needsCompleteEvents(Runnable event) {
        assertThatNullPointerException().isThrownBy(event::run);
    }
}
