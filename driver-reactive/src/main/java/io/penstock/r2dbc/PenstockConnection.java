package io.penstock.r2dbc;

import io.penstock.CommandTag;
import io.penstock.ListenEvent;
import io.penstock.PgConnection;
import io.penstock.reactive.ReactiveConnection;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Lifecycle;
import io.r2dbc.spi.Wrapped;
import java.nio.ByteBuffer;
import org.reactivestreams.Publisher;

/**
 * What a connection can do beyond the SPI. Got from under any pool or proxy:
 *
 * <pre>{@code
 * var own = ((Wrapped<?>) connection).unwrap(PenstockConnection.class);
 * }</pre>
 *
 * <p>Its errors are those of the SPI, but for those of {@link #reactive()} and {@link #unwrap()}, which are the core's.
 */
public interface PenstockConnection extends Connection, Lifecycle, Wrapped<PgConnection> {

    /** Runs a {@code COPY … FROM STDIN} of the data, and publishes its tag; see {@link ReactiveConnection#copyIn}. */
    Publisher<CommandTag> copyIn(String sql, Publisher<? extends ByteBuffer> data);

    /** Runs a {@code COPY … TO STDOUT} and publishes its bytes; see {@link ReactiveConnection#copyOut}. */
    Publisher<ByteBuffer> copyOut(String sql);

    /** What is notified on channels, and where something is missing; see {@link ReactiveConnection#listen}. */
    Publisher<ListenEvent> listen(String... channels);

    /** Asks the server to cancel what this connection is at, and completes when the request was delivered. */
    Publisher<Void> cancel();

    /** The same connection with mappers of the core's rows, and transactions as functions. */
    ReactiveConnection reactive();

    /** The same connection for stages. */
    @Override
    PgConnection unwrap();
}
