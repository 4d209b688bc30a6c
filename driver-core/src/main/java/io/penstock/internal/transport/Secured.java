package io.penstock.internal.transport;

import io.penstock.config.ChannelSecurity;
import io.penstock.internal.auth.TlsServerEndPoint;
import org.jspecify.annotations.Nullable;

/**
 * How an opened connection is protected.
 *
 * @param security how far it can be trusted
 * @param binding what SCRAM can be bound to; null without TLS
 * @param protocol the TLS protocol, or {@code none}
 */
public record Secured(ChannelSecurity security, @Nullable TlsServerEndPoint binding, String protocol) {

    /** In the clear over TCP. */
    static final Secured PLAIN = new Secured(ChannelSecurity.PLAIN, null, "none");

    /** A Unix socket: the operating system vouches for who is at the other end. */
    static final Secured LOCAL = new Secured(ChannelSecurity.VERIFIED, null, "none");
}
