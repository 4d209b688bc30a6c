package io.penstock.internal.transport;

import io.penstock.config.HostAddress;
import io.penstock.config.TcpOptions;
import io.penstock.internal.flow.Deadline;
import io.penstock.internal.transport.tls.TlsContext;
import io.penstock.internal.transport.tls.TlsNegotiation;
import java.net.InetAddress;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What one physical connection needs to be opened.
 *
 * @param host the server as the user named it: what its certificate is checked against
 * @param address one of the addresses that the name stands for; null for a Unix socket
 * @param tcp the socket's options
 * @param tls certificates and keys; null where no TLS is wanted
 * @param negotiation how TLS is agreed on, this time
 * @param tlsTasks runs what is slow in a handshake, off the loop
 * @param deadline for all of it
 */
public record Dial(
        HostAddress host,
        @Nullable InetAddress address,
        TcpOptions tcp,
        @Nullable TlsContext tls,
        TlsNegotiation negotiation,
        Executor tlsTasks,
        Deadline deadline) {

    /** The same address once more, with another way to agree on TLS. */
    public Dial with(TlsNegotiation other, Deadline newDeadline) {
        return new Dial(host, address, tcp, tls, other, tlsTasks, newDeadline);
    }
}
