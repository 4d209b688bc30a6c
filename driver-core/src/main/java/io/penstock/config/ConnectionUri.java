package io.penstock.config;

import static java.util.Objects.requireNonNull;

import io.penstock.error.PgConfigException;
import java.util.Map;
import java.util.Set;

/**
 * Connection strings as libpq understands them, in both syntaxes.
 *
 * <pre>
 * postgresql://user:password@host1:5432,host2/dbname?sslmode=verify-full&amp;sslrootcert=/etc/ca.pem
 * host=host1,host2 port=5432 dbname=dbname user=user password='two words'
 * </pre>
 *
 * <p>In a URI everything may be percent-encoded, a directory of a Unix-domain socket must be ({@code
 * postgresql://%2Fvar%2Frun%2Fpostgresql/db}), IPv6 addresses stand in brackets, and {@code ssl=true} means
 * {@code sslmode=require}.
 *
 * <table>
 * <caption>Keywords</caption>
 * <tr><th>keyword</th><th>meaning here</th></tr>
 * <tr><td>host, hostaddr, port</td><td>lists separated by commas; one port serves all hosts; an empty host is
 *     {@code localhost}, where libpq would try its socket directory</td></tr>
 * <tr><td>dbname, user, password</td><td>as in libpq; empty means default</td></tr>
 * <tr><td>passfile</td><td>a {@link PasswordFile}, if there is no password</td></tr>
 * <tr><td>require_auth</td><td>{@link AuthPolicy}; its default is stricter than libpq's</td></tr>
 * <tr><td>channel_binding</td><td>{@link ChannelBinding}</td></tr>
 * <tr><td>connect_timeout</td><td>seconds, for all hosts together; 0 is 365 days</td></tr>
 * <tr><td>options, application_name, fallback_application_name</td><td>as in libpq</td></tr>
 * <tr><td>keepalives, keepalives_idle, keepalives_interval, keepalives_count, tcp_user_timeout</td>
 *     <td>{@link TcpOptions}; numbers of 0 and less mean default</td></tr>
 * <tr><td>sslmode, sslnegotiation, sslrootcert, sslcert, sslkey, sslpassword, sslsni,
 *     ssl_min_protocol_version, ssl_max_protocol_version</td><td>{@link TlsOptions}; no file is read that is
 *     not named here</td></tr>
 * <tr><td>min_protocol_version, max_protocol_version</td><td>{@link ProtocolVersion}, or {@code latest}
 *     </td></tr>
 * <tr><td>target_session_attrs, load_balance_hosts</td><td>{@link TargetSessionAttrs}, {@link
 *     LoadBalanceHosts}</td></tr>
 * <tr><td>service</td><td>with {@link LibpqEnvironment} only</td></tr>
 * <tr><td>client_encoding, sslcertmode, sslcompression, gssencmode, gssdelegation</td><td>accepted where the
 *     value asks for nothing that we lack</td></tr>
 * <tr><td>sslcrl, sslcrldir, sslkeylogfile, requirepeer, krbsrvname, gsslib, replication, scram_client_key,
 *     scram_server_key, oauth_*</td><td>refused</td></tr>
 * </table>
 *
 * <p>Any other keyword is an error that names the nearest known ones. No keyword names a class, and none a file
 * that is written. Errors never quote the string, of which any part may be a password.
 *
 * @see <a href="https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING">Connection
 *     Strings</a>
 */
public final class ConnectionUri {
    private static final Set<LibpqKeyword> FOR_STRANGERS = Set.of(
            LibpqKeyword.HOST,
            LibpqKeyword.PORT,
            LibpqKeyword.DBNAME,
            LibpqKeyword.USER,
            LibpqKeyword.PASSWORD,
            LibpqKeyword.SSLMODE);

    private ConnectionUri() {}

    /**
     * Parses a connection string. The environment is not read; see {@link LibpqEnvironment#parse} for that.
     *
     * @param connectionString in either syntax
     * @param trust whether it may say all there is in the table above
     * @throws PgConfigException if it is malformed, or says what is unknown, impossible or not allowed
     */
    public static ConnectionOptions parse(String connectionString, UriTrust trust) {
        requireNonNull(trust, "trust");
        Map<LibpqKeyword, String> settings = settings(connectionString);
        if (trust == UriTrust.UNTRUSTED) {
            settings.forEach(ConnectionUri::refuseFromStrangers);
        }
        return LibpqSettings.toBuilder(settings).build();
    }

    /** The keywords of a string in either syntax, which the caller may change. */
    static Map<LibpqKeyword, String> settings(String connectionString) {
        requireNonNull(connectionString, "connectionString");
        return UriSyntax.matches(connectionString)
                ? UriSyntax.parse(connectionString)
                : KeyValueSyntax.parse(connectionString);
    }

    private static void refuseFromStrangers(LibpqKeyword keyword, String value) {
        boolean localSocket =
                keyword == LibpqKeyword.HOST && (value.contains("/") || value.contains("@") || value.isEmpty());
        if (!FOR_STRANGERS.contains(keyword) || localSocket) {
            throw new PgConfigException("an untrusted connection string must not say " + keyword.word()
                    + (localSocket ? " of a socket" : ""));
        }
    }
}
