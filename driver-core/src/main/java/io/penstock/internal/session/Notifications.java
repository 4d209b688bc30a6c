package io.penstock.internal.session;

import io.penstock.Notification;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where the notifications of a connection go that a loop runs: to the listener whose connection it is. On any other connection nobody takes
 * them, which is reported once.
 *
 * <p>Confined to the connection's owner.
 */
final class Notifications {

    private final ConnectionCore core;
    private final SessionState state;
    private @Nullable Consumer<? super Notification> taker;
    private boolean reported;

    Notifications(ConnectionCore core, SessionState state) {
        this.core = core;
        this.state = state;
    }

    /** From now on this one takes them all. */
    void taker(Consumer<? super Notification> newTaker) {
        taker = newTaker;
    }

    /** One has come. Before a reset is answered they are for the session's last user. */
    void deliver(Notification notification) {
        if (taker != null) {
            taker.accept(notification);
        } else if (core.resetsDue().get() == 0) {
            state.listening(true);
            report();
        }
    }

    private void report() {
        if (!reported) {
            reported = true;
            core.runtime()
                    .offload()
                    .droppedErrors()
                    .report(
                            "notification",
                            new IllegalStateException(
                                    "a connection was notified on which nobody takes that, now or later:"
                                            + " a statement was LISTEN, and Penstock.listener is the way to hear of it"));
        }
    }
}
