package io.penstock.config;

import io.penstock.error.PgConfigException;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which ways to authenticate the client goes along with (libpq's {@code require_auth}).
 *
 * <p>Without an explicit list the client never gives a password away to an eavesdropper or to a server it has
 * not verified: MD5 and clear text are allowed over a {@link ChannelSecurity#VERIFIED} channel only, all else
 * over any. A list names exactly what is allowed, over any channel.
 *
 * @see <a
 *     href="https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNECT-REQUIRE-AUTH">require_auth</a>
 */
public final class AuthPolicy {
    private static final AuthPolicy DEFAULTS = new AuthPolicy(null);

    /** Null: no explicit list. */
    private final @Nullable Set<AuthMethod> listed;

    private AuthPolicy(@Nullable Set<AuthMethod> listed) {
        this.listed = listed;
    }

    /** The default; see the class comment. */
    public static AuthPolicy defaults() {
        return DEFAULTS;
    }

    /** Exactly these methods. */
    public static AuthPolicy only(AuthMethod first, AuthMethod... rest) {
        return of(EnumSet.of(first, rest));
    }

    /** All methods but these. */
    public static AuthPolicy allExcept(AuthMethod first, AuthMethod... rest) {
        return of(EnumSet.complementOf(EnumSet.of(first, rest)));
    }

    /**
     * Libpq's words: methods separated by commas, all of them with {@code !} in front or none. An empty text
     * means {@link #defaults()}.
     *
     * @throws PgConfigException for an unknown or doubled method, or a mixture of both forms
     */
    public static AuthPolicy parse(String methods) {
        if (methods.isEmpty()) {
            return DEFAULTS;
        }
        boolean negated = methods.startsWith("!");
        Set<AuthMethod> named = EnumSet.noneOf(AuthMethod.class);
        for (String word : methods.split(",", -1)) {
            if (word.startsWith("!") != negated) {
                throw new PgConfigException("require_auth: cannot mix methods with and without \"!\"");
            }
            AuthMethod method = Keywords.of(
                    AuthMethod.class, AuthMethod::keyword, "require_auth", negated ? word.substring(1) : word);
            if (!named.add(method)) {
                throw new PgConfigException("require_auth: method \"" + method.keyword() + "\" is listed twice");
            }
        }
        return of(negated ? EnumSet.complementOf(EnumSet.copyOf(named)) : named);
    }

    private static AuthPolicy of(Set<AuthMethod> methods) {
        return new AuthPolicy(Collections.unmodifiableSet(methods));
    }

    /** Whether the client goes along with {@code method} over such a channel. */
    public boolean allows(AuthMethod method, ChannelSecurity channel) {
        if (listed != null) {
            return listed.contains(method);
        }
        return switch (method) {
            case PASSWORD, MD5 -> channel == ChannelSecurity.VERIFIED;
            case NONE, SCRAM_SHA_256, GSS, SSPI, OAUTH -> true;
        };
    }

    /** Whether the methods were listed by the user. */
    public boolean isExplicit() {
        return listed != null;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AuthPolicy that && (listed == null ? that.listed == null : listed.equals(that.listed));
    }

    @Override
    public int hashCode() {
        return listed == null ? 0 : listed.hashCode();
    }

    /** The methods in libpq's words, or {@code (default)}. */
    @Override
    public String toString() {
        if (listed == null) {
            return "(default)";
        }
        return listed.stream().map(AuthMethod::keyword).collect(Collectors.joining(","));
    }
}
