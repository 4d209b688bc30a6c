package io.penstock.internal.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.penstock.Listening;
import io.penstock.Notification;
import io.penstock.error.Outcome;
import io.penstock.error.PgCodecException;
import io.penstock.error.SqlState;
import io.penstock.internal.flow.DriverFuture;
import io.penstock.internal.flow.SerialDispatcher;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The handlers of one connection's notifications, by channel. A notification goes to each handler of its channel, in order, off the
 * loop.
 *
 * <p>Bound: {@value #MAX_WAITING} notifications wait for a handler that is slow; what comes on top is dropped for that handler and
 * reported to the dropped-error handler. Reading never waits for handlers.
 */
final class Listeners {

    /** Notifications that may wait for one handler. */
    static final int MAX_WAITING = 1_024;

    private static final int MAX_NAME_BYTES = 63;

    private final ConnectionCore core;
    private final SessionOperations operations;
    private final Map<String, List<Handler>> handlers = new ConcurrentHashMap<>();

    /** Confined to the owner. */
    private Consumer<? super Notification> tap = notification -> {};

    Listeners(ConnectionCore core, SessionOperations operations) {
        this.core = core;
        this.operations = operations;
    }

    CompletionStage<Listening> listen(
            SessionOperations operations, String channel, Consumer<? super Notification> action) {
        if (!isName(channel)) {
            var refused = new DriverFuture<Listening>(core.dispatcher(null));
            refused.fail(core.callSite()
                    .stamp(new PgCodecException(
                                    "not a channel name: it must have 1 to " + MAX_NAME_BYTES + " bytes and no NUL",
                                    SqlState.INVALID_NAME,
                                    Outcome.NOT_SENT,
                                    null)
                            .in(core.context("listen", null))));
            return refused;
        }
        var handler = new Handler(channel, action);
        handlers.computeIfAbsent(channel, name -> new CopyOnWriteArrayList<>()).add(handler);
        return operations.script("listen", "LISTEN " + quoted(channel), null).handle((done, error) -> {
            if (error != null) {
                remove(handler);
                throw AllOf.rethrown(error);
            }
            return handler;
        });
    }

    /** Owner: all notifications go here as well. */
    void tap(Consumer<? super Notification> receiver) {
        tap = receiver;
    }

    /** Owner: a notification has come. */
    void deliver(Notification notification) {
        tap.accept(notification);
        for (var handler : handlers.getOrDefault(notification.channel(), List.of())) {
            handler.offer(notification);
        }
    }

    boolean any() {
        return !handlers.isEmpty();
    }

    /** The session's user has changed: what the last one listened to is no more. */
    void forget() {
        handlers.values().forEach(all -> all.forEach(Handler::forget));
        handlers.clear();
    }

    /** True when it was the channel's last. */
    private boolean remove(Handler handler) {
        var left = handlers.computeIfPresent(handler.channel, (name, list) -> {
            list.remove(handler);
            return list.isEmpty() ? null : list;
        });
        return left == null;
    }

    private static boolean isName(String channel) {
        return !channel.isEmpty() && channel.indexOf('\0') < 0 && channel.getBytes(UTF_8).length <= MAX_NAME_BYTES;
    }

    private static String quoted(String channel) {
        return '"' + channel.replace("\"", "\"\"") + '"';
    }

    /** One listener's hold on its channel. */
    private final class Handler implements Listening {

        private final String channel;
        private final Consumer<? super Notification> action;
        private final AtomicInteger waiting = new AtomicInteger();
        private final AtomicBoolean stopped = new AtomicBoolean();

        /** Its own: a handler that is stuck holds up nobody's continuations. */
        private final SerialDispatcher dispatcher = core.separateDispatcher(null);

        Handler(String channel, Consumer<? super Notification> action) {
            this.channel = channel;
            this.action = action;
        }

        void offer(Notification notification) {
            if (waiting.incrementAndGet() > MAX_WAITING) {
                waiting.decrementAndGet();
                core.runtime()
                        .offload()
                        .droppedErrors()
                        .report(
                                "notification handler",
                                new IllegalStateException("the handler of channel " + channel + " has " + MAX_WAITING
                                        + " notifications waiting; one more was dropped"));
                return;
            }
            dispatcher.execute(() -> {
                waiting.decrementAndGet();
                if (!stopped.get()) {
                    action.accept(notification);
                }
            });
        }

        void forget() {
            stopped.set(true);
        }

        @Override
        public String channel() {
            return channel;
        }

        @Override
        public CompletionStage<@Nullable Void> stop() {
            var future = new DriverFuture<@Nullable Void>(core.dispatcher(null));
            if (!stopped.compareAndSet(false, true) || !remove(this) || !core.isOpen()) {
                future.succeed(null);
                return future;
            }
            operations.script("unlisten", "UNLISTEN " + quoted(channel), null).whenComplete((done, error) -> {
                if (error == null || !core.isOpen()) {
                    future.succeed(null);
                } else {
                    future.fail(error);
                }
            });
            return future;
        }

        @Override
        public String toString() {
            return "Listening[" + channel + "]";
        }
    }
}
