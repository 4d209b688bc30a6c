package io.penstock.internal.auth;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.config.AuthMethod;
import io.penstock.config.AuthPolicy;
import io.penstock.config.ChannelBinding;
import io.penstock.config.ChannelSecurity;
import io.penstock.error.PgConnectException;
import io.penstock.error.PgProtocolException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticationTest {
    private static final String CANARY = "c4n4ry-p\u00e4ss";
    private static final List<String> SCRAM = List.of("SCRAM-SHA-256");
    private static final byte[] MD5_SALT = {1, 2, 3, (byte) 0xff};

    @Test
    void sendsThePasswordAsUtf8WithoutTerminator() {
        var authentication = authentication(AuthPolicy.only(AuthMethod.PASSWORD));
        authentication.onCleartext();

        var step = (AuthStep.SendPassword) authentication.onPassword(CANARY.toCharArray());

        assertThat(step.password()).isEqualTo(CANARY.getBytes(UTF_8));
        assertThat(step.toString()).doesNotContain(CANARY);
    }

    @Test
    void hashesThePasswordWithUserAndSaltForMd5() {
        var rules = rules(AuthPolicy.only(AuthMethod.MD5));
        var authentication = new Authentication(rules, "joe", () -> "nonce");
        authentication.onMd5(MD5_SALT);

        var step = (AuthStep.SendPassword) authentication.onPassword("p\u00e4ssw\u00f6rd".toCharArray());

        // Computed with Python's hashlib.
        assertThat(step.password()).asString(US_ASCII).isEqualTo("md510578c9c87dac14ec42d234fca25a68e");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 5})
    void rejectsMd5SaltOfAnotherLength(int length) {
        var authentication = authentication(AuthPolicy.only(AuthMethod.MD5));

        assertThatThrownBy(() -> authentication.onMd5(new byte[length])).isInstanceOf(PgProtocolException.class);
    }

    @Test
    void tellsUsersOfLocalServersHowToGoOn() {
        var authentication = authentication(AuthPolicy.defaults());

        assertThatThrownBy(() -> authentication.onMd5(MD5_SALT))
                .isInstanceOf(PgConnectException.class)
                .hasMessageContaining("the server asks for md5 authentication")
                .hasMessageContaining("sslmode=verify-full")
                .hasMessageContaining("require_auth=scram-sha-256,md5");
    }

    @Test
    void namesTheListThatRefused() {
        var policy = AuthPolicy.only(AuthMethod.SCRAM_SHA_256);

        assertThatThrownBy(() -> authentication(policy).onCleartext())
                .hasMessageContaining(
                        "the server asks for password authentication, but require_auth allows scram-sha-256 only");
        assertThatThrownBy(() -> authentication(policy).onOk())
                .hasMessageContaining(
                        "the server does not ask for authentication, but require_auth allows scram-sha-256 only");
    }

    @Test
    void namesWhatIsNotSupported() {
        assertThatThrownBy(() -> authentication(AuthPolicy.defaults()).onUnsupported("GSSAPI"))
                .isInstanceOf(PgConnectException.class)
                .hasMessageContaining("the server asks for GSSAPI authentication, which is not supported");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", ""})
    void failsWithoutPassword(String password) {
        var authentication = authentication(AuthPolicy.defaults());
        authentication.onSasl(SCRAM);
        char @Nullable [] given = password.equals("null") ? null : password.toCharArray();

        assertThatThrownBy(() -> authentication.onPassword(given))
                .isInstanceOf(PgConnectException.class)
                .hasMessageContaining("none was given")
                .hasMessageContaining("[28P01]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"c4n4ry\0", "c4n4ry\ud800", "\udc00c4n4ry"})
    void refusesPasswordsThatHaveNoBytes(String password) {
        var authentication = authentication(AuthPolicy.defaults());
        authentication.onSasl(SCRAM);

        assertThatThrownBy(() -> authentication.onPassword(password.toCharArray()))
                .isInstanceOf(PgConnectException.class)
                .hasMessageContaining("[28P01]")
                .message()
                .doesNotContain("c4n4ry");
    }

    @Test
    void wipesThePasswordItWasGiven() {
        for (boolean good : new boolean[] {true, false}) {
            var authentication = authentication(AuthPolicy.defaults());
            authentication.onSasl(SCRAM);
            char[] password = (good ? CANARY : CANARY + '\0').toCharArray();
            try {
                authentication.onPassword(password);
            } catch (PgConnectException expected) {
                assertThat(good).isFalse();
            }
            assertThat(password).containsOnly('\0');
        }
    }

    @Test
    void wipesThePasswordEvenIfItWasNotAskedFor() {
        char[] password = CANARY.toCharArray();

        assertThatThrownBy(() -> authentication(AuthPolicy.defaults()).onPassword(password))
                .isInstanceOf(AssertionError.class)
                .message()
                .doesNotContain(CANARY);
        assertThat(password).containsOnly('\0');
    }

    @Test
    void takesAnswersThatComeTooLate() {
        var authentication = authentication(AuthPolicy.defaults());
        authentication.onSasl(SCRAM);
        authentication.close();
        char[] password = CANARY.toCharArray();

        assertThat(authentication.onPassword(password)).isInstanceOf(AuthStep.Await.class);
        assertThat(password).containsOnly('\0');

        var computing = authentication(AuthPolicy.defaults());
        computing.onSasl(SCRAM);
        computing.onPassword(CANARY.toCharArray());
        var compute = (AuthStep.Compute) computing.onSaslContinue("r=nonceX,s=YWJj,i=1".getBytes(US_ASCII));
        computing.close();

        assertThat(computing.onProof(compute.work().run(() -> false))).isInstanceOf(AuthStep.Await.class);
    }

    @Test
    void wipesThePreparedPasswordOnceTheProofIsThere() {
        byte[] prepared = CANARY.getBytes(UTF_8);
        var conversation = new ScramConversation(ScramVariant.choose(rules(AuthPolicy.defaults()), SCRAM), "nonce");
        var challenge = conversation.challenge("r=nonceX,s=YWJj,i=1".getBytes(US_ASCII), 1);

        ScramProof proof = conversation.work(challenge, prepared).run(() -> false);

        assertThat(prepared).containsOnly(0);
        assertThat(proof.toString()).isEqualTo("ScramProof[********]");
    }

    @Test
    void rejectsTooManyIterationsBeforeAnythingIsComputed() {
        var authentication = authentication(AuthPolicy.defaults());
        authentication.onSasl(SCRAM);
        authentication.onPassword(CANARY.toCharArray());

        assertThatThrownBy(() -> authentication.onSaslContinue("r=nonceX,s=YWJj,i=2147483647".getBytes(US_ASCII)))
                .isInstanceOf(PgConnectException.class)
                .hasMessageContaining("scramMaxIterations=100000")
                .message()
                .doesNotContain(CANARY);
    }

    @Test
    void warnsOfFewIterationsButGoesOn() {
        var authentication = authentication(AuthPolicy.defaults());
        authentication.onSasl(SCRAM);
        authentication.onPassword(CANARY.toCharArray());

        AuthStep step = authentication.onSaslContinue("r=nonceX,s=YWJj,i=1".getBytes(US_ASCII));

        assertThat(step).isInstanceOf(AuthStep.Compute.class);
        assertThat(authentication.warnings()).singleElement().asString().contains("1 SCRAM iterations");
    }

    @Test
    void usesTheUserOfTheStartupMessageForScram() {
        var authentication = authentication(AuthPolicy.defaults());
        authentication.onSasl(SCRAM);

        var step = (AuthStep.SendSaslInitial) authentication.onPassword(CANARY.toCharArray());

        assertThat(step.data()).asString(US_ASCII).isEqualTo("n,,n=*,r=nonce");
    }

    @Test
    void survivesBeingClosedTwice() {
        var authentication = authentication(AuthPolicy.defaults());
        authentication.close();
        authentication.close();

        assertThatThrownBy(authentication::onOk).isInstanceOf(PgProtocolException.class);
    }

    private static Authentication authentication(AuthPolicy policy) {
        return new Authentication(rules(policy), "app", () -> "nonce");
    }

    private static AuthRules rules(AuthPolicy policy) {
        return new AuthRules(policy, ChannelBinding.PREFER, 100_000, ChannelSecurity.PLAIN, null);
    }
}
