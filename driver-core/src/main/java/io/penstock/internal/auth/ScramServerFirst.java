package io.penstock.internal.auth;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.ongres.scram.common.ServerFirstMessage;
import java.util.Base64;

/**
 * SCRAM's server-first-message, {@code r=nonce,s=salt,i=iterations}, checked in full before anything is hashed.
 *
 * <p>Stricter than the grammar: no extensions (a mandatory one must be refused, an optional one would be missing from
 * the library's AuthMessage and show up as a wrong signature), a canonical iteration count, padded base64. PostgreSQL
 * sends exactly that.
 *
 * @param message the same for the library; its text equals what the server sent
 * @param salt decoded, not empty
 * @param iterations 1 to the cap
 */
record ScramServerFirst(ServerFirstMessage message, byte[] salt, int iterations) {
    /** Ours has 24; PostgreSQL adds as many. */
    static final int MAX_NONCE_CHARS = 256;

    /** PostgreSQL's has 16 bytes. */
    static final int MAX_SALT_BYTES = 256;

    /** Both of the above, and the rest with room to spare. */
    private static final int MAX_MESSAGE_BYTES = 1_024;

    /** Least that RFC 7677 recommends; PostgreSQL 16 and later may be set lower ({@code scram_iterations}). */
    static final int RECOMMENDED_ITERATIONS = 4_096;

    private static final int MAX_INT_DIGITS = 10;

    /**
     * Reads what the server sent in AuthenticationSASLContinue.
     *
     * @throws io.penstock.error.PgProtocolException if it is malformed or not an answer to {@code clientNonce}
     * @throws io.penstock.error.PgConnectException if it asks for more than {@code maxIterations}
     */
    static ScramServerFirst parse(byte[] data, String clientNonce, int maxIterations) {
        String[] attributes = text(data, "first").split(",", -1);
        if (attributes.length != 3) {
            throw malformed("it does not have the three attributes r, s and i");
        }
        String nonce = value(attributes[0], 'r');
        String salt = value(attributes[1], 's');
        int iterations = iterations(value(attributes[2], 'i'), maxIterations);

        if (nonce.length() > MAX_NONCE_CHARS) {
            throw malformed("its nonce is longer than " + MAX_NONCE_CHARS + " characters");
        }
        if (!nonce.startsWith(clientNonce) || nonce.length() == clientNonce.length()) {
            throw malformed("its nonce does not continue ours");
        }
        String serverNonce = nonce.substring(clientNonce.length());
        return new ScramServerFirst(
                new ServerFirstMessage(clientNonce, serverNonce, salt, iterations),
                base64(salt, MAX_SALT_BYTES, "first"),
                iterations);
    }

    boolean isWeak() {
        return iterations < RECOMMENDED_ITERATIONS;
    }

    /** Printable ASCII of bounded length, as all SCRAM messages of PostgreSQL are. */
    static String text(byte[] data, String which) {
        if (data.length > MAX_MESSAGE_BYTES) {
            throw malformed(which, "it is longer than " + MAX_MESSAGE_BYTES + " bytes");
        }
        for (byte b : data) {
            if (b <= ' ' || b > '~') {
                throw malformed(which, "it has characters that are not printable ASCII");
            }
        }
        return new String(data, US_ASCII);
    }

    /** Padded base64 of 1 to {@code maxBytes} bytes. */
    static byte[] base64(String text, int maxBytes, String which) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw malformed(which, "it has invalid base64");
        }
        if (bytes.length == 0 || bytes.length > maxBytes || text.length() % 4 != 0) {
            throw malformed(which, "it has base64 of an unexpected length");
        }
        return bytes;
    }

    private static String value(String attribute, char name) {
        if (attribute.length() < 3 || attribute.charAt(0) != name || attribute.charAt(1) != '=') {
            throw malformed("attribute " + name + " is missing, empty or out of place");
        }
        return attribute.substring(2);
    }

    private static int iterations(String digits, int maxIterations) {
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c < '0' || c > '9') {
                throw malformed("its iteration count is not a number");
            }
        }
        if (digits.charAt(0) == '0') {
            throw malformed("its iteration count is zero or has leading zeros");
        }
        if (digits.length() > MAX_INT_DIGITS || Long.parseLong(digits) > maxIterations) {
            throw Refusal.refused(
                    "the server asks for more SCRAM iterations than scramMaxIterations=" + maxIterations + " allows");
        }
        return Integer.parseInt(digits);
    }

    private static RuntimeException malformed(String how) {
        return malformed("first", how);
    }

    private static RuntimeException malformed(String which, String how) {
        return Refusal.violation("malformed SCRAM server-" + which + "-message: " + how);
    }
}
