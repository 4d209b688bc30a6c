package io.penstock.internal.auth;

/**
 * The result of a {@link ProofWork}, to be handed back to the {@link Authentication} it came from.
 */
public final class ScramProof {
    private final byte[] response;
    private final byte[] serverSignature;

    ScramProof(byte[] response, byte[] serverSignature) {
        this.response = response;
        this.serverSignature = serverSignature;
    }

    /** The client-final-message. */
    byte[] response() {
        return response;
    }

    /** What the server has to answer with. */
    byte[] serverSignature() {
        return serverSignature;
    }

    @Override
    public String toString() {
        return "ScramProof[********]";
    }
}
