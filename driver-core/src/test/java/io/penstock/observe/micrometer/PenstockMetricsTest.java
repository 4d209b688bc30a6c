package io.penstock.observe.micrometer;

import static io.penstock.testing.ServerMessage.commandComplete;
import static io.penstock.testing.ServerMessage.readyForQuery;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.penstock.BlockingConnection;
import io.penstock.testing.Script;
import io.penstock.testing.ScriptedClient;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several who ask for the meters of one client. */
@Timeout(30)
class PenstockMetricsTest {

    private static final Script SERVER = Script.named("statements")
            .acceptStartup()
            .serve("done", message -> List.of(commandComplete("SET"), readyForQuery()));

    private final MeterRegistry registry = new SimpleMeterRegistry();

    private static BlockingConnection connect(ScriptedClient play) {
        return play.client().connectBlocking(play.options().build());
    }

    private long statements() {
        return registry.find("db.client.operation.duration").timers().stream()
                .mapToLong(Timer::count)
                .sum();
    }

    /** Those of the allocator are the whole process's. */
    private List<String> ownMeters() {
        return registry.getMeters().stream()
                .map(meter -> meter.getId().getName())
                .filter(name -> name.startsWith("penstock") || name.startsWith("db."))
                .toList();
    }

    @Test
    void countsOnceWhatHappensOnceThoughSeveralHaveAskedForIt() {
        try (var play = ScriptedClient.of(SERVER);
                var connection = connect(play)) {
            var first = PenstockMetrics.of(play.client());
            var second = PenstockMetrics.of(play.client());
            first.bindTo(registry);
            second.bindTo(registry);

            connection.script("set a = 1");
            assertThat(statements()).isOne();

            first.close();
            first.close();
            connection.script("set a = 2");
            assertThat(statements()).isEqualTo(2);

            second.close();
            assertThat(ownMeters()).isEmpty();
        }
    }

    @Test
    void bindsAnewBehindTheLastAndEndsWithTheClient() {
        try (var play = ScriptedClient.of(SERVER)) {
            var first = PenstockMetrics.of(play.client());
            var second = PenstockMetrics.of(play.client());
            first.bindTo(registry);
            first.close();
            second.bindTo(registry);
            first.bindTo(registry);
            assertThat(ownMeters()).isNotEmpty();

            play.client().close();

            assertThat(ownMeters()).isEmpty();
        }
    }
}
