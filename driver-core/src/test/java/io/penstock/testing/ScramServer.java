package io.penstock.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of SCRAM-SHA-256 and SCRAM-SHA-256-PLUS, as PostgreSQL behaves ({@code auth-scram.c}), written from
 * RFC 5802 with nothing but the JDK. One object holds one conversation.
 */
public final class ScramServer {
    private static final String PLAIN = "SCRAM-SHA-256";
    private static final String PLUS = "SCRAM-SHA-256-PLUS";
    private static final String BINDING_TYPE = "tls-server-end-point";

    private final String nonce;
    private final byte[] salt;
    private final int iterations;
    private final byte[] clientKey;
    private final byte[] serverKey;

    /** What a client has to bind to; null if this server does not offer -PLUS. */
    private final byte @Nullable [] binding;

    private String gs2Header = "";
    private String clientFirstBare = "";
    private String serverFirst = "";
    private byte[] expectedBinding = {};

    private ScramServer(String password, byte[] salt, int iterations, String nonce, byte @Nullable [] binding) {
        this.salt = salt;
        this.iterations = iterations;
        this.nonce = nonce;
        this.binding = binding;
        byte[] salted = salted(password.toCharArray(), salt, iterations);
        this.clientKey = hmac(salted, "Client Key");
        this.serverKey = hmac(salted, "Server Key");
    }

    /**
     * A server without TLS.
     *
     * @param password in the form in which it is stored, which is after SASLprep
     */
    public static ScramServer knowing(String password, byte[] salt, int iterations, String nonce) {
        return new ScramServer(password, salt, iterations, nonce, null);
    }

    /** A server under TLS, which offers -PLUS too. */
    public static ScramServer knowing(String password, byte[] salt, int iterations, String nonce, byte[] binding) {
        return new ScramServer(password, salt, iterations, nonce, binding.clone());
    }

    /** For AuthenticationSASL. */
    public List<String> mechanisms() {
        return binding == null ? List.of(PLAIN) : List.of(PLUS, PLAIN);
    }

    /**
     * The server-first-message for a SASLInitialResponse.
     *
     * @throws ScramRefusedException if the server would end the connection
     */
    public byte[] first(String mechanism, byte[] clientFirst) {
        String text = new String(clientFirst, UTF_8);
        String[] parts = text.split(",", -1);
        require(parts.length == 4 && parts[1].isEmpty(), "malformed client-first-message");
        require(parts[2].startsWith("n=") && parts[3].startsWith("r="), "malformed client-first-message");
        checkBindingFlag(mechanism, parts[0]);

        gs2Header = parts[0] + ",,";
        clientFirstBare = parts[2] + "," + parts[3];
        serverFirst = parts[3] + nonce + ",s=" + Base64.getEncoder().encodeToString(salt) + ",i=" + iterations;
        return serverFirst.getBytes(US_ASCII);
    }

    /**
     * The server-final-message for a SASLResponse.
     *
     * @throws ScramRefusedException if the server would end the connection
     */
    public byte[] last(byte[] clientFinal) {
        String text = new String(clientFinal, UTF_8);
        int proofAt = text.lastIndexOf(",p=");
        require(proofAt > 0, "malformed client-final-message");
        String withoutProof = text.substring(0, proofAt);
        String expectedStart = "c=" + Base64.getEncoder().encodeToString(bindingInput()) + ",";
        require(withoutProof.startsWith(expectedStart), "channel binding check failed");
        require(
                withoutProof
                        .substring(expectedStart.length())
                        .equals(serverFirst.split(",", -1)[0]),
                "nonce does not match");

        String authMessage = clientFirstBare + "," + serverFirst + "," + withoutProof;
        byte[] expected = xor(clientKey, hmac(sha256(clientKey), authMessage));
        byte[] proof = Base64.getDecoder().decode(text.substring(proofAt + 3));
        require(Arrays.equals(expected, proof), "password authentication failed");
        return ("v=" + Base64.getEncoder().encodeToString(hmac(serverKey, authMessage))).getBytes(US_ASCII);
    }

    private void checkBindingFlag(String mechanism, String flag) {
        if (flag.startsWith("p=")) {
            require(mechanism.equals(PLUS) && binding != null, "channel binding is not supported");
            require(flag.equals("p=" + BINDING_TYPE), "unsupported channel binding type");
            expectedBinding = binding;
            return;
        }
        require(mechanism.equals(PLAIN), "malformed: -PLUS without channel binding");
        require(flag.equals("n") || flag.equals("y"), "malformed channel binding flag");
        require(
                flag.equals("n") || binding == null,
                "the client supports channel binding but thinks the server does not");
    }

    private byte[] bindingInput() {
        byte[] header = gs2Header.getBytes(US_ASCII);
        byte[] input = Arrays.copyOf(header, header.length + expectedBinding.length);
        System.arraycopy(expectedBinding, 0, input, header.length, expectedBinding.length);
        return input;
    }

    private static byte[] salted(char[] password, byte[] salt, int iterations) {
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(new PBEKeySpec(password, salt, iterations, 256))
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] xor(byte[] left, byte[] right) {
        byte[] result = left.clone();
        for (int i = 0; i < result.length; i++) {
            result[i] ^= right[i];
        }
        return result;
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new ScramRefusedException(otherwise);
        }
    }

    /** The server would answer with an ErrorResponse and close. */
    public static final class ScramRefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ScramRefusedException(String message) {
            super(message);
        }
    }
}
