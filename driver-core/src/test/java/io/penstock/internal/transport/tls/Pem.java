package io.penstock.internal.transport.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Writes PEM files as OpenSSL does. */
final class Pem {
    /** 1.2.840.113549.1.5.13. */
    private static final byte[] PBES2 = HexFormat.of().parseHex("06092a864886f70d01050d");

    /** 1.2.840.113549.1.12.1.3. */
    private static final byte[] SHA1_AND_3DES = HexFormat.of().parseHex("060a2a864886f70d010c0103");

    private Pem() {}

    static Path certificates(Path file, List<X509Certificate> chain) {
        var text = new StringBuilder();
        for (X509Certificate certificate : chain) {
            try {
                text.append("subject=")
                        .append(certificate.getSubjectX500Principal())
                        .append('\n');
                text.append(block("CERTIFICATE", certificate.getEncoded()));
            } catch (CertificateEncodingException e) {
                throw new AssertionError(e);
            }
        }
        return write(file, text.toString());
    }

    static Path pkcs8(Path file, PrivateKey key) {
        return write(file, block("PRIVATE KEY", key.getEncoded()));
    }

    /** PKCS#1 or SEC 1: what a PKCS#8 key wraps. */
    static Path traditional(Path file, PrivateKey key) {
        ByteBuffer in = ByteBuffer.wrap(key.getEncoded());
        try {
            ByteBuffer fields = Der.content(in, Der.SEQUENCE);
            Der.content(fields, Der.INTEGER);
            ByteBuffer algorithm = Der.content(fields, Der.SEQUENCE);
            byte[] inner = bytes(Der.content(fields, Der.OCTET_STRING));
            return key.getAlgorithm().equals("RSA")
                    ? write(file, block("RSA PRIVATE KEY", inner))
                    : write(file, block("EC PRIVATE KEY", withCurve(inner, algorithm)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static Path encrypted(Path file, PrivateKey key, String password, String scheme) {
        return encrypted(file, key.getEncoded(), password, scheme);
    }

    /** Also what is no key: that is what a wrong password leaves, when its padding looks right by chance. */
    static Path encrypted(Path file, byte[] content, String password, String scheme) {
        try {
            Cipher cipher = Cipher.getInstance(scheme);
            var secret = SecretKeyFactory.getInstance(scheme).generateSecret(new PBEKeySpec(password.toCharArray()));
            cipher.init(Cipher.ENCRYPT_MODE, secret);
            // EncryptedPrivateKeyInfo of JDK 17 reads PBES2 but cannot be made for it.
            byte[] identifier = scheme.contains("Hmac") ? PBES2 : SHA1_AND_3DES;
            byte[] info = Der.element(
                    Der.SEQUENCE,
                    Der.element(Der.SEQUENCE, identifier, cipher.getParameters().getEncoded()),
                    Der.element(Der.OCTET_STRING, cipher.doFinal(content)));
            return write(file, block("ENCRYPTED PRIVATE KEY", info));
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }

    static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String block(String label, byte[] der) {
        String base64 = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
    }

    /** The JDK leaves the curve out inside of PKCS#8, where it stands outside; OpenSSL's own form has it inside. */
    private static byte[] withCurve(byte[] sec1, ByteBuffer algorithm) throws GeneralSecurityException {
        Der.content(algorithm, Der.OBJECT_IDENTIFIER);
        byte[] curve = bytes(algorithm);
        ByteBuffer fields = Der.content(ByteBuffer.wrap(sec1), Der.SEQUENCE);
        byte[] version = bytes(Der.content(fields, Der.INTEGER));
        byte[] key = bytes(Der.content(fields, Der.OCTET_STRING));
        return Der.element(
                Der.SEQUENCE,
                Der.element(Der.INTEGER, version),
                Der.element(Der.OCTET_STRING, key),
                Der.element(0xa0, curve));
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
