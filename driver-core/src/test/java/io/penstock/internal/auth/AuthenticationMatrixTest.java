package io.penstock.internal.auth;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.config.AuthMethod;
import io.penstock.config.AuthPolicy;
import io.penstock.config.ChannelBinding;
import io.penstock.config.ChannelSecurity;
import io.penstock.error.PgException;
import io.penstock.error.PgProtocolException;
import io.penstock.testing.ScramServer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Rule G of the reliability reference: each request of a server in each state under each policy. */
class AuthenticationMatrixTest {
    private static final String CANARY = "c4n4ry-p4ssw0rd";
    private static final byte[] SALT = "0123456789abcdef".getBytes(US_ASCII);

    /** What a hostile or confused server can say. */
    enum Request {
        OK,
        CLEARTEXT,
        MD5,
        SASL,
        SASL_PLUS,
        CONTINUE,
        FINAL,
        GSS
    }

    /** How far the conversation has come when it says so. */
    enum Stage {
        FIRST,
        PASSWORD_WANTED,
        PASSWORD_SENT,
        INITIAL_WANTED,
        AFTER_INITIAL,
        COMPUTING,
        AFTER_CONTINUE,
        AFTER_BAD_FINAL,
        AFTER_FINAL,
        AFTER_OK,
        CLOSED
    }

    enum Policy {
        DEFAULT_PLAIN(AuthPolicy.defaults(), ChannelBinding.PREFER, ChannelSecurity.PLAIN),
        DEFAULT_ENCRYPTED(AuthPolicy.defaults(), ChannelBinding.PREFER, ChannelSecurity.ENCRYPTED),
        DEFAULT_VERIFIED(AuthPolicy.defaults(), ChannelBinding.PREFER, ChannelSecurity.VERIFIED),
        ONLY_SCRAM(only(AuthMethod.SCRAM_SHA_256), ChannelBinding.PREFER, ChannelSecurity.VERIFIED),
        ONLY_MD5(only(AuthMethod.MD5), ChannelBinding.PREFER, ChannelSecurity.PLAIN),
        ONLY_PASSWORD(only(AuthMethod.PASSWORD), ChannelBinding.PREFER, ChannelSecurity.PLAIN),
        ONLY_NONE(only(AuthMethod.NONE), ChannelBinding.PREFER, ChannelSecurity.PLAIN),
        NOT_NONE(AuthPolicy.allExcept(AuthMethod.NONE), ChannelBinding.PREFER, ChannelSecurity.PLAIN),
        BOUND(AuthPolicy.defaults(), ChannelBinding.REQUIRE, ChannelSecurity.VERIFIED),
        BOUND_PLAIN(AuthPolicy.defaults(), ChannelBinding.REQUIRE, ChannelSecurity.PLAIN),
        UNBOUND(AuthPolicy.defaults(), ChannelBinding.DISABLE, ChannelSecurity.VERIFIED);

        final AuthRules rules;

        Policy(AuthPolicy methods, ChannelBinding binding, ChannelSecurity channel) {
            var tls = channel == ChannelSecurity.PLAIN ? null : Bindings.defined();
            rules = new AuthRules(methods, binding, 100_000, channel, tls);
        }

        private static AuthPolicy only(AuthMethod method) {
            return AuthPolicy.only(method);
        }
    }

    /** What comes of it: a step, or an SQLSTATE. */
    static final String DONE = "Done";

