package io.penstock.internal.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.penstock.ListenEvent;
import io.penstock.Listener;
import io.penstock.ListenerOptions;
import io.penstock.Notification;
import io.penstock.Result;
import io.penstock.config.ConnectionOptions;
import io.penstock.error.ErrorContext;
import io.penstock.error.Outcome;
import io.penstock.error.PgClosedException;
import io.penstock.error.PgCodecException;
import io.penstock.error.PgException;
import io.penstock.error.PgRejectedException;
import io.penstock.error.SqlState;
import io.penstock.internal.flow.BlockingGuard;
import io.penstock.internal.flow.Deadline;
import io.penstock.internal.flow.DriverFuture;
import io.penstock.internal.flow.SerialDispatcher;
import io.penstock.internal.session.ListenedChannels.Channel;
import io.penstock.internal.transport.LoopLinks;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A listener on one event loop, on which its connections live one after the other.
 *
 * <p>What is wanted (the channels) and what there is (the state) are confined to that loop, and so is the sending of LISTEN and UNLISTEN: they reach
 * the server in the order in which channels were added and given up, whichever threads did that.
 */
public final class RealListener implements Listener, ClientRuntime.Live {

    private static final int MAX_NAME_BYTES = 63;

    private enum State {
        /** There is no connection, and nobody has asked for one. */
        IDLE,
        CONNECTING,
        /** There is a connection; it is being told the channels. */
        STARTING,
        LISTENING,
        /** Before the next attempt. */
        PAUSED,
        CLOSED
    }

    private final ClientRuntime runtime;
    private final ConnectionOptions options;
    private final ListenerOptions bounds;
    private final LoopLinks links;
    private final SerialDispatcher dispatcher;
    private final ListenBuffer buffer;
    private final DriverFuture<@Nullable Void> closed;
    private final AtomicReference<@Nullable Object> consumer = new AtomicReference<>();

    // Confined to the loop.
    private final ListenedChannels channels = new ListenedChannels();
    private State state = State.IDLE;
    private @Nullable RealConnection connection;
    private boolean announces;
    private long lostAt;
    private int attempts;

    private RealListener(ClientRuntime runtime, ConnectionOptions options, ListenerOptions bounds) {
        this.runtime = runtime;
        this.options = options;
        this.bounds = bounds;
        this.links = LoopLinks.next(runtime.loops(), runtime.offload().executor());
        this.dispatcher = runtime.dispatcher(runtime.strategy(), links);
        this.buffer = new ListenBuffer(bounds);
        this.closed = new DriverFuture<>(dispatcher);
    }

    /** One that connects when it is first told to listen. */
    public static Listener of(ClientRuntime runtime, ConnectionOptions options, ListenerOptions bounds) {
        var listener = new RealListener(runtime, options, bounds);
        runtime.opened(listener);
        return listener;
    }

    // ---- channels; any thread

    @Override
    public CompletionStage<@Nullable Void> listen(String channel) {
        var future = new DriverFuture<@Nullable Void>(dispatcher);
        if (!isName(requireNonNull(channel, "channel"))) {
            future.fail(new PgCodecException(
                    "not a channel name: it must have 1 to " + MAX_NAME_BYTES + " bytes and no NUL",
                    SqlState.INVALID_NAME,
                    Outcome.NOT_SENT,
                    null));
        } else {
            links.execute(() -> add(channel, future));
        }
        return future;
    }

    @Override
    public CompletionStage<@Nullable Void> unlisten(String channel) {
        requireNonNull(channel, "channel");
        var future = new DriverFuture<@Nullable Void>(dispatcher);
        links.execute(() -> remove(channel, future));
        return future;
    }

    @Override
    public Set<String> channels() {
        return channels.names();
    }

    private static boolean isName(String channel) {
        return !channel.isEmpty() && channel.indexOf('\0') < 0 && channel.getBytes(UTF_8).length <= MAX_NAME_BYTES;
    }

    // ---- the loop: what is wanted

