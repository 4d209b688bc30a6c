package io.penstock.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.ListenEvent;
import io.penstock.ListenEvent.Lost;
import io.penstock.ListenEvent.Reconnected;
import io.penstock.ListenerOptions;
import io.penstock.ListenerOptions.Overflow;
import io.penstock.Notification;
import io.penstock.ServerInfo;
import io.penstock.error.Outcome;
import io.penstock.error.PgRejectedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What waits for a listener's consumer: its bounds, and what is told of what went over them. */
class ListenBufferTest {

    private static ListenBuffer buffer(int events, long bytes, Overflow overflow) {
        return new ListenBuffer(ListenerOptions.defaults().withBuffer(events, bytes, overflow));
    }

    private static Notification note(String payload) {
        return new Notification("c", payload, 1);
    }

    private static Reconnected reconnected(int attempt) {
        var server = new ServerInfo("db:5432", "app", "app", attempt, "18.0", "3.2", "off");
        return new Reconnected(server, Duration.ofMillis(attempt));
    }

    /** Payloads as notifications, {@code R1} as the first reconnect, {@code L3} as three lost. */
    private static ListenEvent event(String word) {
        if (word.startsWith("R")) {
            return reconnected(Integer.parseInt(word.substring(1)));
        }
        return word.startsWith("L") ? new Lost(Long.parseLong(word.substring(1))) : note(word);
    }

    private static List<ListenEvent> events(String words) {
        var events = new ArrayList<ListenEvent>();
        for (var word : words.split(" ")) {
            events.add(event(word));
        }
        return events;
    }

    private static List<ListenEvent> all(ListenBuffer buffer) {
        var taken = new ArrayList<ListenEvent>();
        for (var event = buffer.poll(); event != null; event = buffer.poll()) {
            taken.add(event);
        }
        return taken;
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource({
        // within the bound of three
        "a b c,                 a b c",
        // over it: the oldest go, and are counted where they are missing
        "a b c d,               L1 b c d",
        "a b c d e f g,         L4 e f g",
        // a reconnect is no loss, and is not lost: it stays in front of what is left
        "R1 a b c,              R1 a b c",
        "R1 a b c d,            L1 R1 b c d",
        "a R1 b c,              L1 R1 b c",
        "a R1 b c d e,          L2 R1 c d e",
        "a b R1 c d e f,        L3 R1 d e f",
        // where nothing was heard between two, the later one tells it all
        "R1 R2 a,               R2 a",
        "R1 a b c d R2 e f g h, L5 R2 f g h",
        "a b c R1 R2 R3,        L1 b c R3",
    })
    void dropsTheOldestAndTellsHowMany(String heard, String told) {
        var buffer = buffer(3, 1 << 20, Overflow.DROP_OLDEST);
        events(heard).forEach(event -> assertThat(buffer.offer(event)).isTrue());
        assertThat(all(buffer)).containsExactlyElementsOf(events(told));
        assertThat(buffer.isWaiting()).isFalse();
    }

    @Test
    void countsAgainAfterTheGapWasTold() {
        var buffer = buffer(1, 1 << 20, Overflow.DROP_OLDEST);
        events("a b").forEach(buffer::offer);
        assertThat(buffer.poll()).isEqualTo(new Lost(1));
        events("c d").forEach(buffer::offer);
        assertThat(all(buffer)).containsExactlyElementsOf(events("L2 d"));
    }

    /** 1 KiB holds five notifications of 64 bytes and 64 characters. */
    @Test
    void isBoundInBytes() {
        var payload = "x".repeat(63);
        var buffer = buffer(1_000, 1_024, Overflow.DROP_OLDEST);
        for (var i = 0; i < 1_000; i++) {
            buffer.offer(note(payload));
        }
        assertThat(buffer.poll()).isEqualTo(new Lost(995));
        assertThat(all(buffer)).hasSize(5);
    }

    /** What is taken makes room again, reconnects too. */
    @Test
    void forgetsTheBytesOfWhatIsTakenOrReplaced() {
        var payload = "x".repeat(63);
        var buffer = buffer(1_000, 1_024, Overflow.DROP_OLDEST);
        for (var i = 0; i < 100; i++) {
            buffer.offer(reconnected(i));
        }
        assertThat(all(buffer)).containsExactly(reconnected(99));
        for (var round = 0; round < 10; round++) {
            for (var i = 0; i < 5; i++) {
                buffer.offer(note(payload));
            }
            assertThat(all(buffer)).hasSize(5).doesNotHaveAnyElementsOfTypes(Lost.class);
        }
    }

    @Test
    void holdsOneThatIsLargerThanAllAlone() {
        var buffer = buffer(10, 1_024, Overflow.DROP_OLDEST);
        var large = note("x".repeat(7_999));
        buffer.offer(note("small"));
        buffer.offer(large);
        assertThat(all(buffer)).containsExactly(new Lost(1), large);
    }

    @Test
    void failsBehindWhatItHolds() throws InterruptedException {
        var buffer = buffer(2, 1 << 20, Overflow.FAIL);
        events("a b").forEach(event -> assertThat(buffer.offer(event)).isTrue());
        assertThat(buffer.offer(note("c"))).isFalse();
        assertThat(buffer.offer(note("d"))).as("over already").isTrue();

        assertThat(buffer.isOver()).isFalse();
        assertThat(buffer.poll(0)).isEqualTo(note("a"));
        assertThat(buffer.poll(0)).isEqualTo(note("b"));
        assertThat(buffer.isOver()).isTrue();
        assertThatThrownBy(() -> buffer.poll(0)).isInstanceOfSatisfying(PgRejectedException.class, failure -> {
            assertThat(failure.sqlState()).isEqualTo("53400");
            assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
        });
    }
}
