package io.penstock.internal.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.System.Logger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StuckLogTest {

    private static final long STALL = Duration.ofMillis(150).toNanos();
    private static final long EVERY = Duration.ofSeconds(10).toNanos();
    private static final StackTraceElement[] STACK = {
        new StackTraceElement("java.lang.Thread", "sleep", "Thread.java", 1),
        new StackTraceElement("app.Orders", "waitForStock", "Orders.java", 42),
        new StackTraceElement("io.netty.Loop", "run", "Loop.java", 3)
    };

    private final Lines lines = new Lines();
    private final StuckLog log = new StuckLog(lines, EVERY);

    @Test
    void namesTheInnermostFrameThatIsNotTheJdks() {
        log.stuck("penstock-loop-1", STALL, STACK, 0);

        assertThat(lines.texts)
                .containsExactly("Penstock: event loop penstock-loop-1 has been stuck for 150 ms, in"
                        + " app.Orders.waitForStock(Orders.java:42)");
        assertThat(lines.thrown.get(0).getStackTrace()).isEqualTo(STACK);
    }

    @Test
    void countsWhatComesTooOften() {
        log.stuck("a", STALL, STACK, 0);
        log.stuck("b", STALL, STACK, 1);
        log.stuck("c", STALL, STACK, EVERY - 1);
        log.stuck("d", STALL, STACK, EVERY);

        assertThat(lines.texts).hasSize(2);
        assertThat(lines.texts.get(1))
                .contains("loop d")
                .endsWith("(and 2 more not logged since the last such message)");
    }

    @Test
    void logsAThreadWithoutFrames() {
        log.stuck("a", STALL, new StackTraceElement[0], 0);

        assertThat(lines.texts.get(0)).endsWith("in an unknown place");
    }

    /** Remembers what is logged. */
    private static final class Lines implements Logger {

        private final List<String> texts = new ArrayList<>();
        private final List<Throwable> thrown = new ArrayList<>();

        @Override
        public String getName() {
            return "test";
        }

        @Override
        public boolean isLoggable(Level level) {
            return true;
        }

        @Override
        public void log(Level level, @Nullable ResourceBundle bundle, String text, @Nullable Throwable error) {
            texts.add(text);
            thrown.add(error);
        }

        @Override
        public void log(Level level, @Nullable ResourceBundle bundle, String text, @Nullable Object... values) {
            texts.add(text);
        }
    }
}
