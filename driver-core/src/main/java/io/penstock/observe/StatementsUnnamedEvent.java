package io.penstock.observe;

import static java.util.Objects.requireNonNull;

/**
 * The server did not have a statement that the driver had prepared and nobody had dropped: most likely a pooler hands out another session for
 * each transaction. The connection goes on with the unnamed statement, which is prepared anew for each use.
 *
 * @param serverAddress the host and port, or the socket's path
 * @param processId the backend that the connection began with; behind a pooler a number of the pooler's
 * @param sqlState of the error that gave it away: 26000 or 42P05
 */
public record StatementsUnnamedEvent(String serverAddress, int processId, String sqlState) {
    public StatementsUnnamedEvent {
        requireNonNull(serverAddress, "serverAddress");
        requireNonNull(sqlState, "sqlState");
    }
}
