package io.penstock.it.server;

/** What not every server that tests may run on has. */
public enum Feature {
    /** TLS with the certificates of {@link ServerCertificates}. */
    TLS,

    /** A role for each authentication method, see {@link Role}, and the log of the server. */
    ROLES,

    /** A Unix-domain socket in a directory of this machine. */
    UNIX_SOCKET
}
