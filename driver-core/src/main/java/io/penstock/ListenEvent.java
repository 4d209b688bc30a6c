package io.penstock;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/** What a {@link Listener} tells: what was notified, and where something may be missing. */
public sealed interface ListenEvent permits Notification, ListenEvent.Lost, ListenEvent.Reconnected {

    /**
     * The consumer was slower than the notifications: here so many are missing.
     *
     * @param count how many were dropped
     */
    record Lost(long count) implements ListenEvent {}

    /**
     * The connection was lost and made again, and all channels are listened to again. What was notified in between is missing, however much
     * it was. Where the buffer was full it is not dropped: it stands in front of what is left, behind the {@link Lost} that tells of the rest.
     *
     * @param server what the listener is connected to now
     * @param away between the loss and the return
     */
    record Reconnected(ServerInfo server, Duration away) implements ListenEvent {
        public Reconnected {
            requireNonNull(server, "server");
            requireNonNull(away, "away");
        }
    }
}
