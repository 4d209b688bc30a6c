package io.penstock.internal.auth;

import static com.ongres.scram.common.ScramFunctions.authMessage;
import static com.ongres.scram.common.ScramFunctions.clientKey;
import static com.ongres.scram.common.ScramFunctions.clientProof;
import static com.ongres.scram.common.ScramFunctions.clientSignature;
import static com.ongres.scram.common.ScramFunctions.serverKey;
import static com.ongres.scram.common.ScramFunctions.serverSignature;
import static com.ongres.scram.common.ScramFunctions.storedKey;
import static java.nio.charset.StandardCharsets.US_ASCII;

import com.ongres.scram.common.ClientFinalMessage;
import com.ongres.scram.common.ClientFirstMessage;
import com.ongres.scram.common.ScramMechanism;
import java.util.Arrays;
import java.util.function.BooleanSupplier;

/**
 * The expensive part of SCRAM, to be run once and off the event loop: some 30 ms for 100,000 iterations. It touches
 * nothing but its own fields, so that no message which arrives meanwhile can race with it.
 */
public final class ProofWork {
    private final ScramVariant variant;
    private final ClientFirstMessage clientFirst;
    private final ScramServerFirst challenge;
    private final byte[] password;

    ProofWork(ScramVariant variant, ClientFirstMessage clientFirst, ScramServerFirst challenge, byte[] password) {
        this.variant = variant;
        this.clientFirst = clientFirst;
        this.challenge = challenge;
        this.password = password;
    }

    /**
     * Computes our proof and the signature that the server has to answer with. Wipes the password.
     *
     * @param cancelled asked every 1,000 iterations; true ends the work, for example when the connect deadline passed
     * @throws io.penstock.error.PgConnectException if it was cancelled
     */
    public ScramProof run(BooleanSupplier cancelled) {
        byte[] salted = {};
        try {
            salted = SaltedPassword.derive(password, challenge.salt(), challenge.iterations(), cancelled);
            return proof(salted);
        } finally {
            Arrays.fill(salted, (byte) 0);
            Arrays.fill(password, (byte) 0);
        }
    }

    private ScramProof proof(byte[] salted) {
        ScramMechanism mechanism = variant.mechanism();
        String authMessage = authMessage(clientFirst, challenge.message(), variant.binding());

        byte[] clientKey = clientKey(mechanism, salted);
        byte[] signature = clientSignature(mechanism, storedKey(mechanism, clientKey), authMessage);
        byte[] proof = clientProof(clientKey, signature);
        Arrays.fill(clientKey, (byte) 0);

        var clientFinal = new ClientFinalMessage(
                clientFirst.getGs2Header(),
                variant.binding(),
                challenge.message().getNonce(),
                proof);
        byte[] serverKey = serverKey(mechanism, salted);
        byte[] expected = serverSignature(mechanism, serverKey, authMessage);
        Arrays.fill(serverKey, (byte) 0);
        return new ScramProof(clientFinal.toString().getBytes(US_ASCII), expected);
    }

    @Override
    public String toString() {
        return "ProofWork[" + challenge.iterations() + " iterations]";
    }
}
