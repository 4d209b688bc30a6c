package io.penstock.internal.auth;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The channel binding {@code tls-server-end-point} of RFC 5929: a hash of the certificate that the server showed, made
 * with the hash function of that certificate's own signature (SHA-256 in place of MD5 and SHA-1).
 *
 * <p>Where the signature has no single hash function (Ed25519, Ed448, RSASSA-PSS with two) the RFC leaves the binding
 * undefined. Then, and for signature algorithms we do not know, there is none, and {@link #undefinedBecause()} says why:
 * never a guess, never empty bytes. Algorithms are told by their object identifier, since names differ between
 * security providers.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5929#section-4">RFC 5929, section 4</a>
 */
public final class TlsServerEndPoint {
    /** What SCRAM calls it. */
    static final String TYPE = "tls-server-end-point";

    private static final String RSASSA_PSS = "1.2.840.113549.1.1.10";

    /** Signature algorithm to its hash function, before the exception for weak ones. */
    private static final Map<String, String> HASHES = Map.ofEntries(
            // RSA, PKCS #1 v1.5
            Map.entry("1.2.840.113549.1.1.4", "MD5"),
            Map.entry("1.2.840.113549.1.1.5", "SHA-1"),
            Map.entry("1.3.14.3.2.29", "SHA-1"),
            Map.entry("1.2.840.113549.1.1.14", "SHA-224"),
            Map.entry("1.2.840.113549.1.1.11", "SHA-256"),
            Map.entry("1.2.840.113549.1.1.12", "SHA-384"),
            Map.entry("1.2.840.113549.1.1.13", "SHA-512"),
            Map.entry("1.2.840.113549.1.1.15", "SHA-512/224"),
            Map.entry("1.2.840.113549.1.1.16", "SHA-512/256"),
            Map.entry("2.16.840.1.101.3.4.3.13", "SHA3-224"),
            Map.entry("2.16.840.1.101.3.4.3.14", "SHA3-256"),
            Map.entry("2.16.840.1.101.3.4.3.15", "SHA3-384"),
            Map.entry("2.16.840.1.101.3.4.3.16", "SHA3-512"),
            // ECDSA
            Map.entry("1.2.840.10045.4.1", "SHA-1"),
            Map.entry("1.2.840.10045.4.3.1", "SHA-224"),
            Map.entry("1.2.840.10045.4.3.2", "SHA-256"),
            Map.entry("1.2.840.10045.4.3.3", "SHA-384"),
            Map.entry("1.2.840.10045.4.3.4", "SHA-512"),
            Map.entry("2.16.840.1.101.3.4.3.9", "SHA3-224"),
            Map.entry("2.16.840.1.101.3.4.3.10", "SHA3-256"),
            Map.entry("2.16.840.1.101.3.4.3.11", "SHA3-384"),
            Map.entry("2.16.840.1.101.3.4.3.12", "SHA3-512"),
            // DSA
            Map.entry("1.2.840.10040.4.3", "SHA-1"),
            Map.entry("2.16.840.1.101.3.4.3.1", "SHA-224"),
            Map.entry("2.16.840.1.101.3.4.3.2", "SHA-256"),
            Map.entry("2.16.840.1.101.3.4.3.3", "SHA-384"),
            Map.entry("2.16.840.1.101.3.4.3.4", "SHA-512"));

    private final byte @Nullable [] hash;
    private final String undefinedBecause;

    private TlsServerEndPoint(byte @Nullable [] hash, String undefinedBecause) {
        this.hash = hash;
        this.undefinedBecause = undefinedBecause;
    }

    /** The binding of the certificate that the server showed, the first of its chain. */
    public static TlsServerEndPoint of(X509Certificate certificate) {
        try {
            String function = hashFunction(certificate);
            if (function == null) {
                return undefined(
                        "no channel binding is defined for certificates signed with " + certificate.getSigAlgName());
            }
            return new TlsServerEndPoint(MessageDigest.getInstance(function).digest(certificate.getEncoded()), "");
        } catch (GeneralSecurityException | IOException e) {
            return undefined("the channel binding of a certificate signed with "
                    + certificate.getSigAlgName()
                    + " cannot be computed by this JVM");
        }
    }

    /** TLS without a certificate to bind to. */
    public static TlsServerEndPoint undefined(String because) {
        return new TlsServerEndPoint(null, because);
    }

    /** A copy of the hash, never empty; null where there is none. */
    public byte @Nullable [] hash() {
        return hash == null ? null : hash.clone();
    }

    /** Whether there is a hash. */
    boolean isDefined() {
        return hash != null;
    }

    /** Why there is no hash; empty where there is one. */
    public String undefinedBecause() {
        return undefinedBecause;
    }

    private static @Nullable String hashFunction(X509Certificate certificate)
            throws GeneralSecurityException, IOException {
        String algorithm = certificate.getSigAlgOID();
        String function =
                RSASSA_PSS.contentEquals(algorithm) ? pssHash(certificate.getSigAlgParams()) : HASHES.get(algorithm);
        return function == null ? null : strengthened(function);
    }

    /** RFC 5929: for MD5 and SHA-1, use SHA-256. */
    private static String strengthened(String function) {
        return isAny(function, "MD5", "SHA-1") ? "SHA-256" : function;
    }

    /**
     * RSASSA-PSS names one hash for the message and one inside its mask function. PostgreSQL and OpenSSL take the former;
     * so do we where both are the same, which is what everybody signs.
     */
    private static @Nullable String pssHash(byte @Nullable [] encoded) throws GeneralSecurityException, IOException {
        if (encoded == null) {
            return "SHA-1";
        }
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("RSASSA-PSS");
        parameters.init(encoded);
        PSSParameterSpec pss = parameters.getParameterSpec(PSSParameterSpec.class);
        AlgorithmParameterSpec mask = pss.getMGFParameters();
        String message = pss.getDigestAlgorithm().toUpperCase(Locale.ROOT);
        return mask instanceof MGF1ParameterSpec mgf1 && isAny(message, mgf1.getDigestAlgorithm()) ? message : null;
    }

    private static boolean isAny(String function, String... others) {
        for (String other : others) {
            if (function.equalsIgnoreCase(other)) {
                return true;
            }
        }
        return false;
    }
}
