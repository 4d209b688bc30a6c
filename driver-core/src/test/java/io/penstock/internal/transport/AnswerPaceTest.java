package io.penstock.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerPaceTest {

    private static final int SMALL = 100;

    private final Gathering gathering = new Gathering();
    private final AnswerPace pace = new AnswerPace(gathering);
    private long now;

    /** One answer after so long, and so many exchanges under way behind it. */
    private void answer(long nanos, int underWay) {
        answer(nanos, underWay, SMALL);
    }

    private void answer(long nanos, int underWay, int bytes) {
        now += nanos;
        pace.answered(1, underWay, bytes, now);
    }

    private long afterTwo(long nanos, int underWay) {
        answer(nanos, underWay);
        gathering.take();
        answer(nanos, underWay);
        return gathering.take();
    }

    @BeforeEach
    void nothingIsAgreedOn() {
        assertThat(gathering.take()).isZero();
    }

    @ParameterizedTest(name = "{0} ns for an answer, {1} under way: {2} ns")
    @CsvSource({
        "20000, 12, 60000", // a quarter of what the server has to do
        "20000, 10, 50000", // the least
        "20000, 9, 0",
        "20000, 16, 75000", // the most for a few
        "20000, 75, 75000",
        "20000, 76, 76000", // the most for each
        "20000, 256, 200000", // the most
        "10000000, 4, 75000",
        "10000000, 3, 0" // too few, however slow
    })
    void letsAnswersGatherForAPartOfTheServersWork(long nanos, int underWay, long patience) {
        assertThat(afterTwo(nanos, underWay)).isEqualTo(patience);
    }

    @Test
    void isInAHurryUntilItKnowsThePace() {
        answer(20_000, 256);
        assertThat(gathering.take()).isZero();
    }

    @Test
    void doesNotWaitAfterALargeRead() {
        answer(20_000, 256);
        answer(20_000, 256, AnswerPace.LARGE_READ);
        assertThat(gathering.take()).isZero();
        answer(20_000, 256, AnswerPace.LARGE_READ - 1);
        assertThat(gathering.take()).isEqualTo(AnswerPace.LONGEST_NANOS);
    }

    @Test
    void followsAPaceThatChanges() {
        assertThat(afterTwo(1_000_000, 16)).isEqualTo(AnswerPace.FEW_NANOS);
        for (var i = 0; i < 50; i++) {
            answer(1_000, 16);
            gathering.take();
        }
        answer(1_000, 16);
        assertThat(gathering.take()).isZero();
    }

    @Test
    void doesNotTakeAnIdleServerForASlowOne() {
        pace.answered(0, 16, SMALL, now);
        now += 10_000_000;
        pace.answered(16, 16, SMALL, now);
        now += 1_000;
        pace.answered(1, 16, SMALL, now);
        assertThat(gathering.take()).isZero();
    }

    @Test
    void waitsForNobodyWhereItHasNothingUnderWay() {
        afterTwo(20_000, 256);
        answer(20_000, 0);
        assertThat(gathering.take()).isZero();
    }

    @Test
    void neverWaitsWhileAnotherConnectionOfTheLoopIsInAHurry() {
        var sequential = new AnswerPace(gathering);
        sequential.look(1);
        assertThat(afterTwo(20_000, 256)).isZero();
        sequential.look(0);
        assertThat(afterTwo(20_000, 256)).isEqualTo(AnswerPace.LONGEST_NANOS);
    }

    @Test
    void waitsAsLongAsTheLeastPatientWould() {
        var faster = new AnswerPace(gathering);
        answer(20_000, 256);
        faster.answered(1, 16, SMALL, now);
        faster.answered(1, 12, SMALL, now + 20_000);
        gathering.take();
        answer(20_000, 256);
        faster.answered(1, 12, SMALL, now + 20_000);
        assertThat(gathering.take()).isEqualTo(60_000);
    }
}
