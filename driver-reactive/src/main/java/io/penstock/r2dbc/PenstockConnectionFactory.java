package io.penstock.r2dbc;

import static java.util.Objects.requireNonNull;

import io.penstock.Penstock;
import io.penstock.PgConnection;
import io.penstock.config.ConnectionOptions;
import io.penstock.reactive.operator.StagePublisher;
import io.r2dbc.spi.Closeable;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryMetadata;
import java.util.concurrent.CompletableFuture;
import org.reactivestreams.Publisher;

/**
 * Makes connections of one client with one set of options.
 *
 * <p>One that the provider has made has a client of its own, whose threads start with the first connection and end with {@link #close()}; they are
 * daemons. One that was made of a client leaves it open.
 */
public final class PenstockConnectionFactory implements ConnectionFactory, Closeable {

    /** What frameworks choose their dialect by. */
    static final String PRODUCT = "PostgreSQL";

    private final Penstock client;
    private final ConnectionOptions options;
    private final Ownership ownership;

    /** Whose the client is. */
    enum Ownership {
        OWN,
        BORROWED
    }

    PenstockConnectionFactory(Penstock client, ConnectionOptions options, Ownership ownership) {
        this.client = client;
        this.options = options;
        this.ownership = ownership;
    }

    /** A factory of a client's connections. */
    public static PenstockConnectionFactory of(Penstock client, ConnectionOptions options) {
        return new PenstockConnectionFactory(
                requireNonNull(client, "client"), requireNonNull(options, "options"), Ownership.BORROWED);
    }

    /** Opens a connection for each subscriber. A cancel gives up connecting. */
    @Override
    public Publisher<PenstockConnection> create() {
        return StagePublisher.<PgConnection, PenstockConnection>of(
                        () -> client.connect(options),
                        connection -> new RealConnection(client, options, connection),
                        client::reportDropped)
                .tellingErrorsAs(SpiErrors::of);
    }

    @Override
    public ConnectionFactoryMetadata getMetadata() {
        return () -> PRODUCT;
    }

    /** Where and as whom it connects, and all bounds. */
    public ConnectionOptions options() {
        return options;
    }

    /** Ends the client, and its connections at once, where it is the factory's own. */
    @Override
    public Publisher<Void> close() {
        return StagePublisher.<Boolean, Void>ofEnd(
                () -> switch (ownership) {
                    case BORROWED -> CompletableFuture.completedFuture(true);
                    case OWN -> CompletableFuture.supplyAsync(this::closeClient, PenstockConnectionFactory::onThread);
                },
                client::reportDropped);
    }

    private boolean closeClient() {
        client.close();
        return true;
    }

    /** Ending a client waits for its loops, so it is done on a thread of its own. */
    private static void onThread(Runnable closing) {
        var thread = new Thread(closing, "penstock-close");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public String toString() {
        return "PenstockConnectionFactory[" + options + "]";
    }
}
