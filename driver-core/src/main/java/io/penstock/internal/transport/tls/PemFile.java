package io.penstock.internal.transport.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.penstock.error.PgConfigException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The blocks of a PEM file (RFC 7468), in their order. Text outside of blocks is ignored, as OpenSSL does.
 *
 * @param option libpq's name for the setting, for messages
 */
record PemFile(Path file, String option, List<Block> blocks) {
    private static final int MAX_BYTES = 1 << 20;

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,64})-----(.*?)-----END \\1-----", Pattern.DOTALL);

    private static final Pattern HEADER = Pattern.compile("(?m)^[A-Za-z-]+:.*$");

    private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");

    private static final List<String> CERTIFICATE_LABELS = List.of("CERTIFICATE", "X509 CERTIFICATE");

    /**
     * One block.
     *
     * @param label what stands behind BEGIN
     * @param der decoded content; empty for a block with headers, which is encrypted the old way
     */
    record Block(String label, byte[] der) {
        @Override
        public String toString() {
            return "Block[" + label + "]";
        }
    }

    /** A private key: in PEM, or as one PKCS#8 in DER, which OpenSSL's tools call by the same names. */
    static PemFile readKey(Path file, String option) {
        byte[] bytes = content(file, option);
        String label = PrivateKeys.labelOfDer(bytes);
        return label == null ? of(file, option, bytes) : new PemFile(file, option, List.of(new Block(label, bytes)));
    }

    static PemFile read(Path file, String option) {
        return of(file, option, content(file, option));
    }

    private static byte[] content(Path file, String option) {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MAX_BYTES + 1);
        } catch (IOException e) {
            throw new PgConfigException(option + ": cannot read " + file, e);
        }
        if (bytes.length > MAX_BYTES) {
            throw new PgConfigException(option + ": " + file + " is larger than " + MAX_BYTES + " bytes");
        }
        return bytes;
    }

    private static PemFile of(Path file, String option, byte[] bytes) {
        try {
            return new PemFile(file, option, blocks(new String(bytes, US_ASCII)));
        } catch (IllegalArgumentException e) {
            throw new PgConfigException(option + ": " + file + " has a PEM block that is not base64");
        }
    }

    /** All certificates, at least one. */
    List<X509Certificate> certificates() {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            var factory = CertificateFactory.getInstance("X.509");
            for (Block block : blocks) {
                if (CERTIFICATE_LABELS.contains(block.label())) {
                    var in = new ByteArrayInputStream(block.der());
                    certificates.add((X509Certificate) factory.generateCertificate(in));
                }
            }
        } catch (CertificateException e) {
            throw new PgConfigException(option + ": " + file + " has a certificate that cannot be read", e);
        }
        if (certificates.isEmpty()) {
            throw new PgConfigException(option + ": " + file + " has no certificate in PEM");
        }
        return certificates;
    }

    private static List<Block> blocks(String text) {
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(text);
        while (matcher.find()) {
            String content = matcher.group(2);
            byte[] der = HEADER.matcher(content).find()
                    ? new byte[0]
                    : Base64.getDecoder().decode(WHITE_SPACE.matcher(content).replaceAll(""));
            blocks.add(new Block(matcher.group(1), der));
        }
        return blocks;
    }
}
