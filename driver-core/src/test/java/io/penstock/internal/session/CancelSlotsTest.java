package io.penstock.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.observe.CancelOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How many cancel requests of one client are under way (reliability.md, rows 31 and 76). */
class CancelSlotsTest {

    private final CancelSlots slots = new CancelSlots();
    private final List<Integer> started = new ArrayList<>();

    private void enter(int count) {
        for (var i = 0; i < count; i++) {
            var number = i;
            assertThat(slots.enter(() -> started.add(number))).isTrue();
        }
    }

    private void endAll(int count, CancelOutcome how) {
        for (var i = 0; i < count; i++) {
            slots.done(how);
        }
    }

    @Test
    void doublesWithEachRoundThatGoesWellUpToItsBound() {
        enter(200);
        var ended = 0;
        var rounds = new ArrayList<Integer>();
        while (ended < 200) {
            var underWay = started.size() - ended;
            rounds.add(underWay);
            endAll(underWay, CancelOutcome.DELIVERED);
            ended += underWay;
        }
        assertThat(rounds).startsWith(1, 2, 4, 8, 16, 32, 32).allMatch(size -> size <= CancelSlots.MAX_UNDER_WAY);
        assertThat(started).isEqualTo(IntStream.range(0, 200).boxed().toList());
    }

    @Test
    void beginsAgainAfterAFailure() {
        enter(20);
        endAll(1, CancelOutcome.DELIVERED);
        endAll(2, CancelOutcome.DELIVERED);
        assertThat(started).hasSize(1 + 2 + 4);
        endAll(4, CancelOutcome.FAILED);
        assertThat(started).hasSize(7 + 1);
        endAll(1, CancelOutcome.DELIVERED);
        assertThat(started).hasSize(8 + 2);
    }

    @Test
    void learnsNothingFromARequestThatWasKeptBack() {
        enter(3);
        endAll(1, CancelOutcome.TOO_LATE);
        assertThat(started).hasSize(2);
    }

    @Test
    void refusesOneTooMany() {
        enter(1 + CancelSlots.MAX_WAITING);
        assertThat(slots.enter(() -> {})).isFalse();
        endAll(1, CancelOutcome.DELIVERED);
        assertThat(slots.enter(() -> {})).isTrue();
    }

    @Test
    void passesOverOneThatHasLeftTheLine() {
        enter(1);
        Runnable leaver = () -> started.add(99);
        slots.enter(leaver);
        slots.enter(() -> started.add(2));
        slots.leave(leaver);
        endAll(1, CancelOutcome.DELIVERED);
        assertThat(started).containsExactly(0, 2);
    }
}