    @ParameterizedTest(name = "{0}")
    @CsvSource(textBlock = """
          # policy,          Ok,    cleartext, md5,   SASL,  SASL-PLUS, GSS
          DEFAULT_PLAIN,     Done,  28000,     28000, Ask,   28000,     28000
          DEFAULT_ENCRYPTED, Done,  28000,     28000, Ask,   Ask,       28000
          DEFAULT_VERIFIED,  Done,  Ask,       Ask,   Ask,   Ask,       28000
          ONLY_SCRAM,        28000, 28000,     28000, Ask,   Ask,       28000
          ONLY_MD5,          28000, 28000,     Ask,   28000, 28000,     28000
          ONLY_PASSWORD,     28000, Ask,       28000, 28000, 28000,     28000
          ONLY_NONE,         Done,  28000,     28000, 28000, 28000,     28000
          NOT_NONE,          28000, Ask,       Ask,   Ask,   28000,     28000
          BOUND,             28000, 28000,     28000, 28000, Ask,       28000
          BOUND_PLAIN,       28000, 28000,     28000, 28000, 28000,     28000
          UNBOUND,           Done,  Ask,       Ask,   Ask,   Ask,       28000
          """)
    void decidesOnTheFirstRequestByPolicy(
            Policy policy, String ok, String cleartext, String md5, String sasl, String plus, String gss) {
        assertThat(verdict(policy, Stage.FIRST, Request.OK)).isEqualTo(ok);
        assertThat(verdict(policy, Stage.FIRST, Request.CLEARTEXT)).isEqualTo(cleartext);
        assertThat(verdict(policy, Stage.FIRST, Request.MD5)).isEqualTo(md5);
        assertThat(verdict(policy, Stage.FIRST, Request.SASL)).isEqualTo(sasl);
        assertThat(verdict(policy, Stage.FIRST, Request.SASL_PLUS)).isEqualTo(plus);
        assertThat(verdict(policy, Stage.FIRST, Request.GSS)).isEqualTo(gss);
        assertThat(verdict(policy, Stage.FIRST, Request.CONTINUE)).isEqualTo("08P01");
        assertThat(verdict(policy, Stage.FIRST, Request.FINAL)).isEqualTo("08P01");
    }

