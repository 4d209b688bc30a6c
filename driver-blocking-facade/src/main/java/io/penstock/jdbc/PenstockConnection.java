package io.penstock.jdbc;

import io.penstock.BlockingConnection;
import io.penstock.ListenEvent;
import io.penstock.codec.PgType;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a connection of this driver can do beyond {@code java.sql}: {@code connection.unwrap(PenstockConnection.class)}.
 *
 * <p>What is done through {@link #blocking()} happens on the same session, behind JDBC's back: it begins no transaction where autocommit is off, and a transaction
 * begun there is JDBC's too. The methods here do as statements do.
 */
public interface PenstockConnection extends Connection {

    /** The connection underneath: copies in pieces, scripts, cursors, flights. */
    BlockingConnection blocking();

    /**
     * Sends what a stream has to a {@code COPY … FROM STDIN}, to its end; the stream is left open. Where the stream fails the copy does, and nothing is copied.
     *
     * @return how many rows were copied
     * @throws IOException as the stream has failed
     */
    long copyIn(String sql, InputStream data) throws SQLException, IOException;

    /**
     * Writes what a {@code COPY … TO STDOUT} has to a stream, as it comes; one receive window of it is in memory. The stream is left open.
     *
     * @return how many rows were copied
     * @throws IOException as the stream has failed
     */
    long copyOut(String sql, OutputStream to) throws SQLException, IOException;

    /**
     * What this session was notified of, where it has sent LISTEN; waits for it. See {@link BlockingConnection#pollNotification}.
     *
     * @param timeout how long to wait; zero for what has come by now
     * @return null when there was none in this time
     */
    @Nullable
    ListenEvent pollNotification(Duration timeout) throws SQLException;

    /**
     * Calls the action for each event that this session is notified of, where it has sent LISTEN: one after the other, off the calling threads and off the event loops; it may
     * block, and may use this connection. The other way than {@link #pollNotification}, which is refused while there is an action. One at a time.
     *
     * <p>What comes with the answers to statements is handed on at once; while nobody is in a call the connection is looked at ten times a second. While a result is
     * streaming, or copied, it is not. See {@link BlockingConnection#notifications}, which pushes by demand.
     *
     * @return completes when the connection is closed; fails with what has ended it, or with what the action has thrown, behind which it is not called any more. Cancelling its
     *     {@code CompletableFuture} stops it
     * @throws SQLException if there is an action or a subscriber already (55006)
     */
    CompletionStage<@Nullable Void> forEachNotification(Consumer<? super ListenEvent> action) throws SQLException;

    /** Looks types up now, and returns when they are known; of any that has changed. See {@link BlockingConnection#loadTypes}. */
    void loadTypes(PgType... types) throws SQLException;

    /** Asks the server to cancel what this connection is at. From any thread; returns when the request was delivered. */
    void cancelQuery() throws SQLException;
}
