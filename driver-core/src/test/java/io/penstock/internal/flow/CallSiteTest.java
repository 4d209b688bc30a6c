package io.penstock.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** The callers outside the driver that a capture needs are the JDK's here: a sort and a task that call back. */
class CallSiteTest {
    @Test
    void namesTheCallerFirstAndTheDriverBelow() throws Exception {
        var site = captureBehind(CallSite::capture);
        var error = new IllegalStateException("of the server");
        var driverFrames = error.getStackTrace();
        assertThat(site.stamp(error)).isSameAs(error);

        var stack = error.getStackTrace();
        assertThat(stack[0].getClassName()).startsWith("java.util.concurrent.FutureTask");
        assertThat(List.of(stack)).endsWith(driverFrames);
        assertThat(stack.length - driverFrames.length).isBetween(3, CallSite.MAX_FRAMES);
    }

    @Test
    void tellsAtMost32FramesOfTheCaller() throws Exception {
        var site = captureBehind(() -> deep(200));
        var error = new IllegalStateException();
        int own = error.getStackTrace().length;
        site.stamp(error);
        assertThat(error.getStackTrace()).hasSize(CallSite.MAX_FRAMES + own);
        assertThat(error.getStackTrace()[0].getClassName()).startsWith("java.");
    }

    @Test
    void omittedChangesNothing() {
        var error = new IllegalStateException();
        var before = error.getStackTrace();
        assertThat(CallSite.omitted().stamp(error).getStackTrace()).isEqualTo(before);
        assertThat(CallSite.omitted()).isSameAs(CallSite.omitted());
    }

    @Test
    void doesNotTakeDriverFramesBelowTheCallerAway() throws Exception {
        var site = captureBehind(CallSite::capture);
        var error = site.stamp(new IllegalStateException());
        // The test's own method is of io.penstock, and it is there: only what is on top is skipped.
        assertThat(error.getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals("captureBehind"));
    }

    @Test
    void saysOfAContinuationThatItsChainWasBegunThere() throws Exception {
        var site = captureBehind(CallSite::capture);
        var continued = site.continued();

        var stack = continued.stamp(new IllegalStateException()).getStackTrace();

        assertThat(stack[0]).isEqualTo(CallSite.CONTINUED);
        assertThat(stack[1].getClassName()).startsWith("java.util.concurrent.FutureTask");
        assertThat(site.continued()).isSameAs(continued);
        assertThat(continued.continued()).isSameAs(continued);
    }

    @Test
    void omittedIsOmittedInAContinuationToo() {
        var error = new IllegalStateException();
        var before = error.getStackTrace();
        assertThat(CallSite.omitted().continued().stamp(error).getStackTrace()).isEqualTo(before);
    }

    private static CallSite captureBehind(Callable<CallSite> capture) throws Exception {
        var task = new FutureTask<>(capture);
        task.run();
        return task.get();
    }

    /** Sorting calls the comparator, which sorts: frames of the JDK on the way down. */
    private static CallSite deep(int times) {
        var found = new ArrayList<CallSite>();
        var numbers = new ArrayList<>(List.of(2, 1));
        numbers.sort(Comparator.comparing(number -> {
            if (found.isEmpty()) {
                found.add(times == 0 ? CallSite.capture() : deep(times - 1));
            }
            return number;
        }));
        return found.get(0);
    }
}
