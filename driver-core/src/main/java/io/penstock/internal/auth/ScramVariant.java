package io.penstock.internal.auth;

import com.ongres.scram.common.Gs2CbindFlag;
import com.ongres.scram.common.ScramMechanism;
import io.penstock.config.AuthMethod;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which form of SCRAM-SHA-256 to use, and what to tell the server about channel binding (the gs2-cbind-flag).
 *
 * <pre>
 *  -PLUS offered   we can bind     flag   mechanism
 *  yes             yes             p      SCRAM-SHA-256-PLUS
 *  no              yes             y      SCRAM-SHA-256       "I could, you seem not to": the server notices if a man
 *                                                             in the middle took -PLUS out of its offer
 *  any             no              n      SCRAM-SHA-256       or an error where binding is required
 * </pre>
 *
 * @param mechanism of the two
 * @param flag {@code p}, {@code y} or {@code n}
 * @param binding not empty with {@code p}, else null
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5802#section-6">RFC 5802, section 6</a>
 */
record ScramVariant(ScramMechanism mechanism, Gs2CbindFlag flag, byte @Nullable [] binding) {
    /** The strongest that both sides can do, within the rules. */
    static ScramVariant choose(AuthRules rules, List<String> offered) {
        boolean plain = offered.contains(ScramMechanism.SCRAM_SHA_256.getName());
        boolean plus = offered.contains(ScramMechanism.SCRAM_SHA_256_PLUS.getName());
        if (!plain && !plus) {
            throw Refusal.refused(
                    "the server offers no SASL mechanism that is supported (SCRAM-SHA-256, SCRAM-SHA-256-PLUS)");
        }
        rules.requireListed(AuthMethod.SCRAM_SHA_256);
        if (plus && rules.tls() == null) {
            throw Refusal.refused(
                    "the server offers SCRAM-SHA-256-PLUS over a connection without TLS: somebody in between has"
                            + " taken the TLS off");
        }
        return switch (rules.channelBinding()) {
            case DISABLE -> unbound(Gs2CbindFlag.CLIENT_NOT, plain);
            case PREFER -> preferred(rules.tls(), plain, plus);
            case REQUIRE -> required(rules.tls(), plus);
        };
    }

    boolean isBound() {
        return binding != null && binding.length > 0;
    }

    private static ScramVariant preferred(@Nullable TlsServerEndPoint tls, boolean plain, boolean plus) {
        if (tls == null || !tls.isDefined()) {
            return unbound(Gs2CbindFlag.CLIENT_NOT, plain);
        }
        return plus ? bound(tls) : unbound(Gs2CbindFlag.CLIENT_YES_SERVER_NOT, plain);
    }

    private static ScramVariant required(@Nullable TlsServerEndPoint tls, boolean plus) {
        if (tls == null) {
            throw unavailable("the connection does not use TLS");
        }
        if (!plus) {
            throw unavailable("the server does not offer SCRAM-SHA-256-PLUS");
        }
        if (!tls.isDefined()) {
            throw unavailable(tls.undefinedBecause());
        }
        return bound(tls);
    }

    private static ScramVariant bound(TlsServerEndPoint tls) {
        return new ScramVariant(ScramMechanism.SCRAM_SHA_256_PLUS, Gs2CbindFlag.CHANNEL_BINDING_REQUIRED, tls.hash());
    }

    private static ScramVariant unbound(Gs2CbindFlag flag, boolean offered) {
        if (!offered) {
            throw Refusal.refused(
                    "the server offers SCRAM-SHA-256-PLUS only, and channel binding is not possible here");
        }
        return new ScramVariant(ScramMechanism.SCRAM_SHA_256, flag, null);
    }

    private static RuntimeException unavailable(String why) {
        return Refusal.refused("channel binding is required, but " + why);
    }
}
