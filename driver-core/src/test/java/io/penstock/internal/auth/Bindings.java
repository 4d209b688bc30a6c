package io.penstock.internal.auth;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;

/** Channel bindings for tests that are not about certificates. */
final class Bindings {
    /** Self-signed, P-256, ecdsa-with-SHA256, no names to speak of. */
    private static final String CERTIFICATE = """
      -----BEGIN CERTIFICATE-----
      MIIBdTCCARugAwIBAgIUcUMSsSRc7tLoqLFcrR+uhCX/RQMwCgYIKoZIzj0EAwIw
      DzENMAsGA1UEAwwEdGVzdDAgFw0yNjExMjMyMTUxNDhaGA8yMDgxMDgyNjIxNTE0
      OFowDzENMAsGA1UEAwwEdGVzdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABNgd
      9ko+KJIdJxcLhheglnkIcqw7WGKojptnzQHvwP8m4LCdXhmmlK30X9rvHHwG8Ii/
      vq2IhP3J9nl9K5PydgijUzBRMB0GA1UdDgQWBBQuAnU1ng4OrYN0ivVlvLRpHmJC
      UzAfBgNVHSMEGDAWgBQuAnU1ng4OrYN0ivVlvLRpHmJCUzAPBgNVHRMBAf8EBTAD
      AQH/MAoGCCqGSM49BAMCA0gAMEUCIGjJaf+WxbODsCNtGHW+WTqz8RXgUIjr087D
      I1YZJZ+FAiEAxN3E+oBCcmtlnPaYJbdWMaIa8bZyVUDXrDkULUwccac=
      -----END CERTIFICATE-----
      """;

    private Bindings() {}

    static TlsServerEndPoint defined() {
        return TlsServerEndPoint.of(certificate());
    }

    static TlsServerEndPoint undefined() {
        return TlsServerEndPoint.undefined("no channel binding is defined for certificates signed with Ed25519");
    }

    static X509Certificate certificate() {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(CERTIFICATE.getBytes(US_ASCII)));
        } catch (CertificateException e) {
            throw new AssertionError(e);
        }
    }
}
