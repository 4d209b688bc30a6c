package io.penstock.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.concurrent.ExecutionStrategy.Mode;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

class ExecutionStrategyTest {
    private final Executor executor = Runnable::run;

    @Test
    void tellsItsModeAndExecutor() {
        assertThat(ExecutionStrategy.offloadAll().mode()).isEqualTo(Mode.OFFLOAD_ALL);
        assertThat(ExecutionStrategy.offloadAll().executor()).isEmpty();
        assertThat(ExecutionStrategy.eventLoop().mode()).isEqualTo(Mode.EVENT_LOOP);
        assertThat(ExecutionStrategy.on(executor).mode()).isEqualTo(Mode.EXECUTOR);
        assertThat(ExecutionStrategy.on(executor).executor()).containsSame(executor);
    }

    @Test
    void isAValue() {
        assertThat(ExecutionStrategy.on(executor))
                .isEqualTo(ExecutionStrategy.on(executor))
                .hasSameHashCodeAs(ExecutionStrategy.on(executor))
                .isNotEqualTo(ExecutionStrategy.on(Thread::new))
                .isNotEqualTo(ExecutionStrategy.offloadAll());
        assertThat(ExecutionStrategy.eventLoop()).hasToString("eventLoop");
        assertThat(ExecutionStrategy.offloadAll()).hasToString("offloadAll");
    }

    @Test
    @SuppressWarnings("NullAway")
    void refusesNull() {
        assertThatThrownBy(() -> ExecutionStrategy.on(null)).isInstanceOf(NullPointerException.class);
    }
}
