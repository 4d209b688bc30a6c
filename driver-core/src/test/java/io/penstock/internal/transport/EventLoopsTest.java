package io.penstock.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import io.penstock.config.Transport;
import java.time.Duration;
import java.util.HashMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventLoopsTest {

    /** A turn that timers share would give every connection the same loop, where each sets one timer and there are two loops. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void spreadsConnectionsEvenlyWhateverTimersTheySet(int timers) {
        try (var loops = EventLoops.create(Transport.NIO, 2)) {
            var connections = new HashMap<EventLoop, Integer>();
            for (var i = 0; i < 8; i++) {
                connections.merge(loops.next(), 1, Integer::sum);
                for (var timer = 0; timer < timers; timer++) {
                    loops.schedule(() -> {}, Duration.ofHours(1)).run();
                }
            }

            assertThat(connections.values()).containsExactly(4, 4);
        }
    }
}
