package io.penstock.internal.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.observe.CancelOutcome;
import io.penstock.testing.AllocationBound;
import org.junit.jupiter.api.Test;

/** While nobody records, as is so by default; what a recording has is asked of a server. */
class FlightEventsTest {

    private static final long A_MINUTE = 60_000_000_000L;

    @Test
    void makeNothing() {
        var stack = new StackTraceElement[0];

        AllocationBound.hold(0, () -> {
            for (var i = 0; i < 1_000; i++) {
                FlightEvents.loopBlocked("loop", A_MINUTE, stack);
                FlightEvents.offloadDelayed(A_MINUTE);
                FlightEvents.cancelled(CancelOutcome.DELIVERED);
                FlightEvents.poolWait("pool", A_MINUTE);
                FlightEvents.readingPaused("localhost:5432", "db", A_MINUTE);
                FlightEvents.operation();
            }
        });
    }

    @Test
    void timeNoOperation() {
        assertThat(FlightEvents.timesOperations()).isFalse();
        assertThat(FlightEvents.operation()).isNull();
    }
}
