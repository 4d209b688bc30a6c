package io.penstock.internal.transport.tls;

import io.penstock.config.Secret;
import io.penstock.config.TlsIdentity;
import io.penstock.error.PgConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * The client's private key with the certificates that go with it.
 *
 * @param key whose text the JDK keeps to itself
 * @param chain the client's own certificate first
 */
record ClientKey(PrivateKey key, List<X509Certificate> chain) {
    /** Key algorithm to a signature that needs no parameters. */
    private static final Map<String, String> SIGNATURES =
            Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");

    private static final byte[] PROBE = {'p', 'r', 'o', 'b', 'e'};

    /** Fails early where key and certificate are not a pair; the server's alert would not say so. */
    ClientKey {
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new PgConfigException("sslcert: no certificate for the private key");
        }
        if (!isPair(key, chain.get(0))) {
            throw new PgConfigException("sslkey is not the private key of the certificate in sslcert");
        }
    }

    /** Reads what the identity names. */
    static ClientKey read(TlsIdentity identity) throws GeneralSecurityException {
        if (identity instanceof TlsIdentity.PemFiles pem) {
            return new ClientKey(
                    PrivateKeys.read(PemFile.readKey(pem.key(), "sslkey"), pem.keyPassword()),
                    PemFile.read(pem.certificate(), "sslcert").certificates());
        }
        if (identity instanceof TlsIdentity.Pkcs12 pkcs12) {
            return pkcs12(pkcs12);
        }
        if (identity instanceof TlsIdentity.InMemory memory) {
            return new ClientKey(memory.key(), memory.chain());
        }
        throw new AssertionError("BUG: unknown kind of identity");
    }

    @Override
    public String toString() {
        return "ClientKey[" + chain.size() + " certificates]";
    }

    private static ClientKey pkcs12(TlsIdentity.Pkcs12 identity) throws GeneralSecurityException {
        Secret password = identity.password();
        char[] chars = password.copyChars();
        try {
            KeyStore store = load(identity, chars);
            List<String> keys = Collections.list(store.aliases()).stream()
                    .filter(alias -> isKey(store, alias))
                    .toList();
            if (keys.size() != 1) {
                throw new PgConfigException(
                        "sslkey: " + identity.file() + " has " + keys.size() + " private keys, not one");
            }
            Certificate[] chain = store.getCertificateChain(keys.get(0));
            return new ClientKey(
                    (PrivateKey) store.getKey(keys.get(0), chars),
                    Arrays.stream(chain).map(X509Certificate.class::cast).toList());
        } finally {
            Arrays.fill(chars, '\0');
        }
    }

    private static KeyStore load(TlsIdentity.Pkcs12 identity, char[] password) throws GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(identity.file())) {
            store.load(in, password);
            return store;
        } catch (IOException e) {
            String why = e.getCause() instanceof GeneralSecurityException
                    ? " cannot be decrypted: is sslpassword right?"
                    : " cannot be read as PKCS#12";
            throw new PgConfigException("sslkey: " + identity.file() + why, e);
        }
    }

    private static boolean isKey(KeyStore store, String alias) {
        try {
            return store.entryInstanceOf(alias, KeyStore.PrivateKeyEntry.class);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("BUG: the store is loaded", e);
        }
    }

    /** Other kinds of keys, and those that only a hardware token can use, are taken on trust. */
    private static boolean isPair(PrivateKey key, X509Certificate certificate) {
        String algorithm = SIGNATURES.get(key.getAlgorithm());
        if (algorithm == null || key.getEncoded() == null) {
            return true;
        }
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(PROBE);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(PROBE);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
