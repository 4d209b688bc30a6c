package io.penstock.it.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;

import io.penstock.testing.Keytool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The keys and certificates of a test server: an authority, the server's certificate for {@code localhost} (and for no IP
 * address, so that {@code 127.0.0.1} is a wrong name), a client's certificate for the role {@link Role#CERTIFIED}, and a second
 * authority that has signed nothing.
 */
public final class ServerCertificates {

    /** Of the PKCS#12 file that {@link #clientStore()} names. */
    public static final String STORE_PASSWORD = Keytool.PASSWORD;

    /** The only alias that pgjdbc looks for in a PKCS#12 file. */
    private static final String PGJDBC_ALIAS = "user";

    /** Made once in a JVM and copied for each server: each key pair takes half a second. */
    private static @Nullable Path made;

    private final Path directory;

    private ServerCertificates(Path directory) {
        this.directory = directory;
    }

    /** All of them as files in a directory. */
    static synchronized ServerCertificates in(Path directory) throws IOException {
        Path originals = made;
        if (originals == null) {
            originals = ScratchDirectory.create("penstock-it-tls-");
            make(originals);
            made = originals;
        }
        try (Stream<Path> files = Files.list(originals)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, directory.resolve(file.getFileName()), COPY_ATTRIBUTES);
            }
        }
        return new ServerCertificates(directory);
    }

    private static void make(Path directory) throws IOException {
        Path ours = Files.createDirectories(directory.resolve("ours"));
        Path theirs = Files.createDirectories(directory.resolve("theirs"));
        Keytool keys = Keytool.in(ours)
                .pair("authority", "CN=Penstock tests", "-keyalg", "EC", "-groupname", "secp256r1", "-ext", "bc:c")
                .pair(
                        "server",
                        "CN=localhost",
                        "-keyalg",
                        "RSA",
                        "-keysize",
                        "2048",
                        "-signer",
                        "authority",
                        "-ext",
                        "san=dns:localhost");
        String role = "CN=" + Role.CERTIFIED.roleName();
        keys.pair("client", role, "-keyalg", "EC", "-groupname", "secp256r1", "-signer", "authority");
        Keytool strangers = Keytool.in(theirs)
                .pair("authority", "CN=Somebody else", "-keyalg", "EC", "-groupname", "secp256r1", "-ext", "bc:c");

        var files = new ServerCertificates(directory);
        writeCertificates(files.authority(), List.of(keys.certificate("authority")));
        writeCertificates(files.strangeAuthority(), List.of(strangers.certificate("authority")));
        writeCertificates(files.serverCertificate(), keys.chain("server"));
        writeCertificates(files.clientCertificate(), keys.chain("client"));
        writeKey(files.serverKey(), keys.key("server"));
        writeKey(files.clientKey(), keys.key("client"));
        writeStore(files.clientStore(), keys);
    }

    /** PEM: who has signed the server's certificate. */
    public Path authority() {
        return directory.resolve("authority.pem");
    }

    /** PEM: an authority that has not. */
    public Path strangeAuthority() {
        return directory.resolve("strange-authority.pem");
    }

    /** PEM: the client's certificate and the authority's. */
    public Path clientCertificate() {
        return directory.resolve("client.pem");
    }

    /** PEM, PKCS#8: the client's key. */
    public Path clientKey() {
        return directory.resolve("client.key");
    }

    /** PKCS#12: the client's key and certificates. */
    public Path clientStore() {
        return directory.resolve("client.p12");
    }

    /** PEM: the server's certificate and the authority's. */
    public Path serverCertificate() {
        return directory.resolve("server.pem");
    }

    /** PEM, PKCS#8: the server's key, which only the user who runs the servers can read. */
    public Path serverKey() {
        return directory.resolve("server.key");
    }

    private static void writeCertificates(Path file, List<X509Certificate> certificates) throws IOException {
        var text = new StringBuilder();
        for (X509Certificate certificate : certificates) {
            try {
                text.append(pem("CERTIFICATE", certificate.getEncoded()));
            } catch (GeneralSecurityException e) {
                throw new IOException(e);
            }
        }
        Files.writeString(file, text, US_ASCII);
    }

    private static void writeKey(Path file, PrivateKey key) throws IOException {
        Files.writeString(file, pem("PRIVATE KEY", key.getEncoded()), US_ASCII);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private static void writeStore(Path file, Keytool keys) throws IOException {
        try {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            X509Certificate[] chain = keys.chain("client").toArray(new X509Certificate[0]);
            store.setKeyEntry(PGJDBC_ALIAS, keys.key("client"), STORE_PASSWORD.toCharArray(), chain);
            try (var out = Files.newOutputStream(file)) {
                store.store(out, STORE_PASSWORD.toCharArray());
            }
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private static String pem(String what, byte[] der) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n";
    }
}
