package io.penstock.jdbc;

import io.penstock.BlockingConnection;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * What a connection of this driver can do beyond {@code java.sql}: {@code connection.unwrap(PenstockConnection.class)}.
 *
 * <p>What is done through {@link #blocking()} happens on the same session, behind JDBC's back: a transaction begun there is JDBC's too.
 */
public interface PenstockConnection extends Connection {

    /** The connection underneath: COPY, scripts, cursors, flights. */
    BlockingConnection blocking();

    /** Asks the server to cancel what this connection is at. From any thread; returns when the request was delivered. */
    void cancelQuery() throws SQLException;
}
