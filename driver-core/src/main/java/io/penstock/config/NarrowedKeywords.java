package io.penstock.config;

import io.penstock.error.PgConfigException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * The keywords that Penstock cannot honour with every value: what is left of their values, and why. Those that it
 * cannot honour at all may only be empty.
 */
final class NarrowedKeywords {
    /** The values that ask for nothing we lack. */
    private record Narrowed(Set<String> values, String reason) {}

    private static final Map<LibpqKeyword, Narrowed> ALL = new EnumMap<>(LibpqKeyword.class);

    static {
        narrow(
                LibpqKeyword.CLIENT_ENCODING,
                "can only be UTF8: texts are Unicode on this side anyway",
                "auto",
                "UTF8",
                "UTF-8",
                "utf8",
                "utf-8",
                "unicode");
        narrow(
                LibpqKeyword.GSSENCMODE,
                "can only be disable or prefer: there is no GSSAPI encryption here",
                "disable",
                "prefer");
        narrow(LibpqKeyword.GSSDELEGATION, "can only be 0", "", "0");
        narrow(LibpqKeyword.SSLCERTMODE, "can only be disable or allow", "disable", "allow");
        narrow(LibpqKeyword.SERVICE, "is looked up by LibpqEnvironment only", "");
        narrow(LibpqKeyword.SSLKEYLOGFILE, "would write TLS secrets to a file", "");
        narrow(LibpqKeyword.REPLICATION, "is not set in a connection string", "");
        for (LibpqKeyword keyword : Set.of(
                LibpqKeyword.SSLCRL,
                LibpqKeyword.SSLCRLDIR,
                LibpqKeyword.REQUIREPEER,
                LibpqKeyword.KRBSRVNAME,
                LibpqKeyword.GSSLIB,
                LibpqKeyword.SCRAM_CLIENT_KEY,
                LibpqKeyword.SCRAM_SERVER_KEY,
                LibpqKeyword.OAUTH_ISSUER,
                LibpqKeyword.OAUTH_CLIENT_ID,
                LibpqKeyword.OAUTH_CLIENT_SECRET,
                LibpqKeyword.OAUTH_SCOPE)) {
            narrow(keyword, "is not supported", "");
        }
    }

    private NarrowedKeywords() {}

    private static void narrow(LibpqKeyword keyword, String reason, String... values) {
        ALL.put(keyword, new Narrowed(Set.of(values), reason));
    }

    /** Fails if the value asks for something that Penstock lacks. */
    static void check(LibpqKeyword keyword, String value) {
        Narrowed narrowed = ALL.get(keyword);
        if (narrowed != null && !narrowed.values.contains(value)) {
            throw new PgConfigException(keyword.word() + " " + narrowed.reason);
        }
    }
}
