package io.penstock;

/**
 * The server's end of a connection.
 *
 * @param address the host and port, or the socket's path, that was dialled
 * @param database the database
 * @param user the user
 * @param processId the process id of the server's backend; 0 where it told none
 * @param version the {@code server_version} parameter
 * @param protocol the wire protocol in use, such as {@code 3.0}
 * @param encryption the TLS protocol in use, such as {@code TLSv1.3}, or {@code none}
 */
public record ServerInfo(
        String address,
        String database,
        String user,
        int processId,
        String version,
        String protocol,
        String encryption) {}
