package io.penstock.internal.auth;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.function.Supplier;

/** Where our half of a SCRAM nonce comes from. */
public final class ClientNonce {
    /** As many as libpq takes (SCRAM_RAW_NONCE_LEN); 24 characters of base64 without padding. */
    private static final int RANDOM_BYTES = 18;

    private ClientNonce() {}

    /** A new nonce of 144 random bits for each call. */
    public static Supplier<String> from(SecureRandom random) {
        return () -> {
            byte[] bytes = new byte[RANDOM_BYTES];
            random.nextBytes(bytes);
            return Base64.getEncoder().encodeToString(bytes);
        };
    }
}
