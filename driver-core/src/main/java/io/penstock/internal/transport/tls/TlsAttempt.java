package io.penstock.internal.transport.tls;

import io.penstock.config.HostAddress;
import io.penstock.config.SslMode;
import io.penstock.config.SslNegotiation;
import io.penstock.config.TlsOptions;
import java.util.List;

/** One physical connection's way into, or around, TLS. */
public enum TlsAttempt {
    /** No TLS. */
    PLAIN,

    /** Ask with an SSLRequest; go on without where the server has none. */
    TLS_OR_PLAIN,

    /** Ask with an SSLRequest; fail where the server has none. */
    TLS,

    /** Begin with the handshake. */
    DIRECT_TLS;

    /**
     * What to try in turn, each on a new connection, as libpq does. The second is tried only after certain failures of
     * the first, see {@link TlsNegotiation#next}.
     */
    static List<TlsAttempt> plan(TlsOptions options, HostAddress address) {
        if (address instanceof HostAddress.UnixSocket) {
            return List.of(PLAIN);
        }
        return plan(options.mode(), options.negotiation());
    }

    private static List<TlsAttempt> plan(SslMode mode, SslNegotiation negotiation) {
        return switch (mode) {
            case DISABLE -> List.of(PLAIN);
            case ALLOW -> List.of(PLAIN, TLS);
            case PREFER -> List.of(TLS_OR_PLAIN, PLAIN);
            case REQUIRE, VERIFY_CA, VERIFY_FULL ->
                List.of(
                        switch (negotiation) {
                            case POSTGRES -> TLS;
                            case DIRECT -> DIRECT_TLS;
                        });
        };
    }
}
