package io.penstock.internal.auth;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ongres.scram.common.Gs2CbindFlag;
import com.ongres.scram.common.ScramMechanism;
import io.penstock.error.PgConnectException;
import io.penstock.error.PgProtocolException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the example of RFC 7677, section 3. */
class ScramConversationTest {
    private static final ScramVariant UNBOUND =
            new ScramVariant(ScramMechanism.SCRAM_SHA_256, Gs2CbindFlag.CLIENT_NOT, null);

    private static final String NONCE = "rOprNGfwEbeRWgbNEkqO";
    private static final String SERVER_FIRST =
            "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";
    private static final String CLIENT_FINAL = "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
            + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=";
    private static final String SERVER_FINAL = "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=";

    private final ScramConversation conversation = new ScramConversation(UNBOUND, "user", NONCE);

    @Test
    void speaksTheExampleOfTheRfc() {
        var initial = (AuthStep.SendSaslInitial) conversation.begin();
        ScramProof proof = proof();

        assertThat(initial.mechanism()).isEqualTo("SCRAM-SHA-256");
        assertThat(initial.data()).asString(US_ASCII).isEqualTo("n,,n=user,r=" + NONCE);
        assertThat(proof.response()).asString(US_ASCII).isEqualTo(CLIENT_FINAL);
        assertThatCode(() -> verify(SERVER_FINAL, proof)).doesNotThrowAnyException();
    }

    @Test
    void refusesEachSignatureThatIsOffByOneBit() {
        ScramProof proof = proof();
        byte[] expected = proof.serverSignature();
        for (int bit = 0; bit < 8 * expected.length; bit++) {
            byte[] wrong = expected.clone();
            wrong[bit / 8] ^= (byte) (1 << bit % 8);
            String message = "v=" + java.util.Base64.getEncoder().encodeToString(wrong);

            assertThatThrownBy(() -> verify(message, proof))
                    .isInstanceOf(PgConnectException.class)
                    .hasMessageContaining("the server did not prove that it knows the password")
                    .hasMessageContaining("[28000]");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"v=YWJj", "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95A=="})
    void refusesShorterSignatures(String message) {
        ScramProof proof = proof();

        assertThatThrownBy(() -> verify(message, proof)).isInstanceOf(PgConnectException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "v=",
                "v",
                "x=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=",
                "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4",
                "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=,x=y",
                "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=\0",
                "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=6rri",
                "v=!!!!"
            })
    void rejectsMalformedFinalMessages(String message) {
        ScramProof proof = proof();

        assertThatThrownBy(() -> verify(message, proof))
                .isInstanceOf(PgProtocolException.class)
                .hasMessageContaining("[08P01]");
    }

    @ParameterizedTest
    @CsvSource({
        "e=invalid-proof, 28P01, the server says that the password is wrong",
        "e=other-error, 28000, with an error: other-error",
        "e=channel-bindings-dont-match, 28000, with an error: channel-bindings-dont-match",
        "e=whatever-it-likes, 28000, SCRAM authentication with an error [",
    })
    void tellsTheServersRefusal(String message, String sqlState, String text) {
        ScramProof proof = proof();

        assertThatThrownBy(() -> verify(message, proof))
                .isInstanceOf(PgConnectException.class)
                .hasMessageContaining(text)
                .hasMessageContaining("[" + sqlState + "]");
    }

    private ScramProof proof() {
        ScramServerFirst challenge = conversation.challenge(SERVER_FIRST.getBytes(US_ASCII), 100_000);
        return conversation.work(challenge, "pencil".getBytes(US_ASCII)).run(() -> false);
    }

    private void verify(String message, ScramProof proof) {
        conversation.verify(message.getBytes(US_ASCII), proof.serverSignature());
    }
}
