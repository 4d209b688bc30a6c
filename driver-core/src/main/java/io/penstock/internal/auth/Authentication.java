package io.penstock.internal.auth;

import static java.util.Objects.requireNonNull;

import io.penstock.config.AuthMethod;
import io.penstock.config.ChannelBinding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The client's side of one authentication: told what the server asks for, it says what to do.
 *
 * <pre>
 *                     cleartext, md5                                        Ok
 *  NOTHING_ASKED ───────────────────► PASSWORD_WANTED ──► PASSWORD_SENT ──────► DONE
 *    │     │              SASL                │                                  ▲
 *    │     └──────────────────────────────────┤                                  │ Ok
 *    │                                        ▼     Continue          proof      │
 *    │ Ok, if a server may ask          INITIAL_SENT ───► COMPUTING ───► PROOF_SENT ──► VERIFIED
 *    │ for nothing                                                             Final
 *    └──────────────────────────────────────────────────────────────────────────► DONE
 * </pre>
 *
 * <p>Whatever has no arrow fails, and the object is {@code DEAD} from then on: 28000 where the server would get in
 * without having done what we demand, 08P01 where it talks out of turn. Nothing was authenticated, so the caller closes
 * the connection.
 *
 * <p>Confined to whoever feeds it; on a connection, its event loop. {@link ProofWork} alone runs elsewhere.
 */
public final class Authentication implements AutoCloseable {
    private enum State {
        NOTHING_ASKED,
        PASSWORD_WANTED,
        PASSWORD_SENT,
        INITIAL_SENT,
        COMPUTING,
        PROOF_SENT,
        VERIFIED,
        DONE,
        DEAD
    }

    /** What to do with the password once it is there. */
    @FunctionalInterface
    private interface PasswordUse {
        AuthStep with(char[] password);
    }

    private final AuthRules rules;
    private final String user;
    private final Supplier<String> nonces;
    private final List<String> warnings = new ArrayList<>();

    private State state = State.NOTHING_ASKED;
    private @Nullable PasswordUse wanted;
    private @Nullable ScramConversation scram;

    /** Prepared password of a SCRAM conversation until its proof is there. */
    private byte[] secret = {};

    private byte[] expectedSignature = {};

    /**
     * Begins.
     *
     * @param nonces see {@link ClientNonce}
     */
    public Authentication(AuthRules rules, String user, Supplier<String> nonces) {
        this.rules = requireNonNull(rules, "rules");
        this.user = requireNonNull(user, "user");
        this.nonces = requireNonNull(nonces, "nonces");
    }

    /** AuthenticationCleartextPassword. */
    public AuthStep onCleartext() {
        return orDie(() -> askForPassword(AuthMethod.PASSWORD, this::cleartextAnswer));
    }

    /** AuthenticationMD5Password. */
    public AuthStep onMd5(byte[] salt) {
        return orDie(() -> {
            if (salt.length != Md5Password.SALT_BYTES) {
                throw Refusal.violation("the salt of AuthenticationMD5Password must have 4 bytes");
            }
            return askForPassword(AuthMethod.MD5, password -> md5Answer(password, salt));
        });
    }

    /** AuthenticationSASL. */
    public AuthStep onSasl(List<String> mechanisms) {
        return orDie(() -> {
            requireState(State.NOTHING_ASKED, "AuthenticationSASL");
            ScramVariant variant = ScramVariant.choose(rules, mechanisms);
            return want(password -> beginScram(variant, password));
        });
    }

    /**
     * A request that the driver cannot fulfil.
     *
     * @param name of the method, such as {@code GSSAPI}; shown to the user
     */
    public AuthStep onUnsupported(String name) {
        return orDie(() -> {
            requireState(State.NOTHING_ASKED, "a request for " + name);
            throw Refusal.refused("the server asks for " + name + " authentication, which is not supported");
        });
    }

    /**
     * The answer to {@link AuthStep.AskPassword}. One that comes too late, when the attempt is over, leads to nothing.
     *
     * @param password null or empty if there is none; owned from now on and wiped before this returns
     */
    public AuthStep onPassword(char @Nullable [] password) {
        try {
            return orDie(() -> {
                if (state == State.DEAD) {
                    return new AuthStep.Await();
                }
                PasswordUse use = wanted;
                if (state != State.PASSWORD_WANTED || use == null) {
                    throw new AssertionError("BUG: nobody asked for the password");
                }
                wanted = null;
                if (password == null || password.length == 0) {
                    throw Refusal.password("the server asks for a password, but none was given");
                }
                return use.with(password);
            });
        } finally {
            if (password != null) {
                Arrays.fill(password, '\0');
            }
        }
    }

