package io.penstock.internal.auth;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.config.AuthPolicy;
import io.penstock.config.ChannelBinding;
import io.penstock.config.ChannelSecurity;
import io.penstock.error.PgConnectException;
import io.penstock.testing.ScramServer;
import io.penstock.testing.ScramServer.ScramRefusedException;
import java.security.SecureRandom;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole conversations with a server of our own making. */
class ScramRoundTripTest {
    private static final byte[] SALT = "0123456789abcdef".getBytes(US_ASCII);
    private static final String SERVER_NONCE = "s3rv3r-n0nc3";
    private static final TlsServerEndPoint BINDING = Bindings.defined();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 999, 1_000, 1_001, 4_096})
    void provesBothSides(int iterations) {
        var server = ScramServer.knowing("pencil", SALT, iterations, SERVER_NONCE);

        assertThat(mechanism(server, rules(ChannelBinding.PREFER, null), "pencil"))
                .isEqualTo("SCRAM-SHA-256");
    }

    @ParameterizedTest
    @EnumSource(names = {"PREFER", "REQUIRE"})
    void bindsTheChannelWhereBothCan(ChannelBinding wish) {
        var server = ScramServer.knowing("pencil", SALT, 4_096, SERVER_NONCE, hash(BINDING));

        assertThat(mechanism(server, rules(wish, BINDING), "pencil")).isEqualTo("SCRAM-SHA-256-PLUS");
    }

    @Test
    void doesNotBindWhereToldNotTo() {
        var server = ScramServer.knowing("pencil", SALT, 4_096, SERVER_NONCE, hash(BINDING));

        assertThat(mechanism(server, rules(ChannelBinding.DISABLE, BINDING), "pencil"))
                .isEqualTo("SCRAM-SHA-256");
    }

    @Test
    void doesNotBindToACertificateWithoutBinding() {
        var server = ScramServer.knowing("pencil", SALT, 4_096, SERVER_NONCE, hash(BINDING));

        assertThat(mechanism(server, rules(ChannelBinding.PREFER, Bindings.undefined()), "pencil"))
                .isEqualTo("SCRAM-SHA-256");
    }

    @Test
    void unmasksAManInTheMiddleWithAnotherCertificate() {
        byte[] other = hash(BINDING);
        other[0] ^= 1;
        var server = ScramServer.knowing("pencil", SALT, 4_096, SERVER_NONCE, other);

        assertThatThrownBy(() -> mechanism(server, rules(ChannelBinding.PREFER, BINDING), "pencil"))
                .isInstanceOf(ScramRefusedException.class)
                .hasMessage("channel binding check failed");
    }

    @Test
    void letsTheServerNoticeThatItsOfferWasCut() {
        var server = ScramServer.knowing("pencil", SALT, 4_096, SERVER_NONCE, hash(BINDING));
        var play = new Play(rules(ChannelBinding.PREFER, BINDING), "pencil");

        assertThatThrownBy(() -> play.run(server, List.of("SCRAM-SHA-256")))
                .isInstanceOf(ScramRefusedException.class)
                .hasMessage("the client supports channel binding but thinks the server does not");
    }

    @Test
    void refusesAServerThatKnowsAnotherPassword() {
        var server = ScramServer.knowing("pencil", SALT, 4_096, SERVER_NONCE);

        assertThatThrownBy(() -> mechanism(server, rules(ChannelBinding.PREFER, null), "pencils"))
                .isInstanceOf(ScramRefusedException.class)
                .hasMessage("password authentication failed");
    }

    @Test
    void refusesAServerThatOnlyPretendsToKnowThePassword() {
        var honest = ScramServer.knowing("pencil", SALT, 4_096, SERVER_NONCE);
        var play = new Play(rules(ChannelBinding.PREFER, null), "pencil");
        play.upToFinal(honest, honest.mechanisms());

        assertThatThrownBy(() -> play.authentication.onSaslFinal(
                        "v=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=".getBytes(US_ASCII)))
                .isInstanceOf(PgConnectException.class)
                .hasMessageContaining("[28000]");
    }

    @ParameterizedTest
    @CsvSource({
        "no TLS at all,                      SCRAM-SHA-256,      NONE,      the connection does not use TLS",
        "no -PLUS in the offer,              SCRAM-SHA-256,      DEFINED,   the server does not offer SCRAM-SHA-256-PLUS",
        "certificate without a binding,      SCRAM-SHA-256-PLUS, UNDEFINED, certificates signed with Ed25519",
    })
    void failsClosedWhereBindingIsRequired(String why, String offer, String tls, String text) {
        TlsServerEndPoint binding = switch (tls) {
            case "NONE" -> null;
            case "DEFINED" -> BINDING;
            default -> Bindings.undefined();
        };
        var authentication = new Authentication(rules(ChannelBinding.REQUIRE, binding), "app", () -> "nonce");

        assertThatThrownBy(() -> authentication.onSasl(List.of(offer)))
                .isInstanceOf(PgConnectException.class)
                .hasMessageContaining("channel binding is required, but ")
                .hasMessageContaining(text);
    }

    @Test
    void refusesPlusWithoutTls() {
        var authentication = new Authentication(rules(ChannelBinding.PREFER, null), "app", () -> "nonce");

        assertThatThrownBy(() -> authentication.onSasl(List.of("SCRAM-SHA-256-PLUS", "SCRAM-SHA-256")))
                .isInstanceOf(PgConnectException.class)
                .hasMessageContaining("without TLS");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SCRAM-SHA-1", "SCRAM-SHA-512", "scram-sha-256", "OAUTHBEARER", "PLAIN", ""})
    void refusesMechanismsItDoesNotKnow(String mechanism) {
        var authentication = new Authentication(rules(ChannelBinding.PREFER, null), "app", () -> "nonce");

        assertThatThrownBy(() -> authentication.onSasl(List.of(mechanism)))
                .isInstanceOf(PgConnectException.class)
                .hasMessageContaining("SCRAM-SHA-256, SCRAM-SHA-256-PLUS")
                .hasMessageContaining("[28000]");
    }

    @ParameterizedTest
    @CsvSource({
        // typed, as the server stores it (pg_saslprep), what it shows
        "IX\u00ADIX, IXIX, soft hyphen is mapped to nothing",
        "\u00AA, a, compatibility characters are normalized",
        "\u2168, IX, compatibility characters are normalized",
        "pass\u00A0word, 'pass word', a non-breaking space becomes a space",
        "p\u00E4ss, p\u00E4ss, composed stays composed",
        "pa\u0308ss, p\u00E4ss, decomposed is composed",
        "\uD83D\uDE00\u00AA, \uD83D\uDE00\u00AA, not in Unicode 3.2: taken as typed",
        "bell\u0007\u00AA, bell\u0007\u00AA, a control character is forbidden: taken as typed",
        "\u0627\u0661\u2460, \u0627\u0661\u2460, right to left must end so: taken as typed",
        "\u0627\u00AA\u0628, \u0627\u00AA\u0628, right to left must not be mixed: taken as typed",
        "\u00AD, \u00AD, nothing would be left: taken as typed",
        "a\u200Bb, a b, PostgreSQL makes a space of a zero-width space",
        "\uFB34, \u05D4\u05BC, PostgreSQL looks at directions before it normalizes",
        "\u2152, \u2152, PostgreSQL looks for unassigned characters before it normalizes",
        "\u2011\u0340, \u2011\u0340, PostgreSQL looks for forbidden characters before it normalizes",
    })
    void preparesThePasswordAsTheServerDid(String typed, String stored, String why) {
        var server = ScramServer.knowing(stored, SALT, 4_096, SERVER_NONCE);

        assertThat(mechanism(server, rules(ChannelBinding.PREFER, null), typed)).isEqualTo("SCRAM-SHA-256");
    }

    @Test
    void takesAFreshNonceForEachConversation() {
        var nonces = ClientNonce.from(new SecureRandom());

        assertThat(nonces.get()).hasSize(24).matches("[A-Za-z0-9+/]{24}").isNotEqualTo(nonces.get());
    }

    private static String mechanism(ScramServer server, AuthRules rules, String password) {
        return new Play(rules, password).run(server, server.mechanisms());
    }

    private static AuthRules rules(ChannelBinding wish, @Nullable TlsServerEndPoint tls) {
        var channel = tls == null ? ChannelSecurity.PLAIN : ChannelSecurity.ENCRYPTED;
        return new AuthRules(AuthPolicy.defaults(), wish, 100_000, channel, tls);
    }

    private static byte[] hash(TlsServerEndPoint binding) {
        byte[] hash = binding.hash();
        assertThat(hash).isNotEmpty();
        return hash;
    }

    /** The caller's part: what an exchange does with the steps. */
    private static final class Play {
        final Authentication authentication;
        private final String password;
        private String mechanism = "";

        Play(AuthRules rules, String password) {
            this.authentication = new Authentication(rules, "app", () -> "cl13nt-n0nc3");
            this.password = password;
        }

        String run(ScramServer server, List<String> offer) {
            byte[] signature = upToFinal(server, offer);
            assertThat(authentication.onSaslFinal(signature)).isInstanceOf(AuthStep.Await.class);
            assertThat(authentication.onOk()).isInstanceOf(AuthStep.Done.class);
            return mechanism;
        }

        byte[] upToFinal(ScramServer server, List<String> offer) {
            assertThat(authentication.onSasl(offer)).isInstanceOf(AuthStep.AskPassword.class);
            var initial = (AuthStep.SendSaslInitial) authentication.onPassword(password.toCharArray());
            mechanism = initial.mechanism();
            byte[] challenge = server.first(initial.mechanism(), initial.data());
            var compute = (AuthStep.Compute) authentication.onSaslContinue(challenge);
            var response = (AuthStep.SendSaslResponse)
                    authentication.onProof(compute.work().run(() -> false));
            return server.last(response.data());
        }
    }
}
