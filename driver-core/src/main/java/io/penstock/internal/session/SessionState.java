package io.penstock.internal.session;

import io.penstock.Notification;
import io.penstock.error.PgException;
import io.penstock.internal.exchange.Exchange;
import io.penstock.internal.exchange.SessionEvents;
import io.penstock.internal.transport.LinkListener;
import io.penstock.internal.wire.BackendMessage.NoticeResponse;
import io.penstock.internal.wire.BackendMessage.NotificationResponse;
import io.penstock.internal.wire.BackendMessage.ParameterStatus;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the server says of the session unasked: parameters, notices, notifications, its end. Written by the connection's owner,
 * read by anyone.
 *
 * <p>Bounds: {@value #MAX_PARAMETERS} parameters, names of at most {@value #MAX_NAME_CHARS} and values of at most {@value #MAX_VALUE_CHARS}
 * characters; what a server sends beyond is not kept.
 */
final class SessionState implements SessionEvents, LinkListener {

    private static final int MAX_PARAMETERS = 256;
    private static final int MAX_NAME_CHARS = 256;
    private static final int MAX_VALUE_CHARS = 8_192;

    /** Where events go that somebody waits for; set once, when the session has started. */
    interface Receiver extends LinkListener {

        void onNotice(NoticeResponse notice);

        void onNotification(Notification notification);

        void onSessionError(PgException error);

        void onSentinel(Exchange sentinel);

        void onExchangeEnded(Exchange exchange);

        void onUnnamed(PgException why);
    }

    /** What the server has reported, as of now; replaced as a whole, since it is asked for often and changes hardly ever. */
    private volatile Map<String, String> parameters = Map.of();

    private volatile @Nullable Receiver receiver;
    private volatile boolean listening;

    /** Confined to the owner: the receiver was told of the beginning of a burst. */
    private boolean inBurst;

    void receiver(Receiver newReceiver) {
        receiver = newReceiver;
    }

    /** A snapshot of what the server reported. */
    Map<String, String> parameters() {
        return parameters;
    }

    @Nullable
    String parameter(String name) {
        return parameters.get(name);
    }

    /** One that has become too long to be kept is not known any more: what it was before it is not. */
    @Override
    public void onParameter(ParameterStatus parameter) {
        var name = parameter.name();
        var known = parameters.containsKey(name);
        if (name.length() > MAX_NAME_CHARS || (!known && parameters.size() == MAX_PARAMETERS)) {
            return;
        }
        var reported = new HashMap<>(parameters);
        if (parameter.value().length() <= MAX_VALUE_CHARS) {
            reported.put(name, parameter.value());
        } else {
            reported.remove(name);
        }
        parameters = Map.copyOf(reported);
    }

    /** Whether the session listens to channels, as far as that shows: a function that does LISTEN is seen by what is notified. */
    boolean isListening() {
        return listening;
    }

    void listening(boolean newListening) {
        listening = newListening;
    }

    @Override
    public void onListen() {
        listening = true;
    }

    @Override
    public void onNotice(NoticeResponse notice) {
        var target = receiver;
        if (target != null) {
            target.onNotice(notice);
        }
    }

    @Override
    public void onNotification(NotificationResponse message) {
        var target = receiver;
        if (target != null) {
            target.onNotification(new Notification(message.channel(), message.payload(), message.processId()));
        }
    }

    @Override
    public void onSessionError(PgException error) {
        var target = receiver;
        if (target != null) {
            target.onSessionError(error);
        }
    }

    @Override
    public void onSentinel(Exchange sentinel) {
        var target = receiver;
        if (target != null) {
            target.onSentinel(sentinel);
        }
    }

    @Override
    public void onExchangeEnded(Exchange exchange) {
        var target = receiver;
        if (target != null) {
            target.onExchangeEnded(exchange);
        }
    }

    /** The server does not keep what is prepared: from now on each use of a statement prepares it. */
    void onUnnamed(PgException why) {
        var target = receiver;
        if (target != null) {
            target.onUnnamed(why);
        }
    }

    @Override
    public void onBurst() {
        var target = receiver;
        if (target != null) {
            target.onBurst();
            inBurst = true;
        }
    }

    /** The burst in which the receiver was set began without it. */
    @Override
    public void onBurstEnd() {
        var target = receiver;
        if (target != null && inBurst) {
            inBurst = false;
            target.onBurstEnd();
        }
    }

    @Override
    public void onWritable() {
        var target = receiver;
        if (target != null) {
            target.onWritable();
        }
    }

    @Override
    public void onClosing(PgException cause) {
        var target = receiver;
        if (target != null) {
            target.onClosing(cause);
        }
    }

    @Override
    public void onClosed(PgException cause) {
        var target = receiver;
        if (target != null) {
            target.onClosed(cause);
        }
    }
}
