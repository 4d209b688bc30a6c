package io.penstock.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Makes keys and certificates with the JDK's own {@code keytool}, in one PKCS#12 store. A call takes about half a
 * second: share what can be shared.
 */
public final class Keytool {
    /** Of the store and all its keys. */
    public static final String PASSWORD = "changeit";

    private final Path store;

    private Keytool(Path store) {
        this.store = store;
    }

    /** An empty store in this directory. */
    public static Keytool in(Path directory) {
        return new Keytool(directory.resolve("keytool.p12"));
    }

    /**
     * Adds a key pair.
     *
     * @param options of {@code keytool -genkeypair}: {@code -keyalg} at least; {@code -signer alias} for a certificate
     *     that is not self-signed
     */
    public Keytool pair(String alias, String name, String... options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        Collections.addAll(command, "-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC");
        Collections.addAll(command, "-genkeypair", "-alias", alias, "-dname", name);
        Collections.addAll(command, "-keystore", store.toString(), "-storetype", "PKCS12");
        Collections.addAll(command, "-storepass", PASSWORD, "-keypass", PASSWORD);
        Collections.addAll(command, options);
        run(command);
        return this;
    }

    public PrivateKey key(String alias) {
        try {
            return (PrivateKey) load().getKey(alias, PASSWORD.toCharArray());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** The pair's own certificate first. */
    public List<X509Certificate> chain(String alias) {
        try {
            return Arrays.stream(load().getCertificateChain(alias))
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    public X509Certificate certificate(String alias) {
        return chain(alias).get(0);
    }

    private KeyStore load() throws GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
            return keys;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void run(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError("keytool: " + output);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
