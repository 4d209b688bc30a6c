package io.penstock.internal.transport.tls;

import io.penstock.internal.auth.TlsServerEndPoint;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * The certificate that the server showed in the handshake, verified or not.
 *
 * @param certificate null if the cipher suite does without one
 */
public record PeerCertificate(@Nullable X509Certificate certificate) {
    /** That of a session whose handshake is done. */
    public static PeerCertificate of(SSLSession session) {
        try {
            return new PeerCertificate(session.getPeerCertificates()[0] instanceof X509Certificate x509 ? x509 : null);
        } catch (SSLPeerUnverifiedException e) {
            return new PeerCertificate(null);
        }
    }

    /** What SCRAM-SHA-256-PLUS binds to. */
    public TlsServerEndPoint binding() {
        return certificate == null
                ? TlsServerEndPoint.undefined("the server showed no certificate to bind to")
                : TlsServerEndPoint.of(certificate);
    }
}
