package io.penstock.internal.session;

import io.penstock.error.PgException;

/**
 * Told how an attempt to connect has ended: once, by the connection's owner. Must not run user code.
 *
 * @param <C> the kind of connection
 */
public interface Opening<C> {

    void opened(C connection);

    void failed(PgException error);
}
