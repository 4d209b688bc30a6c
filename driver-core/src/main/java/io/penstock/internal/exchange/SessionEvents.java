package io.penstock.internal.exchange;

import io.penstock.error.PgException;
import io.penstock.internal.wire.BackendMessage.NoticeResponse;
import io.penstock.internal.wire.BackendMessage.NotificationResponse;
import io.penstock.internal.wire.BackendMessage.ParameterStatus;

/**
 * What the server says unasked, told on the connection's owner. Implementations hand it on and return at once.
 */
public interface SessionEvents {

    void onNotice(NoticeResponse notice);

    void onNotification(NotificationResponse notification);

    void onParameter(ParameterStatus parameter);

    /** A statement was LISTEN: from now on notifications may come. */
    void onListen();

    /** An error that belongs to no exchange: the server is ending the session. */
    void onSessionError(PgException error);

    /** The queue has written an exchange of its own, for which somebody has to see that it ends in time. */
    void onSentinel(Exchange sentinel);

    /** An exchange has ended and its place in the queue is free. */
    void onExchangeEnded(Exchange exchange);
}
