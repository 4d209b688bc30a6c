package io.penstock.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** For how long a stream is left alone, on a clock of the test's. */
class StreamPaceTest {

    private static final int WRITE_BYTES = 8 * 1024;

    private final ManualClock clock = new ManualClock();
    private final StreamPace pace = new StreamPace(clock);

    /** The server writes 8 KiB at a time, and each is read at once. */
    private void stream(int bytes, long nanosBetween) {
        for (var left = bytes; left > 0; left -= WRITE_BYTES) {
            clock.advance(nanosBetween);
            pace.received(WRITE_BYTES);
        }
    }

    /** For how long the next read waits; 0 for not at all. */
    private long pause() {
        pace.letGather();
        var rests = clock.rests();
        assertThat(rests).hasSizeLessThan(2);
        return rests.isEmpty() ? 0 : rests.get(0);
    }

    /** Twelve writes are wanted; of a fast server they come in no time, and of a slow one less than two in the longest pause. */
    @ParameterizedTest
    @CsvSource({
        "1_000, 0",
        "4_000, 0",
        "5_000, 60_000",
        "25_000, 300_000",
        "40_000, 400_000",
        "199_000, 400_000",
        "210_000, 0",
        "900_000_000, 0"
    })
    void letsAsManyBytesGatherAsAreWorthIt(String nanosBetween, String pause) {
        stream(2 * StreamPace.STREAM_BYTES, nanos(nanosBetween));
        assertThat(pause()).isEqualTo(nanos(pause));
    }

    private static long nanos(String digits) {
        return Long.parseLong(digits.replace("_", ""));
    }

    @Test
    void readsAtOnceWhatIsNoStreamYet() {
        stream(StreamPace.STREAM_BYTES - WRITE_BYTES, 40_000);
        assertThat(pause()).isZero();
    }

    @Test
    void readsAtOnceWhatAnswersSomethingNew() {
        stream(2 * StreamPace.STREAM_BYTES, 40_000);
        pace.sent();
        assertThat(pause()).isZero();
        stream(WRITE_BYTES, 40_000);
        assertThat(pause()).isZero();
    }

    /** A long wait for the answer's beginning says nothing of its pace. */
    @Test
    void doesNotCountTheTimeBetweenTwoStreams() {
        stream(2 * StreamPace.STREAM_BYTES, 25_000);
        pace.sent();
        clock.advance(60_000_000_000L);
        stream(2 * StreamPace.STREAM_BYTES, 25_000);
        assertThat(pause()).isEqualTo(300_000);
    }

    @Test
    void readsAtOnceBehindAFullRead() {
        stream(2 * StreamPace.STREAM_BYTES, 40_000);
        clock.advance(200_000);
        pace.received(StreamPace.FULL_BYTES);
        assertThat(pause()).isZero();
    }

    /** What a consumer does between two reads is a pause already. */
    @Test
    void restsForWhatIsLeftOfThePause() {
        stream(2 * StreamPace.STREAM_BYTES, 40_000);
        clock.advance(320_000);
        assertThat(pause()).isEqualTo(80_000);
        clock.advance(40_000);
        assertThat(pause()).isZero();
    }

    /** Nothing, and the end of the stream, are no bytes. */
    @Test
    void learnsNothingFromAReadWithoutBytes() {
        stream(2 * StreamPace.STREAM_BYTES, 40_000);
        pace.received(-1);
        pace.received(0);
        assertThat(pause()).isEqualTo(400_000);
    }

    /** It is the pace of late that counts. */
    @Test
    void followsAServerThatBecomesFaster() {
        stream(2 * StreamPace.STREAM_BYTES, 40_000);
        stream(4 * StreamPace.STREAM_BYTES, 1_000);
        assertThat(pause()).isZero();
        assertThat(clock.rests()).isEqualTo(List.of());
    }
}