    private void add(String name, DriverFuture<@Nullable Void> future) {
        if (state == State.CLOSED) {
            future.fail(over());
            return;
        }
        var added = channels.add(name, future);
        if (added != null) {
            switch (state) {
                case IDLE -> connect();
                case LISTENING -> tell(ListenedChannels.listen(List.of(added)), List.of(added));
                case CONNECTING, STARTING, PAUSED, CLOSED -> {}
            }
        }
    }

    private void remove(String name, DriverFuture<@Nullable Void> future) {
        var current = connection;
        if (!channels.remove(name) || current == null) {
            future.succeed(null);
            return;
        }
        current.operations()
                .script("unlisten", ListenedChannels.unlisten(name), null)
                .whenComplete((done, error) -> {
                    if (error == null || !current.isOpen()) {
                        future.succeed(null); // a lost connection listens to nothing any more
                    } else {
                        future.fail(error);
                    }
                });
    }

    private static PgException over() {
        return new PgClosedException("the listener is closed", "08003", Outcome.NOT_SENT, null);
    }

    // ---- the loop: the connection

    private void connect() {
        if (state == State.CLOSED) {
            return;
        }
        state = State.CONNECTING;
        new Connector(runtime, options, links, new Connector.End() {
                    @Override
                    public void connected(SessionBuilder session) {
                        begin(session.connection());
                    }

                    @Override
                    public void failed(PgException error) {
                        cannotConnect(error);
                    }
                })
                .start();
    }

    private void begin(RealConnection fresh) {
        if (state == State.CLOSED) {
            fresh.closeNow();
            return;
        }
        runtime.opened(fresh);
        connection = fresh;
        announces = attempts > 0;
        state = State.STARTING;
        fresh.notifications().taker(this::onNotification);
        fresh.closed().whenComplete((done, error) -> links.execute(() -> lost(fresh)));
        var all = channels.all();
        tell(ListenedChannels.listen(all) + (all.isEmpty() ? "" : "; ") + "SELECT pg_backend_pid()", all);
    }

    /** Sends the text, and completes those who wait for its channels. */
    private void tell(String sql, List<Channel> told) {
        var current = requireNonNull(connection, "connection");
        current.operations()
                .script("listen", sql, null)
                .whenComplete((results, error) -> links.execute(() -> told(current, told, results, error)));
    }

    private void told(
            RealConnection by, List<Channel> told, @Nullable List<Result> results, @Nullable Throwable error) {
        if (connection != by || !by.isOpen()) {
            return; // it is lost: those who wait go on waiting
        }
        if (error != null) {
            refused(by, told, error);
            return;
        }
        if (state == State.STARTING && isBehindPooler(by, requireNonNull(results, "results"))) {
            end(new PgRejectedException(
                    "another server process answers than the connection was promised: a pooler is in between, and LISTEN needs a session of"
                            + " its own; connect to the server directly",
                    SqlState.FEATURE_NOT_SUPPORTED,
                    Outcome.NOT_EXECUTED));
            return;
        }
        channels.listened(told);
        if (state == State.STARTING) {
            announce(by);
            attempts = 0;
            listening(told);
        }
    }

    /** The session has begun; those channels are told that were added meanwhile. */
    private void listening(List<Channel> told) {
        state = State.LISTENING;
        var later = channels.besides(told);
        if (!later.isEmpty()) {
            tell(ListenedChannels.listen(later), later);
        }
    }

    private static boolean isBehindPooler(RealConnection by, List<Result> results) {
        var process = results.get(results.size() - 1).single().getInt(0);
        return by.server().processId() != 0 && by.server().processId() != process;
    }

    private void refused(RealConnection by, List<Channel> told, Throwable error) {
        if (announces) {
            by.closeNow(); // a server that recovers, say: the next attempt is made when this one is lost
            return;
        }
        channels.refused(told, error);
        if (state == State.STARTING) {
            listening(told);
        }
    }

    /** Notifications of the new session may come before its LISTEN is answered. */
    private void announce(RealConnection by) {
        if (announces) {
            announces = false;
            offer(new ListenEvent.Reconnected(by.server(), Duration.ofNanos(System.nanoTime() - lostAt)));
        }
    }

