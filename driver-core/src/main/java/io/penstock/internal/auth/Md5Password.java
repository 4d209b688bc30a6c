package io.penstock.internal.auth;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.penstock.error.PgConnectException;
import io.penstock.error.SqlState;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The answer to AuthenticationMD5Password: {@code "md5" || hex(md5(hex(md5(password || user)) || salt))}.
 *
 * <p>Weak: who stole the stored hash can log in with it, four bytes of salt repeat, and the server proves nothing.
 *
 * @see <a href="https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-START-UP">Start-up</a>
 */
final class Md5Password {
    static final int SALT_BYTES = 4;

    private Md5Password() {}

    /** The text to send, without a terminating zero. */
    static byte[] answer(String user, byte[] password, byte[] salt) {
        MessageDigest md5 = md5();
        md5.update(password);
        byte[] stored = hex(md5.digest(user.getBytes(UTF_8)));
        md5.update(stored);
        byte[] salted = hex(md5.digest(salt));
        Arrays.fill(stored, (byte) 0);

        byte[] answer = Arrays.copyOf("md5".getBytes(US_ASCII), 3 + salted.length);
        System.arraycopy(salted, 0, answer, 3, salted.length);
        return answer;
    }

    private static byte[] hex(byte[] digest) {
        return HexFormat.of().formatHex(digest).getBytes(US_ASCII);
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new PgConnectException(
                    "the server asks for md5 authentication, but this JVM has no MD5 (FIPS mode?)",
                    SqlState.INVALID_AUTHORIZATION_SPECIFICATION,
                    e);
        }
    }
}
