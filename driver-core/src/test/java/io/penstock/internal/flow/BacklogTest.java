package io.penstock.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BacklogTest {

    private final Backlog backlog = new Backlog(3, 100);

    @Test
    void isBoundedInCount() {
        assertThat(backlog.enter(1)).isTrue();
        assertThat(backlog.enter(1)).isTrue();
        assertThat(backlog.enter(1)).isTrue();
        assertThat(backlog.enter(1)).isFalse();
        backlog.leave(1);
        assertThat(backlog.enter(1)).isTrue();
    }

    @Test
    void isBoundedInBytes() {
        assertThat(backlog.enter(60)).isTrue();
        assertThat(backlog.enter(60)).isFalse();
        assertThat(backlog.enter(40)).isTrue();
        assertThat(backlog.enter(1)).isFalse();
        backlog.leave(60);
        assertThat(backlog.enter(60)).isTrue();
    }

    @Test
    void takesWhatIsLargerThanItselfAlone() {
        assertThat(backlog.enter(1_000)).isTrue();
        assertThat(backlog.enter(1)).isFalse();
        backlog.leave(1_000);
        assertThat(backlog.enter(1)).isTrue();
        assertThat(backlog.enter(1_000)).isFalse();
    }
}
