package io.penstock.config;

import static java.util.Objects.requireNonNull;

import io.penstock.error.PgConfigException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** One server to try: a TCP host and port, or a Unix-domain socket. */
public sealed interface HostAddress {
    /** The port where none is given: 5432. */
    int DEFAULT_PORT = 5432;

    /** Port, 1 to 65,535; for a Unix-domain socket, part of the file's name. */
    int port();

    /**
     * The host as libpq writes it: a name, an IP address, or a directory (or {@code @name}) for a Unix-domain
     * socket. What a certificate is checked against and what {@code .pgpass} is searched for.
     */
    String host();

    /**
     * A server by libpq's rule: a host that begins with {@code /} is the directory of a Unix-domain socket, one
     * that begins with {@code @} is in the abstract name space, anything else is a TCP host.
     *
     * @throws PgConfigException if the host is empty or the port out of range
     */
    static HostAddress of(String host, int port) {
        requireNonNull(host, "host");
        return host.startsWith("/") || host.startsWith("@") ? new UnixSocket(host, port) : new Tcp(host, null, port);
    }

    /** A server at the default port. */
    static HostAddress of(String host) {
        return of(host, DEFAULT_PORT);
    }

    /**
     * A TCP server.
     *
     * @param host name or IP address, without brackets; checked against the certificate, resolved for each
     *     physical connection
     * @param numericAddress IP address to dial in place of resolving {@code host} (libpq's {@code hostaddr}),
     *     or null
     * @param port 1 to 65,535
     */
    record Tcp(String host, @Nullable String numericAddress, int port) implements HostAddress {
        /** Checks host and port. */
        public Tcp {
            if (numericAddress == null) {
                Checks.host(host);
            } else {
                Checks.text("host", host);
                Checks.numericAddress("hostaddr", numericAddress);
            }
            Checks.port(port);
        }

        /** What to resolve or dial: the numeric address if there is one, else the host. */
        public String dialled() {
            return numericAddress != null ? numericAddress : host;
        }

        @Override
        public String toString() {
            return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
        }
    }

    /**
     * A server on this machine.
     *
     * @param host directory of the socket, absolute; or {@code @name} in Linux's abstract name space
     * @param port 1 to 65,535
     */
    record UnixSocket(String host, int port) implements HostAddress {
        /** Checks host and port. */
        public UnixSocket {
            Checks.text("host", host);
            Checks.port(port);
        }

        /** The socket's name: {@code host/.s.PGSQL.port}. */
        public String path() {
            return host + "/.s.PGSQL." + port;
        }

        /** Whether {@link #path()} is an abstract name and not a file. */
        public boolean isAbstract() {
            return host.startsWith("@");
        }

        /** The socket's file. */
        public Path file() {
            return Path.of(path());
        }

        @Override
        public String toString() {
            return path();
        }
    }
}
