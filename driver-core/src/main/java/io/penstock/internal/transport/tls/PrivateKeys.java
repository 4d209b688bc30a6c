package io.penstock.internal.transport.tls;

import io.penstock.config.Secret;
import io.penstock.error.PgConfigException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Reads private keys from PEM, or from PKCS#8 in DER, in the forms that OpenSSL writes:
 *
 * <pre>
 *  PRIVATE KEY             PKCS#8
 *  ENCRYPTED PRIVATE KEY   PKCS#8, encrypted (PBES2; older schemes as far as the JVM knows them)
 *  RSA PRIVATE KEY         PKCS#1, wrapped into PKCS#8 here
 *  EC PRIVATE KEY          SEC 1, likewise
 * </pre>
 *
 * <p>The last two with a {@code DEK-Info} header are encrypted with one round of MD5; they are refused, with the command
 * that converts them.
 */
final class PrivateKeys {
    private static final String PKCS8 = "PRIVATE KEY";
    private static final String ENCRYPTED_PKCS8 = "ENCRYPTED PRIVATE KEY";

    /** INTEGER 0: the version of PKCS#8. */
    private static final byte[] VERSION = {Der.INTEGER, 1, 0};

    /** SEQUENCE { OBJECT IDENTIFIER rsaEncryption, NULL }. */
    private static final byte[] RSA = HexFormat.of().parseHex("300d06092a864886f70d0101010500");

    /** OBJECT IDENTIFIER id-ecPublicKey. */
    private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");

    private static final int CURVE = 0xa0;

    /** The JDK's key factories; a PKCS#8 key fits one of them. */
    private static final List<String> FACTORIES = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS");

    private PrivateKeys() {}

    /**
     * What PEM would call these bytes: a PKCS#8 begins with its version, an encrypted one with the algorithm. Null for what is no DER.
     */
    static @Nullable String labelOfDer(byte[] bytes) {
        if (bytes.length == 0 || bytes[0] != Der.SEQUENCE) {
            return null;
        }
        try {
            int first = Der.content(ByteBuffer.wrap(bytes), Der.SEQUENCE).get();
            return first == Der.INTEGER ? PKCS8 : ENCRYPTED_PKCS8;
        } catch (InvalidKeySpecException | BufferUnderflowException e) {
            return null;
        }
    }

    /** The first private key of the file. */
    static PrivateKey read(PemFile pem, @Nullable Secret password) {
        for (PemFile.Block block : pem.blocks()) {
            if (block.label().endsWith("PRIVATE KEY")) {
                return read(pem, block, password);
            }
        }
        throw new PgConfigException(pem.option() + ": " + pem.file() + " has no private key in PEM");
    }

    private static PrivateKey read(PemFile pem, PemFile.Block block, @Nullable Secret password) {
        if (block.der().length == 0) {
            throw new PgConfigException(
                    pem.option()
                            + ": "
                            + pem.file()
                            + " is encrypted in OpenSSL's old form; convert it with: openssl pkcs8 -topk8 -in <old> -out <new>");
        }
        try {
            return switch (block.label()) {
                case PKCS8 -> key(block.der());
                case "RSA PRIVATE KEY" -> key(pkcs8(RSA, block.der()));
                case "EC PRIVATE KEY" -> key(pkcs8(ecAlgorithm(block.der()), block.der()));
                case ENCRYPTED_PKCS8 -> key(decrypted(pem, block.der(), password));
                default -> throw new InvalidKeySpecException("unknown form: " + block.label());
            };
        } catch (GeneralSecurityException e) {
            throw new PgConfigException(pem.option() + ": " + pem.file() + " has a private key that cannot be read", e);
        }
    }

    private static PrivateKey key(byte[] pkcs8) throws GeneralSecurityException {
        var failure = new InvalidKeySpecException("neither of " + FACTORIES);
        for (String algorithm : FACTORIES) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (NoSuchAlgorithmException | InvalidKeySpecException e) {
                failure.addSuppressed(e);
            }
        }
        throw failure;
    }

    private static byte[] pkcs8(byte[] algorithm, byte[] key) {
        return Der.element(Der.SEQUENCE, VERSION, algorithm, Der.element(Der.OCTET_STRING, key));
    }

    /** SEC 1: SEQUENCE { INTEGER 1, OCTET STRING key, [0] { OBJECT IDENTIFIER curve }, … }. */
    private static byte[] ecAlgorithm(byte[] sec1) throws InvalidKeySpecException {
        ByteBuffer fields = Der.content(ByteBuffer.wrap(sec1), Der.SEQUENCE);
        Der.content(fields, Der.INTEGER);
        Der.content(fields, Der.OCTET_STRING);
        ByteBuffer curve = Der.content(Der.content(fields, CURVE), Der.OBJECT_IDENTIFIER);
        byte[] identifier = new byte[curve.remaining()];
        curve.get(identifier);
        return Der.element(Der.SEQUENCE, EC, Der.element(Der.OBJECT_IDENTIFIER, identifier));
    }

    private static byte[] decrypted(PemFile pem, byte[] der, @Nullable Secret password)
            throws GeneralSecurityException {
        if (password == null) {
            throw new PgConfigException(pem.option() + ": " + pem.file() + " is encrypted, but sslpassword is not set");
        }
        EncryptedPrivateKeyInfo info = encrypted(pem, der);
        char[] chars = password.copyChars();
        var spec = new PBEKeySpec(chars);
        try {
            Cipher cipher = Cipher.getInstance(scheme(info));
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    SecretKeyFactory.getInstance(scheme(info)).generateSecret(spec),
                    info.getAlgParameters());
            byte[] decrypted = cipher.doFinal(info.getEncryptedData());
            // One wrong password in 256 leaves a padding that looks right, and then noise.
            if (PKCS8.equals(labelOfDer(decrypted))) {
                return decrypted;
            }
            throw wrongPassword(pem);
        } catch (NoSuchAlgorithmException e) {
            throw e;
        } catch (GeneralSecurityException wrongPadding) {
            throw wrongPassword(pem);
        } finally {
            spec.clearPassword();
            Arrays.fill(chars, '\0');
        }
    }

    private static PgConfigException wrongPassword(PemFile pem) {
        return new PgConfigException(pem.option() + ": " + pem.file() + " cannot be decrypted: is sslpassword right?");
    }

    private static EncryptedPrivateKeyInfo encrypted(PemFile pem, byte[] der) {
        try {
            return new EncryptedPrivateKeyInfo(der);
        } catch (IOException e) {
            throw new PgConfigException(
                    pem.option()
                            + ": "
                            + pem.file()
                            + " is encrypted in a way that this JVM does not know; PBES2 with PBKDF2, OpenSSL's default, is fine",
                    e);
        }
    }

    /** PBES2 is a frame; the JDK tells the functions inside by the text of the parameters. */
    private static String scheme(EncryptedPrivateKeyInfo info) {
        var parameters = info.getAlgParameters();
        return parameters != null && parameters.getAlgorithm().startsWith("PBES2")
                ? parameters.toString()
                : info.getAlgName();
    }
}
