package io.penstock.internal.transport.tls;

import java.security.cert.CertificateException;

/** The server's certificate did not pass; the message says what about it, in words for the user. */
final class CertificateRejectedException extends CertificateException {
    private static final long serialVersionUID = 1L;

    CertificateRejectedException(String message, CertificateException cause) {
        super(message, cause);
    }
}