    static Stream<Arguments> laterStages() {
        List<Arguments> cells = new ArrayList<>();
        for (Policy policy : Policy.values()) {
            for (Stage stage : EnumSet.complementOf(EnumSet.of(Stage.FIRST))) {
                for (Request request : Request.values()) {
                    if (canReach(policy, stage)) {
                        cells.add(Arguments.of(policy, stage, request));
                    }
                }
            }
        }
        return cells.stream();
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("laterStages")
    void acceptsNothingOutOfTurn(Policy policy, Stage stage, Request request) {
        assertThat(verdict(policy, stage, request)).isEqualTo(expectedLater(stage, request));
    }

    @Test
    void coversTheWholeMatrix() {
        long later = laterStages().count();
        long first = (long) Policy.values().length * Request.values().length;

        assertThat(later).isEqualTo(8L * (6 * 7 + 4 * 2 + Policy.values().length + 5));
        assertThat(first).isEqualTo(88);
    }

    private static String expectedLater(Stage stage, Request request) {
        return switch (stage) {
            case FIRST -> throw new AssertionError();
            case PASSWORD_SENT, AFTER_FINAL -> request == Request.OK ? DONE : "08P01";
            case AFTER_INITIAL -> early(request, Request.CONTINUE, "Compute");
            case COMPUTING -> early(request, Request.OK, "28000");
            case AFTER_CONTINUE -> early(request, Request.FINAL, "Await");
            case PASSWORD_WANTED, INITIAL_WANTED, AFTER_BAD_FINAL, AFTER_OK, CLOSED -> "08P01";
        };
    }

    private static String early(Request request, Request legal, String then) {
        if (request == Request.OK) {
            return "28000";
        }
        return request == legal ? then : "08P01";
    }

    private static boolean canReach(Policy policy, Stage stage) {
        boolean scram = !Set.of(Policy.ONLY_MD5, Policy.ONLY_PASSWORD, Policy.ONLY_NONE, Policy.BOUND_PLAIN)
                .contains(policy);
        boolean password = Set.of(Policy.DEFAULT_VERIFIED, Policy.ONLY_PASSWORD, Policy.NOT_NONE, Policy.UNBOUND)
                .contains(policy);
        boolean none = Set.of(
                        Policy.DEFAULT_PLAIN,
                        Policy.DEFAULT_ENCRYPTED,
                        Policy.DEFAULT_VERIFIED,
                        Policy.ONLY_NONE,
                        Policy.UNBOUND)
                .contains(policy);
        return switch (stage) {
            case FIRST, CLOSED -> true;
            case PASSWORD_WANTED, PASSWORD_SENT -> password;
            case AFTER_OK -> none;
            case INITIAL_WANTED, AFTER_INITIAL, COMPUTING, AFTER_CONTINUE, AFTER_BAD_FINAL, AFTER_FINAL -> scram;
        };
    }

    /** Plays one cell on a fresh conversation; no text on the way may hold the password. */
    private static String verdict(Policy policy, Stage stage, Request request) {
        var play = new Play(policy);
        play.advanceTo(stage);
        try {
            AuthStep step = play.say(request);
            assertThat(step.toString()).doesNotContain(CANARY);
            String name = step.getClass().getSimpleName();
            return name.startsWith("Ask") ? "Ask" : name;
        } catch (PgException failure) {
            assertThat(failure.toString()).doesNotContain(CANARY);
            assertDead(play.authentication);
            return failure.sqlState();
        }
    }

    private static void assertDead(Authentication authentication) {
        assertThatThrownBy(authentication::onOk).isInstanceOf(PgProtocolException.class);
    }

    /** A conversation with an honest server up to the stage where it turns. */
    private static final class Play {
        final Authentication authentication;
        private final ScramServer server;
        private byte @Nullable [] challenge;
        private byte @Nullable [] signature;

        Play(Policy policy) {
            this.authentication = new Authentication(policy.rules, "app", () -> "client-nonce");
            var tls = policy.rules.tls();
            byte[] hash = tls == null ? null : tls.hash();
            this.server = hash == null
                    ? ScramServer.knowing(CANARY, SALT, 1, "server-nonce")
                    : ScramServer.knowing(CANARY, SALT, 1, "server-nonce", hash);
        }

        void advanceTo(Stage stage) {
            switch (stage) {
                case FIRST -> {}
                case PASSWORD_WANTED -> authentication.onCleartext();
                case PASSWORD_SENT -> {
                    authentication.onCleartext();
                    authentication.onPassword(CANARY.toCharArray());
                }
                case AFTER_OK -> authentication.onOk();
                case CLOSED -> authentication.close();
                case INITIAL_WANTED, AFTER_INITIAL, COMPUTING, AFTER_CONTINUE, AFTER_BAD_FINAL, AFTER_FINAL ->
                    advanceScramTo(stage);
            }
        }

        private void advanceScramTo(Stage stage) {
            authentication.onSasl(server.mechanisms());
            if (stage == Stage.INITIAL_WANTED) {
                return;
            }
            var initial = (AuthStep.SendSaslInitial) authentication.onPassword(CANARY.toCharArray());
            challenge = server.first(initial.mechanism(), initial.data());
            if (stage == Stage.AFTER_INITIAL) {
                return;
            }
            var compute = (AuthStep.Compute) authentication.onSaslContinue(challenge);
            if (stage == Stage.COMPUTING) {
                return;
            }
            var response = (AuthStep.SendSaslResponse)
                    authentication.onProof(compute.work().run(() -> false));
            signature = server.last(response.data());
            if (stage == Stage.AFTER_FINAL) {
                authentication.onSaslFinal(signature);
            }
            if (stage == Stage.AFTER_BAD_FINAL) {
                byte[] bad = signature.clone();
                bad[10] ^= 1;
                assertThatThrownBy(() -> authentication.onSaslFinal(bad)).isInstanceOf(PgException.class);
            }
        }

        AuthStep say(Request request) {
            return switch (request) {
                case OK -> authentication.onOk();
                case CLEARTEXT -> authentication.onCleartext();
                case MD5 -> authentication.onMd5(new byte[] {1, 2, 3, 4});
                case SASL -> authentication.onSasl(List.of("SCRAM-SHA-256"));
                case SASL_PLUS -> authentication.onSasl(List.of("SCRAM-SHA-256-PLUS", "SCRAM-SHA-256"));
                case CONTINUE -> authentication.onSaslContinue(or(challenge, "r=client-nonceX,s=YWJj,i=4096"));
                case FINAL -> authentication.onSaslFinal(or(signature, "v=YWJj"));
                case GSS -> authentication.onUnsupported("GSSAPI");
            };
        }

        private static byte[] or(byte @Nullable [] real, String made) {
            return real == null ? made.getBytes(US_ASCII) : real;
        }
    }
}
