package io.penstock.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemandTest {
    private final Demand demand = new Demand();

    @Test
    void addsUpAndTellsTheFirst() {
        assertThat(demand.request(2)).isTrue();
        assertThat(demand.request(3)).isFalse();
        assertThat(demand.outstanding()).isEqualTo(5);
    }

    @Test
    void isUsedUp() {
        demand.request(2);
        assertThat(demand.tryTake()).isTrue();
        assertThat(demand.take(10)).isEqualTo(1);
        assertThat(demand.tryTake()).isFalse();
        assertThat(demand.take(10)).isZero();
        assertThat(demand.request(1)).isTrue();
    }

    @Test
    void saturatesAndIsThenNeverUsedUp() {
        demand.request(Long.MAX_VALUE - 1);
        demand.request(Long.MAX_VALUE - 1);
        assertThat(demand.outstanding()).isEqualTo(Long.MAX_VALUE);
        assertThat(demand.take(1L << 40)).isEqualTo(1L << 40);
        assertThat(demand.outstanding()).isEqualTo(Long.MAX_VALUE);
        assertThat(demand.request(1)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void refusesWhatIsNotPositive(long rows) {
        demand.request(1);
        assertThatThrownBy(() -> demand.request(rows))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3.9");
        assertThat(demand.outstanding()).isEqualTo(1);
    }

    @Test
    void losesNothingBetweenThreads() throws Exception {
        int each = 100_000;
        var requesters = new Thread[3];
        for (int t = 0; t < requesters.length; t++) {
            requesters[t] = new Thread(() -> {
                for (int i = 0; i < each; i++) {
                    demand.request(2);
                }
            });
            requesters[t].start();
        }
        long taken = 0;
        while (taken < 6L * each) {
            taken += demand.take(7);
        }
        for (var requester : requesters) {
            requester.join();
        }
        assertThat(taken).isEqualTo(6L * each);
        assertThat(demand.outstanding()).isZero();
    }
}
