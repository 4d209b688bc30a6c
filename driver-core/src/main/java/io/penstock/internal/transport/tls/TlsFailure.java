package io.penstock.internal.transport.tls;

import io.netty.handler.ssl.NotSslRecordException;
import io.penstock.error.PgConnectException;
import io.penstock.error.SqlState;
import java.nio.channels.ClosedChannelException;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Says in the user's words why a handshake failed. */
public final class TlsFailure {
    private static final int MAX_CAUSES = 16;

    private TlsFailure() {}

    /**
     * The failure to report.
     *
     * @param cause of the handler's handshake future
     */
    public static PgConnectException of(Throwable cause) {
        return new PgConnectException(
                "TLS handshake failed: " + reason(cause), SqlState.SQLCLIENT_UNABLE_TO_ESTABLISH_SQLCONNECTION, cause);
    }

    /** Whether it was our verdict on the server's certificate that ended the handshake. */
    static boolean isCertificateRejected(Throwable failure) {
        return find(failure, CertificateRejectedException.class) != null;
    }

    private static String reason(Throwable failure) {
        var rejected = find(failure, CertificateRejectedException.class);
        if (rejected != null) {
            return String.valueOf(rejected.getMessage());
        }
        // Its message repeats what the peer sent, which nobody has vouched for.
        if (find(failure, NotSslRecordException.class) != null) {
            return "what the server sent is not TLS";
        }
        var tls = find(failure, SSLException.class);
        if (tls != null && tls.getMessage() != null) {
            return withHint(tls.getMessage());
        }
        if (find(failure, ClosedChannelException.class) != null) {
            return "the server closed the connection";
        }
        return String.valueOf(failure.getMessage());
    }

    private static String withHint(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if ((lower.contains("fatal alert") && lower.contains("certificate")) || lower.contains("unknown_ca")) {
            return text + "; the server wants a client certificate (sslcert, sslkey) or does not accept ours";
        }
        if (lower.contains("alert: handshake_failure")) {
            return text + "; there is no cipher suite in common, or it wants a client certificate (sslcert, sslkey)";
        }
        if (lower.contains("protocol_version") || lower.contains("protocol version")) {
            return text + "; client and server have no version of TLS in common (ssl_min_protocol_version)";
        }
        return text;
    }

    private static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> type) {
        Throwable at = failure;
        for (int depth = 0; at != null && depth < MAX_CAUSES; depth++) {
            if (type.isInstance(at)) {
                return type.cast(at);
            }
            at = at.getCause();
        }
        return null;
    }
}
