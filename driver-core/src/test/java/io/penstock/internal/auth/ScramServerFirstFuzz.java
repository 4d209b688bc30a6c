package io.penstock.internal.auth;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.ongres.scram.common.Gs2CbindFlag;
import com.ongres.scram.common.ScramMechanism;
import io.penstock.error.PgConnectException;
import io.penstock.error.PgProtocolException;
import io.penstock.testing.AllocationBound;
import io.penstock.testing.FuzzTarget;

/** The server's challenge. What passes is an answer to our nonce, within the cap, and can be worked on. */
final class ScramServerFirstFuzz implements FuzzTarget {

    static final ScramVariant UNBOUND = new ScramVariant(ScramMechanism.SCRAM_SHA_256, Gs2CbindFlag.CLIENT_NOT, null);
    private static final String NONCE = "rOprNGfwEbeRWgbNEkqO";

    /** Low, for each passing challenge is worked on. */
    private static final int MAX_ITERATIONS = 16;

    private static final long MAX_BYTES = 256 << 10;

    @Override
    public void fuzz(byte[] input) {
        AllocationBound.hold(MAX_BYTES, () -> {
            try {
                answer(input);
            } catch (PgProtocolException | PgConnectException expected) {
                // the two ways in which a challenge is refused
            }
        });
    }

    private static void answer(byte[] input) {
        var conversation = new ScramConversation(UNBOUND, NONCE);
        var challenge = conversation.challenge(input, MAX_ITERATIONS);
        if (challenge.iterations() < 1 || challenge.iterations() > MAX_ITERATIONS || challenge.salt().length == 0) {
            throw new AssertionError("a challenge out of its bounds has passed");
        }
        var proof = conversation.work(challenge, "pencil".getBytes(US_ASCII)).run(() -> false);
        String nonce = new String(input, US_ASCII).split(",")[0];
        if (!new String(proof.response(), US_ASCII).contains(nonce)) {
            throw new AssertionError("the answer does not repeat the nonce");
        }
    }
}
