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

    /** Looks types up now, and returns when they are known; of any that has changed. See {@link BlockingConnection#loadTypes}. */
    void loadTypes(PgType... types) throws SQLException;

    /** Asks the server to cancel what this connection is at. From any thread; returns when the request was delivered. */
    void cancelQuery() throws SQLException;
}
