package io.penstock.internal.transport.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * The JDK's own checks of a server's certificate, told so that a user can act on them: what was wrong, and what the
 * certificate says. The JDK's "unable to find valid certification path to requested target" names neither.
 */
final class ServerCertificateCheck extends X509ExtendedTrustManager {
    private static final int MAX_NAMES = 10;

    /** RFC 5280: GeneralName, dNSName and iPAddress. */
    private static final List<Integer> HOST_NAME_KINDS = List.of(2, 7);

    private final X509ExtendedTrustManager jdk;

    ServerCertificateCheck(X509ExtendedTrustManager jdk) {
        this.jdk = jdk;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        try {
            jdk.checkServerTrusted(chain, authType, engine);
        } catch (CertificateException e) {
            throw rejected(chain, authType, engine.getPeerHost(), e);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        jdk.checkServerTrusted(chain, authType, socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        jdk.checkServerTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        jdk.checkClientTrusted(chain, authType, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        jdk.checkClientTrusted(chain, authType, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        jdk.checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return jdk.getAcceptedIssuers();
    }

    private CertificateRejectedException rejected(
            X509Certificate[] chain, String authType, String host, CertificateException why) {
        X509Certificate certificate = chain[0];
        return new CertificateRejectedException(
                "the server's certificate (" + subject(certificate) + ") " + reason(chain, authType, host, why), why);
    }

    /** The name is checked last: what passes without an engine, and so without a name, failed for its name. */
    private String reason(X509Certificate[] chain, String authType, String host, CertificateException why) {
        for (X509Certificate certificate : chain) {
            String term = term(certificate);
            if (!term.isEmpty()) {
                return certificate.equals(chain[0]) ? term : "depends on " + subject(certificate) + ", which " + term;
            }
        }
        try {
            jdk.checkServerTrusted(chain, authType);
        } catch (CertificateException alsoWithoutName) {
            return "does not lead to a trusted authority: issued by "
                    + chain[chain.length - 1].getIssuerX500Principal().getName()
                    + detail(alsoWithoutName);
        }
        return "is for " + names(chain[0]) + ", not for " + host + detail(why);
    }

    private static String term(X509Certificate certificate) {
        try {
            certificate.checkValidity();
            return "";
        } catch (CertificateExpiredException e) {
            return "expired at " + certificate.getNotAfter().toInstant();
        } catch (CertificateNotYetValidException e) {
            return "is not valid before " + certificate.getNotBefore().toInstant();
        }
    }

    private static String subject(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName();
    }

    private static String detail(CertificateException why) {
        String text = why.getMessage();
        return text == null ? "" : " (" + text + ")";
    }

    /** What a host name is compared with: the alternative names, or the subject where there are none. */
    private static String names(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            if (names != null) {
                return names.stream()
                        .filter(name -> HOST_NAME_KINDS.contains(name.get(0)))
                        .limit(MAX_NAMES)
                        .map(name -> String.valueOf(name.get(1)))
                        .collect(Collectors.joining(", "));
            }
        } catch (CertificateException e) {
            return "names that cannot be read";
        }
        return subject(certificate);
    }
}