    private void onNotification(Notification notification) {
        var current = connection;
        if (current != null) {
            announce(current);
            offer(notification);
        }
    }

    private void offer(ListenEvent event) {
        if (!buffer.offer(event)) {
            end(buffer.failure());
        }
        wake();
    }

    private void wake() {
        if (consumer.get() instanceof ListenDelivery delivery) {
            delivery.schedule();
        }
    }

    // ---- the loop: losses

    private void cannotConnect(PgException error) {
        if (state == State.CLOSED) {
            return;
        }
        if (attempts > 0) {
            pause(error);
            return;
        }
        state = State.IDLE;
        channels.refused(channels.all(), error);
    }

    private void lost(RealConnection by) {
        if (connection != by || state == State.CLOSED) {
            return;
        }
        connection = null;
        channels.lost();
        if (attempts == 0) {
            lostAt = System.nanoTime();
        }
        pause(new PgClosedException("the listener's connection was lost", "08006", Outcome.UNKNOWN, null));
    }

    private void pause(PgException why) {
        if (attempts >= bounds.maxAttempts() || runtime.isClosed()) {
            end(runtime.isClosed() ? ClientRuntime.wasClosed() : why);
            return;
        }
        var doubled = bounds.firstPause().toNanos() * (double) (1L << Math.min(attempts, 30));
        var most = Math.min(doubled, (double) bounds.longestPause().toNanos());
        attempts++;
        state = State.PAUSED;
        var nanos = (long) (most / 2 + runtime.random().nextDouble() * most / 2);
        links.pause(Duration.ofNanos(nanos), this::connect);
    }

    private void end(@Nullable PgException why) {
        if (state == State.CLOSED) {
            return;
        }
        state = State.CLOSED;
        runtime.closed(this);
        buffer.end(why);
        wake();
        channels.refused(channels.all(), why == null ? over() : why);
        var current = connection;
        connection = null;
        if (current == null) {
            closed.succeed(null);
        } else {
            current.close().whenComplete((done, error) -> closed.succeed(null));
        }
    }

    // ---- consumers

    @Override
    public void subscribe(Flow.Subscriber<? super ListenEvent> subscriber) {
        var delivery = new ListenDelivery(
                buffer, dispatcher, requireNonNull(subscriber, "subscriber"), () -> links.execute(() -> end(null)));
        if (!consumer.compareAndSet(null, delivery)) {
            throw new IllegalStateException("the listener has a consumer already");
        }
        delivery.start();
    }

    @Override
    public CompletionStage<@Nullable Void> forEach(Consumer<? super ListenEvent> action) {
        requireNonNull(action, "action");
        var future = new DriverFuture<@Nullable Void>(dispatcher);
        subscribe(new Flow.Subscriber<ListenEvent>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(ListenEvent event) {
                action.accept(event);
            }

            @Override
            public void onError(Throwable error) {
                future.fail(error);
            }

            @Override
            public void onComplete() {
                future.succeed(null);
            }
        });
        return future;
    }

    @Override
    public @Nullable ListenEvent poll(Duration timeout) throws InterruptedException {
        BlockingGuard.check();
        if (consumer.get() instanceof ListenDelivery) {
            throw new IllegalStateException("the listener has a subscriber");
        }
        consumer.compareAndSet(null, Thread.class);
        try {
            return buffer.poll(Deadline.after(timeout, System::nanoTime).remainingNanos());
        } catch (PgException e) {
            throw e.in(new ErrorContext("poll", options.hosts() + "/" + options.database(), null));
        }
    }

    // ---- the end

    @Override
    public CompletionStage<@Nullable Void> close() {
        links.execute(() -> end(null));
        return closed;
    }

    @Override
    public void closeNow() {
        links.execute(() -> end(ClientRuntime.wasClosed()));
    }

    @Override
    public String toString() {
        return "Listener" + channels.names();
    }
}
