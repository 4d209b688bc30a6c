package io.penstock.config;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The client's own certificate and key. Files are read again for each physical connection, so that renewed
 * certificates take effect without a restart.
 */
public sealed interface TlsIdentity {
    /** A certificate (chain) and an unencrypted PKCS#8 key, both PEM. */
    static TlsIdentity pemFiles(Path certificate, Path key) {
        return new PemFiles(certificate, key, null);
    }

    /** A certificate (chain) and an encrypted PKCS#8 key, both PEM. */
    static TlsIdentity pemFiles(Path certificate, Path key, Secret keyPassword) {
        return new PemFiles(certificate, key, requireNonNull(keyPassword, "keyPassword"));
    }

    /** The only key entry of a PKCS#12 file. */
    static TlsIdentity pkcs12(Path file, Secret password) {
        return new Pkcs12(file, password);
    }

    /** A key and its certificate chain, the client's own first. */
    static TlsIdentity of(PrivateKey key, List<X509Certificate> chain) {
        return new InMemory(key, chain);
    }

    /**
     * See {@link #pemFiles(Path, Path)}.
     *
     * @param certificate PEM, the client's own first
     * @param key PEM, PKCS#8
     * @param keyPassword of an encrypted key, else null
     */
    record PemFiles(Path certificate, Path key, @Nullable Secret keyPassword) implements TlsIdentity {
        /** Checks that both are there. */
        public PemFiles {
            requireNonNull(certificate, "certificate");
            requireNonNull(key, "key");
        }
    }

    /**
     * See {@link #pkcs12(Path, Secret)}.
     *
     * @param file the key store
     * @param password of the store and its key
     */
    record Pkcs12(Path file, Secret password) implements TlsIdentity {
        /** Checks that both are there. */
        public Pkcs12 {
            requireNonNull(file, "file");
            requireNonNull(password, "password");
        }
    }

    /**
     * See {@link #of(PrivateKey, List)}.
     *
     * @param key the private key, never shown
     * @param chain certificates, the client's own first
     */
    record InMemory(PrivateKey key, List<X509Certificate> chain) implements TlsIdentity {
        /** Copies the chain. */
        public InMemory {
            requireNonNull(key, "key");
            chain = List.copyOf(chain);
        }

        @Override
        public String toString() {
            return "InMemory[" + chain.size() + " certificates]";
        }
    }
}
