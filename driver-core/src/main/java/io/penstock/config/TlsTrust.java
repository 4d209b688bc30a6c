package io.penstock.config;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;

/** Whose certificates are believed. Files are read again for each physical connection. */
public sealed interface TlsTrust {
    /** The authorities that the JVM trusts (its {@code cacerts}); libpq's {@code sslrootcert=system}. */
    static TlsTrust system() {
        return new SystemStore();
    }

    /** One or more PEM certificates in a file. */
    static TlsTrust pemFile(Path file) {
        return new PemFile(file);
    }

    /** These certificates. */
    static TlsTrust certificates(List<X509Certificate> certificates) {
        return new Certificates(certificates);
    }

    /** See {@link #system()}. */
    record SystemStore() implements TlsTrust {}

    /**
     * See {@link #pemFile(Path)}.
     *
     * @param file PEM, one or more certificates
     */
    record PemFile(Path file) implements TlsTrust {
        /** Checks that it is there. */
        public PemFile {
            requireNonNull(file, "file");
        }
    }

    /**
     * See {@link #certificates(List)}.
     *
     * @param certificates the authorities' own
     */
    record Certificates(List<X509Certificate> certificates) implements TlsTrust {
        /** Copies the list. */
        public Certificates {
            certificates = List.copyOf(certificates);
        }
    }
}
