package io.penstock.internal.auth;

import java.security.GeneralSecurityException;
import java.util.function.BooleanSupplier;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * SCRAM's {@code Hi()}: one block of PBKDF2 with HMAC-SHA-256.
 *
 * <p>Why not {@code SecretKeyFactory}: a derivation there cannot be stopped once begun, so the CPU would go on burning
 * for a connection attempt that has timed out. This one asks a flag between slices.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5802#section-2.2">RFC 5802, section 2.2</a>
 */
final class SaltedPassword {
    /** Well under a millisecond of work. */
    private static final int SLICE_ITERATIONS = 1_000;

    private static final String HMAC = "HmacSHA256";
    private static final byte[] FIRST_BLOCK = {0, 0, 0, 1};

    private SaltedPassword() {}

    /**
     * 32 bytes, which the caller wipes.
     *
     * @param password not empty; neither kept nor wiped
     * @param iterations 1 or more, already held against the cap
     * @throws io.penstock.error.PgConnectException if {@code cancelled} says so
     */
    static byte[] derive(byte[] password, byte[] salt, int iterations, BooleanSupplier cancelled) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new PasswordKey(password));
            mac.update(salt);
            byte[] u = mac.doFinal(FIRST_BLOCK);
            byte[] result = u.clone();
            for (int i = 1; i < iterations; i++) {
                if (i % SLICE_ITERATIONS == 0 && cancelled.getAsBoolean()) {
                    throw Refusal.abandoned();
                }
                mac.update(u);
                mac.doFinal(u, 0);
                for (int k = 0; k < result.length; k++) {
                    result[k] ^= u[k];
                }
            }
            return result;
        } catch (GeneralSecurityException e) {
            throw new AssertionError("BUG: each Java platform has " + HMAC, e);
        }
    }

    /** A key without a copy of its own that nobody could wipe; the Mac wipes what it gets. */
    private record PasswordKey(byte[] password) implements SecretKey {
        @Override
        public String getAlgorithm() {
            return HMAC;
        }

        @Override
        public String getFormat() {
            return "RAW";
        }

        @Override
        public byte[] getEncoded() {
            return password.clone();
        }

        @Override
        public String toString() {
            return "PasswordKey[********]";
        }
    }
}
