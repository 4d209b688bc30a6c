package io.penstock.internal.auth;

import static java.util.Objects.requireNonNull;

import io.penstock.config.AuthMethod;
import io.penstock.config.AuthPolicy;
import io.penstock.config.ChannelBinding;
import io.penstock.config.ChannelSecurity;
import org.jspecify.annotations.Nullable;

/**
 * What the client goes along with on this one connection: the user's options, and how the channel underneath turned
 * out. Made after the TLS handshake.
 *
 * @param requireAuth which methods; see its class comment for the default
 * @param channelBinding whether SCRAM is tied to the TLS channel
 * @param scramMaxIterations most PBKDF2 iterations that a server may ask for, 1 or more; bounds the CPU a hostile
 *     server can burn (CVE-2026-42198)
 * @param channel how far the channel can be trusted
 * @param tls the binding of the server's certificate, or null if there is no TLS underneath
 */
public record AuthRules(
        AuthPolicy requireAuth,
        ChannelBinding channelBinding,
        int scramMaxIterations,
        ChannelSecurity channel,
        @Nullable TlsServerEndPoint tls) {

    /** Checks the bound. */
    public AuthRules {
        requireNonNull(requireAuth, "requireAuth");
        requireNonNull(channelBinding, "channelBinding");
        requireNonNull(channel, "channel");
        if (scramMaxIterations < 1) {
            throw new IllegalArgumentException("scramMaxIterations: " + scramMaxIterations);
        }
    }

    /**
     * Fails unless the client goes along with a method that cannot bind the channel.
     *
     * <p>Users of a local server with MD5 passwords and {@code sslmode=prefer} meet this first, so the text says how to
     * go on.
     */
    void requireAllowedUnbound(AuthMethod method) {
        requireListed(method);
        if (channelBinding == ChannelBinding.REQUIRE) {
            throw Refusal.refused("channel binding is required, but the server "
                    + (method == AuthMethod.NONE ? "skips authentication" : "asks for " + method.keyword())
                    + ", which cannot provide it");
        }
    }

    /** Fails unless the policy allows the method. */
    void requireListed(AuthMethod method) {
        if (requireAuth.allows(method, channel)) {
            return;
        }
        String what = method == AuthMethod.NONE
                ? "the server does not ask for authentication"
                : "the server asks for " + method.keyword() + " authentication";
        if (requireAuth.isExplicit()) {
            throw Refusal.refused(what + ", but require_auth allows " + requireAuth + " only");
        }
        throw Refusal.refused(what
                + ", which would give the password away over a connection whose server is not verified; use"
                + " sslmode=verify-full, or have the server store the password as scram-sha-256, or allow it with"
                + " require_auth="
                + AuthMethod.SCRAM_SHA_256.keyword()
                + ","
                + method.keyword());
    }
}
