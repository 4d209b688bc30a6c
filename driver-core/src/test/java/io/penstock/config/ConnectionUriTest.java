package io.penstock.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.penstock.error.Outcome;
import io.penstock.error.PgConfigException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionUriTest {
    @Test
    void appliesAllThatAUriSays() {
        ConnectionOptions options =
                ConnectionOptions.parse("postgresql://bob:se%40cret@db1:5433,[::1]:5434,%2Ftmp:5435/app"
                        + "?target_session_attrs=prefer-standby&load_balance_hosts=random"
                        + "&application_name=my%20app&fallback_application_name=other"
                        + "&connect_timeout=3&options=-c%20geqo%3Doff"
                        + "&sslmode=verify-full&sslnegotiation=direct&sslrootcert=/ca.pem"
                        + "&sslcert=/me.pem&sslkey=/me.key&sslpassword=pass&sslsni=0"
                        + "&ssl_min_protocol_version=TLSv1.3&channel_binding=require"
                        + "&require_auth=scram-sha-256&min_protocol_version=3.0&max_protocol_version=latest"
                        + "&keepalives=0&keepalives_idle=7&keepalives_interval=8&keepalives_count=9"
                        + "&tcp_user_timeout=1500");

        assertThat(options.hosts())
                .containsExactly(
                        HostAddress.of("db1", 5433), HostAddress.of("::1", 5434), HostAddress.of("/tmp", 5435));
        assertThat(options.user()).isEqualTo("bob");
        assertThat(options.database()).isEqualTo("app");
        assertThat(options.password()).isEqualTo(PasswordSource.of(Secret.of("se@cret")));
        assertThat(options.targetSessionAttrs()).isEqualTo(TargetSessionAttrs.PREFER_STANDBY);
        assertThat(options.loadBalanceHosts()).isEqualTo(LoadBalanceHosts.RANDOM);
        assertThat(options.applicationName()).isEqualTo("my app");
        assertThat(options.timeouts().connect()).isEqualTo(Duration.ofSeconds(3));
        assertThat(options.parameters()).containsOnly(Map.entry("options", "-c geqo=off"));
        assertThat(options.tls())
                .isEqualTo(new TlsOptions(
                        SslMode.VERIFY_FULL,
                        SslNegotiation.DIRECT,
                        TlsTrust.pemFile(Path.of("/ca.pem")),
                        TlsIdentity.pemFiles(Path.of("/me.pem"), Path.of("/me.key"), Secret.of("pass")),
                        TlsVersion.TLS_1_3,
                        TlsVersion.TLS_1_3,
                        ServerNameIndication.OMITTED));
        assertThat(options.channelBinding()).isEqualTo(ChannelBinding.REQUIRE);
        assertThat(options.requireAuth()).isEqualTo(AuthPolicy.only(AuthMethod.SCRAM_SHA_256));
        assertThat(options.minProtocolVersion()).isEqualTo(ProtocolVersion.V3_0);
        assertThat(options.maxProtocolVersion()).isEqualTo(ProtocolVersion.V3_2);
        assertThat(options.tcp())
                .isEqualTo(new TcpOptions(
                        TcpOptions.KeepAlive.OFF,
                        Duration.ofSeconds(7),
                        Duration.ofSeconds(8),
                        9,
                        Duration.ofMillis(1500)));
    }

    @Test
    void takesDefaultsForWhatIsNotSaid() {
        assertThat(ConnectionOptions.parse("postgresql://"))
                .isEqualTo(ConnectionOptions.builder().build());
        assertThat(ConnectionOptions.parse(""))
                .isEqualTo(ConnectionOptions.builder().build());
        assertThat(ConnectionOptions.parse("user='' dbname='' password='' passfile=''"))
                .isEqualTo(ConnectionOptions.builder().build());
    }

    @ParameterizedTest
    @CsvSource({"0,P365D", "-1,P365D", "1,PT1S", "2147483647,P365D"})
    void readsTheConnectTimeoutInSeconds(String seconds, Duration timeout) {
        ConnectionOptions options = ConnectionOptions.parse("connect_timeout=" + seconds);
        assertThat(options.timeouts().connect()).isEqualTo(timeout);
    }

    @Test
    void ignoresTheFallbackNameWhereThereIsAName() {
        assertThat(ConnectionOptions.parse("fallback_application_name=psql").applicationName())
                .isEqualTo("psql");
        assertThat(ConnectionOptions.parse("application_name=a fallback_application_name=b")
                        .applicationName())
                .isEqualTo("a");
    }

    @Test
    void checksNamesWhereThePublicAuthoritiesAreTrusted() {
        TlsOptions tls = ConnectionOptions.parse("sslrootcert=system").tls();
        assertThat(tls.mode()).isEqualTo(SslMode.VERIFY_FULL);
        assertThat(tls.trust()).isEqualTo(TlsTrust.system());
    }

    @Test
    void verifiesTheChainInModeRequireWhereAnAuthorityIsNamed() {
        assertThat(ConnectionOptions.parse("sslmode=require sslrootcert=/ca")
                        .tls()
                        .verifiesChain())
                .isTrue();
        assertThat(ConnectionOptions.parse("sslmode=require").tls().verifiesChain())
                .isFalse();
    }

    @Test
    void raisesTheNewestProtocolWithTheOldest() {
        ConnectionOptions options = ConnectionOptions.parse("min_protocol_version=3.2");
        assertThat(options.maxProtocolVersion()).isEqualTo(ProtocolVersion.V3_2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "postgresql://h/db?sslmod=require|unknown keyword \"sslmod\", did you mean sslmode?",
                "postgresql://h/db?passwrod=x|unknown keyword \"passwrod\", did you mean password?",
                "postgresql://h/db?user_name=x|unknown keyword [",
                "hots=h|unknown keyword \"hots\", did you mean host?",
                "postgresql://h/db?port=1&x=1|character 26: unknown keyword",
                "host|\"=\" is missing after a keyword",
                "host=a user='b|character 13: the quoted value that starts here has no end",
                "postgresql://[::1/db|character 14: \"[\" has no \"]\"",
                "postgresql://h/%zz|\"%\" must be followed by two hexadecimal digits",
                "postgresql://h/%４１|\"%\" must be followed by two hexadecimal digits",
                "port=٥|port must be a whole number",
                "port=1,2|2 ports do not match 1 hosts",
                "sslmode=on|sslmode must be one of disable, allow, prefer, require, verify-ca, verify-full",
                "sslcert=/x|sslcert and sslkey go together",
                "host=a:b|host must be one name or IP address",
                "postgresql://a:b:c/d|port must be a whole number",
                "postgresql://bob:pa/ss@h/db|\"/\" in a user or password is written %2F",
                "ssl_max_protocol_version=TLSv1.1|versions before TLSv1.2 are not offered",
                "channel_binding=require sslmode=disable|channel_binding=require cannot work",
            })
    void tellsWhatIsWrong(String text, String problem) {
        var failure = catchThrowableOfType(PgConfigException.class, () -> ConnectionOptions.parse(text));
        assertThat(failure).isNotNull();
        assertThat(failure.getMessage()).contains(problem);
        assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sslcrl=/x",
                "sslcrldir=/x",
                "sslkeylogfile=/x",
                "requirepeer=root",
                "krbsrvname=x",
                "gsslib=gssapi",
                "gssencmode=require",
                "gssdelegation=1",
                "replication=database",
                "scram_client_key=x",
                "scram_server_key=x",
                "oauth_issuer=https://x",
                "oauth_client_id=x",
                "oauth_client_secret=x",
                "oauth_scope=x",
                "service=x",
                "sslcertmode=require",
                "client_encoding=LATIN1",
            })
    void refusesWhatItCannotHonour(String text) {
        String keyword = text.substring(0, text.indexOf('='));
        assertThatThrownBy(() -> ConnectionOptions.parse(text))
                .isInstanceOf(PgConfigException.class)
                .hasMessageStartingWith(keyword + " ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sslcrl='' requirepeer='' krbsrvname='' gsslib='' replication='' service=''",
                "client_encoding=UTF8 gssencmode=prefer gssdelegation=0 sslcertmode=allow sslcompression=1",
                "client_encoding=auto gssencmode=disable sslkeylogfile='' oauth_scope=''",
            })
    void acceptsWhatAsksForNothing(String text) {
        assertThat(ConnectionOptions.parse(text))
                .isEqualTo(ConnectionOptions.builder().build());
    }

    @Test
    void leavesTheCertificateOutWhereItIsSwitchedOff() {
        assertThat(ConnectionOptions.parse("sslcert=a sslkey=b sslcertmode=disable")
                        .tls()
                        .identity())
                .isNull();
    }

    /** Names that make other drivers load classes or write files, and known attacks on them. */
    static Stream<String> attacks() {
        return Stream.of(
                        "socketFactory=org.springframework.context.support.ClassPathXmlApplicationContext",
                        "socketFactoryArg=http://evil/bean.xml",
                        "sslfactory=org.example.Evil",
                        "sslfactoryarg=x",
                        "sslhostnameverifier=org.example.Evil",
                        "sslpasswordcallback=org.example.Evil",
                        "authenticationPluginClassName=org.example.Evil",
                        "xmlFactoryFactory=LEGACY_INSECURE",
                        "loggerFile=/tmp/evil.jsp",
                        "loggerLevel=TRACE",
                        "jaasApplicationName=x",
                        "localSocketAddress=127.0.0.1",
                        "preferQueryMode=simple",
                        "currentSchema=x",
                        "stringtype=unspecified",
                        "kerberosServerName=x",
                        "unixSocketFactory=x",
                        "queryMode=x",
                        "sslResponseTimeout=1",
                        "class=java.lang.Runtime")
                .flatMap(setting -> Stream.of(setting, "postgresql://h/db?" + setting, "host=h dbname=db " + setting));
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void knowsNoKeywordThatNamesCode(String text) {
        assertThatThrownBy(() -> ConnectionOptions.parse(text))
                .isInstanceOf(PgConfigException.class)
                .hasMessageContaining("unknown keyword");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://h1:1,h2:2/db?sslmode=verify-full",
                "postgresql://u:p@[::1]/db",
                "host=h port=1 dbname=d user=u password=p sslmode=require",
            })
    void letsStrangersSayWhereAndAsWhom(String text) {
        assertThat(ConnectionUri.parse(text, UriTrust.UNTRUSTED)).isEqualTo(ConnectionOptions.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "passfile=/etc/shadow",
                "sslrootcert=/etc/shadow",
                "sslcert=a sslkey=b",
                "options='-c x=y'",
                "hostaddr=127.0.0.1",
                "application_name=x",
                "require_auth=password",
                "channel_binding=disable",
                "host=/var/run/postgresql",
                "host=h,/tmp",
                "postgresql://%2Ftmp/db",
                "postgresql://h/db?host=@abstract",
                "postgresql://h/db?host=",
                "service=x",
            })
    void letsStrangersSayNothingElse(String text) {
        assertThatThrownBy(() -> ConnectionUri.parse(text, UriTrust.UNTRUSTED))
                .isInstanceOf(PgConfigException.class)
                .hasMessageStartingWith("an untrusted connection string must not say");
    }

    /** Passwords that were not quoted or encoded, in strings that fail somewhere behind. */
    static List<String> badlyQuotedPasswords() {
        List<String> between =
                List.of(" ", "/", "?", "&", "=", ":", "@", "'", "\\", "%", "%zz", "#", ",", "[", "]", "\n");
        return between.stream()
                .flatMap(joint -> {
                    String password = "cAnary" + joint + "cAnary";
                    return Stream.of(
                            "postgresql://u:" + password + "@h/db",
                            "postgresql://u:" + password + "@h/db?x",
                            "postgresql://u:" + password + "@h:x/db",
                            "postgresql://u:" + password + "@h/db?sslmode=x",
                            "postgresql://h/db?password=" + password,
                            "postgresql://h/db?sslmode=x&password=" + password,
                            "postgresql://u:x/?sslmode=" + password + "@h/db",
                            "postgresql://u:" + password,
                            "password=" + password + " x=1",
                            "password=" + password + " port=x",
                            "password=" + password + " require_auth=" + password,
                            "password='" + password + " host=h",
                            "sslmode=" + password,
                            "sslpassword=" + password + " sslcert=x");
                })
                .toList();
    }

    @Test
    void neverQuotesPasswords() {
        int refused = 0;
        for (String text : badlyQuotedPasswords()) {
            try {
                assertThat(ConnectionOptions.parse(text).password().toString()).doesNotContain("cAnary");
            } catch (PgConfigException e) {
                refused++;
                assertThat(e.toString()).as(text).doesNotContainIgnoringCase("canary");
                assertThat(e).as(text).hasNoCause();
            }
        }
        assertThat(refused).isGreaterThan(150);
    }
}
