package io.penstock.internal.transport.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.NetUtil;
import io.penstock.config.ChannelSecurity;
import io.penstock.config.ServerNameIndication;
import java.util.List;
import java.util.concurrent.Executor;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/** What is needed to do TLS with a server; made by {@link TlsContexts}. Immutable. */
public final class TlsContext {
    private final SslContext netty;
    private final ChannelSecurity security;
    private final ServerNameIndication serverName;

    TlsContext(SslContext netty, ChannelSecurity security, ServerNameIndication serverName) {
        this.netty = netty;
        this.security = security;
        this.serverName = serverName;
    }

    /** How far a channel can be trusted once a handler of this context has done its handshake. */
    public ChannelSecurity security() {
        return security;
    }

    /**
     * A handler for one connection, without a clock of its own: the connect budget covers the handshake.
     *
     * @param host as the user configured it, not what it was resolved to: the certificate is checked against it
     * @param tasks runs what is slow or foreign in a handshake (checks of certificates, key operations), off the loop
     */
    public SslHandler newHandler(ByteBufAllocator allocator, String host, int port, Executor tasks) {
        SslHandler handler = netty.newHandler(allocator, host, port, tasks);
        handler.setHandshakeTimeoutMillis(0);
        setServerName(handler.engine(), host);
        return handler;
    }

    /** Said in so many words: left to itself the JDK omits names without a dot, and cannot be told to omit others. */
    private void setServerName(SSLEngine engine, String host) {
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setServerNames(
                switch (serverName) {
                    case SENT -> serverNames(host);
                    case OMITTED -> List.of();
                });
        engine.setSSLParameters(parameters);
    }

    /** RFC 6066: names only, no literal addresses, no trailing dot. */
    private static List<SNIServerName> serverNames(String host) {
        if (NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host)) {
            return List.of();
        }
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        try {
            return List.of(new SNIHostName(name));
        } catch (IllegalArgumentException notAnInternetName) {
            return List.of();
        }
    }
}
