package io.penstock.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** On which threads user code has run. */
final class ThreadNames {

    private final List<String> names = new CopyOnWriteArrayList<>();

    /** Notes the current thread. */
    void note() {
        names.add(Thread.currentThread().toString());
    }

    /** As {@link #note}, for places that want a value. */
    boolean noted() {
        note();
        return true;
    }

    List<String> names() {
        return List.copyOf(names);
    }

    static boolean isLoop(String thread) {
        return thread.contains("penstock-loop");
    }

    void assertSomeAndNoLoop() {
        assertThat(names).isNotEmpty().noneMatch(ThreadNames::isLoop);
    }
}
