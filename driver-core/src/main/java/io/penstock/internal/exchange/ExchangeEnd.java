package io.penstock.internal.exchange;

import io.penstock.error.PgException;
import io.penstock.internal.wire.ReadyStatus;

/**
 * Told how an exchange ended, exactly once, on the connection's owner. Implementations hand the news on; they never
 * run user code.
 */
public interface ExchangeEnd {

    void succeeded(ReadyStatus status);

    void failed(PgException error);

    /** It was handed to the transport; again, when it is run again. */
    default void written() {}

    /** Of what nobody waits for: how it ends is no news, or told by what stands behind it. */
    ExchangeEnd IGNORED = new ExchangeEnd() {
        @Override
        public void succeeded(ReadyStatus status) {}

        @Override
        public void failed(PgException error) {}
    };
}
