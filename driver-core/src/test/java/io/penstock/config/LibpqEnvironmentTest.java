package io.penstock.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.error.PgConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LibpqEnvironmentTest {
    @TempDir
    private Path home;

    /** With HOME and these: name, value, name, value. */
    private LibpqEnvironment environment(String... variables) {
        Map<String, String> all = new HashMap<>(Map.of("HOME", home.toString(), "APPDATA", home.toString()));
        for (int i = 0; i < variables.length; i += 2) {
            all.put(variables[i], variables[i + 1]);
        }
        return LibpqEnvironment.of(all);
    }

    private Path write(String name, String... lines) throws IOException {
        return Files.write(home.resolve(name), List.of(lines));
    }

    @Test
    void readsTheVariables() {
        ConnectionOptions options = LibpqEnvironment.of(Map.ofEntries(
                        Map.entry("PGHOST", "a,b"),
                        Map.entry("PGPORT", "1,2"),
                        Map.entry("PGDATABASE", "app"),
                        Map.entry("PGUSER", "bob"),
                        Map.entry("PGPASSWORD", "secret"),
                        Map.entry("PGAPPNAME", "name"),
                        Map.entry("PGOPTIONS", "-c a=b"),
                        Map.entry("PGTZ", "UTC"),
                        Map.entry("PGGEQO", "default"),
                        Map.entry("PGSSLMODE", "verify-ca"),
                        Map.entry("PGSSLNEGOTIATION", "direct"),
                        Map.entry("PGSSLROOTCERT", "ca.pem"),
                        Map.entry("PGSSLCERT", "me.pem"),
                        Map.entry("PGSSLKEY", "me.key"),
                        Map.entry("PGCHANNELBINDING", "require"),
                        Map.entry("PGREQUIREAUTH", "!md5"),
                        Map.entry("PGTARGETSESSIONATTRS", "primary"),
                        Map.entry("PGLOADBALANCEHOSTS", "random"),
                        Map.entry("PGCONNECT_TIMEOUT", "7"),
                        Map.entry("PGMINPROTOCOLVERSION", "3.0"),
                        Map.entry("PGMAXPROTOCOLVERSION", "3.2"),
                        Map.entry("PGCLIENTENCODING", "LATIN1"),
                        Map.entry("PGDATESTYLE", "German"),
                        Map.entry("PGDATA", "/var/lib/postgresql")))
                .options();

        assertThat(options)
                .isEqualTo(ConnectionOptions.builder()
                        .hosts(List.of(HostAddress.of("a", 1), HostAddress.of("b", 2)))
                        .database("app")
                        .user("bob")
                        .password("secret")
                        .applicationName("name")
                        .options("-c a=b")
                        .parameter("TimeZone", "UTC")
                        .tls(TlsOptions.defaults()
                                .withMode(SslMode.VERIFY_CA)
                                .withNegotiation(SslNegotiation.DIRECT)
                                .withTrust(TlsTrust.pemFile(Path.of("ca.pem")))
                                .withIdentity(TlsIdentity.pemFiles(Path.of("me.pem"), Path.of("me.key"))))
                        .channelBinding(ChannelBinding.REQUIRE)
                        .requireAuth(AuthPolicy.allExcept(AuthMethod.MD5))
                        .targetSessionAttrs(TargetSessionAttrs.PRIMARY)
                        .loadBalanceHosts(LoadBalanceHosts.RANDOM)
                        .connectTimeout(Duration.ofSeconds(7))
                        .protocolVersions(ProtocolVersion.V3_0, ProtocolVersion.V3_2)
                        .build());
    }

    @Test
    void readsHostAddresses() {
        ConnectionOptions options = LibpqEnvironment.of(Map.of("PGHOST", "db", "PGHOSTADDR", "10.0.0.1"))
                .options();
        assertThat(options.hosts()).containsExactly(new HostAddress.Tcp("db", "10.0.0.1", 5432));
    }

    @Test
    void letsTheConnectionStringGoFirst() {
        ConnectionOptions options = environment("PGHOST", "env", "PGUSER", "env", "PGPORT", "7", "PGPASSWORD", "env")
                .parse("postgresql://bob:string@/app");
        assertThat(options.user()).isEqualTo("bob");
        assertThat(options.hosts()).containsExactly(HostAddress.of("env", 7));
        assertThat(options.password()).isEqualTo(PasswordSource.of(Secret.of("string")));
    }

    @ParameterizedTest
    @CsvSource({"1,,REQUIRE", "0,,PREFER", "1,allow,ALLOW"})
    void knowsTheOldNameOfRequire(String requireSsl, String sslMode, SslMode expected) {
        var variables = new HashMap<>(Map.of("PGREQUIRESSL", requireSsl));
        if (sslMode != null) {
            variables.put("PGSSLMODE", sslMode);
        }
        assertThat(LibpqEnvironment.of(variables).options().tls().mode()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "PGSSLMODE,on,sslmode",
        "PGPORT,x,port",
        "PGSSLCRL,/crl,sslcrl",
        "PGGSSENCMODE,require,gssencmode",
        "PGSSLMODE,'',sslmode",
        "PGSERVICE,nowhere,service"
    })
    void refusesImpossibleValues(String variable, String value, String keyword) {
        assertThatThrownBy(() -> environment(variable, value).options())
                .isInstanceOf(PgConfigException.class)
                .hasMessageStartingWith(keyword);
    }

    @Test
    void takesThePasswordFromTheFirstThatHasOne() throws IOException {
        Path inHome = home.resolve(isWindows() ? "postgresql/pgpass.conf" : ".pgpass");
        assertThat(environment().options().password()).isEqualTo(PasswordFile.at(inHome));
        assertThat(environment("PGPASSFILE", "x").options().password()).isEqualTo(PasswordFile.at(Path.of("x")));
        assertThat(environment("PGPASSFILE", "").options().password()).isEqualTo(PasswordFile.at(inHome));
        assertThat(environment("PGPASSFILE", "x").parse("passfile=y").password())
                .isEqualTo(PasswordFile.at(Path.of("y")));
        assertThat(environment("PGPASSWORD", "p").parse("passfile=y").password())
                .isEqualTo(PasswordSource.of(Secret.of("p")));
        assertThat(LibpqEnvironment.of(Map.of()).options().password()).isEqualTo(PasswordSource.none());
    }

    private static boolean isWindows() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
    }

    @Test
    void readsTheServiceFile() throws IOException {
        Path file = write(
                "services",
                "# comment",
                "[other]",
                "host=wrong",
                " [mydb] ",
                "  host=db  ",
                "",
                "  # comment",
                "port=7",
                "port=8",
                "user=service",
                "application_name= two words",
                "[mydb]",
                "user=wrong",
                "[broken]",
                "nonsense");
        LibpqEnvironment environment =
                environment("PGSERVICEFILE", file.toString(), "PGUSER", "env", "PGDATABASE", "env");

        ConnectionOptions options = environment.parse("service=mydb application_name=string");

        assertThat(options.hosts()).containsExactly(HostAddress.of("db", 7));
        assertThat(options.user()).isEqualTo("service");
        assertThat(options.database()).isEqualTo("env");
        assertThat(options.applicationName()).isEqualTo("string");
        assertThat(environment.parse("service=mydb").applicationName()).isEqualTo(" two words");
        assertThatThrownBy(() -> environment.parse("service=broken"))
                .isInstanceOf(PgConfigException.class)
                .hasMessageContaining("line 15");
        assertThatThrownBy(() -> environment.parse("service=absent"))
                .isInstanceOf(PgConfigException.class)
                .hasMessageContaining("\"absent\" is not defined");
    }

    @Test
    void looksForServicesAtHomeAndThenInTheSystem() throws IOException {
        Path system = Files.createDirectory(home.resolve("etc"));
        Files.writeString(system.resolve("pg_service.conf"), "[a]\nhost=wrong\n[b]\nhost=b\n");
        Path own = isWindows() ? home.resolve("postgresql/.pg_service.conf") : home.resolve(".pg_service.conf");
        Files.createDirectories(own.getParent());
        Files.writeString(own, "[a]\nhost=a\n");
        LibpqEnvironment environment = environment("PGSYSCONFDIR", system.toString(), "PGSERVICE", "b");

        assertThat(environment.options().hosts()).containsExactly(HostAddress.of("b"));
        assertThat(environment.parse("service=a").hosts()).containsExactly(HostAddress.of("a"));
    }

    @Test
    void refusesServicesInServices() throws IOException {
        Path file = write("services", "[a]", "service=b", "[b]", "password=cAnary x");
        assertThatThrownBy(() -> environment("PGSERVICEFILE", file.toString()).parse("service=a"))
                .isInstanceOf(PgConfigException.class)
                .hasMessageContaining("line 2")
                .hasMessageNotContaining("cAnary");
    }

    @Test
    void readsThisProcess() {
        assertThat(LibpqEnvironment.system()).isNotNull();
    }
}
