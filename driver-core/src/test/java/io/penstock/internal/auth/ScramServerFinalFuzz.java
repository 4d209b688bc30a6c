package io.penstock.internal.auth;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.penstock.error.PgConnectException;
import io.penstock.error.PgProtocolException;
import io.penstock.testing.AllocationBound;
import io.penstock.testing.FuzzTarget;
import java.util.Arrays;
import java.util.Base64;

/** The server's proof: the one signature passes, and nothing else. */
final class ScramServerFinalFuzz implements FuzzTarget {

    private static final byte[] SIGNATURE = Base64.getDecoder().decode("6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
    private static final long MAX_BYTES = 256 << 10;

    @Override
    public void fuzz(byte[] input) {
        AllocationBound.hold(MAX_BYTES, () -> {
            try {
                new ScramConversation(ScramServerFirstFuzz.UNBOUND, "nonce").verify(input, SIGNATURE);
            } catch (PgProtocolException | PgConnectException refused) {
                requireWrong(input, refused);
                return;
            }
            if (!isProof(input)) {
                throw new AssertionError("a wrong proof has passed");
            }
        });
    }

    private static void requireWrong(byte[] input, RuntimeException refused) {
        if (isProof(input)) {
            throw new AssertionError("the right proof was refused", refused);
        }
    }

    /** Base64 of 32 bytes has two bits that mean nothing, so that four texts are the same signature. */
    private static boolean isProof(byte[] input) {
        String text = new String(input, US_ASCII);
        if (!text.startsWith("v=") || text.length() % 4 != 2) {
            return false;
        }
        try {
            return Arrays.equals(SIGNATURE, Base64.getDecoder().decode(text.substring(2)));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
