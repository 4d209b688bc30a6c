package io.penstock.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The keywords of libpq's connection strings (PostgreSQL 18), each with its environment variable. All of them
 * are known, so that one that Penstock cannot honour is an error and not a typing mistake or a silent loss.
 *
 * @see <a href="https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PARAMKEYWORDS">Parameter Key
 *     Words</a>
 * @see <a href="https://www.postgresql.org/docs/current/libpq-envars.html">Environment Variables</a>
 */
enum LibpqKeyword {
    HOST("PGHOST"),
    HOSTADDR("PGHOSTADDR"),
    PORT("PGPORT"),
    DBNAME("PGDATABASE"),
    USER("PGUSER"),
    PASSWORD("PGPASSWORD"),
    PASSFILE("PGPASSFILE"),
    /** Its variable is read by {@link LibpqEnvironment}, which replaces it by what the service says. */
    SERVICE(null),
    REQUIRE_AUTH("PGREQUIREAUTH"),
    CHANNEL_BINDING("PGCHANNELBINDING"),
    CONNECT_TIMEOUT("PGCONNECT_TIMEOUT"),
    /** Its variable is not read: the encoding on the wire is the driver's own affair. */
    CLIENT_ENCODING(null),
    OPTIONS("PGOPTIONS"),
    APPLICATION_NAME("PGAPPNAME"),
    FALLBACK_APPLICATION_NAME(null),
    KEEPALIVES(null),
    KEEPALIVES_IDLE(null),
    KEEPALIVES_INTERVAL(null),
    KEEPALIVES_COUNT(null),
    TCP_USER_TIMEOUT(null),
    SSLMODE("PGSSLMODE"),
    SSLNEGOTIATION("PGSSLNEGOTIATION"),
    SSLCOMPRESSION("PGSSLCOMPRESSION"),
    SSLCERT("PGSSLCERT"),
    SSLKEY("PGSSLKEY"),
    SSLPASSWORD(null),
    SSLCERTMODE("PGSSLCERTMODE"),
    SSLROOTCERT("PGSSLROOTCERT"),
    SSLCRL("PGSSLCRL"),
    SSLCRLDIR("PGSSLCRLDIR"),
    SSLSNI("PGSSLSNI"),
    SSLKEYLOGFILE(null),
    REQUIREPEER("PGREQUIREPEER"),
    SSL_MIN_PROTOCOL_VERSION("PGSSLMINPROTOCOLVERSION"),
    SSL_MAX_PROTOCOL_VERSION("PGSSLMAXPROTOCOLVERSION"),
    MIN_PROTOCOL_VERSION("PGMINPROTOCOLVERSION"),
    MAX_PROTOCOL_VERSION("PGMAXPROTOCOLVERSION"),
    GSSENCMODE("PGGSSENCMODE"),
    KRBSRVNAME("PGKRBSRVNAME"),
    GSSLIB("PGGSSLIB"),
    GSSDELEGATION("PGGSSDELEGATION"),
    REPLICATION(null),
    TARGET_SESSION_ATTRS("PGTARGETSESSIONATTRS"),
    LOAD_BALANCE_HOSTS("PGLOADBALANCEHOSTS"),
    SCRAM_CLIENT_KEY(null),
    SCRAM_SERVER_KEY(null),
    OAUTH_ISSUER(null),
    OAUTH_CLIENT_ID(null),
    OAUTH_CLIENT_SECRET(null),
    OAUTH_SCOPE(null);

    private static final List<String> WORDS =
            Arrays.stream(values()).map(LibpqKeyword::word).toList();

    private final String word;
    private final @Nullable String variable;

    LibpqKeyword(@Nullable String variable) {
        this.word = lowerCase(name());
        this.variable = variable;
    }

    /** As it is written in a connection string. */
    String word() {
        return word;
    }

    /** The environment variable that stands in where the string says nothing. */
    @Nullable
    String variable() {
        return variable;
    }

    /** The keyword written so, compared exactly as libpq does, or null. */
    static @Nullable LibpqKeyword find(String word) {
        int index = WORDS.indexOf(word);
        return index < 0 ? null : values()[index];
    }

    /** Keywords that {@code word} may be a misspelling of. */
    static List<String> near(String word) {
        return Keywords.near(word, WORDS);
    }

    private static String lowerCase(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