    /** AuthenticationSASLContinue. */
    public AuthStep onSaslContinue(byte[] data) {
        return orDie(() -> {
            requireState(State.INITIAL_SENT, "AuthenticationSASLContinue");
            ScramServerFirst challenge = conversation().challenge(data, rules.scramMaxIterations());
            if (challenge.isWeak()) {
                warnings.add("the server stores the password with "
                        + challenge.iterations()
                        + " SCRAM iterations; RFC 7677 recommends "
                        + ScramServerFirst.RECOMMENDED_ITERATIONS
                        + " or more");
            }
            state = State.COMPUTING;
            return new AuthStep.Compute(conversation().work(challenge, secret));
        });
    }

    /** The answer to {@link AuthStep.Compute}; too late, as with the password, it leads to nothing. */
    public AuthStep onProof(ScramProof proof) {
        return orDie(() -> {
            if (state == State.DEAD) {
                return new AuthStep.Await();
            }
            if (state != State.COMPUTING) {
                throw new AssertionError("BUG: nobody asked for a proof");
            }
            expectedSignature = proof.serverSignature();
            state = State.PROOF_SENT;
            return new AuthStep.SendSaslResponse(proof.response());
        });
    }

    /** AuthenticationSASLFinal. */
    public AuthStep onSaslFinal(byte[] data) {
        return orDie(() -> {
            requireState(State.PROOF_SENT, "AuthenticationSASLFinal");
            conversation().verify(data, expectedSignature);
            state = State.VERIFIED;
            return new AuthStep.Await();
        });
    }

    /** AuthenticationOk. */
    public AuthStep onOk() {
        return orDie(() -> switch (state) {
            case NOTHING_ASKED -> {
                rules.requireAllowedUnbound(AuthMethod.NONE);
                yield done();
            }
            case PASSWORD_SENT, VERIFIED -> done();
            case INITIAL_SENT, COMPUTING, PROOF_SENT ->
                throw Refusal.refused(
                        "the server did not prove that it knows the password: it ended SCRAM authentication early");
            case PASSWORD_WANTED, DONE, DEAD -> throw outOfTurn("AuthenticationOk");
        });
    }

    /** Texts worth a line in a log, without secrets. Complete once done. */
    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    /** Wipes what is secret. To be called however the attempt ended; more than once is fine. */
    @Override
    public void close() {
        if (state != State.DONE) {
            state = State.DEAD;
        }
        wanted = null;
        Arrays.fill(secret, (byte) 0);
    }

    private AuthStep askForPassword(AuthMethod method, PasswordUse use) {
        requireState(State.NOTHING_ASKED, "a request for " + method.keyword());
        rules.requireAllowedUnbound(method);
        return want(use);
    }

    private AuthStep want(PasswordUse use) {
        wanted = use;
        state = State.PASSWORD_WANTED;
        return new AuthStep.AskPassword();
    }

    private AuthStep cleartextAnswer(char[] password) {
        state = State.PASSWORD_SENT;
        return new AuthStep.SendPassword(PasswordText.utf8(password));
    }

    private AuthStep md5Answer(char[] password, byte[] salt) {
        byte[] utf8 = PasswordText.utf8(password);
        try {
            state = State.PASSWORD_SENT;
            return new AuthStep.SendPassword(Md5Password.answer(user, utf8, salt));
        } finally {
            Arrays.fill(utf8, (byte) 0);
        }
    }

    private AuthStep beginScram(ScramVariant variant, char[] password) {
        secret = PasswordText.prepared(password);
        var conversation = new ScramConversation(variant, nonces.get());
        scram = conversation;
        state = State.INITIAL_SENT;
        return conversation.begin();
    }

    /** The last gate: the negotiated form, not the wish, decides about channel binding. */
    private AuthStep done() {
        boolean bound = scram != null && scram.isBound();
        if (rules.channelBinding() == ChannelBinding.REQUIRE && !bound) {
            throw Refusal.refused("channel binding is required, but the authentication was not bound");
        }
        state = State.DONE;
        return new AuthStep.Done();
    }

    private ScramConversation conversation() {
        if (scram == null) {
            throw new AssertionError("BUG: no SCRAM conversation in state " + state);
        }
        return scram;
    }

    private void requireState(State legal, String message) {
        if (state != legal) {
            throw outOfTurn(message);
        }
    }

    private RuntimeException outOfTurn(String message) {
        return Refusal.violation("the server sent " + message + " out of turn");
    }

    private AuthStep orDie(Supplier<AuthStep> transition) {
        boolean alive = false;
        try {
            AuthStep step = transition.get();
            alive = true;
            return step;
        } finally {
            if (!alive) {
                state = State.DEAD;
                close();
            }
        }
    }
}
