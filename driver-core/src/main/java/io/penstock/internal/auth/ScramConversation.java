package io.penstock.internal.auth;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.ongres.scram.common.ClientFirstMessage;
import java.security.MessageDigest;
import java.util.Set;

/**
 * One run of SCRAM: client-first, server-first, client-final, server-final. The order is the {@link Authentication}'s
 * concern.
 *
 * <p>The user is given as {@code *}: PostgreSQL ignores it here and takes the one of the StartupMessage.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5802">RFC 5802</a>, <a
 *     href="https://www.rfc-editor.org/rfc/rfc7677">RFC 7677</a>
 */
final class ScramConversation {
    private static final String ANY_USER = "*";
    private static final int SIGNATURE_BYTES = 32;
    private static final String WRONG_PROOF = "invalid-proof";

    /** RFC 5802, section 7: server-error-value. Others are not repeated to the user. */
    private static final Set<String> KNOWN_ERRORS = Set.of(
            WRONG_PROOF,
            "invalid-encoding",
            "extensions-not-supported",
            "channel-bindings-dont-match",
            "server-does-support-channel-binding",
            "channel-binding-not-supported",
            "unsupported-channel-binding-type",
            "unknown-user",
            "invalid-username-encoding",
            "no-resources",
            "other-error");

    private final ScramVariant variant;
    private final ClientFirstMessage clientFirst;

    ScramConversation(ScramVariant variant, String nonce) {
        this(variant, ANY_USER, nonce);
    }

    ScramConversation(ScramVariant variant, String user, String nonce) {
        this.variant = variant;
        this.clientFirst = new ClientFirstMessage(
                variant.flag(), variant.isBound() ? TlsServerEndPoint.TYPE : null, null, user, nonce);
    }

    /** The AuthStep that begins it. */
    AuthStep begin() {
        return new AuthStep.SendSaslInitial(
                variant.mechanism().getName(), clientFirst.toString().getBytes(US_ASCII));
    }

    boolean isBound() {
        return variant.isBound();
    }

    /** Checks the server's challenge; nothing is hashed yet. */
    ScramServerFirst challenge(byte[] data, int maxIterations) {
        return ScramServerFirst.parse(data, clientFirst.getClientNonce(), maxIterations);
    }

    /**
     * What remains to be computed.
     *
     * @param password prepared, UTF-8; owned and wiped by the work
     */
    ProofWork work(ScramServerFirst challenge, byte[] password) {
        return new ProofWork(variant, clientFirst, challenge, password);
    }

    /** Passes only if the server has proven that it knows (a hash of) the password. */
    void verify(byte[] serverFinal, byte[] expectedSignature) {
        String text = ScramServerFirst.text(serverFinal, "final");
        if (text.startsWith("e=")) {
            throw refusedByServer(text.substring(2));
        }
        if (!text.startsWith("v=")) {
            throw Refusal.violation("malformed SCRAM server-final-message: it has neither v nor e");
        }
        byte[] signature = ScramServerFirst.base64(text.substring(2), SIGNATURE_BYTES, "final");
        if (!MessageDigest.isEqual(expectedSignature, signature)) {
            throw Refusal.refused("the server did not prove that it knows the password: its SCRAM signature is wrong");
        }
    }

    private static RuntimeException refusedByServer(String error) {
        if (error.contentEquals(WRONG_PROOF)) {
            return Refusal.password("the server says that the password is wrong");
        }
        return Refusal.refused("the server ended SCRAM authentication with an error"
                + (KNOWN_ERRORS.contains(error) ? ": " + error : ""));
    }
}
