package io.penstock.internal.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.testing.Keytool;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With certificates made by the JDK's keytool. */
class TlsServerEndPointTest {
    private static Keytool keys;

    @BeforeAll
    static void makeCertificates(@TempDir Path directory) {
        keys = Keytool.in(directory);
        keys.pair("rsa-sha256", "CN=rsa", "-keyalg", "RSA", "-keysize", "2048", "-sigalg", "SHA256withRSA");
        signedByRsa("rsa-sha1", "SHA1withRSA");
        signedByRsa("rsa-sha384", "SHA384withRSA");
        signedByRsa("rsa-sha512", "SHA512withRSA");
        signedByRsa("rsa-pss", "RSASSA-PSS");
        keys.pair("pss", "CN=pss", "-keyalg", "RSASSA-PSS", "-keysize", "2048", "-sigalg", "RSASSA-PSS");
        keys.pair("ecdsa-sha256", "CN=ec", "-keyalg", "EC", "-groupname", "secp256r1", "-sigalg", "SHA256withECDSA");
        keys.pair("ecdsa-sha384", "CN=ec", "-keyalg", "EC", "-groupname", "secp384r1", "-sigalg", "SHA384withECDSA");
        keys.pair("ed25519", "CN=ed", "-keyalg", "Ed25519");
        keys.pair("ed448", "CN=ed", "-keyalg", "Ed448");
    }

    @ParameterizedTest
    @CsvSource({
        "rsa-sha1, SHA-256",
        "rsa-sha256, SHA-256",
        "rsa-sha384, SHA-384",
        "rsa-sha512, SHA-512",
        "ecdsa-sha256, SHA-256",
        "ecdsa-sha384, SHA-384",
    })
    void hashesTheCertificateWithTheFunctionOfItsSignature(String alias, String function)
            throws GeneralSecurityException {
        assertBinding(keys.certificate(alias), function);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa-pss", "pss"})
    void takesTheFunctionOfPssFromItsParameters(String alias) throws GeneralSecurityException {
        X509Certificate certificate = keys.certificate(alias);
        assertThat(certificate.getSigAlgName()).isEqualTo("RSASSA-PSS");

        // keytool's default for keys of up to 3,072 bits
        String function = certificate.toString().contains("SHA-384") ? "SHA-384" : "SHA-256";
        assertBinding(certificate, function);
    }

    @ParameterizedTest
    @CsvSource({"ed25519, Ed25519", "ed448, Ed448"})
    void hasNoneForSignaturesWithoutHashFunction(String alias, String name) {
        var binding = TlsServerEndPoint.of(keys.certificate(alias));

        assertThat(binding.hash()).isNull();
        assertThat(binding.isDefined()).isFalse();
        assertThat(binding.undefinedBecause()).containsIgnoringCase(name.substring(0, 2));
    }

    @Test
    void givesOutCopies() {
        var binding = Bindings.defined();
        byte[] first = binding.hash();
        first[0] ^= 1;

        assertThat(binding.hash()).isNotEqualTo(first);
    }

    /** The key does not matter to the binding, and an RSA key takes long to make. */
    private static void signedByRsa(String alias, String signature) {
        keys.pair(alias, "CN=any", "-keyalg", "EC", "-signer", "rsa-sha256", "-sigalg", signature);
    }

    private static void assertBinding(X509Certificate certificate, String function) throws GeneralSecurityException {
        var binding = TlsServerEndPoint.of(certificate);

        assertThat(binding.hash()).isEqualTo(MessageDigest.getInstance(function).digest(certificate.getEncoded()));
        assertThat(binding.undefinedBecause()).isEmpty();
    }
}
